package io.derwent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.model.Finding;
import io.derwent.model.InvalidMeasurement;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import io.derwent.model.Whose;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The canonical reading JSON, one object a message; its JSON schema is the resource {@code /schemas/reading.schema.json},
 * which the console serves:
 *
 * <pre>{@code
 * {"kind":"bp_panel","effectiveTime":"2026-11-22T08:05:00Z","systolic":132,"diastolic":84,"pulse":71}
 * }</pre>
 *
 * <p>Numbers are read as decimals, never as binary floats. {@code null} is the same as absent. Unknown fields are allowed
 * and ignored (the original bytes are kept), so that devices may say more than we read today.
 */
final class CanonicalReadingDecoder implements PayloadDecoder<DecodedReading> {
    static final String CONTENT_TYPE = "application/vnd.derwent.reading+json";

    private static final int LONGEST_RECORD_ID = 200;
    private static final int LONGEST_PATIENT_ID = 200;

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public List<DecodedReading> decode(byte[] payload) {
        JsonNode message = JsonPayload.parse(payload);
        if (!message.isObject()) {
            throw new InvalidPayload("one JSON object is expected");
        }
        Kind kind = kind(message);
        Optional<String> timeText = JsonPayload.text(message, "effectiveTime");
        @Nullable
        Instant deviceTime =
                timeText.map(time -> DeviceTime.parse("effectiveTime", time)).orElse(null);
        return List.of(new DecodedReading(
                0,
                measurement(kind, message),
                deviceTime,
                timeText.orElse(null),
                recordId(message),
                seq(message),
                status(message),
                whose(message)));
    }

    private static Kind kind(JsonNode message) {
        String code = JsonPayload.text(message, "kind")
                .orElseThrow(() -> new InvalidPayload("required field kind is missing"));
        return Kind.ofCode(code)
                .orElseThrow(() -> new InvalidPayload(
                        "kind is \"%s\", one of %s is expected".formatted(JsonPayload.shorten(code), Kind.codes())));
    }

    private static Measurement measurement(Kind kind, JsonNode message) {
        Map<Parameter, BigDecimal> quantities = new EnumMap<>(Parameter.class);
        Map<Finding, String> findings = new EnumMap<>(Finding.class);
        for (Kind.Field field : kind.fields()) {
            if (field instanceof Kind.Field.Quantity quantity) {
                JsonPayload.number(message, field.jsonName()).ifPresent(value -> put(quantities, quantity, value));
            } else if (field instanceof Kind.Field.Word word) {
                JsonPayload.text(message, field.jsonName()).ifPresent(value -> put(findings, word, value));
            }
        }
        requireAll(kind, message);
        try {
            return new Measurement(kind, quantities, findings);
        } catch (InvalidMeasurement e) {
            throw new InvalidPayload(String.valueOf(e.getMessage()), e);
        }
    }

    private static void put(Map<Parameter, BigDecimal> quantities, Kind.Field.Quantity field, BigDecimal value) {
        Parameter parameter = field.parameter();
        if (!parameter.isPlausible(value)) {
            throw new InvalidPayload("%s is %s, plausible is %s to %s %s"
                    .formatted(field.jsonName(), value, parameter.lowest(), parameter.highest(), parameter.ucum()));
        }
        quantities.put(parameter, value);
    }

    private static void put(Map<Finding, String> findings, Kind.Field.Word field, String value) {
        List<String> words = field.finding().words();
        if (!words.contains(value)) {
            throw new InvalidPayload("%s is \"%s\", one of %s is expected"
                    .formatted(field.jsonName(), JsonPayload.shorten(value), words));
        }
        findings.put(field.finding(), value);
    }

    /** Says it in the sender's own field names, before the domain would say it in ours. */
    private static void requireAll(Kind kind, JsonNode message) {
        for (Kind.Field field : kind.fields()) {
            if (field.required() && !message.hasNonNull(field.jsonName())) {
                throw new InvalidPayload("required field %s of %s is missing".formatted(field.jsonName(), kind.code()));
            }
        }
    }

    private static @Nullable String recordId(JsonNode message) {
        return JsonPayload.text(message, "id")
                .map(id -> checkLength("id", id, LONGEST_RECORD_ID))
                .orElse(null);
    }

    private static String checkLength(String field, String text, int longest) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > longest) {
            throw new InvalidPayload("%s has %d characters, 1 to %d are expected".formatted(field, length, longest));
        }
        return text;
    }

    /** Words this version does not know are ignored, as unknown fields are. */
    private static Set<Mark> status(JsonNode message) {
        JsonNode status = message.path("status");
        if (status.isMissingNode() || status.isNull()) {
            return Set.of();
        }
        if (!status.isArray()) {
            throw new InvalidPayload(
                    "status is %s, a list of words is expected".formatted(JsonPayload.shorten(status.toString())));
        }
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        for (JsonNode word : status) {
            Mark.OF_DEVICES.stream()
                    .filter(mark -> mark.code().equals(word.textValue()))
                    .forEach(marks::add);
        }
        return marks;
    }

    private static @Nullable Whose whose(JsonNode message) {
        @Nullable Integer user = user(message);
        @Nullable
        String patient = JsonPayload.text(message, "patient")
                .map(id -> checkLength("patient", id, LONGEST_PATIENT_ID))
                .orElse(null);
        return user == null && patient == null ? null : new Whose(user, patient);
    }

    private static @Nullable Integer user(JsonNode message) {
        JsonNode node = message.get("user");
        if (node == null || node.isNull()) {
            return null;
        }
        return JsonPayload.wholeNumber(node)
                .filter(user -> user >= Whose.LOWEST_USER && user <= Whose.UNKNOWN_USER)
                .map(Long::intValue)
                .orElseThrow(() -> new InvalidPayload("user is %s, a whole number from %d to %d is expected"
                        .formatted(JsonPayload.shorten(node.toString()), Whose.LOWEST_USER, Whose.UNKNOWN_USER)));
    }

    private static @Nullable Long seq(JsonNode message) {
        JsonNode node = message.get("seq");
        if (node == null || node.isNull()) {
            return null;
        }
        return JsonPayload.wholeNumber(node)
                .filter(seq -> seq >= 0)
                .orElseThrow(() -> new InvalidPayload("seq is %s, a whole number from 0 is expected"
                        .formatted(JsonPayload.shorten(node.toString()))));
    }
}
