package io.derwent.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code derwent WORDS...} in a small JVM on the class path of this test. */
final class DerwentJvm {
    private DerwentJvm() {}

    /**
     * Starts one whose output goes behind what is in the log.
     *
     * @param environment all it hears of ours
     */
    static Process start(Path log, Map<String, String> environment, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("DERWENT_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=io/derwent/launcher/logback-terminal.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Derwent.class.getName()));
        command.addAll(List.of(words));
        return command;
    }
}
