package io.derwent.devicesim.estate;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.devicesim.ledger.Inventory;
import io.derwent.devicesim.scenario.Transmission;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EstateScriptTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final int WEAK = -70_00;

    private final FloorPlan plan = new FloorPlan();
    private final Map<String, Thing> byEpc =
            new AssetRegister().things().stream().collect(Collectors.toMap(Thing::epc, thing -> thing));
    private final List<Transmission> sent = sent(1, START);

    @Test
    void theSameSeedAndStartGiveTheSameBytesAtTheSameTimes() {
        assertThat(bytes(sent(1, START))).isEqualTo(bytes(sent));
    }

    @Test
    void anotherSeedOrStartGivesOtherBytes() {
        assertThat(bytes(sent(2, START))).isNotEqualTo(bytes(sent));
        assertThat(bytes(sent(1, START.plusSeconds(60)))).isNotEqualTo(bytes(sent));
    }

    @Test
    void whatIsForTryingByHandIsNeitherDrivenNorSeen() {
        assertThat(sent)
                .extracting(transmission -> transmission.device().id())
                .doesNotContain("reader-11", "reader-12");
        assertThat(reads()).allMatch(read -> thing(read).simulated());
    }

    @Test
    void noReaderIsQuietForLongerThanARoundButTheOneThatGoesSilent() {
        Map<String, List<Instant>> byReader = sent.stream()
                .collect(Collectors.groupingBy(
                        transmission -> transmission.device().id(),
                        Collectors.mapping(Transmission::due, Collectors.toList())));

        assertThat(byReader).hasSize(10);
        byReader.forEach((reader, times) -> assertThat(longestGap(times))
                .as(reader)
                .isBetween(
                        Duration.ofSeconds(reader.equals("reader-04") ? 150 : 8),
                        Duration.ofSeconds(reader.equals("reader-04") ? 160 : 10)));
    }

    @Test
    void theFirstRoundAfterTheSilenceSaysThatItMustHaveBeenTold() {
        List<Transmission> after = sent.stream()
                .filter(transmission ->
                        implied(transmission).map(Inventory::afterSilence).orElse(false))
                .toList();

        assertThat(after).singleElement().satisfies(transmission -> {
            assertThat(transmission.device().id()).isEqualTo("reader-04");
            assertThat(transmission.due()).isBetween(START.plusSeconds(250), START.plusSeconds(260));
        });
    }

    @Test
    void aThingIsSeenWhereItStandsAndNowhereOnItsWay() {
        for (Transmission transmission : sent) {
            Duration at = Duration.between(START, transmission.due());
            implied(transmission)
                    .ifPresent(inventory -> inventory
                            .seen()
                            .forEach((place, things) -> assertThat(things).allSatisfy(name -> {
                                // Reader 07 sends 20 s late, 03 once more after 2 s.
                                Duration lag = transmission.device().id().equals("reader-07")
                                        ? Duration.ofSeconds(20)
                                        : transmission.device().id().equals("reader-03")
                                                ? Duration.ofSeconds(2)
                                                : Duration.ZERO;
                                assertThat(List.of(placeOf(name, at), placeOf(name, at.minus(lag))))
                                        .contains(place);
                            })));
        }
    }

    @Test
    void atTheSharedSiteAGuestsThingIsSeenByItsOwnersName() {
        assertThat(sent.stream()
                        .filter(transmission -> transmission.device().id().equals("reader-10"))
                        .flatMap(transmission -> implied(transmission).stream())
                        .flatMap(inventory ->
                                inventory.seen().getOrDefault("5055123000029.STORE-4", List.of()).stream()))
                .contains("commode-603@derby-community", "concentrator-901@derby-community");
    }

    @Test
    void readsThroughAWallAreWeakAndImplyNothing() {
        int overheard = 0;
        for (Transmission transmission : sent) {
            for (DecodedPing read : decode(transmission)) {
                Thing thing = thing(read);
                String place = Objects.requireNonNull(
                                plan.reader(transmission.device().id())
                                        .antennas()
                                        .get(read.antenna()))
                        .placeId();
                boolean isSeen = implied(transmission).stream()
                        .anyMatch(inventory -> inventory
                                .seen()
                                .getOrDefault(place, List.of())
                                .contains(thing.calledBy(
                                        plan.reader(transmission.device().id()).owner())));
                assertThat(Objects.requireNonNull(read.rssiCdbm()) >= WEAK).isEqualTo(isSeen);
                overheard += isSeen ? 0 : 1;
            }
        }
        assertThat(overheard).isGreaterThan(100);
    }

    @Test
    void aThirdOfTheReadsIsMissedButNeverMoreThanThreeInARow() {
        Map<String, List<Instant>> ofStanding = sent.stream()
                .filter(transmission -> transmission.device().id().equals("reader-05"))
                .flatMap(transmission -> implied(transmission).stream()
                        .flatMap(inventory -> inventory.seen().values().stream())
                        .flatMap(List::stream)
                        .map(name -> Map.entry(name, transmission.due())))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));

        List<Instant> pump = Objects.requireNonNull(ofStanding.get("pump-409"));
        assertThat(pump.size()).isBetween(180 * 6 / 10, 180 * 8 / 10);
        assertThat(longestGap(pump)).isEqualTo(EstateScript.EVERY.multipliedBy(4));
    }

    @Test
    void whatLeavesTheHouseMustHaveDepartedSixMinutesLater() {
        List<Transmission> told = sent.stream()
                .filter(transmission -> implied(transmission)
                        .map(inventory -> !inventory.gone().isEmpty())
                        .orElse(false))
                .toList();

        assertThat(told).first().satisfies(transmission -> {
            assertThat(implied(transmission).orElseThrow().gone()).containsExactly("chair-501");
            assertThat(transmission.device().id()).isEqualTo("reader-04");
            assertThat(transmission.due()).isBetween(START.plusSeconds(660), START.plusSeconds(670));
        });
    }

    @Test
    void everyMessageIsReadableButTheOneThatIsMeantToBeRefusedForIt() {
        List<Transmission> refused = sent.stream()
                .filter(transmission -> transmission.implies().refused())
                .toList();

        assertThat(refused).extracting(Transmission::story).containsExactly("unreadable EPC", "another's name");
        assertThat(sent.stream().filter(transmission -> !isReadable(transmission)))
                .containsExactly(refused.get(0));
    }

    @Test
    void strangersTagsAreUnknownUnderTheirKeyOrTheirBits() {
        assertThat(sent.stream()
                        .flatMap(transmission -> implied(transmission).stream())
                        .flatMap(inventory -> inventory.unknown().stream())
                        .distinct())
                .containsExactlyInAnyOrder("(8004)5098765VENT7", "E28011902000A1B2C3D4E5F6");
    }

    private static Optional<Inventory> implied(Transmission transmission) {
        return Optional.ofNullable(transmission.inventory());
    }

    private String placeOf(String name, Duration at) {
        return byEpc.values().stream()
                .filter(thing -> name.equals(thing.calledAs()) || name.startsWith(thing.calledAs() + "@"))
                .flatMap(thing -> thing.route().standing(at).stream())
                .map(standing -> plan.room(standing.room()).placeId())
                .findFirst()
                .orElse("on its way");
    }

    private Thing thing(DecodedPing read) {
        return Objects.requireNonNull(byEpc.get(read.epc()));
    }

    private List<DecodedPing> reads() {
        return sent.stream()
                .flatMap(transmission -> decode(transmission).stream())
                .toList();
    }

    private static Duration longestGap(List<Instant> times) {
        Duration longest = Duration.ZERO;
        for (int i = 1; i < times.size(); i++) {
            Duration gap = Duration.between(times.get(i - 1), times.get(i));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    private static boolean isReadable(Transmission transmission) {
        try {
            PayloadDecoders.standard()
                    .ofPings(transmission.contentType())
                    .orElseThrow()
                    .decode(transmission.payload());
            return true;
        } catch (InvalidPayload e) {
            return false;
        }
    }

    /** Of a message that is meant to be taken. */
    private static List<DecodedPing> decode(Transmission transmission) {
        return transmission.implies().refused()
                ? List.of()
                : PayloadDecoders.standard()
                        .ofPings(transmission.contentType())
                        .orElseThrow()
                        .decode(transmission.payload());
    }

    private static List<String> bytes(List<Transmission> sent) {
        return sent.stream()
                .map(transmission ->
                        transmission.due() + " " + new String(transmission.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<Transmission> sent(long seed, Instant start) {
        List<Transmission> sent = new ArrayList<>();
        Iterator<Transmission> life = new Estate(seed).live(start).inOrder();
        for (Transmission next = life.next(); next.due().isBefore(start.plus(HALF_AN_HOUR)); next = life.next()) {
            sent.add(next);
        }
        return sent;
    }
}
