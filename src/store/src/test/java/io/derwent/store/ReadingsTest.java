package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.bloodPressure;
import static io.derwent.store.Samples.counted;
import static io.derwent.store.Samples.score;
import static io.derwent.store.Samples.temperature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.store.ReadingSources.Source;
import io.derwent.store.Readings.MonthlyAverage;
import io.derwent.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private static final Instant EVER = Instant.EPOCH;
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database jobs = postgres.open(Roles.JOBS);
    private final Database console = postgres.openPooledOnOne(Roles.CONSOLE);

    @AfterEach
    void close() {
        jobs.close();
        console.close();
    }

    @Test
    void readingsComeBackAsTheyWereWritten() {
        Reading pressure = bloodPressure("north", "r1", "ada", NOON);
        Reading temperature = temperature("north", "r2", "ada", NOON.plusSeconds(60));

        assertThat(write(pressure, temperature)).isEqualTo(2);

        assertThat(readings(Set.of())).containsExactly(temperature, pressure);
        assertThat(readings(Set.of(Kind.BP_PANEL))).containsExactly(pressure);
    }

    @Test
    void readingsThatAreNobodysAreListedNewestFirstAndGoOnAfterAPlace() {
        // Given
        Reading newest = bloodPressure("north", "r9", null, NOON.plusSeconds(1));
        Reading first = bloodPressure("north", "r1", null, NOON);
        Reading second = bloodPressure("north", "r2", null, NOON);
        Reading ofAnother = counted(bloodPressure("north", "r3", null, NOON.minusSeconds(1)), "scale-1", null);
        Reading test = bloodPressure("north", "r4", 0, null, NOON, 120, Set.of(Mark.NOT_A_PERSON));
        write(
                first,
                second,
                newest,
                ofAnother,
                test,
                bloodPressure("north", "old", null, NOON.minusSeconds(60)),
                bloodPressure("north", "adas", "ada", NOON),
                bloodPressure("south", "theirs", null, NOON));
        correct("r2", null);

        // Then
        assertThat(nobodys(Optional.empty(), false, 10)).containsExactly("r9", "r1", "r3");
        assertThat(nobodys(Optional.empty(), true, 10)).containsExactly("r9", "r4", "r2", "r1", "r3");
        assertThat(nobodys(Optional.of("cuff-1"), true, 10)).containsExactly("r9", "r4", "r2", "r1");
        assertThat(nobodys(Optional.of("cuff-1"), true, 3)).containsExactly("r9", "r4", "r2");
        assertThat(nobodysAfter(new Readings.Place(NOON, "r4"))).containsExactly("r2", "r1", "r3");
        assertThat(nobodysAfter(new Readings.Place(NOON, "r1"))).containsExactly("r3");
    }

    @Test
    void howManyWaitForAPersonIsCountedAmongTheNewest() {
        write(
                bloodPressure("north", "r1", null, NOON),
                bloodPressure("north", "r2", null, NOON.plusSeconds(1)),
                bloodPressure("north", "r3", null, NOON.plusSeconds(2)),
                bloodPressure("north", "test", 0, null, NOON, 120, Set.of(Mark.NOT_A_PERSON)),
                bloodPressure("north", "adas", "ada", NOON),
                counted(bloodPressure("north", "r4", null, NOON), "scale-1", null));
        correct("r3", "ada");

        assertThat(waiting(Optional.empty(), 10)).isEqualTo(new Readings.Waiting(3, false));
        assertThat(waiting(Optional.of("cuff-1"), 10)).isEqualTo(new Readings.Waiting(2, false));
        assertThat(waiting(Optional.empty(), 2)).as("r3 and r2").isEqualTo(new Readings.Waiting(1, true));
    }

    private void correct(String reading, @Nullable String patient) {
        console.inTenant("north", c -> Assignments.correct(c, "north", "cuff-1", reading, patient, "nina"));
    }

    private Readings.Waiting waiting(Optional<String> device, int most) {
        return console.inTenant("north", c -> Readings.waiting(c, "north", device, EVER, most));
    }

    private List<String> nobodys(Optional<String> device, boolean all, int limit) {
        return nobodys(device, new Readings.Place(NEVER, ""), all, limit);
    }

    private List<String> nobodysAfter(Readings.Place place) {
        return nobodys(Optional.empty(), place, true, 10);
    }

    private List<String> nobodys(Optional<String> device, Readings.Place after, boolean all, int limit) {
        List<Readings.Nobodys> found = console.inTenant(
                "north", c -> Readings.nobodys(c, "north", device, NOON.minusSeconds(30), after, all, limit));
        return found.stream().map(one -> one.reading().id()).toList();
    }

    @Test
    void aReadingWrittenTwiceIsStoredOnce() {
        write(bloodPressure("north", "r1", "ada", NOON));

        assertThat(write(bloodPressure("north", "r1", "ada", NOON))).isZero();

        assertThat(readings(Set.of())).hasSize(1);
    }

    @Test
    void onlyAHigherRevisionOverwrites() {
        write(bloodPressure("north", "r1", 1, "ada", NOON, 150, Set.of()));

        write(bloodPressure("north", "r1", 0, "ada", NOON, 140, Set.of()));
        write(bloodPressure("north", "r1", 1, "ada", NOON, 160, Set.of()));
        assertThat(systolic()).isEqualByComparingTo("150");

        write(bloodPressure("north", "r1", 2, "ada", NOON, 170, Set.of()));
        assertThat(systolic()).isEqualByComparingTo("170");
    }

    @Test
    void theHighestRevisionOfABatchWins() {
        write(
                bloodPressure("north", "r1", 0, "ada", NOON, 140, Set.of()),
                bloodPressure("north", "r1", 2, "ada", NOON, 170, Set.of()),
                bloodPressure("north", "r1", 1, "ada", NOON, 150, Set.of()));

        assertThat(systolic()).isEqualByComparingTo("170");
    }

    @Test
    void theSameIdInTwoTenantsIsTwoReadings() {
        assertThat(write(bloodPressure("north", "r1", "ada", NOON), bloodPressure("south", "r1", "ada", NOON)))
                .isEqualTo(2);
    }

    @Test
    void latestIsTheNewestOfEachKind() {
        write(
                bloodPressure("north", "r1", "ada", NOON),
                bloodPressure("north", "r2", "ada", NOON.plusSeconds(60)),
                temperature("north", "r3", "ada", NOON));

        List<Reading> latest =
                console.inTenant("north", c -> Readings.latest(c, "north", "ada", NOON.minus(Duration.ofDays(1))));

        assertThat(latest).extracting(Reading::id).containsExactly("r2", "r3");
    }

    @Test
    void timesOfTheGatewayAreFoundById() {
        write(
                bloodPressure("north", "r1", 0, "ada", NOON, 120, Set.of(Mark.NO_DEVICE_TIME)),
                bloodPressure("north", "r2", 0, "ada", NOON, 120, Set.of()));

        assertThat(jobs.<Map<String, Instant>>inPlatform(
                        c -> Readings.otherTimes(c, "north", List.of("r1", "r2", "r9"))))
                .containsExactlyEntriesOf(Map.of("r1", NOON));
    }

    @Test
    void monthsAreOfLondonAndDoubtfulReadingsDoNotCount() {
        write(
                bloodPressure("north", "r1", 0, "ada", Instant.parse("2026-06-30T22:59:59Z"), 120, Set.of()),
                // already July in London, summer time
                bloodPressure("north", "r2", 0, "ada", Instant.parse("2026-06-30T23:00:00Z"), 130, Set.of()),
                bloodPressure("north", "r3", 0, "ada", Instant.parse("2026-07-15T12:00:00Z"), 140, Set.of()),
                bloodPressure(
                        "north", "r4", 0, "ada", Instant.parse("2026-07-16T12:00:00Z"), 95, Set.of(Mark.DOUBTFUL)));

        List<MonthlyAverage> averages =
                console.inTenant("north", c -> Readings.monthlyAverages(c, "north", "ada", EVER, NEVER));

        assertThat(averages)
                .filteredOn(average -> average.parameter() == Parameter.SYSTOLIC_BP)
                .extracting(MonthlyAverage::month, average -> average.mean().intValueExact(), MonthlyAverage::count)
                .containsExactly(tuple(YearMonth.of(2026, 6), 120, 1), tuple(YearMonth.of(2026, 7), 135, 2));
    }

    @Test
    void theBytesOfAReadingAreKeptAsFirstWritten() {
        Source first = new Source("north", "r1", "hono.event.north", "application/json", NOON, new byte[] {1, 2});
        Source again = new Source("north", "r1", "hono.event.north", "application/json", NOON, new byte[] {9});

        assertThat(jobs.<Integer>inPlatform(c -> ReadingSources.write(c, List.of(first))))
                .isEqualTo(1);
        assertThat(jobs.<Integer>inPlatform(c -> ReadingSources.write(c, List.of(again))))
                .isZero();

        Optional<Source> kept = console.inTenant("north", c -> ReadingSources.find(c, "north", NOON, "r1"));
        assertThat(kept.orElseThrow().payload()).containsExactly(1, 2);
    }

    @Test
    void scoresComeBackAsTheyWereWrittenAndTheHigherRevisionWins() {
        Score first = score("north", "r1", 0, "ada", NOON);
        Score moved = score("north", "r1", 1, "bob", NOON);

        assertThat(jobs.<Integer>inPlatform(c -> Scores.write(c, List.of(first))))
                .isEqualTo(1);
        assertThat(scores("ada")).containsExactly(first);

        assertThat(jobs.<Integer>inPlatform(c -> Scores.write(c, List.of(moved, first))))
                .isEqualTo(1);
        assertThat(scores("ada")).isEmpty();
        assertThat(scores("bob")).containsExactly(moved);
    }

    private int write(Reading... readings) {
        return jobs.inPlatform(c -> Readings.write(c, List.of(readings)));
    }

    private List<Reading> readings(Set<Kind> kinds) {
        return console.inTenant("north", c -> Readings.ofPatient(c, "north", "ada", kinds, EVER, NEVER, 100));
    }

    private List<Score> scores(String patient) {
        return console.inTenant("north", c -> Scores.ofPatient(c, "north", patient, EVER, NEVER, 100));
    }

    private BigDecimal systolic() {
        return readings(Set.of()).get(0).quantity(Parameter.SYSTOLIC_BP).orElseThrow();
    }
}
