package io.derwent.launcher.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.PlanRules;
import io.derwent.devicesim.cohort.Cohort;
import io.derwent.devicesim.cohort.CohortPatient;
import io.derwent.devicesim.cohort.CohortPlan;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.CarePlan;
import io.derwent.model.Pathway;
import io.derwent.model.PersonalThreshold;
import io.derwent.wire.ShippedPathways;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code derwent bench burden}: a simulated, labelled cohort watched by our rules, each patient under the plan of their pathway
 * with personal limits where what is usual for them asks for it; beside it the same people under bare thresholds
 * ({@link BareThresholds}).
 */
@Command(
        name = "burden",
        description =
                "What clinicians are called for and what they see in time, on a simulated labelled cohort, beside the"
                        + " same people under bare thresholds.")
final class BurdenBench implements Callable<Integer> {
    private static final String AIM = "0.2";

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(names = "--patients", defaultValue = "500", description = "How many (${DEFAULT-VALUE}).")
    int patients;

    @Option(names = "--days", defaultValue = "90", description = "Each watched so long (${DEFAULT-VALUE}).")
    int days;

    @Option(
            names = "--seed",
            description =
                    "Of the cohort. The default is for figures; rules are tuned on " + CohortPlan.TUNING_SEED + ".")
    long seed = CohortPlan.REPORTING_SEED;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** One line of the table. */
    private record Row(String name, Burden ours, Burden bare) {
        static Row total(List<Row> rows) {
            return new Row(
                    "total",
                    Burden.sum(rows.stream().map(Row::ours).toList()),
                    Burden.sum(rows.stream().map(Row::bare).toList()));
        }

        Optional<Double> ratio() {
            double theirs = bare.alertsPerPatientDay();
            return theirs == 0 ? Optional.empty() : Optional.of(ours.alertsPerPatientDay() / theirs);
        }
    }

    @Override
    public Integer call() {
        CohortPlan plan = plan();
        Map<String, Row> byPathway = new LinkedHashMap<>();
        new Cohort(plan)
                .patients()
                .forEach(patient -> ShippedPathways.all()
                        .of(patient.pathway())
                        .ifPresent(pathway -> watch(
                                plan,
                                patient,
                                pathway,
                                byPathway.computeIfAbsent(
                                        pathway.code(), code -> new Row(code, new Burden(), new Burden())))));
        List<Row> rows = new ArrayList<>(byPathway.values());
        rows.add(Row.total(rows));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(rows));
        } else {
            print(rows, out);
        }
        return 0;
    }

    private CohortPlan plan() {
        try {
            return new CohortPlan(seed, CohortPlan.START, patients, days);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void watch(CohortPlan plan, CohortPatient patient, Pathway pathway, Row row) {
        CarePlan personal = plan(patient, pathway, PersonalLimits.of(patient, pathway));
        row.ours().add(days, patient.deteriorations(), WatchedPatient.watch(patient, personal, plan.end()));
        CarePlan general = plan(patient, pathway, List.of());
        row.bare().add(days, patient.deteriorations(), BareThresholds.watch(patient, general));
    }

    /** Under every rule of the pathway, from the start of the cohort on. */
    static CarePlan plan(CohortPatient patient, Pathway pathway, List<PersonalThreshold> limits) {
        return new CarePlan(
                patient.tenant(),
                patient.id(),
                1,
                pathway.code(),
                pathway.version(),
                patient.spo2Scale(),
                CohortPlan.START,
                true,
                PlanRules.withThresholds(
                        PlanRules.onScale(pathway, patient.spo2Scale()).rules(), limits),
                patient.schedule(),
                pathway.escalation());
    }

    private void print(List<Row> rows, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-16s %9s %6s  %-12s %-18s %10s %10s %10s%n",
                "",
                "patients",
                "worse",
                "seen in time",
                "hours before",
                "alerts",
                "needless",
                "prompts");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-16s %9d %6d  %s%n",
                    row.name(),
                    row.ours().patients(),
                    row.ours().deteriorations(),
                    text(row.ours()));
            out.printf(Locale.ROOT, "%-33s  %s%n", "  bare thresholds", text(row.bare()));
            row.ratio().ifPresent(ratio -> out.printf(Locale.ROOT, "%-33s  %34.2f%n", "  ratio of alerts", ratio));
        }
        out.printf(
                Locale.ROOT,
                "hours before the emergency: median (quartiles); alerts to clinicians and prompts a patient and day,"
                        + " aim %s alerts; needless: in no deterioration; %d days, seed %d, simulated%n",
                AIM,
                days,
                seed);
        List<String> without = Cohort.pathways().stream()
                .filter(code -> ShippedPathways.all().of(code).isEmpty())
                .toList();
        if (!without.isEmpty()) {
            out.println("in the cohort, but without rules yet: " + String.join(", ", without));
        }
    }

    private static String text(Burden burden) {
        String seen = burden.sensitivity()
                .map(share -> String.format(Locale.ROOT, "%d (%.0f %%)", burden.seenInTime(), 100 * share))
                .orElse("-");
        String lead = burden.leadHours(0.5)
                .map(median -> String.format(
                        Locale.ROOT,
                        "%.1f (%.1f-%.1f)",
                        median,
                        burden.leadHours(0.25).orElse(median),
                        burden.leadHours(0.75).orElse(median)))
                .orElse("-");
        String needless = burden.needless()
                .map(share -> String.format(Locale.ROOT, "%.0f %%", 100 * share))
                .orElse("-");
        return String.format(
                Locale.ROOT,
                "%-12s %-18s %10.3f %10s %10.3f",
                seen,
                lead,
                burden.alertsPerPatientDay(),
                needless,
                burden.promptsPerPatientDay());
    }

    private ObjectNode json(List<Row> rows) {
        ObjectNode answer =
                JsonLines.object().put("bench", "burden").put("seed", seed).put("days", days);
        for (Row row : rows) {
            ObjectNode figures = answer.withArray("figures").addObject().put("pathway", row.name());
            figures.put("patients", row.ours().patients())
                    .put("patientDays", row.ours().patientDays())
                    .put("deteriorations", row.ours().deteriorations());
            figures.set("ours", json(row.ours()));
            figures.set("bareThresholds", json(row.bare()));
            figures.put("ratioOfAlerts", row.ratio().orElse(null)).put("aim", AIM + " alerts per patient-day");
        }
        return answer;
    }

    private static ObjectNode json(Burden burden) {
        ObjectNode node = JsonLines.object()
                .put("seenInTime", burden.seenInTime())
                .put("sensitivity", burden.sensitivity().orElse(null));
        node.putObject("leadHours")
                .put("lowerQuartile", burden.leadHours(0.25).orElse(null))
                .put("median", burden.leadHours(0.5).orElse(null))
                .put("upperQuartile", burden.leadHours(0.75).orElse(null));
        return node.put("alertsPerPatientDay", burden.alertsPerPatientDay())
                .put("needlessShare", burden.needless().orElse(null))
                .put("promptsPerPatientDay", burden.promptsPerPatientDay());
    }
}
