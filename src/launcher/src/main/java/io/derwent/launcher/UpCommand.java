package io.derwent.launcher;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code derwent up}: everything on this machine, until Ctrl-C. */
@Command(
        name = "up",
        description = "Starts everything on this machine and keeps it running until Ctrl-C. DERWENT_DB_URL (with"
                + " DERWENT_DB_USER, DERWENT_DB_PASSWORD), DERWENT_KAFKA (with DERWENT_KAFKA_PROPERTIES) and DERWENT_FLINK name real"
                + " servers to use instead of the embedded ones.")
final class UpCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Where this installation keeps its data; made if it does not exist.")
    Path data = Path.of("");

    @Mixin
    StackOptions options = new StackOptions();

    @Override
    public Integer call() throws InterruptedException {
        Narrator narrator = Narrator.onStandardError();
        StackConfig config = options.config(data);
        try (DataDirectory directory = DataDirectory.open(data);
                Stack stack = new Stack(config, directory, narrator)) {
            Interrupt.stops(stack::stop);
            stack.start();
            narrator.say(
                    "ready. Console http://127.0.0.1:%d  MQTT 127.0.0.1:%d  gateway http://127.0.0.1:%d",
                    stack.ports().console(), stack.ports().mqtt(), stack.ports().gateway());
            tellAdministrator(stack, narrator);
            narrator.line("        Ctrl-C stops everything.");
            throw new CannotStart(stack.awaitFailure());
        }
    }

    private static void tellAdministrator(Stack stack, Narrator narrator) {
        if (stack.secrets().fresh()) {
            narrator.line("        administrator: user admin, password %s (shown once; it is kept in %s)"
                    .formatted(
                            stack.secrets().adminPassword(), stack.directory().secrets()));
        } else {
            narrator.line("        administrator: user admin, password in %s"
                    .formatted(stack.directory().secrets()));
        }
    }
}
