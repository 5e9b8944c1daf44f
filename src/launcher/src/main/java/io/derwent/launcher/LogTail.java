package io.derwent.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for a person who must see why something failed. */
final class LogTail {
    private static final int LINES = 15;

    private LogTail() {}

    /** The last lines of each file, indented; nothing for one that does not exist. */
    static String of(Path... files) {
        StringBuilder tail = new StringBuilder();
        for (Path file : files) {
            for (String line : lastLines(file, LINES)) {
                tail.append("    ").append(line).append('\n');
            }
        }
        return tail.toString();
    }

    static List<String> lastLines(Path file, int count) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            // A log may end in the middle of a character; readAllLines would refuse it.
            List<String> lines = List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n"));
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of("(" + file + " cannot be read: " + e.getMessage() + ")");
        }
    }
}
