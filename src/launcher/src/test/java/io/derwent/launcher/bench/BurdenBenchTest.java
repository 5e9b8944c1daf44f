package io.derwent.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.clinical.PlanRules;
import io.derwent.devicesim.cohort.Cohort;
import io.derwent.devicesim.cohort.CohortPatient;
import io.derwent.devicesim.cohort.CohortPlan;
import io.derwent.launcher.lines.Run;
import io.derwent.model.CarePlan;
import io.derwent.model.Limit;
import io.derwent.model.Parameter;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.wire.ShippedPathways;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BurdenBenchTest {
    private static final CohortPlan PLAN = new CohortPlan(CohortPlan.TUNING_SEED, CohortPlan.START, 60, 40);

    private static CarePlan plan(CohortPatient patient) {
        return new CarePlan(
                patient.tenant(),
                patient.id(),
                1,
                patient.pathway(),
                1,
                patient.spo2Scale(),
                CohortPlan.START,
                true,
                ShippedPathways.all().named(patient.pathway()).rules().stream()
                        .filter(rule -> rule instanceof Rule.Threshold)
                        .toList());
    }

    @Test
    void theTableHasALineAPathwayAndTheirSum() throws IOException {
        Run run = new Run(new BurdenBench(), "--patients", "20", "--days", "14", "--json");

        assertThat(run.code).isZero();
        assertThat(run.lines()).hasSize(1);
        JsonNode answer = new ObjectMapper().readTree(run.out());
        assertThat(answer.path("bench").textValue()).isEqualTo("burden");
        assertThat(answer.path("seed").longValue()).isEqualTo(CohortPlan.REPORTING_SEED);
        List<String> names = new ArrayList<>();
        answer.path("figures").forEach(row -> names.add(row.path("pathway").textValue()));
        assertThat(names)
                .containsExactlyElementsOf(Stream.concat(
                                Cohort.pathways().stream()
                                        .filter(code ->
                                                ShippedPathways.all().of(code).isPresent()),
                                Stream.of("total"))
                        .toList());
        JsonNode total = answer.path("figures").get(names.size() - 1);
        int patients = 0;
        for (JsonNode row : answer.path("figures")) {
            patients += row.path("patients").intValue();
            assertThat(row.path("patientDays").intValue())
                    .isEqualTo(14 * row.path("patients").intValue());
        }
        assertThat(patients).isEqualTo(2 * total.path("patients").intValue());
        assertThat(total.path("ours").path("seenInTime").intValue())
                .isBetween(1, total.path("deteriorations").intValue());
    }

    @Test
    void theSameSeedHasTheSameTable() {
        String[] options = {"--patients", "12", "--days", "10", "--seed", "1"};

        assertThat(new Run(new BurdenBench(), options).out())
                .isEqualTo(new Run(new BurdenBench(), options).out())
                .contains("hypertension", "bare thresholds", "total", "seed 1");
    }

    @Test
    void aCohortOfNobodyIsRefused() {
        Run run = new Run(new BurdenBench(), "--patients", "0");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err()).contains("patients is 0");
    }

    @Test
    void underBareThresholdsEachBreachIsAnAlert() {
        long alerts = 0;
        long breaches = 0;
        for (CohortPatient patient : ofHypertension()) {
            alerts += BareThresholds.watch(patient, plan(patient)).alerts().size();
            Set<String> seen = new HashSet<>();
            breaches += patient.readings().stream()
                    .filter(reading -> seen.add(reading.id()))
                    .filter(BurdenBenchTest::isOutsideHypertensionsLimits)
                    .count();
        }

        assertThat(alerts).isEqualTo(breaches).isPositive();
    }

    private static boolean isOutsideHypertensionsLimits(Reading reading) {
        int systolic = reading.quantity(Parameter.SYSTOLIC_BP).orElseThrow().intValueExact();
        int diastolic = reading.quantity(Parameter.DIASTOLIC_BP).orElseThrow().intValueExact();
        return systolic >= 180 || diastolic >= 120 || systolic < 100;
    }

    @Test
    void oursCallsForFewerAndTheyAreAboutReadingsOfThatPatient() {
        for (CohortPatient patient : ofHypertension()) {
            Watching ours = WatchedPatient.watch(patient, plan(patient), PLAN.end());

            assertThat(ours.alerts())
                    .hasSizeLessThanOrEqualTo(BareThresholds.watch(patient, plan(patient))
                            .alerts()
                            .size());
            assertThat(ours.alerts())
                    .allSatisfy(alert -> assertThat(alert.measuredAt()).isBetween(PLAN.start(), alert.at()));
        }
    }

    private static List<CohortPatient> ofHypertension() {
        return new Cohort(PLAN)
                .patients()
                .filter(patient -> patient.pathway().equals("hypertension"))
                .toList();
    }

    @Test
    void whoIsUsuallyOutsideGetsALimitOfTheirOwn() {
        CohortPlan many = new CohortPlan(PLAN.seed(), PLAN.start(), 420, 1);
        List<PersonalThreshold> all = new ArrayList<>();
        new Cohort(many)
                .patients()
                .filter(patient -> ShippedPathways.all().of(patient.pathway()).isPresent())
                .forEach(patient -> {
                    var pathway = ShippedPathways.all().named(patient.pathway());
                    List<PersonalThreshold> limits = PersonalLimits.of(patient, pathway);
                    all.addAll(limits);
                    List<Rule> rules = PlanRules.withThresholds(pathway.rules(), limits);
                    for (PersonalThreshold limit : limits) {
                        assertThat(edge(rules, limit)).isEqualByComparingTo(limit.value());
                    }
                });

        assertThat(all).extracting(PersonalThreshold::rule).contains("BP-08", "OX-02", "OX-04", "GL-04");
        assertThat(all).hasSizeLessThan(many.patients() / 3);
    }

    private static BigDecimal edge(List<Rule> rules, PersonalThreshold limit) {
        return rules.stream()
                .filter(rule -> rule.id().equals(limit.rule()))
                .map(Rule.Threshold.class::cast)
                .flatMap(rule -> rule.anyOf().get(0).stream())
                .map(Limit::bound)
                .findFirst()
                .orElseThrow();
    }
}
