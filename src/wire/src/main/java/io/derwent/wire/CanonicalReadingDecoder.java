package io.derwent.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.derwent.model.Finding;
import io.derwent.model.InvalidMeasurement;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
final class CanonicalReadingDecoder implements PayloadDecoder {
    static final String CONTENT_TYPE = "application/vnd.derwent.reading+json";

    private static final int LONGEST_RECORD_ID = 200;
    private static final int LONGEST_NUMBER = 40;
    private static final int DEEPEST_NESTING = 20;

    private static final Pattern ABOUT_THE_PARSER =
            Pattern.compile(" \\(start marker at .*|, from `[^`]*`|: enable `[^`]*` to allow");

    private static final ObjectReader JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxNestingDepth(DEEPEST_NESTING)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(JsonNode.class)
            .without(JsonParser.Feature.AUTO_CLOSE_SOURCE);

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public List<DecodedReading> decode(byte[] payload) {
        JsonNode message = parse(payload);
        Kind kind = kind(message);
        Optional<String> timeText = text(message, "effectiveTime");
        @Nullable
        Instant deviceTime =
                timeText.map(time -> DeviceTime.parse("effectiveTime", time)).orElse(null);
        return List.of(new DecodedReading(
                0, measurement(kind, message), deviceTime, timeText.orElse(null), recordId(message), seq(message)));
    }

    private static JsonNode parse(byte[] payload) {
        JsonNode message;
        try {
            message = JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new InvalidPayload("not JSON: " + reason(e) + at(e.getLocation()), e);
        } catch (IOException e) {
            throw new InvalidPayload("not JSON: " + e.getMessage(), e);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new InvalidPayload("a number has an exponent of more than nine digits", e);
        }
        if (!message.isObject()) {
            throw new InvalidPayload("one JSON object is expected");
        }
        return message;
    }

    /** The parser's words, without what they say of its own settings. */
    private static String reason(JsonProcessingException e) {
        return e instanceof MismatchedInputException
                ? "something follows the object"
                : ABOUT_THE_PARSER.matcher(e.getOriginalMessage()).replaceAll("");
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static Kind kind(JsonNode message) {
        String code = text(message, "kind").orElseThrow(() -> new InvalidPayload("required field kind is missing"));
        return Kind.ofCode(code)
                .orElseThrow(() -> new InvalidPayload(
                        "kind is \"%s\", one of %s is expected".formatted(shorten(code), Kind.codes())));
    }

    private static Measurement measurement(Kind kind, JsonNode message) {
        Map<Parameter, BigDecimal> quantities = new EnumMap<>(Parameter.class);
        Map<Finding, String> findings = new EnumMap<>(Finding.class);
        for (Kind.Field field : kind.fields()) {
            if (field instanceof Kind.Field.Quantity quantity) {
                number(message, field.jsonName()).ifPresent(value -> put(quantities, quantity, value));
            } else if (field instanceof Kind.Field.Word word) {
                text(message, field.jsonName()).ifPresent(value -> put(findings, word, value));
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
            throw new InvalidPayload(
                    "%s is \"%s\", one of %s is expected".formatted(field.jsonName(), shorten(value), words));
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
        return text(message, "id")
                .map(id -> {
                    int length = id.codePointCount(0, id.length());
                    if (length < 1 || length > LONGEST_RECORD_ID) {
                        throw new InvalidPayload(
                                "id has %d characters, 1 to %d are expected".formatted(length, LONGEST_RECORD_ID));
                    }
                    return id;
                })
                .orElse(null);
    }

    private static @Nullable Long seq(JsonNode message) {
        JsonNode node = message.get("seq");
        if (node == null || node.isNull()) {
            return null;
        }
        return wholeNumber(node)
                .filter(seq -> seq >= 0)
                .orElseThrow(() -> new InvalidPayload(
                        "seq is %s, a whole number from 0 is expected".formatted(shorten(node.toString()))));
    }

    /** A number without a fraction, however it is written (1.0 is whole, as in JSON Schema); empty for anything else. */
    private static Optional<Long> wholeNumber(JsonNode node) {
        try {
            return node.isNumber() ? Optional.of(node.decimalValue().longValueExact()) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> number(JsonNode message, String field) {
        JsonNode node = message.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isNumber()) {
            throw new InvalidPayload("%s is %s, a number is expected".formatted(field, shorten(node.toString())));
        }
        return Optional.of(node.decimalValue());
    }

    private static Optional<String> text(JsonNode message, String field) {
        JsonNode node = message.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw new InvalidPayload("%s is %s, a text is expected".formatted(field, shorten(node.toString())));
        }
        return Optional.of(node.textValue());
    }

    private static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
