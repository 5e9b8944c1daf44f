package io.derwent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.model.DeviceId;
import io.derwent.model.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The canonical ping JSON, one object or an array of them; its JSON schema is the resource {@code /schemas/ping.schema.json}:
 *
 * <pre>{@code
 * {"reader":"reader-1","antenna":2,"epc":"3415348A4C000000000001A1","rssi":-58.5,"time":"2026-11-22T08:05:00Z"}
 * }</pre>
 *
 * <p>{@code reader} and {@code epc} are required. An empty array is a round of inventory that found nothing: a sign of life. Of
 * an array with one wrong element nothing is taken, so that the reader hears of it. {@code null} is the same as absent, unknown
 * fields are ignored, as in the canonical reading.
 */
final class CanonicalPingDecoder implements PayloadDecoder<DecodedPing> {
    static final String CONTENT_TYPE = "application/vnd.derwent.ping+json";

    /** Elements of the longest array: more than fit into the largest message the gateway takes by default. */
    static final int MOST_PINGS = 1000;

    /** LLRP counts antennas from 1 in 16 bits; 0 is left to readers that count from there. */
    private static final int HIGHEST_ANTENNA = 65_535;

    private static final int THE_ONLY_ANTENNA = 1;

    /** From one 16-bit word to 31, the most a tag's PC word can announce (Gen2 §6.3.2.1.2.2). */
    private static final Pattern EPC = Pattern.compile("[0-9A-Fa-f]{4,124}");

    /** The range of LLRP's PeakRSSI, a signed byte. */
    private static final BigDecimal WEAKEST_DBM = new BigDecimal(-128);

    private static final BigDecimal STRONGEST_DBM = new BigDecimal(127);
    private static final int HUNDREDTHS = 2;

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public List<DecodedPing> decode(byte[] payload) {
        JsonNode message = JsonPayload.parse(payload);
        if (message.isObject()) {
            return List.of(ping(0, message));
        }
        if (!message.isArray()) {
            throw new InvalidPayload("one JSON object or an array of objects is expected");
        }
        if (message.size() > MOST_PINGS) {
            throw new InvalidPayload(
                    "the array has %d elements, at most %d are expected".formatted(message.size(), MOST_PINGS));
        }
        List<DecodedPing> pings = new ArrayList<>(message.size());
        for (int i = 0; i < message.size(); i++) {
            pings.add(element(i, message.get(i)));
        }
        return List.copyOf(pings);
    }

    private static DecodedPing element(int index, JsonNode element) {
        try {
            if (!element.isObject()) {
                throw new InvalidPayload(
                        "an object is expected, not %s".formatted(JsonPayload.shorten(element.toString())));
            }
            return ping(index, element);
        } catch (InvalidPayload e) {
            throw new InvalidPayload("element %d: %s".formatted(index, e.getMessage()), e);
        }
    }

    private static DecodedPing ping(int index, JsonNode ping) {
        return new DecodedPing(index, reader(ping), antenna(ping), epc(ping), rssiCdbm(ping), time(ping));
    }

    private static String reader(JsonNode ping) {
        String reader = required(ping, "reader");
        if (!DeviceId.isId(reader) && !Place.isId(reader)) {
            throw new InvalidPayload("reader is \"%s\", a device id or a GLN with or without .extension is expected"
                    .formatted(JsonPayload.shorten(reader)));
        }
        return reader;
    }

    private static int antenna(JsonNode ping) {
        JsonNode node = ping.get("antenna");
        if (node == null || node.isNull()) {
            return THE_ONLY_ANTENNA;
        }
        return JsonPayload.wholeNumber(node)
                .filter(antenna -> antenna >= 0 && antenna <= HIGHEST_ANTENNA)
                .map(Math::toIntExact)
                .orElseThrow(() -> new InvalidPayload("antenna is %s, a whole number from 0 to %d is expected"
                        .formatted(JsonPayload.shorten(node.toString()), HIGHEST_ANTENNA)));
    }

    private static String epc(JsonNode ping) {
        String epc = required(ping, "epc");
        if (!EPC.matcher(epc).matches()) {
            throw new InvalidPayload(
                    "epc is \"%s\", 4 to 124 hexadecimal digits are expected".formatted(JsonPayload.shorten(epc)));
        }
        return epc.toUpperCase(Locale.ROOT);
    }

    private static @Nullable Integer rssiCdbm(JsonNode ping) {
        return JsonPayload.number(ping, "rssi")
                .map(CanonicalPingDecoder::hundredths)
                .orElse(null);
    }

    private static int hundredths(BigDecimal dbm) {
        if (dbm.compareTo(WEAKEST_DBM) < 0 || dbm.compareTo(STRONGEST_DBM) > 0) {
            throw new InvalidPayload("rssi is %s, %s to %s dBm is expected"
                    .formatted(JsonPayload.shorten(dbm.toString()), WEAKEST_DBM, STRONGEST_DBM));
        }
        return dbm.setScale(HUNDREDTHS, RoundingMode.HALF_UP)
                .movePointRight(HUNDREDTHS)
                .intValueExact();
    }

    private static @Nullable Instant time(JsonNode ping) {
        return JsonPayload.text(ping, "time")
                .map(time -> DeviceTime.parse("time", time))
                .orElse(null);
    }

    private static String required(JsonNode ping, String field) {
        return JsonPayload.text(ping, field)
                .orElseThrow(() -> new InvalidPayload("required field %s is missing".formatted(field)));
    }
}
