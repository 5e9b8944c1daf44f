package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing a device was told is safe gets lost or counted twice, however the processes die. The town publishes its history,
 * its readers report every ten seconds what they see;
 * the launcher alone is killed, which leaves PostgreSQL running and its children ending, then everything at once; each is
 * followed at once by a start on the same data; at the end the ledger of acknowledged messages is held against the store.
 *
 * <p>A kill comes when the ledger has grown by a number of lines drawn from a seed, which is printed, and readers have reported.
 * {@code -Dderwent.kill.rounds=5} does each kind five times, {@code -Dderwent.kill.seed} draws other numbers.
 */
class KillIT {
    private static final int ROUNDS = Integer.getInteger("derwent.kill.rounds", 1);
    private static final long SEED = Long.getLong("derwent.kill.seed", 1);
    private static final int MOST_LINES = 200;

    /** Half of the readers have reported; each does within ten seconds. */
    private static final int LINES_OF_READERS = 10;

    private static final String OF_READERS = "\"inventory\"";
    private static final Duration PUBLISHING = Duration.ofMinutes(3);
    private static final int VERIFY_MINUTES = 5;

    @TempDir
    Path temporary = Path.of("");

    @RegisterExtension
    final KeptLogs keptLogs = new KeptLogs(this::data);

    private final Random random = new Random(SEED);
    private final int ports = Installation.freePortBase();
    private @Nullable Installation town;

    private enum Victim {
        LAUNCHER {
            @Override
            List<ProcessHandle> of(Installation installation) {
                return List.of(installation.process().toHandle());
            }
        },
        EVERYTHING {
            @Override
            List<ProcessHandle> of(Installation installation) {
                List<ProcessHandle> all =
                        new ArrayList<>(List.of(installation.process().toHandle()));
                all.addAll(installation.processes());
                return all;
            }
        };

        abstract List<ProcessHandle> of(Installation installation);
    }

    @AfterEach
    void end() {
        if (town != null) {
            town.close();
        }
    }

    @Test
    void noAcknowledgedMessageIsLostOrCountedTwice() throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            for (Victim victim : Victim.values()) {
                killOnce(round, victim);
            }
        }

        Installation last = start();
        JsonNode ready = last.awaitJson();
        awaitLines(0, 2 * LINES_OF_READERS);
        Verify verify = verify(ready);

        assertThat(verify.code).as(verify.said).isZero();
        assertThat(verify.said).containsPattern("(?m)^lost +0$").containsPattern("(?m)^duplicated +0$");
        assertThat(verify.said).containsPattern("(?m)^missing moves +0$").containsPattern("(?m)^unexpected moves +0$");
        assertThat(verify.said).as("readers reported meanwhile").containsPattern("(?m)^stays implied +[1-9]");
        last.interrupt();
    }

    private void killOnce(int round, Victim victim) throws IOException, InterruptedException {
        Installation running = start();
        running.awaitJson();
        int more = 1 + random.nextInt(MOST_LINES);
        System.out.printf(
                "seed %d, round %d of %d: %s is killed %d ledger lines after line %d%n",
                SEED, round, ROUNDS, victim, more, lines(""));
        awaitLines(more, LINES_OF_READERS);
        victim.of(running).forEach(ProcessHandle::destroyForcibly);
        running.process().waitFor();
    }

    private Installation start() throws IOException {
        Installation started = Installation.start(data(), ports, "demo", "--json");
        town = started;
        return started;
    }

    private Path data() {
        return temporary.resolve("town");
    }

    private Path ledger() {
        return data().resolve("sim").resolve("ledger.ndjson");
    }

    /** Waits until the ledger has grown by so many lines, and by so many of readers. */
    private void awaitLines(long more, long moreOfReaders) {
        long before = lines("");
        long beforeOfReaders = lines(OF_READERS);
        await().atMost(PUBLISHING)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> lines("") >= before + more && lines(OF_READERS) >= beforeOfReaders + moreOfReaders);
    }

    private long lines(String with) {
        if (!Files.exists(ledger())) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(ledger(), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(with)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Verify(int code, String said) {}

    private Verify verify(JsonNode ready) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Installation.script().toString(),
                        "sim",
                        "verify",
                        "--ledger",
                        ledger().toString(),
                        "--console",
                        ready.path("console").asText())
                .redirectErrorStream(true);
        builder.environment().put("DERWENT_BUILD", "never");
        builder.environment()
                .put(
                        "DERWENT_ADMIN_TOKEN",
                        Secrets.loadOrMake(data().resolve("secrets.properties")).adminToken());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(VERIFY_MINUTES, TimeUnit.MINUTES)).as(said).isTrue();
        return new Verify(process.exitValue(), said);
    }
}
