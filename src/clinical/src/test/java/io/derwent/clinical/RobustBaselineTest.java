package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobustBaselineTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 4, 10);
    private static final Instant NOW = UkDays.at(TODAY, LocalTime.of(7, 0));
    private static final BigDecimal NO_FLOOR = BigDecimal.ZERO;

    private static Sample sample(int daysAgo, String value) {
        return new Sample(UkDays.at(TODAY.minusDays(daysAgo), LocalTime.of(7, 0)), new BigDecimal(value));
    }

    /** One value a day, the last of them three days ago. */
    private static List<Sample> series(String... values) {
        List<Sample> series = new ArrayList<>();
        for (String value : values) {
            series.add(sample(2 + values.length - series.size(), value));
        }
        return series;
    }

    @Test
    void sigmaIsTheMedianDistanceFromTheMedian() {
        Optional<RobustBaseline> baseline =
                RobustBaseline.of(series("60", "62", "58", "61", "59", "60", "90"), NOW, 28, NO_FLOOR);

        assertThat(baseline).hasValueSatisfying(usual -> {
            assertThat(usual.median()).isEqualByComparingTo("60");
            assertThat(usual.sigma()).as("distances 0 0 1 1 2 2 30").isEqualByComparingTo("1.4826");
            assertThat(usual.z(new BigDecimal("64.4478"))).isEqualByComparingTo("3");
            assertThat(usual.z(new BigDecimal("58.5174"))).isEqualByComparingTo("-1");
        });
    }

    @Test
    void ofAnEvenNumberOfValuesTheMiddleIsBetween() {
        assertThat(RobustBaseline.of(series("1", "2", "3", "4", "5", "6", "7", "8"), NOW, 28, NO_FLOOR))
                .hasValueSatisfying(usual -> {
                    assertThat(usual.median()).isEqualByComparingTo("4.5");
                    assertThat(usual.sigma()).isEqualByComparingTo("2.9652");
                });
    }

    @Test
    void sixValuesAreTooFew() {
        assertThat(RobustBaseline.of(series("60", "62", "58", "61", "59", "60"), NOW, 28, NO_FLOOR))
                .isEmpty();
    }

    @Test
    void todayAndTheTwoDaysBeforeAreLeftOutAndSoIsWhatIsTooOld() {
        List<Sample> series = series("60", "62", "58", "61", "59", "60", "60");
        List<Sample> more = new ArrayList<>(series);
        more.addAll(List.of(sample(0, "99"), sample(1, "99"), sample(2, "99"), sample(29, "99"), sample(-1, "99")));

        assertThat(RobustBaseline.of(more, NOW, 28, NO_FLOOR)).isEqualTo(RobustBaseline.of(series, NOW, 28, NO_FLOOR));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 28})
    void theOldestDayCountsWhole(int days) {
        Sample first = new Sample(UkDays.start(TODAY.minusDays(days)), new BigDecimal("66"));
        List<Sample> series = series("60", "62", "58", "61", "59", "60");
        series.add(first);
        assertThat(RobustBaseline.of(series, NOW, days, NO_FLOOR)).isPresent();

        series.set(6, new Sample(first.time().minusMillis(1), first.value()));
        assertThat(RobustBaseline.of(series, NOW, days, NO_FLOOR)).isEmpty();
    }

    @Test
    void aSteadySeriesHasTheFloorOrNothing() {
        List<Sample> series = series("60", "60", "60", "60", "60", "60", "61");

        assertThat(RobustBaseline.of(series, NOW, 28, NO_FLOOR)).isEmpty();
        assertThat(RobustBaseline.of(
                        series,
                        NOW,
                        28,
                        RobustBaseline.madFloor(Parameter.PULSE_RATE).orElseThrow()))
                .hasValueSatisfying(usual -> assertThat(usual.sigma()).isEqualByComparingTo("2.2239"));
    }

    @Test
    void floorsAreProposedForThreeParameters() {
        assertThat(RobustBaseline.madFloor(Parameter.PULSE_RATE)).contains(new BigDecimal("1.5"));
        assertThat(RobustBaseline.madFloor(Parameter.BODY_WEIGHT)).contains(new BigDecimal("0.3"));
        assertThat(RobustBaseline.madFloor(Parameter.SYSTOLIC_BP)).contains(new BigDecimal("6"));
        assertThat(RobustBaseline.madFloor(Parameter.SPO2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 29})
    void daysAreTwoToFourWeeks(int days) {
        assertThatThrownBy(() -> RobustBaseline.of(List.of(), NOW, days, NO_FLOOR))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void orderDoesNotMatterAndAShiftShiftsTheMedianOnly(
            @ForAll @Size(min = 7, max = 26) List<@IntRange(min = 40, max = 120) Integer> values, @ForAll long seed) {
        List<Sample> series = new ArrayList<>();
        List<Sample> shifted = new ArrayList<>();
        for (int value : values) {
            int daysAgo = 3 + series.size();
            series.add(sample(daysAgo, Integer.toString(value)));
            shifted.add(sample(daysAgo, value + 10 + ".5"));
        }
        Collections.shuffle(shifted, new Random(seed));
        BigDecimal floor = new BigDecimal("1.5");

        RobustBaseline usual = RobustBaseline.of(series, NOW, 28, floor).orElseThrow();
        RobustBaseline higher = RobustBaseline.of(shifted, NOW, 28, floor).orElseThrow();

        assertThat(higher.median().subtract(usual.median())).isEqualByComparingTo("10.5");
        assertThat(higher.sigma()).isEqualByComparingTo(usual.sigma());
    }
}
