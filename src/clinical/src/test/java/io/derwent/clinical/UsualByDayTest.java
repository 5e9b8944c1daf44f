package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** {@link UsualByDay}, and the measures of sorted values it rests on. */
class UsualByDayTest {
    /** In the weeks that follow clocks go back. */
    private static final Instant START = Instant.parse("2026-09-20T06:00:00Z");

    private static final BigDecimal FLOOR = new BigDecimal("0.3");

    @Property
    void eachDayHasTheBaselineOfItsOwn(
            @ForAll @Size(max = 150) List<@IntRange(min = 700, max = 730) Integer> tenths,
            @ForAll @IntRange(min = 1, max = 40) int hoursApart,
            @ForAll @IntRange(min = 14, max = 28) int days) {
        List<Sample> samples = new ArrayList<>();
        for (int tenth : tenths) {
            samples.add(new Sample(
                    START.plus(Duration.ofHours((long) samples.size() * hoursApart)), BigDecimal.valueOf(tenth, 1)));
        }
        UsualByDay usual = new UsualByDay(samples, days, FLOOR);

        for (LocalDate day = UkDays.of(START); day.isBefore(LocalDate.of(2026, 12, 24)); day = day.plusDays(1)) {
            assertThat(usual.on(day)).isEqualTo(RobustBaseline.of(samples, UkDays.start(day), days, FLOOR));
        }
    }

    @Property
    void theDeviationOfSortedValuesIsTheMedianOfAllDistances(
            @ForAll @NotEmpty @Size(max = 60) List<@IntRange(min = 0, max = 40) Integer> numbers) {
        List<BigDecimal> rising =
                numbers.stream().sorted().map(BigDecimal::valueOf).toList();
        BigDecimal median = Median.ofSorted(rising);

        List<BigDecimal> distances = rising.stream()
                .map(value -> value.subtract(median).abs())
                .sorted()
                .toList();
        assertThat(Median.deviationOfSorted(rising, median)).isEqualByComparingTo(Median.ofSorted(distances));
    }

    @Test
    void daysOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new UsualByDay(List.of(), RobustBaseline.SHORTEST_DAYS - 1, FLOOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("days is 13");
    }
}
