package io.derwent.console.pages;

import io.derwent.clinical.Comparison;
import io.derwent.clinical.UkDays;
import io.derwent.console.access.Caller;
import io.derwent.console.pages.Views.CaseloadResult;
import io.derwent.console.pages.Views.CountRow;
import io.derwent.console.pages.Views.DifferingList;
import io.derwent.console.pages.Views.DifferingRow;
import io.derwent.console.pages.Views.PatientFact;
import io.derwent.console.pages.Views.WeekBars;
import io.derwent.console.pages.Views.WeeksPicture;
import io.derwent.console.replay.Caseload;
import io.derwent.console.replay.CaseloadRun;
import io.derwent.model.Severity;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a rehearsal of a caseload showed, as a page has it. */
final class CaseloadViews {
    private static final int DAYS_A_WEEK = 7;
    private static final int WEEK_WIDTH = 48;
    private static final int HIGHEST_BAR = 100;

    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;
    private final RehearsalWords rehearsalWords;

    CaseloadViews(Texts texts, UkTimes times, ClinicalWords words, RehearsalWords rehearsalWords) {
        this.texts = texts;
        this.times = times;
        this.words = words;
        this.rehearsalWords = rehearsalWords;
    }

    CaseloadResult result(Caller caller, CaseloadRun run, Caseload found, String saveText) {
        Comparison sum = found.comparison();
        List<Caseload.Differing> lost = found.lost().first();
        return new CaseloadResult(
                new CountRow(
                        texts.of("caseload.per-patient-day"),
                        sum.perPatientDay(sum.alerts().before()).toPlainString(),
                        sum.perPatientDay(sum.alerts().after()).toPlainString()),
                row(texts.of("caseload.alerts"), sum.alerts()),
                rehearsalWords.of(run, found),
                list(
                        caller,
                        lost.stream().filter(Caseload.Differing::wasReal).toList(),
                        found.lost().real()),
                weeks(run, sum.byDay()),
                sum.byRule().entrySet().stream()
                        .map(entry -> row(words.rule(caller.tenant(), entry.getKey()), entry.getValue()))
                        .toList(),
                sum.bySeverity().entrySet().stream()
                        .sorted(Comparator.comparing((Map.Entry<Severity, Comparison.Pair> entry) -> entry.getKey())
                                .reversed())
                        .map(entry -> row(words.severity(entry.getKey()), entry.getValue()))
                        .toList(),
                list(
                        caller,
                        lost.stream().filter(one -> !one.wasReal()).toList(),
                        found.lost().all() - found.lost().real()),
                list(caller, found.gained().first(), found.gained().all()),
                found.mostChanged().stream()
                        .map(one -> new PatientFact(
                                one.name(),
                                href(one.patient(), caller),
                                texts.of("caseload.changed", one.before(), one.after())))
                        .toList(),
                found.leftOut().stream()
                        .map(one ->
                                new PatientFact(one.name(), href(one.patient(), caller), rehearsalWords.leftOut(one)))
                        .toList(),
                saveText);
    }

    private static CountRow row(String name, Comparison.Pair pair) {
        return new CountRow(name, Integer.toString(pair.before()), Integer.toString(pair.after()));
    }

    private static String href(String patient, Caller caller) {
        return "/patients/" + patient + CaseViews.query(caller);
    }

    private DifferingList list(Caller caller, List<Caseload.Differing> listed, int all) {
        return new DifferingList(
                listed.stream()
                        .map(one -> new DifferingRow(
                                one.name(),
                                href(one.patient(), caller),
                                rehearsalWords.alert(one.alert()),
                                rehearsalWords.outcome(one.closed()),
                                one.wasReal()))
                        .toList(),
                listed.size() < all ? texts.of("caseload.more", listed.size(), all) : "");
    }

    /** Alerts by week, the last one ends with the span. */
    private WeeksPicture weeks(CaseloadRun run, Map<LocalDate, Comparison.Pair> byDay) {
        LocalDate last = UkDays.of(run.to());
        int weeks = (run.question().days() + DAYS_A_WEEK) / DAYS_A_WEEK;
        List<int[]> counts = new ArrayList<>();
        for (int week = 0; week < weeks; week++) {
            counts.add(new int[2]);
        }
        byDay.forEach((day, pair) -> {
            int ago = (int) (ChronoUnit.DAYS.between(day, last) / DAYS_A_WEEK);
            int[] count = counts.get(weeks - 1 - Math.min(ago, weeks - 1));
            count[0] += pair.before();
            count[1] += pair.after();
        });
        int most = Math.max(
                1,
                counts.stream()
                        .map(count -> Math.max(count[0], count[1]))
                        .max(Comparator.naturalOrder())
                        .orElse(1));
        List<WeekBars> bars = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (int week = 0; week < weeks; week++) {
            int[] count = counts.get(week);
            String label = times.date(last.minusDays((long) DAYS_A_WEEK * (weeks - 1 - week)));
            bars.add(new WeekBars(week * WEEK_WIDTH, height(count[0], most), height(count[1], most), label));
            told.add(texts.of("caseload.week", label, count[0], count[1]));
        }
        return new WeeksPicture(
                Collections.unmodifiableList(bars), weeks * WEEK_WIDTH, Integer.toString(most), String.join(" ", told));
    }

    private static int height(int count, int most) {
        return Math.round((float) HIGHEST_BAR * count / most);
    }
}
