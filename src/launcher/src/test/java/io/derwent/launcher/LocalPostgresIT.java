package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL after ends of every kind. */
class LocalPostgresIT {
    private static final String PASSWORD = "a-long-owner-password";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path temporary = Path.of("");

    private final int port = FreePort.any();
    private final Narrator narrator =
            new Narrator(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    private LocalPostgres server;

    @BeforeEach
    void makeDatabase() throws SQLException {
        server = start();
        execute("create table kept (word text)", "insert into kept values ('here')");
    }

    @AfterEach
    void stop() {
        LocalPostgres.stopOrphan(data());
    }

    @Test
    void aCleanStopKeepsWhatWasWritten() throws SQLException {
        server.close();
        assertThat(server.isAlive()).isFalse();

        start();

        assertThat(words()).containsExactly("here");
    }

    @Test
    void aServerLeftRunningIsStoppedAndStartedAnew() throws IOException, SQLException {
        long left = postmaster();

        start();

        assertThat(postmaster()).isNotEqualTo(left);
        assertThat(words()).containsExactly("here");
    }

    @Test
    void aKilledServerRecoversWhenAnotherProgramHasItsNumber() throws IOException, SQLException {
        // Given
        kill();
        Process another = new ProcessBuilder("sleep", "600").start();
        try {
            writeLockFile(another.pid());

            // When
            start();
        } finally {
            another.destroyForcibly();
        }

        // Then
        assertThat(words()).containsExactly("here");
    }

    @Test
    void aKilledServerRecoversWhileItsProcessIsNotReaped() throws IOException, SQLException {
        // Given a process that has ended and whose parent never asks for its exit code
        kill();
        Process neverAsks = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 600").start();
        try (var said = neverAsks.inputReader()) {
            writeLockFile(Long.parseLong(said.readLine()));

            // When
            start();
        } finally {
            neverAsks.destroyForcibly();
        }

        // Then
        assertThat(words()).containsExactly("here");
    }

    @Test
    void aServerThatCannotStartEndsWithItsLog() throws IOException {
        server.close();
        Files.writeString(data().resolve("postgresql.conf"), "no_such_setting = 1\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("PostgreSQL did not start")
                .hasMessageContaining("no_such_setting");
    }

    @Test
    void nobodyEntersWithoutThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(server.url(), LocalPostgres.OWNER, "guessed"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void itKeepsItsWord() throws SQLException {
        assertThat(ask("show fsync")).containsExactly("on");
        assertThat(ask("show synchronous_commit")).containsExactly("on");
    }

    private LocalPostgres start() {
        server = LocalPostgres.start(
                data(),
                UserDirectories.from(System.getenv()).postgresPrograms(),
                temporary.resolve("postgres.log"),
                port,
                PASSWORD,
                narrator);
        return server;
    }

    private Path data() {
        return temporary.resolve("postgres");
    }

    private long postmaster() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data().resolve("postmaster.pid")).get(0).strip());
    }

    private void kill() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(postmaster()).orElseThrow();
        postmaster.destroyForcibly();
        assertThat(Liveness.awaitEnd(postmaster, SOON)).isTrue();
    }

    private void writeLockFile(long pid) throws IOException {
        Path file = data().resolve("postmaster.pid");
        List<String> lines = Files.readAllLines(file);
        lines.set(0, String.valueOf(pid));
        Files.write(file, lines);
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> words() throws SQLException {
        return ask("select word from kept");
    }

    private List<String> ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> first = new ArrayList<>();
            while (rows.next()) {
                first.add(rows.getString(1));
            }
            return first;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(), LocalPostgres.OWNER, PASSWORD);
    }
}
