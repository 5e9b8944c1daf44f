package io.derwent.launcher;

import io.derwent.store.Accounts;
import io.derwent.store.Database;
import io.derwent.store.DatabaseConfig;
import io.derwent.store.Passwords;
import io.derwent.store.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code derwent admin}: what only the owner of the machine may do. */
@Command(
        name = "admin",
        synopsisSubcommandLabel = "COMMAND",
        description = "What only the owner of an installation may do.",
        subcommands = {AdminCommand.ResetPassword.class})
final class AdminCommand {
    private AdminCommand() {}

    /** {@code derwent admin reset-password}: the way back in; ends the administrator's sessions. */
    @Command(
            name = "reset-password",
            description =
                    "Gives the administrator a new random password and prints it. The installation may run or not.")
    static final class ResetPassword implements Callable<Integer> {
        @Option(
                names = "--data",
                required = true,
                paramLabel = "DIR",
                description = "The installation's data directory.")
        Path data = Path.of("");

        @Override
        public Integer call() throws IOException {
            InstalledDatabase installed = new InstalledDatabase(data);
            String password = Secrets.randomPassword();
            Optional<DataDirectory> free = DataDirectory.openIfFree(data);
            if (free.isPresent()) {
                try (DataDirectory directory = free.get()) {
                    resetStopped(installed, directory, password);
                }
            } else {
                reset(installed.lastUrl(), password);
            }
            Path file = data.resolve("secrets.properties");
            Secrets.loadOrMake(file).withAdminPassword(password).store(file);
            System.err.println("The administrator's new password (user admin):");
            System.out.println(password);
            return 0;
        }

        private void resetStopped(InstalledDatabase installed, DataDirectory directory, String password)
                throws IOException {
            if (!Files.exists(directory.postgres())) {
                reset(installed.lastUrl(), password); // it uses a server of its own, which runs
                return;
            }
            Secrets secrets = Secrets.loadOrMake(directory.secrets());
            int port = FreePort.any();
            try (LocalPostgres server = LocalPostgres.start(
                    directory.postgres(),
                    UserDirectories.from(System.getenv()).postgresPrograms(),
                    directory.logs().resolve("postgres.log"),
                    port,
                    secrets.ownerPassword(),
                    Narrator.onStandardError())) {
                reset(server.url(), password);
            }
        }

        private void reset(String url, String password) {
            Secrets secrets = Secrets.loadOrMake(data.resolve("secrets.properties"));
            DatabaseConfig config = new DatabaseConfig(url, Roles.CONSOLE, secrets.consolePassword());
            String hash = Passwords.hash(password);
            try (Database database = Database.open(config.withPoolSize(1))) {
                boolean existed = database.inPlatform(connection -> Accounts.setPassword(connection, "admin", hash));
                if (!existed) {
                    database.inPlatform(connection -> Accounts.ensureAdministrator(connection, hash));
                }
            }
        }
    }
}
