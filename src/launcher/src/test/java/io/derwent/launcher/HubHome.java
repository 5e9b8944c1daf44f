package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.PahoLinks;
import io.derwent.devicesim.scenario.Pace;
import io.derwent.devicesim.scenario.Performance;
import io.derwent.devicesim.scenario.Performance.Address;
import io.derwent.devicesim.scenario.SimDevice;
import io.derwent.devicesim.scenario.Taken;
import io.derwent.devicesim.scenario.Transmission;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A home with a hub, {@code derwent edge} in a process of its own, which a test may kill. The simulator's cuffs publish to it,
 * four readings a second until {@link #rest}; what the hub acknowledged stands in a ledger. Each of them measures an extreme
 * pressure once, which must be one alert.
 */
final class HubHome implements AutoCloseable {
    private static final String TENANT = "derby-community";
    private static final String HUB = "it-hub";
    private static final int CUFFS = 4;
    private static final Duration BETWEEN_READINGS = Duration.ofMillis(250);

    /** No multiple of the number of cuffs, so that each has its turn. */
    private static final int EXTREME_EVERY = 161;

    private static final int FIRST_EXTREME = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final Map<String, String> environment;
    private final Api page;
    private final List<SimDevice> cuffs;
    private final Ledger ledger;
    private final Performance performance;
    private final AtomicBoolean publishing = new AtomicBoolean(true);
    private final CompletableFuture<Void> published;
    private Process hub;

    /**
     * Registers hub, cuffs and the people who have them, starts the hub and lets the cuffs publish.
     *
     * @param directory of the hub's files, its log and the ledger
     * @param ready what {@code demo --json} prints
     * @param token the platform administrator's
     */
    HubHome(Path directory, Ports ports, JsonNode ready, String token) throws IOException, InterruptedException {
        this.directory = directory;
        String password = Secrets.randomPassword();
        environment = Map.of(
                "DERWENT_EDGE_DATA", directory.resolve("hub").toString(),
                "DERWENT_EDGE_GATEWAY", "mqtts://" + ready.path("mqtts").asText(),
                "DERWENT_EDGE_CA", ready.path("caFile").asText(),
                "DERWENT_EDGE_USER", HUB + "@" + TENANT,
                "DERWENT_EDGE_PASSWORD", password,
                "DERWENT_EDGE_MQTT", "127.0.0.1:" + ports.edgeMqtt(),
                "DERWENT_EDGE_HTTP", "127.0.0.1:" + ports.edgePage());
        page = new Api("http://127.0.0.1:" + ports.edgePage(), token, null);
        registerHub(new RegistryApi(ready.path("gateway").asText(), token), password);
        cuffs = registerCuffs(
                new Api(ready.path("gateway").asText(), token, null),
                new Api(ready.path("console").asText(), token, TENANT));
        hub = DerwentJvm.start(log(), environment, "edge");
        ledger = Ledger.open(ledger());
        performance = new Performance(
                new PahoLinks("127.0.0.1:" + ports.edgeMqtt()),
                cuffs.stream()
                        .map(cuff -> new Login(cuff.tenant(), cuff.sender(), ""))
                        .collect(Collectors.toUnmodifiableMap(Address::of, Function.identity())),
                ledger,
                Pace.real(Clock.systemUTC()),
                Performance.senders(CUFFS));
        published = CompletableFuture.runAsync(this::publish);
    }

    private static void registerHub(RegistryApi registry, String password) {
        registry.ensureDevice(TENANT, HUB, List.of());
        registry.setPassword(TENANT, HUB, HUB, password);
    }

    private static List<SimDevice> registerCuffs(Api registry, Api console) throws IOException, InterruptedException {
        List<SimDevice> cuffs = new ArrayList<>();
        for (int number = 1; number <= CUFFS; number++) {
            Household person = Household.create(registry, console, TENANT, "hypertension", "behind-hub-" + number);
            registry.put("/v1/devices/%s/%s".formatted(TENANT, person.device()), """
                            {"via":["%s"]}""".formatted(HUB))
                    .expect(204);
            cuffs.add(SimDevice.behindHub(TENANT, person.device(), person.patient()));
        }
        return cuffs;
    }

    private void publish() {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try {
            performance.play(Stream.iterate(0, number -> publishing.get(), number -> number + 1)
                    .map(number -> reading(number, begin.plus(BETWEEN_READINGS.multipliedBy(number))))
                    .iterator());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Transmission reading(int number, Instant at) {
        SimDevice cuff = cuffs.get(number % CUFFS);
        boolean extreme = number < CUFFS * EXTREME_EVERY && number % EXTREME_EVERY == FIRST_EXTREME;
        Taken taken = extreme
                ? new Taken(cuff, pressure(224, 131), at, at, "extreme BP behind the hub", Implies.alert("BP-03"))
                : Taken.ordinary(cuff, pressure(120 + number % 9, 76), at);
        return taken.transmission();
    }

    private static Measurement pressure(int systolic, int diastolic) {
        return new Measurement(
                Kind.BP_PANEL,
                Map.of(
                        Parameter.SYSTOLIC_BP, BigDecimal.valueOf(systolic),
                        Parameter.DIASTOLIC_BP, BigDecimal.valueOf(diastolic)),
                Map.of());
    }

    Path ledger() {
        return directory.resolve("ledger-of-hub.ndjson");
    }

    private Path log() {
        return directory.resolve("hub.log");
    }

    ProcessHandle process() {
        return hub.toHandle();
    }

    void startHubAgain() throws IOException {
        hub = DerwentJvm.start(log(), environment, "edge");
    }

    /** Waits until the hub holds so many messages that it cannot forward, or more. */
    void awaitQueued(int messages) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status().path("queued").asInt()).isGreaterThanOrEqualTo(messages));
    }

    private JsonNode status() throws IOException, InterruptedException {
        return page.get("/status").expect(200);
    }

    /** The cuffs stop; returns when the hub has taken everything of theirs and the gateway everything of the hub's. */
    void rest() throws InterruptedException {
        publishing.set(false);
        published.join();
        assertThat(performance.settle(PATIENCE)).isTrue();
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode status = status();
            assertThat(status.path("queued").asInt()).as(status.toString()).isZero();
            assertThat(status.path("dead").asInt()).as(status.toString()).isZero();
        });
    }

    @Override
    public void close() {
        publishing.set(false);
        performance.close();
        ledger.close();
        hub.destroyForcibly();
    }
}
