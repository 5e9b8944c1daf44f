package io.derwent.devicesim.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.derwent.devicesim.scenario.CanonicalPayload;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CohortTest {
    private static final CohortPlan PLAN = new CohortPlan(CohortPlan.TUNING_SEED, CohortPlan.START, 60, 90);
    private static final List<CohortPatient> PATIENTS =
            new Cohort(PLAN).patients().toList();

    /** Everything that is sent and everything that was the matter. */
    private static String bytes(CohortPlan plan) {
        StringBuilder all = new StringBuilder();
        new Cohort(plan).patients().forEach(patient -> {
            for (Reading reading : patient.readings()) {
                Measurement measurement = new Measurement(reading.kind(), reading.quantities(), reading.findings());
                all.append(reading.id())
                        .append(reading.receivedAt())
                        .append(new String(
                                CanonicalPayload.of(measurement, reading.effectiveTime(), null),
                                StandardCharsets.UTF_8))
                        .append('\n');
            }
            all.append(patient.deteriorations())
                    .append(patient.disturbances())
                    .append(patient.artefacts())
                    .append(patient.absences())
                    .append('\n');
        });
        return all.toString();
    }

    @Test
    void theSamePlanHasTheSameBytesOnEveryMachine() {
        CohortPlan small = new CohortPlan(7, CohortPlan.START, 12, 60);

        assertThat(Ids.of(bytes(small))).isEqualTo("2967ff492316855f2c650cbd49e8adb1");
        assertThat(bytes(small)).isEqualTo(bytes(small));
    }

    @Test
    void anotherSeedIsAnotherCohort() {
        assertThat(bytes(new CohortPlan(7, CohortPlan.START, 1, 3)))
                .isNotEqualTo(bytes(new CohortPlan(8, CohortPlan.START, 1, 3)));
    }

    @Test
    void aPatientIsTheSameInALargerCohort() {
        CohortPatient first = new Cohort(new CohortPlan(PLAN.seed(), PLAN.start(), 1, PLAN.days()))
                .patients()
                .toList()
                .get(0);

        assertThat(first.readings()).isEqualTo(PATIENTS.get(0).readings());
    }

    @Test
    void pathwaysTakeTurns() {
        assertThat(PATIENTS.stream().limit(6).map(CohortPatient::pathway)).isEqualTo(Cohort.pathways());
        assertThat(PATIENTS.get(6).pathway()).isEqualTo(Cohort.pathways().get(0));
    }

    @Test
    void readingsComeInTheOrderTheyWereReceivedAndFromWithinThePlan() {
        for (CohortPatient patient : PATIENTS) {
            assertThat(patient.readings()).isSortedAccordingTo(Comparator.comparing(Reading::receivedAt));
            assertThat(patient.readings()).allSatisfy(reading -> {
                assertThat(reading.patient()).isEqualTo(patient.id());
                assertThat(reading.effectiveTime())
                        .isBetween(PLAN.start(), PLAN.end().plus(Duration.ofMinutes(2)));
                assertThat(reading.receivedAt()).isAfter(reading.effectiveTime());
            });
        }
    }

    @Test
    void nobodyMeasuresOnHolidayOrInHospital() {
        for (CohortPatient patient : PATIENTS) {
            for (Absence absence : patient.absences()) {
                if (absence.kind() == Absence.Kind.HOLIDAY || absence.kind() == Absence.Kind.ADMITTED) {
                    assertThat(patient.readings())
                            .noneMatch(reading ->
                                    absence.covers(reading.effectiveTime().minus(Duration.ofMinutes(2))));
                }
            }
        }
    }

    @Test
    void whatIsMeasuredWithoutALineArrivesWhenThereIsOne() {
        for (CohortPatient patient : PATIENTS) {
            List<Absence> offline = patient.absences().stream()
                    .filter(absence -> absence.kind() == Absence.Kind.OFFLINE)
                    .toList();
            for (Reading reading : distinct(patient)) {
                offline.stream()
                        .filter(absence -> absence.covers(reading.effectiveTime()))
                        .forEach(absence -> assertThat(reading.receivedAt())
                                .isBetween(absence.until(), absence.until().plus(Duration.ofMinutes(20))));
                if (offline.stream().noneMatch(absence -> absence.covers(reading.effectiveTime()))) {
                    assertThat(reading.age()).isLessThan(Duration.ofMinutes(1));
                }
            }
        }
        assertThat(PATIENTS.stream().flatMap(patient -> distinct(patient).stream()))
                .anyMatch(reading -> reading.age().compareTo(Duration.ofDays(3)) > 0)
                .noneMatch(reading -> reading.age().compareTo(Duration.ofDays(8)) > 0);
    }

    @Test
    void everythingThatGoesWrongGoesWrong() {
        assertThat(PATIENTS.stream()
                        .flatMap(patient -> patient.absences().stream())
                        .map(Absence::kind)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Absence.Kind.values());
        assertThat(PATIENTS.stream()
                        .flatMap(patient -> patient.artefacts().stream())
                        .map(Artefact::kind)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Artefact.Kind.values());
        assertThat(PATIENTS)
                .anyMatch(
                        patient -> patient.readings().size() > distinct(patient).size());
    }

    @Test
    void whatIsSentTwiceIsTheSameReading() {
        for (CohortPatient patient : PATIENTS) {
            Map<String, Reading> first = new HashMap<>();
            for (Reading reading : patient.readings()) {
                Reading known = first.putIfAbsent(reading.id(), reading);
                if (known != null) {
                    assertThat(known.receivedAt()).isBefore(reading.receivedAt());
                    assertThat(reading.quantities()).isEqualTo(known.quantities());
                    assertThat(reading.effectiveTime()).isEqualTo(known.effectiveTime());
                }
            }
        }
    }

    @Test
    void artefactsNameReadingsThatWereSentUnlessTheyWereRefused() {
        for (CohortPatient patient : PATIENTS) {
            Map<String, Reading> byId = distinct(patient).stream().collect(Collectors.toMap(Reading::id, one -> one));
            for (Artefact artefact : patient.artefacts()) {
                boolean refused = artefact.kind() == Artefact.Kind.DIASTOLIC_OF_ONE;
                assertThat(artefact.reading() == null).isEqualTo(refused);
                if (artefact.reading() != null) {
                    Reading reading = Objects.requireNonNull(byId.get(artefact.reading()));
                    assertThat(reading.effectiveTime()).isEqualTo(artefact.at());
                    assertThat(reading.marks().contains(Mark.DOUBTFUL))
                            .isEqualTo(artefact.kind() == Artefact.Kind.NO_PULSE_PRESSURE);
                }
            }
        }
    }

    @Test
    void deteriorationsFollowEachOtherAndEndInTheirEmergency() {
        for (CohortPatient patient : PATIENTS) {
            Instant wellUntil = PLAN.start();
            for (Deterioration worse : patient.deteriorations()) {
                assertThat(worse.onset()).isAfter(wellUntil);
                assertThat(worse.emergency()).isBetween(worse.onset(), PLAN.end());
                assertThat(worse.recovered()).isAfter(worse.emergency());
                wellUntil = worse.recovered();
            }
            assertThat(patient.disturbances())
                    .noneMatch(bad -> patient.deteriorations().stream()
                            .anyMatch(worse -> worse.covers(bad.from()) || worse.covers(bad.until())));
        }
    }

    @Test
    void gettingWorseShowsInTheReadings() {
        assertThat(shift("oximetry", "hypoxia", Kind.SPO2, Parameter.SPO2)).isBetween(-14.0, -5.0);
        assertThat(shift("hypertension", "hypotension", Kind.BP_PANEL, Parameter.SYSTOLIC_BP))
                .isBetween(-70.0, -20.0);
        assertThat(shift("heart-failure", "congestion with weight gain", Kind.WEIGHT, Parameter.BODY_WEIGHT))
                .isBetween(1.5, 6.0);
    }

    /** How far the last tenth before the emergency is from usual, on average. */
    private static double shift(String pathway, String kind, Kind measured, Parameter parameter) {
        Cohort many = new Cohort(new CohortPlan(PLAN.seed(), PLAN.start(), 300, 90));
        return many.patients()
                .filter(patient -> patient.pathway().equals(pathway))
                .flatMap(patient -> patient.deteriorations().stream()
                        .filter(worse -> worse.kind().equals(kind))
                        .flatMap(worse -> distinct(patient).stream()
                                .filter(reading -> reading.kind() == measured)
                                .filter(reading -> isInLastTenth(worse, reading.effectiveTime()))
                                .map(reading -> value(reading, parameter)
                                        - patient.usual(parameter).orElseThrow())))
                .mapToDouble(shift -> shift)
                .average()
                .orElseThrow();
    }

    private static boolean isInLastTenth(Deterioration worse, Instant time) {
        Duration tenth = Duration.between(worse.onset(), worse.emergency()).dividedBy(10);
        return !time.isBefore(worse.emergency().minus(tenth)) && time.isBefore(worse.emergency());
    }

    @Test
    void otherwiseReadingsAreAsUsual() {
        assertThat(offUsual("hypertension", Parameter.SYSTOLIC_BP)).isCloseTo(0, within(3.0));
        assertThat(offUsual("oximetry", Parameter.SPO2)).isCloseTo(0, within(0.5));
        assertThat(offUsual("heart-failure", Parameter.BODY_WEIGHT)).isCloseTo(0, within(0.7));
        assertThat(offUsual("diabetes", Parameter.BLOOD_GLUCOSE)).isCloseTo(0, within(1.0));
    }

    private static double offUsual(String pathway, Parameter parameter) {
        return PATIENTS.stream()
                .filter(patient -> patient.pathway().equals(pathway))
                .flatMap(patient -> distinct(patient).stream()
                        .filter(isNothingTheMatter(patient))
                        .filter(reading -> reading.quantity(parameter).isPresent())
                        .map(reading -> value(reading, parameter)
                                - patient.usual(parameter).orElseThrow()))
                .mapToDouble(shift -> shift)
                .average()
                .orElseThrow();
    }

    private static Predicate<Reading> isNothingTheMatter(CohortPatient patient) {
        Set<String> artefacts = patient.artefacts().stream()
                .map(Artefact::reading)
                .filter(id -> id != null)
                .collect(Collectors.toSet());
        return reading -> !artefacts.contains(reading.id())
                && patient.deteriorations().stream().noneMatch(worse -> worse.covers(reading.effectiveTime()));
    }

    @Test
    void whoIsAskedMeasuresAgainSoonOrNotAtAll() {
        CohortPatient patient = PATIENTS.get(0);
        Instant asked = patient.readings().get(3).receivedAt();
        List<Instant> times = List.of(asked, asked.plusSeconds(1), asked.plusSeconds(2), asked.plusSeconds(3));

        for (Instant at : times) {
            assertThat(patient.measureAgain(Kind.BP_PANEL, at)).isEqualTo(patient.measureAgain(Kind.BP_PANEL, at));
            patient.measureAgain(Kind.BP_PANEL, at)
                    .ifPresent(reading -> assertThat(Duration.between(at, reading.effectiveTime()))
                            .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(30)));
        }
        assertThat(times).anyMatch(at -> patient.measureAgain(Kind.BP_PANEL, at).isPresent());
    }

    @Test
    void aCohortHasSomebodyAndSomeDays() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CohortPlan(1, CohortPlan.START, 0, 90))
                .withMessageContaining("patients is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CohortPlan(1, CohortPlan.START, 1, 367))
                .withMessageContaining("days is 367");
    }

    private static double value(Reading reading, Parameter parameter) {
        return reading.quantity(parameter).map(BigDecimal::doubleValue).orElseThrow();
    }

    private static List<Reading> distinct(CohortPatient patient) {
        Map<String, Reading> byId = new HashMap<>();
        patient.readings().forEach(reading -> byId.putIfAbsent(reading.id(), reading));
        return List.copyOf(byId.values());
    }
}
