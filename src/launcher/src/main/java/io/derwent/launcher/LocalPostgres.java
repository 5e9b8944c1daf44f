package io.derwent.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL: zonky's binaries on a data directory that stays, with what a database needs to keep its word
 * ({@code fsync} and {@code synchronous_commit}, which zonky turns off), on loopback, with passwords.
 *
 * <p>PostgreSQL outlives a launcher that is killed hard. The next start finds it by the directory's
 * {@code postmaster.pid}, stops it cleanly and starts anew; another directory's server is never touched.
 */
final class LocalPostgres implements AutoCloseable {
    static final String OWNER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);
    private static final String COMPLETE = "derwent-complete";
    private static final Path PROC = Path.of("/proc");
    private static final String UNPACKED = ".exists";
    private static final Duration START_WAIT = Duration.ofSeconds(30);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);
    private static final String HOST_RULES = """
            # Written at each start: whoever connects over loopback needs the role's password.
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128      scram-sha-256
            """;

    private final EmbeddedPostgres server;
    private final Path data;

    private LocalPostgres(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    /**
     * Starts the server and waits until it answers; makes the database when the directory is empty.
     *
     * @param data the database's directory
     * @param binaries where the server's programs are unpacked once, shared by all installations of this user
     * @param ownerPassword of the role {@value #OWNER}; set at the first start
     * @throws CannotStart if it does not start; the message names the log
     */
    static LocalPostgres start(Path data, Path binaries, Path log, int port, String ownerPassword) {
        stopOrphan(data);
        try {
            boolean first = !Files.exists(data.resolve(COMPLETE));
            if (first) {
                // A start killed half-way leaves a database nobody has written to.
                DataDirectory.deleteTree(data);
            }
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setPGStartupWait(START_WAIT)
                    .setRegisterShutdownHook(false)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setPort(port)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setServerConfig("shared_buffers", "32MB")
                    .setServerConfig("max_connections", "60")
                    .setServerConfig("max_wal_size", "512MB")
                    .setDataDirectoryCustomizer(directory -> withoutSocketFile(directory.toPath()));
            if (!first) {
                builder.setConnectConfig("password", ownerPassword);
            }
            LocalPostgres started = new LocalPostgres(startAlone(builder, binaries), data);
            if (first) {
                started.setPassword(port, ownerPassword);
                Files.createFile(data.resolve(COMPLETE));
            }
            return started;
        } catch (IOException | SQLException | IllegalStateException e) {
            stopOrphan(data);
            throw new CannotStart(
                    "PostgreSQL did not start (%s); its log is %s. When this runs as root in a container, allow user"
                                    .formatted(e.getMessage(), log)
                            + " namespaces or run it as an ordinary user.",
                    e);
        }
    }

    /**
     * Starts while no other launcher of this user does: the first start unpacks the programs, and an unpacking that was
     * killed half-way has to be removed, or no later one succeeds.
     */
    private static EmbeddedPostgres startAlone(EmbeddedPostgres.Builder builder, Path binaries) throws IOException {
        Files.createDirectories(binaries);
        try (FileChannel channel = FileChannel.open(
                        binaries.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = channel.lock();
                Stream<Path> unpacked = Files.list(binaries)) {
            for (Path directory : unpacked.filter(Files::isDirectory).toList()) {
                if (!Files.exists(directory.resolve(UNPACKED))) {
                    DataDirectory.deleteTree(directory);
                }
            }
            LOG.debug("alone by {}", alone);
            return builder.start();
        }
    }

    /** JDBC address, without user and password. */
    String url() {
        return url(server.getPort());
    }

    /** True while the server process lives. */
    boolean isAlive() {
        return postmaster(data).isPresent();
    }

    /**
     * Stops it cleanly: connections are closed, the last checkpoint is written. Zonky waits five seconds for that, which a
     * busy disk may exceed; we wait until it is gone.
     */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not stop at once: {}", e.getMessage());
        }
        stopOrphan(data);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Zonky makes the database without passwords; this closes that door before anything else is done. */
    private void setPassword(int port, String password) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url(port), OWNER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + OWNER + " password '" + password + "'");
            Files.writeString(data.resolve("pg_hba.conf"), HOST_RULES);
            statement.execute("select pg_reload_conf()");
        }
    }

    /** No socket file in a directory all users share: two installations may use the same port number one after the other. */
    private static void withoutSocketFile(Path data) {
        try {
            Files.writeString(data.resolve("derwent.conf"), "unix_socket_directories = ''\n");
            Path main = data.resolve("postgresql.conf");
            String include = "include 'derwent.conf'";
            String text = Files.readString(main);
            if (!text.contains(include)) {
                Files.writeString(main, text + "\n" + include + "\n");
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot write PostgreSQL's configuration in " + data, e);
        }
    }

    /** Stops the server an earlier, killed launcher left on this directory, if there is one. */
    static void stopOrphan(Path data) {
        postmaster(data).ifPresent(orphan -> {
            signalFastShutdown(orphan);
            if (!Liveness.awaitEnd(orphan, STOP_WAIT)) {
                orphan.destroyForcibly();
                Liveness.awaitEnd(orphan, STOP_WAIT);
            }
        });
        // After a hard kill of the server its workers still end, one by one; until then a new server refuses to start.
        for (ProcessHandle worker : workers(data)) {
            if (!Liveness.awaitEnd(worker, STOP_WAIT)) {
                worker.destroyForcibly();
                Liveness.awaitEnd(worker, STOP_WAIT);
            }
        }
    }

    /** Processes that work in the data directory, as PostgreSQL's do; where there is no {@code /proc}, none. */
    private static List<ProcessHandle> workers(Path data) {
        if (!Files.isDirectory(PROC) || !Files.exists(data)) {
            return List.of();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, data))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path data) {
        try {
            return Files.readSymbolicLink(
                            PROC.resolve(String.valueOf(process.pid())).resolve("cwd"))
                    .equals(data.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** The living server of this directory: its {@code postmaster.pid} names the process, which must be a postgres. */
    private static Optional<ProcessHandle> postmaster(Path data) {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(Liveness::lives)
                    .filter(process -> process.info()
                            .command()
                            .map(command -> command.endsWith("/postgres"))
                            .orElse(false));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for its clients. */
    private static void signalFastShutdown(ProcessHandle postmaster) {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + postmaster.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            postmaster.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
