package io.derwent.devicesim.town;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.devicesim.town.SecondOpinion.Pressure;
import io.derwent.devicesim.town.SecondOpinion.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondOpinionTest {
    private static final Instant MORNING = Instant.parse("2026-11-02T07:30:00Z");

    @Test
    void weightsAreComparedWithTheLeastOfTheDaysBefore() {
        assertThat(SecondOpinion.ofWeights(daily(800, 809, 815, 820))).isEmpty();
        assertThat(SecondOpinion.ofWeights(daily(800, 808, 815, 821))).containsExactly("HF-01");
        assertThat(SecondOpinion.ofWeights(daily(800, 800, 814))).containsExactly("HF-02", "HF-03");
        assertThat(SecondOpinion.ofWeights(daily(800, 805, 810, 815, 819, 823))).containsExactly("HF-03");
    }

    @Test
    void nightsAreComparedWithTheMedianOfAllSoFar() {
        assertThat(SecondOpinion.ofNights(daily(58, 58, 58, 58, 62))).isEmpty();
        assertThat(SecondOpinion.ofNights(daily(58, 58, 58, 58, 62, 62))).containsExactly("WR-01");
        assertThat(SecondOpinion.ofNights(daily(58, 58, 58, 58, 61, 64))).containsExactly("WR-02");
    }

    @Test
    void theAverageLeavesTheFirstDayOutAndNeedsFourFullDays() {
        assertThat(SecondOpinion.ofPressures(pressures(136, 3))).isEmpty();
        assertThat(SecondOpinion.ofPressures(pressures(134, 4))).isEmpty();
        assertThat(SecondOpinion.ofPressures(pressures(135, 4))).containsExactly("BP-01");
        assertThat(SecondOpinion.ofPressures(pressures(150, 4))).containsExactly("BP-02");
    }

    /** The first day is far higher. */
    private static List<Pressure> pressures(int systolic, int days) {
        List<Pressure> pressures = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            for (int hours : new int[] {0, 12}) {
                Instant at = MORNING.plus(Duration.ofHours(24L * day + hours));
                int measured = day == 0 ? 190 : systolic;
                pressures.add(new Pressure(at, measured, 80));
                pressures.add(new Pressure(at.plusSeconds(120), measured, 80));
            }
        }
        return pressures;
    }

    private static List<Value> daily(int... values) {
        List<Value> daily = new ArrayList<>();
        Arrays.stream(values)
                .forEach(value -> daily.add(new Value(MORNING.plus(Duration.ofDays(daily.size())), value)));
        return daily;
    }
}
