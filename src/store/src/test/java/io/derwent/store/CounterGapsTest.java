package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.bloodPressure;
import static io.derwent.store.Samples.counted;
import static io.derwent.store.Samples.temperature;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Kind;
import io.derwent.model.Reading;
import io.derwent.store.Shares.Share;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterGapsTest {
    private static final Instant EVER = Instant.EPOCH;
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");
    private static final String DEVICE = "cuff-1";

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database jobs = postgres.open(Roles.JOBS);
    private final Database console = postgres.openPooledOnOne(Roles.CONSOLE);
    private int written;

    @AfterEach
    void close() {
        jobs.close();
        console.close();
    }

    /** {@code 3:15} was taken in minute 3 with the counter at 15; ids are in the order of writing. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "one after the other           | 0:11 1:12 2:13           | {}",
                "a jump                        | 0:11 1:15                | {r1=3}",
                "two jumps                     | 0:11 1:13 2:20           | {r1=1, r2=6}",
                "a late one fills it           | 0:11 2:13 1:12           | {}",
                "a late one fills it in part   | 0:11 4:15 2:13           | {r1=1, r2=1}",
                "a restart is a new run        | 0:11 1:0 2:1             | {}",
                "a jump after a restart        | 0:11 1:0 2:4             | {r2=3}",
                "the same counter again        | 0:11 1:11 2:12           | {}",
                "one time, two counters        | 0:11 5:12 5:13           | {}",
                "one time, written backwards   | 0:11 5:13 5:12           | {}",
                "one time, a jump within       | 0:11 5:12 5:14           | {r2=1}",
                "one time and counter, a jump  | 0:11 5:15 5:15           | {r2=3}",
                "without a counter in between  | 0:11 1: 2:12             | {}",
                "without a counter, and a jump | 0:11 1: 2:15             | {r2=3}",
                "no counters                   | 0: 1:                    | {}",
                "the first of a device         | 0:4711                   | {}",
                "the longest gap               | 0:0 1:10001              | {r1=10000}",
                "the counter was set anew      | 0:0 1:10002              | {}",
                "the largest counter there is  | 0:0 1:9223372036854775807 | {}",
            })
    void theStepOfTheCounterTellsWhatIsMissing(String name, String written, String missing) {
        for (String one : written.split(" ", -1)) {
            String[] minuteAndCounter = one.split(":", -1);
            String counter = minuteAndCounter[1];
            write(
                    Duration.ofMinutes(Long.parseLong(minuteAndCounter[0])),
                    counter.isEmpty() ? null : Long.valueOf(counter));
        }

        assertThat(gaps(EVER, NEVER, Set.of(), 100)).hasToString(missing);
    }

    @Test
    void theFirstReadingOfAWindowOrAPageKnowsWhatWasBeforeIt() {
        write(Duration.ZERO, 11L);
        write(Duration.ofDays(3), 15L);
        write(Duration.ofDays(4), 16L);

        assertThat(gaps(NOON.plus(Duration.ofDays(2)), NEVER, Set.of(), 100)).hasToString("{r1=3}");
        assertThat(gaps(EVER, NOON.plus(Duration.ofDays(4)), Set.of(), 1)).hasToString("{r1=3}");
        assertThat(gaps(NOON.plus(Duration.ofDays(4)), NEVER, Set.of(), 100)).isEmpty();
    }

    @ParameterizedTest(name = "{0} before: {1}")
    @CsvSource({"P60D, '{r1=3}'", "PT1440H1S, '{}'"})
    void itIsLookedForSixtyDaysBack(Duration before, String missing) {
        write(Duration.ZERO, 11L);
        write(before, 15L);

        assertThat(gaps(EVER, NEVER, Set.of(), 100)).hasToString(missing);
    }

    @Test
    void everyKindAndEverybodysReadingsAreCounted() {
        write(
                counted(bloodPressure("north", "r0", "ada", NOON), DEVICE, 11L),
                counted(temperature("north", "r1", "ada", NOON.plusSeconds(60)), DEVICE, 12L),
                counted(bloodPressure("north", "r2", "bob", NOON.plusSeconds(120)), DEVICE, 13L),
                counted(bloodPressure("north", "r3", null, NOON.plusSeconds(180)), DEVICE, 14L),
                counted(bloodPressure("north", "r4", "ada", NOON.plusSeconds(240)), DEVICE, 15L));

        assertThat(gaps(EVER, NEVER, Set.of(Kind.BP_PANEL), 100)).isEmpty();
    }

    @Test
    void otherDevicesAndOtherTenantsCountForThemselves() {
        write(
                counted(bloodPressure("north", "r0", "ada", NOON), DEVICE, 11L),
                counted(bloodPressure("north", "r1", "ada", NOON.plusSeconds(60)), "cuff-2", 13L),
                counted(bloodPressure("south", "r2", "ada", NOON.plusSeconds(60)), DEVICE, 13L),
                counted(bloodPressure("north", "r3", "ada", NOON.plusSeconds(120)), DEVICE, 12L));

        assertThat(gaps(EVER, NEVER, Set.of(), 100)).isEmpty();
    }

    @Test
    void whoSeesASharedPatientOnlyIsToldOfNoGap() {
        write(Duration.ZERO, 11L);
        write(counted(bloodPressure("north", "bobs", "bob", NOON.plusSeconds(30)), DEVICE, 12L));
        write(Duration.ofMinutes(1), 13L);
        write(Duration.ofMinutes(2), 17L);
        console.inTenant(
                "north", c -> Shares.declare(c, new Share("north", "s", "south", "ada", null, "ward", "admin", NOON)));

        assertThat(gaps(EVER, NEVER, Set.of(), 100)).hasToString("{r2=3}");
        assertThat(gaps("south", EVER, NEVER, Set.of(), 100)).isEmpty();
    }

    private void write(Duration afterNoon, @Nullable Long seq) {
        write(counted(bloodPressure("north", "r" + written++, "ada", NOON.plus(afterNoon)), DEVICE, seq));
    }

    private void write(Reading... readings) {
        jobs.inPlatform(c -> Readings.write(c, List.of(readings)));
    }

    private Map<String, Integer> gaps(Instant from, Instant to, Set<Kind> kinds, int limit) {
        return gaps("north", from, to, kinds, limit);
    }

    private Map<String, Integer> gaps(String tenant, Instant from, Instant to, Set<Kind> kinds, int limit) {
        return new TreeMap<>(console.<Map<String, Integer>>inTenant(tenant, c -> {
            List<Reading> page = Readings.ofPatient(c, "north", "ada", kinds, from, to, limit);
            assertThat(page).isNotEmpty();
            return CounterGaps.before(c, "north", page);
        }));
    }
}
