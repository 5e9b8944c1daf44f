package io.derwent.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. One word starts one thing; each has {@code --help}. */
@Command(
        name = "derwent",
        mixinStandardHelpOptions = true,
        version = "Derwent 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = "Watches over people at home and the equipment that looks after them.",
        subcommands = {
            UpCommand.class,
            ProcessCommand.Gateway.class,
            ProcessCommand.Jobs.class,
            ProcessCommand.Console.class,
            MigrateCommand.class,
            AdminCommand.class
        })
public final class Derwent {
    private static final int FAILED = 1;

    private Derwent() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Derwent());
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().mixinStandardHelpOptions(true));
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            if (error instanceof CannotStart) {
                System.err.println(error.getMessage());
            } else {
                error.printStackTrace();
            }
            return FAILED;
        });
        return line;
    }
}
