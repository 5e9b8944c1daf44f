package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.bloodPressure;
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
