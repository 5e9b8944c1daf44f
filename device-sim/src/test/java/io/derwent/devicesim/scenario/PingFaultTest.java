package io.derwent.devicesim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.devicesim.ledger.Inventory;
import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.MemoryGateway;
import io.derwent.devicesim.link.Puback;
import io.derwent.devicesim.scenario.CanonicalPings.Read;
import io.derwent.devicesim.scenario.Performance.Address;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The faults of {@link FaultTest}, of a reader. */
class PingFaultTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final SimDevice READER = SimDevice.reader("derby", "reader-1");
    private static final Login LOGIN = new Login("derby", "reader-1", "secret");
    private static final Inventory SEEN =
            new Inventory(2, Map.of("5055123000012.STORE", List.of("pump-1", "pump-2")), List.of(), List.of(), false);
    private static final Round ROUND = new Round(
            READER,
            List.of(
                    new Read(1, "3415348A4C0000000000044D", -585, NOON.minusMillis(1_500)),
                    new Read(1, "3415348A4C0000000000044E", -600, NOON.minusMillis(200))),
            NOON,
            null,
            SEEN);

    private final MemoryGateway gateway = new MemoryGateway();
    private final Path directory;

    PingFaultTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aRoundIsAnArrayOfPingsAndStandsInTheLedgerWithWhatItSaw() throws InterruptedException {
        play(ROUND.sent());

        assertThat(gateway.accepted()).singleElement().satisfies(publication -> {
            assertThat(publication.topic()).isEqualTo("event");
            assertThat(publication.contentType()).isEqualTo("application/vnd.derwent.ping+json");
            assertThat(new String(publication.payload(), StandardCharsets.UTF_8))
                    .startsWith("""
                            [{"reader":"reader-1","antenna":1,"epc":"3415348A4C0000000000044D","rssi":-58.5,\
                            "time":"2026-11-22T11:59:58.500Z"},""");
        });
        assertThat(ledger()).extracting(LedgerEntry::state).containsExactly(State.SENT, State.ACKNOWLEDGED);
        assertThat(ledger()).extracting(LedgerEntry::inventory).containsOnly(SEEN);
        assertThat(ledger())
                .extracting(LedgerEntry::effectiveTime)
                .as("of the newest read")
                .containsOnly(NOON.minusMillis(200));
        assertThat(ledger()).noneMatch(LedgerEntry::lacksTime);
    }

    @Test
    void aRoundThatFoundNothingIsASignOfLife() throws InterruptedException {
        play(new Round(READER, List.of(), NOON, null, Inventory.ofNoConsequence(0)).sent());

        assertThat(gateway.accepted())
                .singleElement()
                .satisfies(publication -> assertThat(new String(publication.payload(), StandardCharsets.UTF_8))
                        .isEqualTo("[]"));
        assertThat(ledger().get(1).inventory()).isEqualTo(Inventory.ofNoConsequence(0));
    }

    @Test
    void faultsOfTheReaderChangeTimesAndFaultsOnTheWayDoNot() {
        assertThat(times(ROUND.sent(new Fault.SkewedClock(Duration.ofMinutes(40)))
                        .get(0)))
                .containsExactly(
                        NOON.plusSeconds(2400).minusMillis(1_500),
                        NOON.plusSeconds(2400).minusMillis(200));
        assertThat(times(ROUND.sent(new Fault.NoClock()).get(0))).containsOnlyNulls();

        Transmission late = ROUND.sent(new Fault.Late(Duration.ofSeconds(20))).get(0);
        assertThat(late.due()).isEqualTo(NOON.plusSeconds(20));
        assertThat(late.payload()).isEqualTo(ROUND.transmission().payload());
        assertThat(ROUND.sent(new Fault.Duplicate(2, Duration.ofSeconds(3))))
                .hasSize(3)
                .allMatch(copy -> java.util.Arrays.equals(
                        copy.payload(), ROUND.transmission().payload()));
    }

    @Test
    void aReaderKeepsItsConnectionUntilItIsLost() throws InterruptedException {
        play(List.of(
                ROUND.transmission(), ROUND.dueLater(Duration.ofSeconds(10)).transmission()));
        assertThat(gateway.connects()).hasSize(1);

        play(ROUND.sent(new Fault.LostConnection()));
        assertThat(gateway.connects()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(PingCorruption.class)
    void aBadPayloadIsRefusedAndNothingComesOfIt(PingCorruption corruption) throws InterruptedException {
        gateway.answering(publication -> new Puback(0x99, "no"));

        List<Transmission> sent = ROUND.sent(new Fault.BadPayload(corruption));
        play(sent);

        if (corruption == PingCorruption.NAME_OF_ANOTHER) {
            assertThat(decode(sent.get(0)).get(0).reader()).isNotEqualTo(READER.id());
        } else {
            assertThatThrownBy(() -> decode(sent.get(0))).isInstanceOf(InvalidPayload.class);
        }
        assertThat(ledger()).extracting(LedgerEntry::state).containsExactly(State.SENT, State.REFUSED);
        assertThat(ledger()).allMatch(entry -> entry.implies().refused() && entry.inventory() == null);
    }

    private void play(List<Transmission> scenario) throws InterruptedException {
        try (Ledger ledger = Ledger.open(file());
                Performance performance = new Performance(
                        gateway, Map.of(Address.of(LOGIN), LOGIN), ledger, new VirtualPace(NOON), new AtOnce())) {
            performance.play(scenario.iterator());
        }
    }

    private List<LedgerEntry> ledger() {
        return Ledger.read(file());
    }

    private Path file() {
        return directory.resolve("ledger.ndjson");
    }

    private static List<Instant> times(Transmission transmission) {
        return decode(transmission).stream().map(DecodedPing::deviceTime).toList();
    }

    private static List<DecodedPing> decode(Transmission transmission) {
        return PayloadDecoders.standard()
                .ofPings(transmission.contentType())
                .orElseThrow()
                .decode(transmission.payload());
    }
}
