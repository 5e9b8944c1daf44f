package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked cases of trends. */
@NullUnmarked // every row has every column
class TrendCasesTest {
    private static final LocalDate DAY_1 = LocalDate.of(2026, 11, 1);
    private static final Map<String, NightSignal.Level> LEVELS =
            Map.of("0", NightSignal.Level.NONE, "1", NightSignal.Level.YELLOW, "2", NightSignal.Level.RED);

    static Stream<Map<String, String>> nights() {
        return Csv.rows("trend_cases_dev.csv").filter(row -> row.get("rule").startsWith("nightsignal"));
    }

    private static Map<String, String> example(String id) {
        return Csv.rows("trend_cases_dev.csv")
                .filter(row -> row.get("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("nights")
    void everyNightHasItsLevel(Map<String, String> row) {
        Map<LocalDate, BigDecimal> means = new TreeMap<>();
        for (String mean : row.get("series").split(" ", -1)) {
            means.put(DAY_1.plusDays(means.size()), new BigDecimal(mean));
        }

        List<NightSignal.Level> expected = Arrays.stream(row.get("expected").split(" ", -1))
                .map(LEVELS::get)
                .toList();
        assertThat(NightSignal.levels(means).values()).containsExactlyElementsOf(expected);
    }

    private static HomeBloodPressureAverage average(Map<String, String> row) {
        List<HomeBloodPressureAverage.BloodPressure> readings = new ArrayList<>();
        int day = 0;
        for (String ofDay : row.get("series").split(" \\| ", -1)) {
            int count = 0;
            for (String reading : ofDay.split(" ", -1)) {
                LocalTime time = LocalTime.of(count < 2 ? 7 : 19, 30 + count);
                readings.add(HomeBloodPressureAverageTest.reading(UkDays.at(DAY_1.plusDays(day), time), reading));
                count++;
            }
            day++;
        }
        return HomeBloodPressureAverage.of(readings);
    }

    @Test
    void theMeanOfACompleteSeriesLeavesTheFirstDayOut() {
        HomeBloodPressureAverage average = average(example("HB1"));

        assertThat(example("HB1").get("expected")).startsWith("mean 136.33/84.67 (12 readings)");
        assertThat(average.systolic()).contains(new BigDecimal("136.33"));
        assertThat(average.diastolic()).contains(new BigDecimal("84.67"));
        assertThat(average.count()).isEqualTo(12);
        assertThat(average.category()).contains(HomeBloodPressureAverage.Category.STAGE_1);
    }

    @Test
    void threeDaysAreNoSeries() {
        HomeBloodPressureAverage average = average(example("HB2"));

        assertThat(average.isComplete()).isFalse();
        assertThat(average.fullDays()).isEqualTo(3);
        assertThat(average.systolic()).isEmpty();
        assertThat(average.category()).isEmpty();
    }

    private static Optional<BigDecimal> lastGain(Map<String, String> row) {
        List<Sample> weights = new ArrayList<>();
        for (String kg : row.get("series").split(" ", -1)) {
            weights.add(new Sample(UkDays.at(DAY_1.plusDays(weights.size()), LocalTime.of(7, 0)), new BigDecimal(kg)));
        }
        return WeightGain.TWO_KILOGRAMS_IN_THREE_DAYS.gain(weights, weights.get(weights.size() - 1));
    }

    @Test
    void moreThanTwoKilogramsInThreeDaysIsTooMuch() {
        Optional<BigDecimal> gain = lastGain(example("WG1"));

        assertThat(gain).hasValueSatisfying(kg -> assertThat(kg).isEqualByComparingTo("2.1"));
        assertThat(gain.map(WeightGain.TWO_KILOGRAMS_IN_THREE_DAYS::isTooMuch)).contains(true);
    }

    @Test
    void exactlyTwoKilogramsAreNot() {
        Optional<BigDecimal> gain = lastGain(example("WG2"));

        assertThat(gain).hasValueSatisfying(kg -> assertThat(kg).isEqualByComparingTo("2.0"));
        assertThat(gain.map(WeightGain.TWO_KILOGRAMS_IN_THREE_DAYS::isTooMuch)).contains(false);
    }
}
