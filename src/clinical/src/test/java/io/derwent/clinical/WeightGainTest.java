package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
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
import org.junit.jupiter.params.provider.CsvSource;

class WeightGainTest {
    private static final WeightGain RULE = WeightGain.TWO_KILOGRAMS_IN_THREE_DAYS;
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 30);

    private static Sample weighed(int daysAgo, String time, String kg) {
        return new Sample(UkDays.at(TODAY.minusDays(daysAgo), LocalTime.parse(time)), new BigDecimal(kg));
    }

    private static Optional<BigDecimal> gain(List<Sample> before, Sample now) {
        return RULE.gain(before, now);
    }

    @ParameterizedTest
    @CsvSource({"84.0, false", "84.00, false", "84.01, true", "84.1, true", "70, false"})
    void moreThanTwoIsTooMuch(String kg, boolean tooMuch) {
        Optional<BigDecimal> gain = gain(List.of(weighed(1, "07:00", "82.0")), weighed(0, "07:00", kg));

        assertThat(gain.map(RULE::isTooMuch)).contains(tooMuch);
    }

    @Test
    void theThirdDayBeforeCountsWheneverItWasTakenAndTheFourthDoesNot() {
        Sample now = weighed(0, "07:30", "84.5");

        assertThat(gain(List.of(weighed(3, "00:00", "82")), now)).isPresent();
        assertThat(gain(List.of(weighed(3, "23:59", "82")), now)).isPresent();
        assertThat(gain(List.of(weighed(4, "23:59", "82")), now))
                .as("across the day of 23 hours")
                .isEmpty();
    }

    @Test
    void theLeastOfThreeDaysIsCompared() {
        List<Sample> before =
                List.of(weighed(3, "07:00", "83.5"), weighed(2, "07:00", "82.2"), weighed(1, "07:00", "84.0"));

        assertThat(gain(before, weighed(0, "07:00", "84.3")))
                .hasValueSatisfying(kg -> assertThat(kg).isEqualByComparingTo("2.1"));
    }

    @Test
    void anEarlierWeightOfTheSameDayCountsAndALaterOneDoesNot() {
        Sample now = weighed(0, "12:00", "84.3");

        assertThat(gain(List.of(weighed(0, "07:00", "82")), now)).isPresent();
        assertThat(gain(List.of(weighed(0, "12:01", "82"), now), now)).isEmpty();
    }

    @Property
    void neitherOrderNorDuplicatesMatter(
            @ForAll @Size(max = 20) List<@IntRange(min = 800, max = 860) Integer> tenths, @ForAll long seed) {
        List<Sample> weights = new ArrayList<>();
        for (int tenth : tenths) {
            weights.add(new Sample(
                    UkDays.at(TODAY.minusDays(weights.size()), LocalTime.of(7, weights.size())),
                    BigDecimal.valueOf(tenth, 1)));
        }
        List<Sample> shuffled = new ArrayList<>(weights);
        shuffled.addAll(weights);
        Collections.shuffle(shuffled, new Random(seed));

        for (Sample now : weights) {
            assertThat(gain(shuffled, now)).isEqualTo(gain(weights, now));
        }
    }
}
