package io.derwent.devicesim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.MemoryGateway;
import io.derwent.devicesim.link.Puback;
import io.derwent.devicesim.link.Publication;
import io.derwent.devicesim.scenario.Performance.Address;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
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

class FaultTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final SimDevice CUFF = new SimDevice("derby", "cuff-1", null, "p-1");
    private static final Login LOGIN = new Login("derby", "cuff-1", "secret");
    private static final Taken READING = Taken.ordinary(
            CUFF,
            new Measurement(
                    Kind.BP_PANEL,
                    Map.of(
                            Parameter.SYSTOLIC_BP, new BigDecimal("128"),
                            Parameter.DIASTOLIC_BP, new BigDecimal("78")),
                    Map.of()),
            NOON);

    private final MemoryGateway gateway = new MemoryGateway();

    private final Path directory;

    FaultTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void withoutFaultOneMessageIsSentAndStandsInTheLedgerAsAcknowledged() throws InterruptedException {
        play(READING.sent());

        assertThat(gateway.accepted()).hasSize(1);
        assertThat(ledger()).extracting(LedgerEntry::state).containsExactly(State.SENT, State.ACKNOWLEDGED);
        assertThat(ledger().get(1).reading()).isNotNull();
    }

    @Test
    void aDuplicateSendsTheSameBytesAgainUnderTheSameId() throws InterruptedException {
        play(READING.sent(new Fault.Duplicate(2, Duration.ofSeconds(3))));

        assertThat(gateway.accepted()).hasSize(3);
        assertThat(gateway.accepted())
                .extracting(Publication::payload)
                .allMatch(payload -> java.util.Arrays.equals(
                        payload, gateway.accepted().get(0).payload()));
        assertThat(ledger())
                .extracting(LedgerEntry::reading)
                .containsOnly(ledger().get(0).reading());
    }

    @Test
    void aLateReadingKeepsItsTimeAndIsSentLater() {
        Transmission late = READING.sent(new Fault.Late(Duration.ofHours(3))).get(0);

        assertThat(late.due()).isEqualTo(NOON.plus(Duration.ofHours(3)));
        assertThat(decode(late).deviceTime()).isEqualTo(NOON);
    }

    @Test
    void aSkewedClockChangesTheTimeInThePayloadAndNotWhenItIsSent() {
        Transmission skewed =
                READING.sent(new Fault.SkewedClock(Duration.ofMinutes(40))).get(0);

        assertThat(skewed.due()).isEqualTo(NOON);
        assertThat(decode(skewed).deviceTime()).isEqualTo(NOON.plus(Duration.ofMinutes(40)));
    }

    @Test
    void aDeviceWithoutClockSendsNoTimeAndHasNoIdBeforeItArrives() throws InterruptedException {
        List<Transmission> sent = READING.sent(new Fault.NoClock(), new Fault.SkewedClock(Duration.ofMinutes(40)));
        play(sent);

        assertThat(decode(sent.get(0)).deviceTime()).isNull();
        assertThat(sent.get(0).readingId()).isEmpty();
        assertThat(sent.get(0).payload())
                .isEqualTo(READING.sent(new Fault.NoClock()).get(0).payload());
        assertThat(ledger()).allMatch(LedgerEntry::lacksTime);
        assertThat(ledger()).extracting(LedgerEntry::effectiveTime).containsOnlyNulls();
        assertThat(file()).content(StandardCharsets.UTF_8).doesNotContain("reading", "Time");
    }

    @Test
    void aLostConnectionMakesTheDeviceSendAgainOverANewOne() throws InterruptedException {
        play(READING.sent(new Fault.LostConnection()));

        assertThat(gateway.accepted()).as("once before the cut, once after").hasSize(2);
        assertThat(gateway.connects()).hasSize(2);
        assertThat(ledger()).extracting(LedgerEntry::state).containsExactly(State.SENT, State.ACKNOWLEDGED);
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void aBadPayloadCannotBeReadAndItsRefusalIsExpected(Corruption corruption) throws InterruptedException {
        gateway.answering(publication -> new Puback(0x99, "no"));

        List<Transmission> sent = READING.sent(new Fault.BadPayload(corruption));
        play(sent);

        assertThatThrownBy(() -> decode(sent.get(0))).isInstanceOf(InvalidPayload.class);
        assertThat(ledger()).extracting(LedgerEntry::state).containsExactly(State.SENT, State.REFUSED);
        assertThat(ledger().get(1).implies().refused()).isTrue();
        assertThat(ledger().get(1).reasonCode()).isEqualTo(0x99);
    }

    @Test
    void whatTheGatewayAsksToSendLaterIsSentLaterAndOnlyThenAcknowledged() throws InterruptedException {
        int[] answers = {0x83, 0x97, 0x00};
        int[] asked = {0};
        gateway.answering(publication -> new Puback(answers[asked[0]++], ""));

        play(READING.sent());

        assertThat(asked[0]).isEqualTo(3);
        assertThat(ledger()).extracting(LedgerEntry::state).containsExactly(State.SENT, State.ACKNOWLEDGED);
    }

    @Test
    void aGatewayThatIsAwayIsTriedUntilItIsBack() throws InterruptedException {
        gateway.loseConnects(4);

        play(READING.sent());

        assertThat(gateway.accepted()).hasSize(1);
    }

    @Test
    void aLedgerThatCannotBeWrittenEndsThePerformance() {
        try (Performance performance = performance(closedLedger())) {
            List<Transmission> twice = READING.sent(new Fault.Duplicate(1, Duration.ZERO));

            assertThatThrownBy(() -> performance.play(twice.iterator())).isInstanceOf(UncheckedIOException.class);
        }
    }

    private Ledger closedLedger() {
        Ledger ledger = Ledger.open(file());
        ledger.close();
        return ledger;
    }

    private Performance performance(Ledger ledger) {
        return new Performance(gateway, Map.of(Address.of(LOGIN), LOGIN), ledger, new VirtualPace(NOON), new AtOnce());
    }

    private void play(List<Transmission> scenario) throws InterruptedException {
        try (Ledger ledger = Ledger.open(file());
                Performance performance = performance(ledger)) {
            performance.play(scenario.iterator());
        }
    }

    private List<LedgerEntry> ledger() {
        return Ledger.read(file());
    }

    private Path file() {
        return directory.resolve("ledger.ndjson");
    }

    private static DecodedReading decode(Transmission transmission) {
        return PayloadDecoders.standard()
                .ofReadings(CanonicalPayload.CONTENT_TYPE)
                .orElseThrow()
                .decode(transmission.payload())
                .get(0);
    }
}
