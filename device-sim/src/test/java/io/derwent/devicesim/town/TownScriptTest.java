package io.derwent.devicesim.town;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.scenario.CanonicalPayload;
import io.derwent.devicesim.scenario.Transmission;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TownScriptTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final Duration EVERY = Duration.ofMinutes(5);

    @Test
    void theSameSeedAndStartGiveTheSameBytesAtTheSameTimes() {
        assertThat(bytes(1, START)).isEqualTo(bytes(1, START));
    }

    @Test
    void anotherSeedOrStartGivesOtherBytes() {
        assertThat(bytes(2, START)).isNotEqualTo(bytes(1, START));
        assertThat(bytes(1, START.plusSeconds(60))).isNotEqualTo(bytes(1, START));
    }

    @Test
    void theHistoryDependsOnTheBirthAndNotOnTheStart() {
        TownScript script = script(1);

        assertThat(script.history(30, START, START.plusSeconds(7200)))
                .extracting(Transmission::readingId)
                .isEqualTo(script.history(30, START, START).stream()
                        .map(Transmission::readingId)
                        .toList());
    }

    @Test
    void everyMessageOfTheTownIsReadableButForTheOneThatIsMeantToBeRefused() {
        List<Transmission> unreadable = all(script(1), START)
                .filter(transmission -> !isReadable(transmission))
                .toList();

        assertThat(unreadable).hasSize(1);
        assertThat(unreadable.get(0).implies().refused()).isTrue();
    }

    @Test
    void theScaleWithoutAClockLivesButHasNoHistory() {
        assertThat(life(script(1), START).filter(TownScriptTest::isOfTheClocklessScale))
                .isNotEmpty()
                .allMatch(transmission -> transmission.readingId().isEmpty())
                .allMatch(transmission -> transmission.implies().equals(Implies.NOTHING));
        assertThat(script(1).history(30, START, START)).noneMatch(TownScriptTest::isOfTheClocklessScale);
    }

    @Test
    void lifeIsSentInTheOrderItIsDue() {
        List<Transmission> life = life(script(1), START).toList();

        assertThat(life).extracting(Transmission::due).isSorted();
    }

    @Test
    void theFirstMinuteHoldsStoriesOnEveryPathway() {
        List<String> rules = life(script(1), START)
                .filter(transmission -> transmission.due().isBefore(START.plusSeconds(60)))
                .flatMap(transmission -> transmission.implies().alerts().stream())
                .toList();

        assertThat(rules).contains("BP-03", "OX-03", "NW-02", "GL-01");
    }

    @Test
    void onlyTheStoryOfThreeWeeksAgoImpliesAnythingBesidesScoresInTheHistory() {
        List<Implies> implied = script(1).history(30, START, START).stream()
                .map(Transmission::implies)
                .filter(implies -> !implies.breaches().isEmpty())
                .toList();

        assertThat(implied).containsExactly(Implies.breach("BP-03"), Implies.wouldHave("BP-03"));
    }

    @Test
    void devicesForTryingByHandSendNothing() {
        List<String> byHand = TownPlan.of(1, 40).devices().stream()
                .filter(device -> !device.simulated())
                .map(TownDevice::id)
                .toList();

        assertThat(byHand).containsExactly("cuff-001", "oximeter-002", "tablet-003");
        assertThat(all(script(1), START)
                        .map(transmission -> transmission.device().id()))
                .doesNotContainAnyElementsOf(byHand);
    }

    private static boolean isOfTheClocklessScale(Transmission transmission) {
        return transmission.device().id().equals("scale-009");
    }

    private static boolean isReadable(Transmission transmission) {
        try {
            PayloadDecoders.standard()
                    .ofReadings(CanonicalPayload.CONTENT_TYPE)
                    .orElseThrow()
                    .decode(transmission.payload());
            return true;
        } catch (InvalidPayload e) {
            return false;
        }
    }

    private static List<String> bytes(long seed, Instant start) {
        return all(script(seed), start)
                .map(transmission ->
                        transmission.due() + " " + new String(transmission.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Stream<Transmission> all(TownScript script, Instant start) {
        return Stream.concat(script.history(30, start, start).stream(), life(script, start));
    }

    /** The first half hour. */
    private static Stream<Transmission> life(TownScript script, Instant start) {
        Iterator<Transmission> life = script.live(30, start, EVERY).inOrder();
        return Stream.generate(() -> Optional.of(life.next()))
                .flatMap(Optional::stream)
                .takeWhile(transmission -> transmission.due().isBefore(start.plus(Duration.ofMinutes(30))));
    }

    private static TownScript script(long seed) {
        return new TownScript(seed, TownPlan.of(seed, 40));
    }
}
