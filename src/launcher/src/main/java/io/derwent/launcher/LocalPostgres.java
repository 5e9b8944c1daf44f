package io.derwent.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The embedded PostgreSQL: zonky's programs on a data directory that stays, with what a database needs to keep its word
 * ({@code fsync} and {@code synchronous_commit}), on loopback, with passwords, without a socket file in a directory all
 * users share.
 *
 * <p>PostgreSQL outlives a launcher that is killed hard. The next start finds it by the directory's
 * {@code postmaster.pid}, stops it cleanly and starts anew; another directory's server is never touched. After a hard kill
 * of the server itself the next start recovers from its write-ahead log, however long that takes, and says so.
 */
final class LocalPostgres implements AutoCloseable {
    static final String OWNER = "postgres";

    private static final String COMPLETE = "derwent-complete";
    private static final String LOCK_FILE = "postmaster.pid";
    private static final Path PROC = Path.of("/proc");
    private static final Duration START_WAIT = Duration.ofMinutes(15);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);
    private static final Duration FIRST_WORD = Duration.ofSeconds(3);
    private static final Duration NEXT_WORD = Duration.ofSeconds(10);
    private static final String SETTINGS = """
            # Written at each start.
            port = %d
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            fsync = on
            synchronous_commit = on
            shared_buffers = 32MB
            max_connections = 60
            max_wal_size = 512MB
            log_startup_progress_interval = 2s
            """;
    private static final String HOST_RULES = """
            # Written at each start: whoever connects over loopback needs the role's password.
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128      scram-sha-256
            """;

    private final Path data;
    private final int port;

    private LocalPostgres(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /**
     * Starts the server and waits until it accepts connections; makes the database when the directory is empty.
     *
     * @param data the database's directory
     * @param binaries where the server's programs are unpacked once, shared by all installations of this user
     * @param ownerPassword of the role {@value #OWNER}; set at the first start
     * @throws CannotStart if it does not start; the message holds the end of its log
     */
    static LocalPostgres start(Path data, Path binaries, Path log, int port, String ownerPassword, Narrator narrator) {
        stopOrphan(data);
        try {
            PostgresPrograms programs = PostgresPrograms.unpacked(binaries);
            if (!Files.exists(data.resolve(COMPLETE))) {
                // A start killed half-way leaves a database nobody has written to.
                DataDirectory.deleteTree(data);
                makeDatabase(programs, data, log, ownerPassword, narrator);
            }
            configure(data, port);
            takeOverLockFile(data);
            await(
                    programs.command(
                                    "pg_ctl",
                                    List.of(
                                            "start",
                                            "-D",
                                            data.toString(),
                                            "-l",
                                            log.toString(),
                                            "-w",
                                            "-t",
                                            String.valueOf(START_WAIT.toSeconds())))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())),
                    log,
                    narrator);
            return new LocalPostgres(data, port);
        } catch (IOException e) {
            throw new CannotStart(
                    "PostgreSQL did not start (%s); its data is in %s, its log is %s.".formatted(e, data, log), e);
        } catch (CannotStart e) {
            stopOrphan(data);
            throw e;
        }
    }

    private static void makeDatabase(
            PostgresPrograms programs, Path data, Path log, String ownerPassword, Narrator narrator)
            throws IOException {
        Path password = data.resolveSibling(data.getFileName() + ".password");
        DataDirectory.writePrivate(password, ownerPassword);
        try {
            await(
                    programs.command(
                                    "initdb",
                                    List.of(
                                            "--pgdata=" + data,
                                            "--username=" + OWNER,
                                            "--pwfile=" + password,
                                            "--auth=scram-sha-256",
                                            "--encoding=UTF-8",
                                            // The same order of texts on every machine, and compared byte by byte.
                                            "--locale=C",
                                            "--locale-provider=builtin",
                                            "--builtin-locale=C.UTF-8"))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())),
                    log,
                    narrator);
        } finally {
            Files.deleteIfExists(password);
        }
        Files.createFile(data.resolve(COMPLETE));
    }

    private static void configure(Path data, int port) throws IOException {
        Files.writeString(data.resolve("derwent.conf"), SETTINGS.formatted(port));
        Files.writeString(data.resolve("pg_hba.conf"), HOST_RULES);
        Path main = data.resolve("postgresql.conf");
        String include = "include 'derwent.conf'";
        String text = Files.readString(main);
        if (!text.contains(include)) {
            Files.writeString(main, text + "\n" + include + "\n");
        }
    }

    /**
     * After a hard kill the lock file is left with the number of a process that has ended. PostgreSQL believes that number as
     * long as the system knows it: while nobody has reaped the dead process, which some containers' first process does late
     * or never, or when another program has got the number since. It ignores the number of the process that starts it, so the
     * file gets ours. Its other check, for processes still attached to the shared memory the file names, remains.
     */
    private static void takeOverLockFile(Path data) throws IOException {
        Path file = data.resolve(LOCK_FILE);
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        if (!lines.isEmpty()) {
            lines.set(0, String.valueOf(ProcessHandle.current().pid()));
            Files.write(file, lines);
        }
    }

    /** Waits for one of PostgreSQL's programs; what takes long is told, with the last line of the log. */
    private static void await(ProcessBuilder command, Path log, Narrator narrator) throws IOException {
        Process process = command.start();
        try {
            for (Duration word = FIRST_WORD;
                    !process.waitFor(word.toMillis(), TimeUnit.MILLISECONDS);
                    word = NEXT_WORD) {
                narrator.say(
                        "PostgreSQL is still starting: %s",
                        String.join("", LogTail.lastLines(log, 1)).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while starting", e);
        }
        if (process.exitValue() != 0) {
            throw new CannotStart(
                    "PostgreSQL did not start; the end of its log (%s):%n%s".formatted(log, LogTail.of(log)));
        }
    }

    /** JDBC address, without user and password. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** True while the server process lives. */
    boolean isAlive() {
        return postmaster(data).isPresent();
    }

    /** Stops it cleanly: connections are closed, the last checkpoint is written. */
    @Override
    public void close() {
        stopOrphan(data);
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
        Path file = data.resolve(LOCK_FILE);
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
