package io.derwent.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** When a test fails, copies the logs of its installation below {@code target/kept-logs} and names the place. */
final class KeptLogs implements TestExecutionExceptionHandler {
    private final Supplier<Path> data;

    KeptLogs(Supplier<Path> data) {
        this.data = data;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable problem) throws IOException {
        Path place = Path.of(
                        "target", "kept-logs", context.getRequiredTestClass().getSimpleName())
                .toAbsolutePath();
        DataDirectory.deleteTree(place);
        Files.createDirectories(place);
        copyFiles(data.get().resolve("logs"), place);
        copyFiles(data.get().resolveSibling(""), place);
        throw new AssertionError("logs are kept in %s: %s".formatted(place, problem.getMessage()), problem);
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
