package io.derwent.console.pages;

import io.derwent.clinical.Comparison;
import io.derwent.clinical.Rehearsal;
import io.derwent.console.replay.Caseload;
import io.derwent.console.replay.CaseloadRun;
import io.derwent.console.replay.RehearsalDesk;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rehearsal showed, in sentences; the same on the page and in the API. */
public final class RehearsalWords {
    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;

    public RehearsalWords(Clock clock) {
        texts = new Texts();
        times = new UkTimes(clock, texts);
        words = new ClinicalWords(texts);
    }

    RehearsalWords(Texts texts, UkTimes times, ClinicalWords words) {
        this.texts = texts;
        this.times = times;
        this.words = words;
    }

    /** What a plan would change for one patient. */
    public List<String> of(RehearsalDesk.Result result) {
        List<String> sentences = sentences(
                days(result.before().from(), result.before().to()),
                result.before().alerts().size(),
                result.after().alerts().size(),
                (int) result.lost().stream().filter(RehearsalDesk.Lost::wasReal).count());
        sentences.add(texts.of(
                "rehearsal.prompts", result.before().prompts(), result.after().prompts()));
        cut(result.cutAt(), sentences);
        return List.copyOf(sentences);
    }

    /** What a change of a pathway would do to everybody on it. */
    public List<String> of(CaseloadRun run, Caseload caseload) {
        Comparison sum = caseload.comparison();
        List<String> sentences = new ArrayList<>();
        if (sum.patients() == 0) {
            sentences.add(texts.of("rehearsal.nobody"));
        } else {
            sentences.add(texts.of(
                    "rehearsal.caseload",
                    run.question().days(),
                    sum.patients(),
                    sum.alerts().before(),
                    sum.perPatientDay(sum.alerts().before()).toPlainString(),
                    sum.alerts().after(),
                    sum.perPatientDay(sum.alerts().after()).toPlainString()));
            sentences.add(lost(caseload.lost().real()));
            sentences.add(texts.of(
                    "rehearsal.prompts-of-all",
                    sum.prompts().before(),
                    sum.prompts().after()));
        }
        if (!caseload.leftOut().isEmpty()) {
            sentences.add(texts.of("rehearsal.left-out", caseload.leftOut().size()));
        }
        if (caseload.older() > 0) {
            sentences.add(texts.of("rehearsal.older", caseload.older()));
        }
        if (!caseload.cut().isEmpty()) {
            sentences.add(texts.of("rehearsal.cut-of", caseload.cut().size()));
        }
        return List.copyOf(sentences);
    }

    /** Why somebody was not replayed. */
    public String leftOut(Caseload.LeftOut one) {
        String why = texts.coded("rehearsal.left-out", one.why().code());
        return one.detail().isEmpty() ? why : texts.of("rehearsal.left-out-detail", why, one.detail());
    }

    private List<String> sentences(int days, int before, int after, int lostReal) {
        List<String> sentences = new ArrayList<>();
        sentences.add(texts.of("rehearsal.alerts", days, before, perDay(before, days), after, perDay(after, days)));
        sentences.add(lost(lostReal));
        return sentences;
    }

    private String lost(int real) {
        return real == 0 ? texts.of("rehearsal.none-lost") : texts.of("rehearsal.lost", real);
    }

    private void cut(@Nullable Instant cutAt, List<String> sentences) {
        if (cutAt != null) {
            sentences.add(texts.of("rehearsal.cut", times.within(cutAt)));
        }
    }

    /** An alert in words: what it says and when it was, or would have been, raised. */
    public String alert(Rehearsal.Alert alert) {
        return texts.of("rehearsal.alert", words.rule(alert.rule()), times.within(alert.raisedAt()));
    }

    /** What came of an alert's case; that none was closed, where none was. */
    public String outcome(RehearsalDesk.@Nullable Closed closed) {
        return closed == null
                ? texts.of("rehearsal.no-outcome")
                : texts.coded("outcome", closed.outcome().code());
    }

    private static int days(Instant from, Instant to) {
        return (int) Duration.between(from, to).toDays();
    }

    private static String perDay(int alerts, int days) {
        return BigDecimal.valueOf(alerts)
                .divide(BigDecimal.valueOf(days), 2, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
