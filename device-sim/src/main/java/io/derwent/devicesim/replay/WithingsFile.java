package io.derwent.devicesim.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.devicesim.scenario.CanonicalPayload;
import io.derwent.model.Kind;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A list of measure groups as Withings' API answers it ({@code getmeas}): each group has an id, a time in epoch seconds
 * and measures of {@code value × 10^unit}.
 *
 * <pre>
 *   measure types                 becomes
 *   9 diastolic, 10 systolic      bp_panel, with 11 as its pulse
 *   11 pulse, alone               pulse
 *   1 weight                      weight
 *   54 SpO2                       spo2
 *   71, 73, 12 temperature        temperature
 *   anything else                 ignored and counted
 * </pre>
 *
 * <p>The group's id is the record id; where one group makes several readings the kind is appended, because one record id
 * is one reading. Groups of category 2 are the user's goals, not measurements.
 *
 * @param recorded     readings to send, in the file's order
 * @param ignoredTypes how many measures of each type became nothing
 * @param goals        groups of category 2
 */
public record WithingsFile(List<Recorded> recorded, Map<Integer, Integer> ignoredTypes, int goals) {
    private static final int USER_GOAL = 2;
    private static final int WEIGHT = 1;
    private static final int DIASTOLIC = 9;
    private static final int SYSTOLIC = 10;
    private static final int PULSE = 11;
    private static final int SPO2 = 54;
    private static final List<Integer> TEMPERATURES = List.of(71, 73, 12);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PayloadDecoders DECODERS = PayloadDecoders.standard();

    public WithingsFile {
        recorded = List.copyOf(recorded);
        ignoredTypes = Map.copyOf(ignoredTypes);
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException     if it cannot be read
     * @throws IllegalArgumentException if it is no such list
     */
    public static WithingsFile read(Path file) {
        try {
            return of(JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }

    static WithingsFile of(JsonNode groups) {
        if (!groups.isArray()) {
            throw new IllegalArgumentException("a list of measure groups is expected");
        }
        List<Recorded> recorded = new ArrayList<>();
        Map<Integer, Integer> ignored = new TreeMap<>();
        int goals = 0;
        int number = 0;
        for (JsonNode group : groups) {
            number++;
            if (group.path("category").asInt() == USER_GOAL) {
                goals++;
            } else {
                try {
                    recorded.addAll(readings(group, ignored));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("measure group %d: %s".formatted(number, e.getMessage()), e);
                }
            }
        }
        return new WithingsFile(recorded, ignored, goals);
    }

    private static List<Recorded> readings(JsonNode group, Map<Integer, Integer> ignored) {
        Map<Integer, BigDecimal> values = values(group);
        Map<Kind, Map<String, BigDecimal>> readings = new LinkedHashMap<>();
        if (values.containsKey(SYSTOLIC) && values.containsKey(DIASTOLIC)) {
            Map<String, BigDecimal> panel = field(readings, Kind.BP_PANEL);
            move(values, SYSTOLIC, panel, "systolic");
            move(values, DIASTOLIC, panel, "diastolic");
            move(values, PULSE, panel, "pulse");
        } else if (values.containsKey(PULSE)) {
            move(values, PULSE, field(readings, Kind.PULSE), "perMinute");
        }
        if (values.containsKey(WEIGHT)) {
            move(values, WEIGHT, field(readings, Kind.WEIGHT), "kilograms");
        }
        if (values.containsKey(SPO2)) {
            move(values, SPO2, field(readings, Kind.SPO2), "percent");
        }
        TEMPERATURES.stream()
                .filter(values::containsKey)
                .findFirst()
                .ifPresent(type -> move(values, type, field(readings, Kind.TEMPERATURE), "celsius"));
        values.keySet().forEach(type -> ignored.merge(type, 1, Integer::sum));

        String id = group.required("grpid").asText();
        Instant takenAt = Instant.ofEpochSecond(group.required("date").asLong());
        return readings.entrySet().stream()
                .map(reading -> recorded(
                        readings.size() == 1 ? id : id + "-" + reading.getKey().code(),
                        takenAt,
                        reading.getKey(),
                        reading.getValue()))
                .toList();
    }

    private static Map<Integer, BigDecimal> values(JsonNode group) {
        Map<Integer, BigDecimal> values = new LinkedHashMap<>();
        for (JsonNode measure : group.required("measures")) {
            BigDecimal value = new BigDecimal(measure.required("value").asText())
                    .scaleByPowerOfTen(measure.required("unit").asInt())
                    .stripTrailingZeros();
            values.put(measure.required("type").asInt(), value.scale() < 0 ? value.setScale(0) : value);
        }
        return values;
    }

    private static Map<String, BigDecimal> field(Map<Kind, Map<String, BigDecimal>> readings, Kind kind) {
        return readings.computeIfAbsent(kind, key -> new LinkedHashMap<>());
    }

    private static void move(Map<Integer, BigDecimal> values, int type, Map<String, BigDecimal> reading, String field) {
        BigDecimal value = values.remove(type);
        if (value != null) {
            reading.put(field, value);
        }
    }

    private static Recorded recorded(String id, Instant takenAt, Kind kind, Map<String, BigDecimal> fields) {
        ObjectNode message = CanonicalPayload.start(kind, takenAt, id);
        fields.forEach(message::put);
        byte[] payload = CanonicalPayload.bytes(message);
        try {
            DecodedReading reading = DECODERS.ofReadings(CanonicalPayload.CONTENT_TYPE)
                    .orElseThrow()
                    .decode(payload)
                    .get(0);
            return new Recorded(id, takenAt, kind, payload, Optional.of(reading.measurement()), Optional.empty());
        } catch (InvalidPayload e) {
            return new Recorded(
                    id, takenAt, kind, payload, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
