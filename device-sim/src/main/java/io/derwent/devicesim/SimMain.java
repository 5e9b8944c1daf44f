package io.derwent.devicesim;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code derwent sim}: pretend devices.
 *
 * <p>Exit codes: 0 done and as it should be, 1 done and not as it should be, 2 wrong options or files, 3 a server did not
 * answer or refused, 130 stopped.
 */
@Command(
        name = "sim",
        description = "Pretend devices, pretend people, pretend faults, and the proof that nothing was lost.",
        subcommands = {TownCommand.class, VerifyCommand.class, ReplayCommand.class, LoadCommand.class, HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT)
public final class SimMain implements Runnable {
    static final int NOT_AS_IT_SHOULD_BE = 1;
    private static final int SERVER_FAILED = 3;
    private static final int STOPPED = 130;

    private static final String LOG_CONFIGURATION = "logback.configurationFile";
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    @Spec
    @SuppressWarnings("NullAway") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    public static void main(String[] args) {
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            System.setProperty(LOG_CONFIGURATION, "io/derwent/devicesim/logback-sim.xml");
        }
        System.exit(commandLine().execute(args));
    }

    /** The command line, for a program that offers these words as its own. */
    public static CommandLine commandLine() {
        return new CommandLine(new SimMain())
                .registerConverter(Duration.class, SimMain::duration)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> explain(failure, commandLine));
    }

    /**
     * Says in a sentence why one of these words failed; for a program that offers them as its own, whose handler is the only
     * one picocli asks.
     *
     * @return the exit code
     */
    public static int explain(Exception failure, CommandLine commandLine) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return STOPPED;
        }
        if (failure instanceof IllegalArgumentException) {
            commandLine.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof UncheckedIOException unchecked) {
            commandLine.getErr().printf("%s: %s%n", unchecked.getMessage(), reason(unchecked.getCause()));
            return CommandLine.ExitCode.USAGE;
        }
        commandLine.getErr().println(failure.getMessage());
        LoggerFactory.getLogger(SimMain.class).debug("why", failure);
        return SERVER_FAILED;
    }

    private static @Nullable String reason(@Nullable IOException failure) {
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return "there is no such file, or it is not to be opened";
        }
        if (failure instanceof JsonProcessingException json) {
            return "it is not JSON, " + json.getOriginalMessage();
        }
        return failure == null ? null : failure.getMessage();
    }

    /**
     * {@code 300ms}, {@code 5s}, {@code 10m}, {@code 2h}, {@code 30d}, or ISO 8601.
     *
     * @throws java.time.format.DateTimeParseException if it is none of these
     */
    public static Duration duration(String text) {
        Matcher parts = SHORT_DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return Duration.parse(text);
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
