package io.derwent.launcher.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.launcher.lines.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a script hears from a command. */
final class Conversation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Conversation() {}

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    /** The answers to lines in which an apostrophe stands for a quotation mark; one a line, and an end with 0. */
    static List<JsonNode> answers(ScoringCommand<?> command, List<String> options, String... lines) throws IOException {
        command.in = new ByteArrayInputStream(
                String.join("\n", lines).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        Run run = new Run(
                command, Stream.concat(Stream.of("--lines"), options.stream()).toArray(String[]::new));
        assertThat(run.code).isZero();
        List<JsonNode> answers = new ArrayList<>();
        for (String line : run.lines()) {
            answers.add(JSON.readTree(line));
        }
        assertThat(answers).as("one answer a line").hasSize(lines.length);
        return answers;
    }
}
