package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing a device was told is safe gets lost or counted twice, however the processes die. The town publishes its history
 * and its life; the launcher alone is killed, then everything at once, each at a random moment, each followed by a start on
 * the same data; at the end the ledger of acknowledged messages is held against the store.
 *
 * <p>Minutes long, so it runs in the profile {@code faults}: {@code ./derwent test -Pfaults -pl src/launcher -am}.
 * {@code -Dderwent.kill.rounds=5} does each five times, {@code -Dderwent.kill.seed} repeats a run's moments.
 */
@Tag("faults")
class KillIT {
    private static final int ROUNDS = Integer.getInteger("derwent.kill.rounds", 1);
    private static final long SEED = Long.getLong("derwent.kill.seed", System.nanoTime());
    private static final int LATEST_MILLIS = 12_000;
    private static final int VERIFY_MINUTES = 5;

    @TempDir
    Path temporary = Path.of("");

    private final Random random = new Random(SEED);

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

    @Test
    void noAcknowledgedMessageIsLostOrCountedTwice() throws IOException, InterruptedException {
        Path data = temporary.resolve("town");
        int ports = Installation.freePortBase();
        for (int round = 0; round < ROUNDS; round++) {
            for (Victim victim : Victim.values()) {
                try (Installation town = start(data, ports)) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_MILLIS));
                    victim.of(town).forEach(ProcessHandle::destroyForcibly);
                    town.process().waitFor();
                }
            }
        }

        try (Installation town = start(data, ports)) {
            Verify verify = verify(data, town.awaitJson());

            assertThat(verify.code).as("seed %d: %s", SEED, verify.said).isZero();
            assertThat(verify.said).containsPattern("(?m)^lost +0$").containsPattern("(?m)^duplicated +0$");
            town.interrupt();
        }
    }

    private Installation start(Path data, int ports) throws IOException {
        Installation town = Installation.start(data, ports, "demo", "--json", "--patients", "20");
        town.awaitJson();
        return town;
    }

    private record Verify(int code, String said) {}

    private static Verify verify(Path data, JsonNode ready) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Installation.script().toString(),
                        "sim",
                        "verify",
                        "--ledger",
                        data.resolve("sim").resolve("ledger.ndjson").toString(),
                        "--console",
                        ready.path("console").asText())
                .redirectErrorStream(true);
        builder.environment().put("DERWENT_BUILD", "never");
        builder.environment()
                .put(
                        "DERWENT_ADMIN_TOKEN",
                        Secrets.loadOrMake(data.resolve("secrets.properties")).adminToken());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(VERIFY_MINUTES, TimeUnit.MINUTES)).as(said).isTrue();
        return new Verify(process.exitValue(), said);
    }
}
