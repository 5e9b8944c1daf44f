package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing a device was told is safe gets lost or counted twice, however the processes die. The town publishes its history and
 * measures every ten seconds, its readers report every ten seconds what they see, cuffs in a home publish to a hub.
 *
 * <pre>
 *   killed                                     what brings it back
 *   gateway | jobs | broker                    the launcher, which starts it again
 *   hub                                        a start on the same files
 *   gateway, jobs, broker and hub at once      both
 *   launcher: its children end, PostgreSQL     a start on the same data
 *             is left running
 *   then the hub, which cannot forward         a start on the same files
 *   everything at once                         a start of each on the same data
 * </pre>
 *
 * <p>The next comes when what was killed serves again. At the end the ledgers of acknowledged messages are held against the
 * store. A kill comes when the ledgers have grown by a number of lines drawn from a seed, which is printed, and readers and hub
 * have had their part in it. {@code -Dderwent.kill.rounds=5} does each kind five times, {@code -Dderwent.kill.seed} draws other
 * numbers.
 */
class KillIT {
    private static final int ROUNDS = Integer.getInteger("derwent.kill.rounds", 1);
    private static final long SEED = Long.getLong("derwent.kill.seed", 1);
    private static final int MOST_LINES = 200;

    /** The ten readers have reported, half of them twice; each does every ten seconds, and has two lines for it. */
    private static final int LINES_OF_READERS = 30;

    private static final int LINES_OF_HUB = 8;
    private static final int MOST_QUEUED = 20;
    private static final Duration PUBLISHING = Duration.ofMinutes(3);
    private static final Duration SERVES_AGAIN = Duration.ofMinutes(2);
    private static final Duration DIES = Duration.ofSeconds(30);
    private static final int VERIFY_MINUTES = 5;
    private static final List<String> FAULTS = List.of(
            "lost",
            "duplicated",
            "wrong scores",
            "missing alerts",
            "unexpected alerts",
            "missing moves",
            "unexpected moves");

    @TempDir
    Path temporary = Path.of("");

    @RegisterExtension
    final KeptLogs keptLogs = new KeptLogs(this::data);

    private final Random random = new Random(SEED);
    private final int portBase = Installation.freePortBase();
    private final Ports ports = Ports.from(portBase);

    @SuppressWarnings("NullAway.Init")
    private Installation town;

    @SuppressWarnings("NullAway.Init")
    private JsonNode ready;

    @SuppressWarnings("NullAway.Init")
    private HubHome home;

    @SuppressWarnings("NullAway.Init")
    private LedgerLines ledgerOfTown;

    @SuppressWarnings("NullAway.Init")
    private LedgerLines ledgerOfHome;

    /** What is killed while the launcher lives. */
    private enum Victim {
        GATEWAY,
        JOBS,
        BROKER,
        HUB
    }

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        startTown();
        home = new HubHome(temporary, ports, ready, adminToken());
        ledgerOfTown = new LedgerLines(fileOfTown());
        ledgerOfHome = new LedgerLines(home.ledger());
    }

    @AfterEach
    void end() {
        if (home != null) {
            home.close();
        }
        town.close();
    }

    @Test
    void noAcknowledgedMessageIsLostOrCountedTwice() throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            for (Victim victim : Victim.values()) {
                killInRunningTown(round, EnumSet.of(victim));
            }
            killInRunningTown(round, EnumSet.allOf(Victim.class));

            kill(round, "launcher", () -> List.of(town.process().toHandle()));
            killHubThatCannotForward(round);
            startTown();
            kill(round, "everything", this::everything);
            home.startHubAgain();
            startTown();
        }
        awaitLines(0, LINES_OF_READERS, LINES_OF_HUB);
        home.rest();
        Verify verify = verify();

        assertThat(verify.code).as(verify.said).isZero();
        for (String fault : FAULTS) {
            assertThat(verify.said).containsPattern("(?m)^%s +0$".formatted(fault));
        }
        assertThat(verify.said).as("readers reported meanwhile").containsPattern("(?m)^stays implied +[1-9]");
        town.interrupt();
    }

    private void killInRunningTown(int round, Set<Victim> victims) throws IOException {
        kill(
                round,
                victims.toString(),
                () -> victims.stream().map(this::process).toList());
        if (victims.contains(Victim.HUB)) {
            home.startHubAgain();
        }
        victims.forEach(victim -> await(victim + " serves again")
                .atMost(SERVES_AGAIN)
                .until(() -> probe(victim).isReady()));
    }

    private void killHubThatCannotForward(int round) throws IOException {
        int queued = 1 + random.nextInt(MOST_QUEUED);
        say(round, "hub is killed when it holds %d messages".formatted(queued));
        home.awaitQueued(queued);
        kill(List.of(home.process()));
        home.startHubAgain();
    }

    private ProcessHandle process(Victim victim) {
        return switch (victim) {
            case GATEWAY -> town.child("gateway");
            case JOBS -> town.child("jobs");
            case BROKER -> town.child("kafka");
            case HUB -> home.process();
        };
    }

    private List<ProcessHandle> everything() {
        List<ProcessHandle> everything = new ArrayList<>(town.processes());
        everything.addAll(List.of(town.process().toHandle(), home.process()));
        return everything;
    }

    private Probe probe(Victim victim) {
        return switch (victim) {
            case GATEWAY -> ready(ports.gateway());
            case JOBS -> Probe.jobsRunning("http://127.0.0.1:" + ports.flink(), Environments.JOB_NAMES);
            case BROKER -> Probe.listening(ports.kafka());
            case HUB -> ready(ports.edgePage());
        };
    }

    private static Probe ready(int port) {
        return Probe.healthy("http://127.0.0.1:%d/health/ready".formatted(port));
    }

    private void kill(int round, String who, Supplier<List<ProcessHandle>> processes) {
        int more = 1 + random.nextInt(MOST_LINES);
        say(round, "%s is killed %d ledger lines after line %d".formatted(who, more, lines()));
        awaitLines(more, LINES_OF_READERS, LINES_OF_HUB);
        kill(processes.get());
    }

    private static void kill(List<ProcessHandle> victims) {
        victims.forEach(ProcessHandle::destroyForcibly);
        assertThat(victims).allMatch(victim -> Liveness.awaitEnd(victim, DIES));
    }

    private static void say(int round, String what) {
        System.out.printf("seed %d, round %d of %d: %s%n", SEED, round, ROUNDS, what);
    }

    private void startTown() throws IOException {
        town = Installation.start(data(), portBase, "demo", "--json", "--every", "10s");
        ready = town.awaitJson();
    }

    private Path data() {
        return temporary.resolve("town");
    }

    private Path fileOfTown() {
        return data().resolve("sim").resolve("ledger.ndjson");
    }

    private String adminToken() {
        return Secrets.loadOrMake(data().resolve("secrets.properties")).adminToken();
    }

    private long lines() {
        return ledgerOfTown.all() + ledgerOfHome.all();
    }

    /** Waits until the ledgers have grown by so many lines, by so many of readers and by so many of the hub's. */
    private void awaitLines(long more, long moreOfReaders, long moreOfHub) {
        long before = lines();
        long beforeOfReaders = ledgerOfTown.ofReaders();
        long beforeOfHub = ledgerOfHome.all();
        await().atMost(PUBLISHING)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> lines() >= before + more
                        && ledgerOfTown.ofReaders() >= beforeOfReaders + moreOfReaders
                        && ledgerOfHome.all() >= beforeOfHub + moreOfHub);
    }

    private record Verify(int code, String said) {}

    private Verify verify() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Installation.script().toString(),
                        "sim",
                        "verify",
                        "--ledger",
                        fileOfTown().toString(),
                        "--ledger",
                        home.ledger().toString(),
                        "--console",
                        ready.path("console").asText())
                .redirectErrorStream(true);
        builder.environment().put("DERWENT_BUILD", "never");
        builder.environment().put("DERWENT_ADMIN_TOKEN", adminToken());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(said);
        assertThat(process.waitFor(VERIFY_MINUTES, TimeUnit.MINUTES)).as(said).isTrue();
        return new Verify(process.exitValue(), said);
    }
}
