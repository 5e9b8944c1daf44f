package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What must hold for a rule that looks back, however a week's weights arrive: one each noon, the newest today, all received at
 * one time.
 */
class LookingBackOrderTest {
    private static final Instant RECEIVED_AT = Case.NOON.plus(Duration.ofMinutes(5));
    private static final int BACK_DAYS = 3;
    private static final int NONE = -1;
    private static final BigDecimal GAIN = BigDecimal.valueOf(2);
    private static final BigDecimal STILL_GAIN = BigDecimal.ONE;

    private static List<Reading> readings(List<BigDecimal> kilograms) {
        List<Reading> readings = new ArrayList<>();
        for (int day = 0; day < kilograms.size(); day++) {
            Instant at = Case.NOON.minus(Duration.ofDays(kilograms.size() - 1L - day));
            readings.add(Case.weight(
                    "day-" + day,
                    at,
                    Duration.between(at, RECEIVED_AT),
                    kilograms.get(day).toPlainString()));
        }
        return readings;
    }

    private static List<Reading> shuffled(List<Reading> readings, long seed) {
        List<Reading> shuffled = new ArrayList<>(readings);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    private static Case watched(List<Reading> readings) {
        Case patient = new Case("heart-failure");
        readings.forEach(patient::observe);
        return patient;
    }

    private static boolean isOpen(Case patient) {
        return patient.state().rules().stream()
                .filter(rule -> rule.rule().equals("HF-01"))
                .anyMatch(rule -> rule.episode() != null && rule.episode().isOpen());
    }

    /** By the newest weight against those before it, but for a skipped day. */
    private static void assertThatItIsOpenAsItShould(Case patient, List<BigDecimal> kilograms, int skipped) {
        int newest = kilograms.size() - 1;
        BigDecimal gain = BigDecimal.ZERO;
        BigDecimal overAll = BigDecimal.ZERO;
        for (int day = 0; day < newest; day++) {
            if (day != skipped) {
                BigDecimal over = kilograms.get(newest).subtract(kilograms.get(day));
                overAll = overAll.max(over);
                gain = newest - day <= BACK_DAYS ? gain.max(over) : gain;
            }
        }
        if (gain.compareTo(GAIN) > 0) {
            assertThat(isOpen(patient)).isTrue();
        }
        if (overAll.compareTo(STILL_GAIN) <= 0) {
            assertThat(isOpen(patient)).isFalse();
        }
    }

    @Property
    void noOrderOfArrivalHidesAGainOfTodayOrMakesOne(@ForAll("weights") List<BigDecimal> kilograms, @ForAll long seed) {
        Case patient = watched(shuffled(readings(kilograms), seed));

        assertThatItIsOpenAsItShould(patient, kilograms, NONE);
        assertThat(patient.events()).extracting(AlertEvent::id).doesNotHaveDuplicates();
    }

    @Property
    void noWeightTakenBackHidesAGainOfTodayOrMakesOne(
            @ForAll("weights") List<BigDecimal> kilograms, @ForAll long seed, @ForAll int which) {
        List<Reading> readings = readings(kilograms);
        int day = Math.floorMod(which, kilograms.size() - 1);
        Case patient = watched(shuffled(readings, seed));

        patient.withdraw(readings.get(day), RECEIVED_AT.plusSeconds(60));

        assertThatItIsOpenAsItShould(patient, kilograms, day);
    }

    @Property
    void duplicatesChangeNothing(@ForAll("weights") List<BigDecimal> kilograms, @ForAll long seed) {
        List<Reading> readings = shuffled(readings(kilograms), seed);
        List<Reading> twice = new ArrayList<>(readings);
        for (Reading reading : readings) {
            twice.add(twice.indexOf(reading), reading);
        }

        Case once = watched(readings);
        Case doubled = watched(twice);

        assertThat(doubled.events()).isEqualTo(once.events());
        assertThat(doubled.state().rules())
                .extracting(RuleState::episode)
                .isEqualTo(once.state().rules().stream().map(RuleState::episode).toList());
    }

    @Property
    void everyAlertRestsOnReadingsThatExist(@ForAll("weights") List<BigDecimal> kilograms, @ForAll long seed) {
        List<Reading> readings = readings(kilograms);
        List<String> known = readings.stream().map(Reading::id).toList();

        Case patient = watched(shuffled(readings, seed));

        assertThat(patient.events())
                .allSatisfy(event -> assertThat(event.readings())
                        .isNotEmpty()
                        .allSatisfy(evidence -> assertThat(known).contains(evidence.reading())));
    }

    @Provide
    Arbitrary<List<BigDecimal>> weights() {
        return Arbitraries.of("79.0", "80.0", "80.9", "81.0", "81.1", "82.0", "82.1", "83.0", "84.5")
                .map(BigDecimal::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(7);
    }
}
