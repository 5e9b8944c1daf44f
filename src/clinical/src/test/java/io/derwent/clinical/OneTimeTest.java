package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.counted;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readings of one effectiveTime, as of devices that know the minute only: the device's counter orders them. */
@NullUnmarked // a device without a counter sends none
class OneTimeTest {
    private static final String DEVICE = "device-1";

    private final Case oximetry = new Case("oximetry");
    private final Case hypertension = new Case("hypertension");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "in range, then a breach             | a7=97 a8=90       | RAISED PROMPTED         | true",
                "the same, the breach arrives first  | a8=90 a7=97       | RAISED PROMPTED         | true",
                "a breach, then in range             | a7=90 a8=97       | RAISED PROMPTED CLEARED | false",
                "the same, in range arrives first    | a8=97 a7=90       | NOTED                   | false",
                "in range after both breaches        | a7=90 a8=90 a9=97 | RAISED PROMPTED UPDATED CLEARED | false",
                "the same in another order           | a8=90 a9=97 a7=90 | RAISED PROMPTED CLEARED | false",
                "in range between two breaches       | a7=90 a9=90 a8=97 | RAISED PROMPTED UPDATED | true",
                "the same in another order           | a8=97 a9=90 a7=90 | RAISED PROMPTED UPDATED | true",
                "the same as it was measured         | a7=90 a8=97 a9=90 | RAISED PROMPTED CLEARED RAISED PROMPTED | true",
                "equal counters say nothing          | a7=90 a7=97       | RAISED PROMPTED         | true",
                "counters of two devices say nothing | a7=90 b8=97       | RAISED PROMPTED         | true",
                "without counters                    | a=90 a=97         | RAISED PROMPTED         | true",
                "one of them without                 | a7=90 a=97        | RAISED PROMPTED         | true",
            })
    void theCounterSaysWhichIsNewer(String name, String arrivals, String story, boolean open) {
        int arrived = 0;
        for (String one : arrivals.split(" ", -1)) {
            String[] from = one.split("=", -1);
            String counter = from[0].substring(1);
            Long seq = counter.isEmpty() ? null : Long.valueOf(counter);
            oximetry.observe(counted(spo2("r" + arrived++, NOON, from[1]), from[0].substring(0, 1), seq));
        }

        assertThat(oximetry.events()).extracting(event -> event.kind().name()).containsExactly(story.split(" ", -1));
        Episode episode = oximetry.episode();
        assertThat(episode != null && episode.isOpen()).isEqualTo(open);
    }

    @Test
    void onlyTheNewestOfOneTimeAsksForARepeat() {
        hypertension.observe(counted(bp("r1", NOON, 184, 100), DEVICE, 8L));
        hypertension.observe(counted(bp("r2", NOON, 190, 100), DEVICE, 7L));

        assertThat(hypertension.story()).containsExactly("PROMPTED BP-03 red");
    }

    @Test
    void aPairContradictedWithinItsLastMinuteIsANote() {
        hypertension.observe(counted(bp("r1", NOON, 184, 100), DEVICE, 7L));
        hypertension.observe(counted(bp("r3", minute(2), 130, 80), DEVICE, 9L));
        hypertension.observe(counted(bp("r2", minute(2), 184, 100), DEVICE, 8L));

        assertThat(hypertension.story()).containsExactly("PROMPTED BP-03 red", "NOTED BP-03 red");
    }

    @Test
    void anEpisodeDoesNotReachBackOverAnInRangeReadingOfItsFirstMinute() {
        oximetry.observe(counted(spo2("r1", minute(-5), "90"), DEVICE, 6L));
        oximetry.observe(counted(spo2("r2", NOON, "97"), DEVICE, 7L));
        oximetry.observe(counted(spo2("r3", NOON, "90"), DEVICE, 8L));

        assertThat(oximetry.episode().firstBreachAt()).isEqualTo(NOON);
        assertThat(oximetry.episode().readings()).containsExactly("r3");
    }

    @Test
    void evidenceStandsInTheOrderOfTheCounterNotOfTheIds() {
        oximetry.observe(counted(spo2("a", NOON, "89"), DEVICE, 8L));
        oximetry.observe(counted(spo2("b", NOON, "90"), DEVICE, 7L));

        assertThat(oximetry.last().readings())
                .extracting(AlertEvent.Evidence::reading)
                .containsExactly("b", "a");
    }

    @ParameterizedTest(name = "another in-range reading counted {0}: raised again {1}")
    @CsvSource({"9, false", "6, true"})
    void aClearingTakenBackOpensTheEpisodeUnlessAnotherClearsIt(long other, boolean again) {
        Reading clearing = counted(spo2("r8", NOON, "97"), DEVICE, 8L);
        oximetry.observe(counted(spo2("r7", NOON, "90"), DEVICE, 7L));
        oximetry.observe(clearing);
        oximetry.observe(counted(spo2("other", NOON, "98"), DEVICE, other));

        assertThat(oximetry.withdraw(clearing, minute(60)))
                .extracting(Case::line)
                .isEqualTo(again ? List.of("RAISED OX-03 red") : List.of());
    }

    @Test
    void theOrderHoldsForAnyThree() {
        // By counter first, then by id, c < a, a < b, b < c: a ring, at which sorting may throw.
        List<Observation> inOrder = List.of(
                observation("d", DEVICE, null),
                observation("c", DEVICE, 7L),
                observation("a", DEVICE, 8L),
                observation("b", "device-2", 1L));

        for (int seed = 0; seed < 50; seed++) {
            List<Observation> shuffled = new ArrayList<>(inOrder);
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.sort(Observation.OLDEST_FIRST);
            assertThat(shuffled).isEqualTo(inOrder);
        }
    }

    private static Observation observation(String id, String device, Long seq) {
        return Observation.unjudged(counted(spo2(id, NOON, "90"), device, seq), 1);
    }
}
