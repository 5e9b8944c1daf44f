package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;

/**
 * What must hold however a set of readings arrives. All readings of a set are received at one time, so that only the order
 * of arrival differs.
 */
@NullUnmarked // an episode that was never raised is null
class ArrivalOrderTest {
    private static final Instant RECEIVED_AT = Case.NOON.plus(Duration.ofHours(3));
    private static final int SEVERE = 180;
    private static final int CLEARS_BELOW = 175;
    private static final int SPO2_CLEARS_FROM = 94;

    record Sample(int minute, int systolic) {}

    private static List<Reading> readings(List<Sample> samples) {
        List<Reading> readings = new ArrayList<>();
        Set<Integer> minutes = new HashSet<>();
        for (Sample sample : samples) {
            if (minutes.add(sample.minute())) {
                Instant effectiveTime = Case.NOON.plus(Duration.ofMinutes(sample.minute()));
                readings.add(Case.reading(
                        "r" + sample.minute(),
                        Kind.BP_PANEL,
                        effectiveTime,
                        Duration.between(effectiveTime, RECEIVED_AT),
                        Map.of(
                                Parameter.SYSTOLIC_BP, new BigDecimal(sample.systolic()),
                                Parameter.DIASTOLIC_BP, new BigDecimal(90)),
                        Map.of()));
            }
        }
        return readings;
    }

    private static Case watched(List<Reading> readings) {
        Case patient = new Case("hypertension");
        readings.forEach(patient::observe);
        return patient;
    }

    private static Episode severe(Case patient) {
        return episode(patient, "BP-03");
    }

    private static Episode episode(Case patient, String id) {
        return patient.state().rules().stream()
                .filter(rule -> rule.rule().equals(id))
                .map(RuleState::episode)
                .filter(episode -> episode != null)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOpen(Case patient) {
        return isOpen(patient, "BP-03");
    }

    private static boolean isOpen(Case patient, String rule) {
        Episode episode = episode(patient, rule);
        return episode != null && episode.isOpen();
    }

    private static List<Reading> shuffled(List<Reading> readings, long seed) {
        List<Reading> shuffled = new ArrayList<>(readings);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    @Property
    void noOrderOfArrivalHidesAConfirmedBreachThatNothingNewerContradicts(
            @ForAll("series") List<Sample> samples, @ForAll long seed) {
        List<Reading> readings = readings(samples);
        List<Integer> breaches = minutes(readings, systolic -> systolic >= SEVERE);
        int lastInRange = lastInRange(readings);

        Case patient = watched(shuffled(readings, seed));

        if (isConfirmedAndNotContradicted(readings)) {
            assertThat(isOpen(patient)).isTrue();
        }
        if (breaches.stream().allMatch(minute -> minute < lastInRange)) {
            assertThat(isOpen(patient)).isFalse();
        }
    }

    @Property
    void whatOneDeviceCountedLastDecidesAmongReadingsOfOneMinute(
            @ForAll("percents") List<Integer> percents, @ForAll long seed) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < percents.size(); i++) {
            Instant effectiveTime = Case.NOON.plus(Duration.ofMinutes(i / 3));
            Reading reading = Case.spo2(
                    "r" + (percents.size() - i),
                    effectiveTime,
                    Duration.between(effectiveTime, RECEIVED_AT),
                    percents.get(i).toString());
            readings.add(Case.counted(reading, "oximeter-1", (long) i));
        }
        Case patient = new Case("oximetry");

        shuffled(readings, seed).forEach(patient::observe);

        boolean breachIsNewest = percents.get(percents.size() - 1) < SPO2_CLEARS_FROM;
        assertThat(isOpen(patient, "OX-03")).isEqualTo(breachIsNewest);
        assertThat(ids(patient)).doesNotHaveDuplicates();
    }

    @Property
    void noReadingTakenBackOrGivenAgainHidesAConfirmedBreach(
            @ForAll("series") List<Sample> samples, @ForAll long seed, @ForAll int which) {
        List<Reading> readings = shuffled(readings(samples), seed);
        Assume.that(!readings.isEmpty());
        Reading taken = readings.get(Math.floorMod(which, readings.size()));
        List<Reading> others = readings.stream()
                .filter(reading -> !reading.id().equals(taken.id()))
                .toList();

        Case patient = watched(readings);
        patient.withdraw(taken, RECEIVED_AT.plusSeconds(60));

        if (isConfirmedAndNotContradicted(others)) {
            assertThat(isOpen(patient)).isTrue();
        }
        patient.observe(taken.attributedTo("p1", 2));
        if (isConfirmedAndNotContradicted(readings)) {
            assertThat(isOpen(patient)).isTrue();
        }
        assertThat(ids(patient)).doesNotHaveDuplicates();
    }

    @Property
    void withoutReadingsInRangeEveryOrderEndsInTheSameEpisode(
            @ForAll("breaches") List<Sample> samples, @ForAll long seed) {
        List<Reading> readings = readings(samples);

        Episode one = severe(watched(readings));
        Episode other = severe(watched(shuffled(readings, seed)));

        if (one == null || other == null) {
            assertThat(one).isEqualTo(other);
        } else {
            assertThat(other.firstBreachAt()).isEqualTo(one.firstBreachAt());
            assertThat(other.lastBreachAt()).isEqualTo(one.lastBreachAt());
            assertThat(other.severity()).isEqualTo(one.severity());
            assertThat(Set.copyOf(other.readings())).isEqualTo(Set.copyOf(one.readings()));
        }
    }

    @Property
    void duplicatesChangeNothing(@ForAll("series") List<Sample> samples, @ForAll long seed) {
        List<Reading> readings = shuffled(readings(samples), seed);
        List<Reading> twice = new ArrayList<>();
        for (Reading reading : readings) {
            twice.add(reading);
            twice.add(reading);
        }

        Case once = watched(readings);
        Case doubled = watched(twice);

        assertThat(doubled.state()).isEqualTo(once.state());
        assertThat(ids(doubled)).isEqualTo(ids(once));
    }

    @Property
    void everyStepRestsOnReadingsThatExistAndHasAnIdOfItsOwn(
            @ForAll("series") List<Sample> samples, @ForAll long seed) {
        List<Reading> readings = shuffled(readings(samples), seed);
        Set<String> known = readings.stream().map(Reading::id).collect(Collectors.toSet());

        Case patient = watched(readings);

        assertThat(patient.events()).allSatisfy(event -> {
            assertThat(event.readings()).isNotEmpty();
            assertThat(event.readings())
                    .extracting(AlertEvent.Evidence::reading)
                    .allMatch(known::contains);
        });
        assertThat(ids(patient)).doesNotHaveDuplicates();
    }

    @Property
    void stateStaysWithinItsBounds(@ForAll("series") List<Sample> samples) {
        Case patient = watched(readings(samples));

        assertThat(patient.state().rules()).allSatisfy(rule -> {
            assertThat(rule.observations()).hasSizeLessThanOrEqualTo(RuleState.MOST_OBSERVATIONS);
            assertThat(rule.passed()).hasSizeLessThanOrEqualTo(RuleState.MOST_PASSED);
        });
    }

    private static boolean isConfirmedAndNotContradicted(List<Reading> readings) {
        List<Integer> breaches = minutes(readings, systolic -> systolic >= SEVERE);
        int lastInRange = lastInRange(readings);
        return breaches.stream()
                .anyMatch(later -> later > lastInRange
                        && breaches.stream().anyMatch(earlier -> later - earlier >= 1 && later - earlier <= 30));
    }

    private static int lastInRange(List<Reading> readings) {
        return minutes(readings, systolic -> systolic < CLEARS_BELOW).stream()
                .mapToInt(minute -> minute)
                .max()
                .orElse(-1);
    }

    private static List<Integer> minutes(List<Reading> readings, IntPredicate systolic) {
        return readings.stream()
                .filter(reading -> systolic.test(systolic(reading)))
                .map(ArrivalOrderTest::minute)
                .toList();
    }

    private static List<String> ids(Case patient) {
        return patient.events().stream().map(AlertEvent::id).toList();
    }

    private static int systolic(Reading reading) {
        return reading.quantity(Parameter.SYSTOLIC_BP).orElseThrow().intValueExact();
    }

    private static int minute(Reading reading) {
        return (int) Duration.between(Case.NOON, reading.effectiveTime()).toMinutes();
    }

    @Provide
    Arbitrary<List<Sample>> series() {
        return samples(Arbitraries.of(120, 150, 177, 181, 185, 192));
    }

    @Provide
    Arbitrary<List<Sample>> breaches() {
        return samples(Arbitraries.of(180, 185, 192));
    }

    @Provide
    Arbitrary<List<Integer>> percents() {
        return Arbitraries.of(88, 90, 96, 98).list().ofMinSize(1).ofMaxSize(20);
    }

    private static Arbitrary<List<Sample>> samples(Arbitrary<Integer> systolic) {
        return Combinators.combine(Arbitraries.integers().between(0, 150), systolic)
                .as(Sample::new)
                .list()
                .ofMaxSize(30);
    }
}
