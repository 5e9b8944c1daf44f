package io.derwent.launcher.gs1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A conversation with a script: each line in is answered by one line out, flushed at once, so that the script may wait for it
 * before it sends the next. A line that cannot be understood is answered too, and the conversation goes on.
 */
final class JsonLines {
    /** Answers are ASCII, whatever the terminal's character set. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final Function<JsonNode, ObjectNode> answer;
    private final Function<String, ObjectNode> refusal;

    /**
     * How to answer.
     *
     * @param answer  to an object
     * @param refusal to a line that is none; gets a sentence
     */
    JsonLines(Function<JsonNode, ObjectNode> answer, Function<String, ObjectNode> refusal) {
        this.answer = answer;
        this.refusal = refusal;
    }

    /** Answers until the input ends; lines are UTF-8. */
    void converse(InputStream in, PrintWriter out) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(write(answer(line)));
            out.flush();
        }
    }

    private ObjectNode answer(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node.isObject() ? answer.apply(node) : refusal.apply("the line is not a JSON object");
        } catch (JsonProcessingException e) {
            return refusal.apply("the line is not JSON: " + e.getOriginalMessage());
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String write(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }
}
