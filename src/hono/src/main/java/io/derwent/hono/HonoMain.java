package io.derwent.hono;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code derwent hono}, the process: the launcher starts it with this module's class path.
 *
 * <p>Exit codes: 0 nobody reads the output any more, 1 there is no such tenant, 2 wrong words, 3 Kafka does not answer,
 * 130 stopped by Ctrl-C, 143 by SIGTERM.
 */
@Command(
        name = "derwent hono",
        description = "A northbound application on Eclipse Hono's own client library.",
        subcommands = TailCommand.class,
        mixinStandardHelpOptions = true,
        version = "Derwent 0.1.0",
        scope = CommandLine.ScopeType.INHERIT)
public final class HonoMain implements Runnable {
    /** A system property: the process ends when its standard input does, which is when the launcher dies, however it dies. */
    private static final String ENDS_WITH_INPUT = "derwent.ends.with.input";

    private static final String LOG_CONFIGURATION = "logback.configurationFile";

    @Spec
    @SuppressWarnings("NullAway") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    public static void main(String[] arguments) {
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            System.setProperty(LOG_CONFIGURATION, "io/derwent/hono/logback-hono.xml");
        }
        if (Boolean.getBoolean(ENDS_WITH_INPUT)) {
            Thread watch = new Thread(HonoMain::endWithInput, "launcher-pipe");
            watch.setDaemon(true);
            watch.start();
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new HonoMain()).setExecutionExceptionHandler((failure, command, parsed) -> {
            PrintWriter err = command.getErr();
            if (failure instanceof CannotRead cannotRead) {
                err.println(cannotRead.getMessage());
                return cannotRead.exitCode();
            }
            failure.printStackTrace(err);
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // whatever the launcher writes has no meaning
            }
        } catch (IOException e) {
            // a broken pipe is an end as well
        }
        System.exit(0);
    }
}
