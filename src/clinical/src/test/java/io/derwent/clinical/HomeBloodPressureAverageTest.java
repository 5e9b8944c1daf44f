package io.derwent.clinical;

import static io.derwent.clinical.HomeBloodPressureAverage.Use.ALONE;
import static io.derwent.clinical.HomeBloodPressureAverage.Use.DOUBTFUL;
import static io.derwent.clinical.HomeBloodPressureAverage.Use.FAULTY;
import static io.derwent.clinical.HomeBloodPressureAverage.Use.FIRST_DAY;
import static io.derwent.clinical.HomeBloodPressureAverage.Use.TOO_SOON;
import static io.derwent.clinical.HomeBloodPressureAverage.Use.USED;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.HomeBloodPressureAverage.BloodPressure;
import io.derwent.clinical.HomeBloodPressureAverage.Category;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeBloodPressureAverageTest {
    private static final LocalDate DAY_1 = LocalDate.of(2026, 11, 2);
    private static final Instant SEVEN_ON_DAY_2 = UkDays.at(DAY_1.plusDays(1), LocalTime.of(7, 0));

    static BloodPressure reading(Instant time, String pressures) {
        return reading(time, pressures, false);
    }

    private static BloodPressure reading(Instant time, String pressures, boolean faulty) {
        int slash = pressures.indexOf('/');
        return new BloodPressure(
                time,
                new Measurement(
                        Kind.BP_PANEL,
                        Map.of(
                                Parameter.SYSTOLIC_BP, new BigDecimal(pressures.substring(0, slash)),
                                Parameter.DIASTOLIC_BP, new BigDecimal(pressures.substring(slash + 1))),
                        Map.of()),
                faulty);
    }

    /** Two readings each morning and evening. */
    private static List<BloodPressure> days(int days, String pressures) {
        List<BloodPressure> readings = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            for (int hour : List.of(7, 19)) {
                Instant time = UkDays.at(DAY_1.plusDays(day), LocalTime.of(hour, 0));
                readings.add(reading(time, pressures));
                readings.add(reading(time.plusSeconds(60), pressures));
            }
        }
        return readings;
    }

    /** Readings of the second day's morning, after one on the first day. */
    private static HomeBloodPressureAverage morning(BloodPressure... readings) {
        List<BloodPressure> all = new ArrayList<>(List.of(readings));
        all.add(reading(SEVEN_ON_DAY_2.minus(Duration.ofDays(1)), "130/80"));
        return HomeBloodPressureAverage.of(all);
    }

    private static List<HomeBloodPressureAverage.Use> uses(HomeBloodPressureAverage average) {
        return average.uses().subList(0, average.uses().size() - 1);
    }

    private static BloodPressure after(String minutesAndSeconds, String pressures) {
        return reading(SEVEN_ON_DAY_2.plus(Duration.parse("PT" + minutesAndSeconds)), pressures);
    }

    @ParameterizedTest
    @CsvSource({
        "134/84, BELOW_STAGE_1",
        "134.99/84.99, BELOW_STAGE_1",
        "135/84, STAGE_1",
        "134/85, STAGE_1",
        "149.99/94.99, STAGE_1",
        "150/84, STAGE_2",
        "134/95, STAGE_2",
        "190/110, STAGE_2"
    })
    void eitherPressureReachesARangeFromItsLimitOn(String pressures, Category category) {
        assertThat(HomeBloodPressureAverage.of(days(4, pressures)).category()).contains(category);
    }

    @Test
    void theUnroundedMeanIsCompared() {
        List<BloodPressure> readings = days(4, "135/80");
        readings.set(15, reading(readings.get(15).time(), "134.95/80"));

        HomeBloodPressureAverage average = HomeBloodPressureAverage.of(readings);

        assertThat(average.systolic()).as("134.9958…").contains(new BigDecimal("135.00"));
        assertThat(average.category()).contains(Category.BELOW_STAGE_1);
    }

    @ParameterizedTest
    @CsvSource({"59S, TOO_SOON, ALONE", "1M, USED, USED", "10M, USED, USED", "10M1S, ALONE, ALONE"})
    void twoReadingsOneToTenMinutesApartAreASession(
            String apart, HomeBloodPressureAverage.Use second, HomeBloodPressureAverage.Use first) {
        assertThat(uses(morning(after("0S", "130/80"), after(apart, "132/82")))).containsExactly(first, second);
    }

    @Test
    void aThirdReadingIsUsedTooAndMayComeTenMinutesAfterTheSecond() {
        HomeBloodPressureAverage average =
                morning(after("0S", "130/80"), after("10M", "132/82"), after("20M", "134/84"));

        assertThat(uses(average)).containsExactly(USED, USED, USED);
        assertThat(average.systolicSum()).isEqualByComparingTo("396");
        assertThat(average.diastolicSum()).isEqualByComparingTo("246");
    }

    @Test
    void aReadingThatComesTooSoonDoesNotPushTheNextOneAway() {
        assertThat(uses(morning(after("0S", "130/80"), after("30S", "170/90"), after("1M", "132/82"))))
                .containsExactly(USED, TOO_SOON, USED);
    }

    @Test
    void aFaultyReadingIsLeftOutAndTheRepeatCompletesTheSession() {
        BloodPressure moved = reading(SEVEN_ON_DAY_2.plusSeconds(300), "190/80", true);

        assertThat(uses(morning(after("0S", "130/80"), moved, after("12M", "132/82"))))
                .containsExactly(USED, FAULTY, USED);
        assertThat(uses(morning(after("0S", "130/80"), moved))).containsExactly(ALONE, FAULTY);
    }

    @Test
    void aPulsePressureBelowTenIsLeftOut() {
        assertThat(uses(morning(after("0S", "130/80"), after("2M", "89.9/80"), after("4M", "90/80"))))
                .containsExactly(USED, DOUBTFUL, USED);
    }

    @Test
    void aSessionBelongsToTheMorningBeforeNoon() {
        List<BloodPressure> readings = new ArrayList<>();
        for (int day = 0; day < 4; day++) {
            for (LocalTime time : List.of(
                    LocalTime.of(6, 0),
                    LocalTime.of(6, 2),
                    LocalTime.of(11, 58),
                    LocalTime.of(12, 0),
                    LocalTime.of(12, 2))) {
                readings.add(reading(UkDays.at(DAY_1.plusDays(day), time), "130/80"));
            }
        }
        assertThat(HomeBloodPressureAverage.of(readings).fullDays())
                .as("the second session begins at 11:58")
                .isZero();

        readings.removeIf(
                reading -> LocalTime.ofInstant(reading.time(), ZoneOffset.UTC).equals(LocalTime.of(11, 58)));
        assertThat(HomeBloodPressureAverage.of(readings).fullDays()).isEqualTo(4);
    }

    @Test
    void aDayWithOneSessionCountsInTheMeanButNotAsAFullDay() {
        List<BloodPressure> readings = days(5, "130/80");
        readings.subList(18, 20).clear();

        HomeBloodPressureAverage average = HomeBloodPressureAverage.of(readings);

        assertThat(average.fullDays()).isEqualTo(4);
        assertThat(average.count()).isEqualTo(14);
    }

    @Test
    void theFirstDayIsThatOfTheFirstReadingEvenIfNothingOfItCanBeUsed() {
        List<BloodPressure> readings = days(4, "130/80");
        readings.add(reading(readings.get(0).time().minus(Duration.ofDays(1)), "190/80", true));

        HomeBloodPressureAverage average = HomeBloodPressureAverage.of(readings);

        assertThat(average.uses()).doesNotContain(FIRST_DAY);
        assertThat(average.count()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-30T23:30:00Z, 2026-07-01, in summer the day begins at 23:00 UTC",
        "2026-11-30T23:30:00Z, 2026-11-30, in winter at midnight",
        "2026-03-29T00:59:00Z, 2026-03-29, before the clocks go forward",
        "2026-10-25T22:59:00Z, 2026-10-25, a day of 25 hours",
        "2026-10-24T23:00:00Z, 2026-10-25, its first minute"
    })
    void daysAreThoseOfTheUk(Instant time, LocalDate day, String why) {
        assertThat(UkDays.of(time)).as(why).isEqualTo(day);
        assertThat(UkDays.start(day)).isBeforeOrEqualTo(time);
        assertThat(UkDays.start(day.plusDays(1))).isAfter(time);
    }

    @Test
    void minutesPassWhenClocksAreChanged() {
        Instant before = Instant.parse("2026-03-29T00:56:00Z");
        List<BloodPressure> readings = List.of(
                reading(before.minus(Duration.ofDays(1)), "130/80"),
                reading(before, "130/80"),
                reading(before.plus(Duration.ofMinutes(8)), "130/80"));

        assertThat(HomeBloodPressureAverage.of(readings).uses())
                .as("clocks show 00:56 and 02:04")
                .containsExactly(ALONE, USED, USED);
    }

    @Test
    void aSessionAroundMidnightBelongsToTheDayItBeginsIn() {
        Instant late = UkDays.at(DAY_1, LocalTime.of(23, 57));

        assertThat(HomeBloodPressureAverage.of(
                                List.of(reading(late, "130/80"), reading(late.plus(Duration.ofMinutes(5)), "130/80")))
                        .uses())
                .containsExactly(FIRST_DAY, FIRST_DAY);
    }

    @Test
    void nothingMakesNothing() {
        HomeBloodPressureAverage average = HomeBloodPressureAverage.of(List.of());

        assertThat(average.isComplete()).isFalse();
        assertThat(average.uses()).isEmpty();
    }

    @Property
    void neitherOrderNorDuplicatesMatter(@ForAll("series") List<BloodPressure> readings, @ForAll long seed) {
        List<BloodPressure> shuffled = new ArrayList<>(readings);
        shuffled.addAll(readings.subList(0, readings.size() / 2));
        Collections.shuffle(shuffled, new Random(seed));

        HomeBloodPressureAverage expected = HomeBloodPressureAverage.of(readings);
        HomeBloodPressureAverage average = HomeBloodPressureAverage.of(shuffled);

        assertThat(average.fullDays()).isEqualTo(expected.fullDays());
        assertThat(average.count()).isEqualTo(expected.count());
        assertThat(average.systolicSum()).isEqualByComparingTo(expected.systolicSum());
        assertThat(average.diastolicSum()).isEqualByComparingTo(expected.diastolicSum());
        assertThat(average.category()).isEqualTo(expected.category());
    }

    @Property
    void theMeanLiesAmongTheReadingsUsed(@ForAll("series") List<BloodPressure> readings) {
        HomeBloodPressureAverage average = HomeBloodPressureAverage.of(readings);

        average.systolic().ifPresent(mean -> {
            List<BigDecimal> used = IntStream.range(0, readings.size())
                    .filter(index -> average.uses().get(index) == USED)
                    .mapToObj(index -> readings.get(index).systolic())
                    .toList();
            assertThat(used).hasSize(average.count());
            assertThat(mean).isBetween(Collections.min(used), Collections.max(used));
        });
    }

    @Provide
    Arbitrary<List<BloodPressure>> series() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.of(7, 8, 19, 20),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(100, 190),
                        Arbitraries.integers().between(5, 60),
                        Arbitraries.of(false, false, false, true))
                .as((day, hour, minute, systolic, pulsePressure, faulty) -> reading(
                        UkDays.at(DAY_1.plusDays(day), LocalTime.of(hour, minute)),
                        systolic + "/" + (systolic - pulsePressure),
                        faulty))
                .list()
                .ofMaxSize(80);
    }
}
