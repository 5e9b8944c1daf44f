package io.derwent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every trace under {@code traces}: blocks that begin with {@code == name}, each with what it must tell, in order. */
class TracesTest {
    @TestFactory
    Stream<DynamicTest> everyTraceTellsWhatItSays() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/traces"))) {
            return files.sorted().toList().stream().flatMap(TracesTest::blocks);
        }
    }

    private static Stream<DynamicTest> blocks(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Arrays.stream(text.split("(?m)^== ", -1)).skip(1).map(block -> {
            int end = block.indexOf('\n');
            Trace trace = Trace.parse(block.substring(end + 1));
            return DynamicTest.dynamicTest(
                    file.getFileName() + ": " + block.substring(0, end),
                    () -> assertThat(trace.story()).isEqualTo(trace.expected()));
        });
    }
}
