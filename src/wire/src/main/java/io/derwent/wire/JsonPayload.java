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
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON that devices send, and the fields in it, as all our own payload formats read them: numbers are decimals, never binary
 * floats; {@code null} is the same as absent; the same field twice is an error; sizes are bounded.
 */
final class JsonPayload {
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

    private JsonPayload() {}

    /**
     * The JSON these bytes are.
     *
     * @throws InvalidPayload if they are none, or more than one value
     */
    static JsonNode parse(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new InvalidPayload("not JSON: " + reason(e) + at(e.getLocation()), e);
        } catch (IOException e) {
            throw new InvalidPayload("not JSON: " + e.getMessage(), e);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new InvalidPayload("a number has an exponent of more than nine digits", e);
        }
    }

    /** The parser's words, without what they say of its own settings. */
    private static String reason(JsonProcessingException e) {
        return e instanceof MismatchedInputException
                ? "something follows the value"
                : ABOUT_THE_PARSER.matcher(e.getOriginalMessage()).replaceAll("");
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    /** A number without a fraction, however it is written (1.0 is whole, as in JSON Schema); empty for anything else. */
    static Optional<Long> wholeNumber(JsonNode node) {
        try {
            return node.isNumber() ? Optional.of(node.decimalValue().longValueExact()) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The number in this field; empty if there is none. */
    static Optional<BigDecimal> number(JsonNode message, String field) {
        JsonNode node = message.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isNumber()) {
            throw new InvalidPayload("%s is %s, a number is expected".formatted(field, shorten(node.toString())));
        }
        return Optional.of(node.decimalValue());
    }

    /** The text in this field; empty if there is none. */
    static Optional<String> text(JsonNode message, String field) {
        JsonNode node = message.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw new InvalidPayload("%s is %s, a text is expected".formatted(field, shorten(node.toString())));
        }
        return Optional.of(node.textValue());
    }

    /** As much of what a device sent as a reason may quote. */
    static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
