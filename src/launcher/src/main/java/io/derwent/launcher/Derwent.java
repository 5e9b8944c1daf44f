package io.derwent.launcher;

import io.derwent.devicesim.SimMain;
import io.derwent.launcher.bench.BenchCommand;
import io.derwent.launcher.gs1.EpcCommand;
import io.derwent.launcher.gs1.Gs1Command;
import io.derwent.launcher.gs1.ScanCommand;
import io.derwent.launcher.scoring.News2Command;
import io.derwent.launcher.scoring.NhsNumberCommand;
import io.derwent.launcher.scoring.PathwaysCommand;
import io.derwent.launcher.scoring.RehearseCommand;
import io.derwent.launcher.scoring.ScoreCommand;
import io.derwent.launcher.scoring.TrendCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
            DemoCommand.class,
            UpCommand.class,
            ProcessCommand.Gateway.class,
            ProcessCommand.Jobs.class,
            ProcessCommand.Console.class,
            EdgeCommand.class,
            MigrateCommand.class,
            AdminCommand.class,
            AuditCommand.class,
            QuickStartCommand.class,
            Gs1Command.class,
            EpcCommand.class,
            ScanCommand.class,
            News2Command.class,
            ScoreCommand.class,
            PathwaysCommand.class,
            TrendCommand.class,
            NhsNumberCommand.class,
            BenchCommand.class
        })
public final class Derwent {
    private static final int FAILED = 1;
    private static final int NO_ANSWER = 3;

    private Derwent() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Derwent());
        line.addSubcommand(new CommandLine(new HonoCommand()).setStopAtPositional(true)); // what follows is src/hono's
        CommandLine rehearse = new CommandLine(new RehearseCommand());
        if (System.getenv("DERWENT_CONSOLE") == null && System.getenv("DERWENT_TOKEN") == null) {
            rehearse.setDefaultValueProvider(Derwent::ofRunningInstallation);
        }
        line.addSubcommand(rehearse);
        giveHelp(line);
        CommandLine sim = SimMain.commandLine().setDefaultValueProvider(Derwent::ofRunningInstallation);
        line.addSubcommand(sim);
        line.registerConverter(Duration.class, SimMain::duration);
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            if (command.getParent() == sim) {
                return SimMain.explain(error, command);
            }
            if (error instanceof BadEnvironment) {
                command.getErr().println(error.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            if (error instanceof EdgeCommand.NoHub) {
                command.getErr().println(error.getMessage());
                return NO_ANSWER;
            }
            if (error instanceof CannotStart) {
                command.getErr().println(error.getMessage());
            } else {
                error.printStackTrace(command.getErr());
            }
            return FAILED;
        });
        return line;
    }

    private static void giveHelp(CommandLine line) {
        line.getSubcommands().values().forEach(word -> {
            word.getCommandSpec().mixinStandardHelpOptions(true);
            giveHelp(word);
        });
    }

    /** {@code derwent sim verify} without addresses means the installation this user started last. */
    private static @Nullable String ofRunningInstallation(CommandLine.Model.ArgSpec argument) {
        if (argument instanceof CommandLine.Model.OptionSpec option) {
            return new RunningInstallation(UserDirectories.from(System.getenv()))
                    .option(option.longestName(), System.getenv())
                    .orElse(null);
        }
        return null;
    }
}
