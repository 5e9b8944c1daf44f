package io.derwent.devicesim.town;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.estate.ReaderLogin;
import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.MemoryGateway;
import io.derwent.devicesim.link.Puback;
import io.derwent.devicesim.link.Publication;
import io.derwent.devicesim.scenario.AtOnce;
import io.derwent.devicesim.scenario.Tally;
import io.derwent.devicesim.scenario.VirtualPace;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole town against APIs that remember what was made, and a gateway in memory. */
class TownTest {
    static {
        // Otherwise each answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final TownDirectory.Login ADMINISTRATOR =
            new TownDirectory.Login("administrator", "*", "admin", "secret", "token");

    private final MemoryGateway gateway = new MemoryGateway();
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final Path home;

    TownTest(@TempDir Path home) throws IOException {
        this.home = home;
        gateway.answering(TownTest::asAGatewayWould);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theDirectoryHoldsOneLoginARoleAndEveryDeviceAndIsReadableByItsOwnerAlone() throws IOException {
        TownDirectory directory = town().directory();

        assertThat(directory.logins())
                .extracting(TownDirectory.Login::role)
                .containsExactly("nurse", "lead", "patient", "estates", "administrator");
        assertThat(directory.devices())
                .filteredOn(device -> !device.simulated())
                .extracting(TownDirectory.Device::kind, TownDirectory.Device::pathway, TownDirectory.Device::tenant)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("cuff", "hypertension", TownPlan.COMMUNITY),
                        org.assertj.core.groups.Tuple.tuple("oximeter", "oximetry", TownPlan.COMMUNITY),
                        org.assertj.core.groups.Tuple.tuple("tablet", "virtual-ward", TownPlan.COMMUNITY));
        assertThat(directory.senders())
                .extracting(Login::password)
                .allMatch(secret -> secret.length() > 20)
                .doesNotHaveDuplicates();
        assertThat(directory.readers())
                .filteredOn(reader -> !reader.simulated())
                .hasSizeGreaterThanOrEqualTo(2)
                .extracting(ReaderLogin::tenant)
                .containsOnly(TownPlan.HOSPITAL);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("town.json"))))
                .isEqualTo("rw-------");
        assertThat(TownDirectory.read(home.resolve("town.json"))).contains(directory);
    }

    @Test
    void madeAgainTheTownKeepsItsLoginsAndMakesNothingTwice() {
        TownDirectory first = town().directory();
        int everything = made.size();
        requests.clear();

        TownDirectory again = town().directory();

        assertThat(again).isEqualTo(first);
        assertThat(made).hasSize(everything);
        assertThat(requests)
                .as("patients are not shared again; a place, of which there is one share at most, may be asked for")
                .filteredOn(request -> request.startsWith("POST /api/v1/shares"))
                .hasSize(1);
    }

    @Test
    void aTownWhoseSecretsWereLostGetsNewLogins() throws IOException {
        TownDirectory first = town().directory();
        Files.delete(home.resolve("town.json"));

        TownDirectory again = town().directory();

        assertThat(again.logins().get(0).user()).isEqualTo("nurse2");
        assertThat(again.devices().get(0).password())
                .isNotEqualTo(first.devices().get(0).password());
    }

    @Test
    void aTownLivesThroughItsHistoryAndFirstMinutesAndStandsInTheLedger() throws InterruptedException {
        Tally.Figures done = live(town());

        List<LedgerEntry> entries = Ledger.read(home.resolve("ledger.ndjson"));
        assertThat(done.refused())
                .as("the lost decimal point, the unreadable EPC, another's name")
                .isEqualTo(3);
        assertThat(done.givenUp()).isZero();
        assertThat(done.acknowledged()).isGreaterThan(400);
        assertThat(entries).filteredOn(entry -> entry.state() != State.SENT).hasSize((int)
                (done.acknowledged() + done.refused()));
        assertThat(entries).extracting(LedgerEntry::story).contains("severe BP twice", "late hub", "NEWS2 rises to 7");
        assertThat(entries)
                .filteredOn(entry -> entry.inventory() != null && entry.state() == State.ACKNOWLEDGED)
                .as("ten readers, two minutes, one of them silent at the end and one sending all twice")
                .hasSizeBetween(110, 130);
    }

    @Test
    void startedAgainItSendsNoHistoryThatIsAcknowledged() throws InterruptedException {
        live(town());
        Set<String> before = acknowledged();

        town().run(
                        gateway,
                        new VirtualPace(START.plusSeconds(600)),
                        START.plusSeconds(600),
                        Optional.of(Duration.ofMinutes(2)),
                        threads -> new AtOnce());

        assertThat(acknowledged()).hasSizeLessThan(before.size() + 80).containsAll(before);
    }

    private Town town() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Town.Settings settings = new Town.Settings(1, 20, 7, Duration.ofMinutes(5), home);
        return Town.create(settings, new RegistryApi(url, "token"), new ConsoleApi(url, "token"), ADMINISTRATOR, START);
    }

    private Tally.Figures live(Town town) throws InterruptedException {
        return town.run(
                gateway, new VirtualPace(START), START, Optional.of(Duration.ofMinutes(2)), threads -> new AtOnce());
    }

    private Set<String> acknowledged() {
        return Ledger.read(home.resolve("ledger.ndjson")).stream()
                .filter(entry -> entry.state() == State.ACKNOWLEDGED)
                .map(LedgerEntry::reading)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static Puback asAGatewayWould(Publication publication) {
        try {
            List<?> decoded = PayloadDecoders.standard()
                            .ofPings(publication.contentType())
                            .isPresent()
                    ? decode(PayloadDecoders.standard().ofPings(publication.contentType()), publication)
                    : decode(PayloadDecoders.standard().ofReadings(publication.contentType()), publication);
            boolean ofAnother = decoded.stream()
                    .anyMatch(one ->
                            one instanceof DecodedPing ping && !ping.reader().startsWith("reader-"));
            return ofAnother ? new Puback(0x87, "reader is another's") : new Puback(0, "");
        } catch (InvalidPayload e) {
            return new Puback(0x99, String.valueOf(e.getMessage()));
        }
    }

    private static <T> List<T> decode(Optional<PayloadDecoder<T>> decoder, Publication publication) {
        return decoder.orElseThrow().decode(publication.payload());
    }

    /** Makes what is posted once and answers 409 after; look-ups find what was made for that device or patient. */
    private void serve(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
        switch (exchange.getRequestMethod()) {
            case "POST" -> post(exchange, body);
            case "GET" -> {
                String path = exchange.getRequestURI().getPath();
                String wanted = exchange.getRequestURI().getQuery().split("=", 2)[1];
                answer(exchange, 200, made.contains(path + wanted) ? "{\"items\":[{}]}" : "{\"items\":[]}");
            }
            default -> answer(exchange, 204, "");
        }
    }

    private void post(HttpExchange exchange, JsonNode body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name =
                switch (path) {
                    case "/api/v1/patients" -> body.path("id").asText();
                    case "/api/v1/assignments" -> body.path("device").asText();
                    case "/api/v1/care-plans" -> body.path("patient").asText();
                    case "/api/v1/assets" -> body.path("id").asText();
                    case "/api/v1/readers" -> body.path("device").asText();
                    case "/api/v1/places" ->
                        body.path("gln").asText() + body.path("extension").asText();
                    case "/api/v1/shares" -> body.path("place").asText("patients");
                    default -> body.path("user").asText();
                };
        boolean isNew = made.add(path + name);
        String user = body.path("user").asText();
        answer(
                exchange,
                isNew ? 201 : 409,
                "{\"user\":\"%s\",\"password\":\"p-%s\",\"token\":\"t-%s\"}".formatted(user, user, user));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
