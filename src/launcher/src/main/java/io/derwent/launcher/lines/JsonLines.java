package io.derwent.launcher.lines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A conversation with a script: each line in is answered by one line out, flushed at once, so that the script may wait for it
 * before it sends the next. A line that cannot be understood is answered too, and the conversation goes on.
 */
public final class JsonLines {
    private static final Pattern ABOUT_THE_PARSER = Pattern.compile(": enable `[^`]*` to allow");

    /** Numbers are decimals, never binary floats. Answers are ASCII, whatever the terminal's character set. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final Function<JsonNode, ObjectNode> answer;
    private final Function<String, ObjectNode> refusal;

    /**
     * How to answer.
     *
     * @param answer  to an object; may throw {@link InvalidLine}
     * @param refusal to a line that is none or is invalid; gets a sentence
     */
    public JsonLines(Function<JsonNode, ObjectNode> answer, Function<String, ObjectNode> refusal) {
        this.answer = answer;
        this.refusal = refusal;
    }

    /** Answers until the input ends; lines are UTF-8. */
    public void converse(InputStream in, PrintWriter out) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(write(answer(line)));
            out.flush();
        }
    }

    private ObjectNode answer(String line) {
        try {
            return answer.apply(parse(line));
        } catch (InvalidLine e) {
            return refusal.apply(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The object a line is.
     *
     * @throws InvalidLine if it is none
     */
    public static JsonNode parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (!node.isObject()) {
                throw new InvalidLine("the line is not a JSON object");
            }
            return node;
        } catch (MismatchedInputException e) {
            throw new InvalidLine("the line is not JSON: something follows the object");
        } catch (JsonProcessingException e) {
            throw new InvalidLine("the line is not JSON: "
                    + ABOUT_THE_PARSER.matcher(e.getOriginalMessage()).replaceAll(""));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new InvalidLine("a number has an exponent of more than nine digits");
        }
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static String write(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }
}
