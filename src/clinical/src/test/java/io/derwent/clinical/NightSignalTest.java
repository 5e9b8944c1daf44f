package io.derwent.clinical;

import static io.derwent.clinical.NightSignal.Level.NONE;
import static io.derwent.clinical.NightSignal.Level.RED;
import static io.derwent.clinical.NightSignal.Level.YELLOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NightSignalTest {
    private static final LocalDate DAY_1 = LocalDate.of(2026, 3, 20);

    /** One word a night; a dash where there is no data. */
    private static Map<LocalDate, BigDecimal> nights(String text) {
        Map<LocalDate, BigDecimal> means = new TreeMap<>();
        LocalDate day = DAY_1;
        for (String mean : text.split(" ", -1)) {
            if (!mean.equals("-")) {
                means.put(day, new BigDecimal(mean));
            }
            day = day.plusDays(1);
        }
        return means;
    }

    private static Map<LocalDate, BigDecimal> nights(List<Integer> means) {
        Map<LocalDate, BigDecimal> nights = new TreeMap<>();
        means.forEach(mean -> nights.put(DAY_1.plusDays(nights.size()), BigDecimal.valueOf(mean)));
        return nights;
    }

    private static NavigableMap<LocalDate, NightSignal.Level> levels(String text) {
        return NightSignal.levels(nights(text));
    }

    @Test
    void meansAndBaselinesAreCutToIntegers() {
        assertThat(levels("60 60 60 63.9 63.9").values()).containsExactly(NONE, NONE, NONE, NONE, YELLOW);
        assertThat(levels("60 60 61 61 64 64").values())
                .as("of six nights the median is 61, of five 61")
                .containsExactly(NONE, NONE, NONE, NONE, NONE, YELLOW);
        assertThat(levels("60 60 60 61 64 65 65").values())
                .as("60.5 is 60 in the sixth night, 61 in the seventh")
                .containsExactly(NONE, NONE, NONE, NONE, NONE, RED, RED);
    }

    @Test
    void aSingleNightWithoutDataIsTheMeanOfItsNeighbours() {
        NavigableMap<LocalDate, NightSignal.Level> levels = levels("60 60 60 64 - 65");

        assertThat(levels.get(DAY_1.plusDays(4)))
                .as("64.5 is 64, and the second night at least 4 above 60")
                .isEqualTo(RED);
        assertThat(levels.get(DAY_1.plusDays(5)))
                .as("of 60 60 60 64 64 65 the median is 62")
                .isEqualTo(YELLOW);
    }

    @Test
    void twoNightsWithoutDataStayUnknownAndAreNotBridged() {
        NavigableMap<LocalDate, NightSignal.Level> levels = levels("60 60 60 64 - - 66 66");

        assertThat(levels).doesNotContainKeys(DAY_1.plusDays(4), DAY_1.plusDays(5));
        assertThat(levels.get(DAY_1.plusDays(6))).isEqualTo(NONE);
        assertThat(levels.get(DAY_1.plusDays(7)))
                .as("of 60 60 60 64 66 66 the median is 62, the night before it was 60")
                .isEqualTo(RED);
    }

    @Test
    void theNightAfterTheLastIsNotGuessed() {
        assertThat(levels("60 60 60 64 -")).hasSize(4);
    }

    @Test
    void aRiseThatLastsBecomesTheBaseline() {
        assertThat(levels("60 60 60 66 66 66 66 66 66").values())
                .containsExactly(NONE, NONE, NONE, NONE, RED, YELLOW, NONE, NONE, NONE);
    }

    @Property
    void neitherOrderNorTheSameNightAgainMatters(
            @ForAll @Size(max = 40) List<@IntRange(min = 50, max = 75) Integer> means, @ForAll long seed) {
        Map<LocalDate, BigDecimal> nights = nights(means);
        List<LocalDate> order = new ArrayList<>(nights.keySet());
        order.addAll(nights.keySet());
        Collections.shuffle(order, new Random(seed));
        Map<LocalDate, BigDecimal> shuffled = new LinkedHashMap<>();
        order.forEach(day -> shuffled.put(day, nights.getOrDefault(day, BigDecimal.ZERO)));

        assertThat(NightSignal.levels(shuffled)).isEqualTo(NightSignal.levels(nights));
    }

    @Property
    void whatComesLaterChangesNoNightThatHadData(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 50, max = 75) Integer> means) {
        NavigableMap<LocalDate, NightSignal.Level> all = NightSignal.levels(nights(means));

        NavigableMap<LocalDate, NightSignal.Level> before =
                NightSignal.levels(nights(means.subList(0, means.size() - 1)));

        assertThat(all).containsAllEntriesOf(before);
    }

    @Property
    void theSameHigherAllTheTimeSaysTheSame(@ForAll @Size(max = 40) List<@IntRange(min = 50, max = 75) Integer> means) {
        List<Integer> higher = means.stream().map(mean -> mean + 10).toList();

        assertThat(NightSignal.levels(nights(higher))).isEqualTo(NightSignal.levels(nights(means)));
    }
}
