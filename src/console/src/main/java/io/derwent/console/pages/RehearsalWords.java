package io.derwent.console.pages;

import io.derwent.clinical.Comparison;
import io.derwent.clinical.Rehearsal;
import io.derwent.console.replay.Caseload;
import io.derwent.console.replay.CaseloadRun;
import io.derwent.console.replay.RehearsalDesk;
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
        if (result.watched().isZero()) {
            return List.of(texts.of("rehearsal.not-watched"));
        }
        Comparison both = Comparison.NONE.with(result.before(), result.after());
        List<String> sentences = new ArrayList<>();
        sentences.add(texts.of(
                "rehearsal.alerts",
                both.alerts().before(),
                both.perPatientDay(both.alerts().before()).toPlainString(),
                both.alerts().after(),
                both.perPatientDay(both.alerts().after()).toPlainString()));
        sentences.add(watched(result));
        cut(result.cutAt(), sentences);
        sentences.add(lost(
                (int) result.lost().stream().filter(RehearsalDesk.Lost::wasReal).count()));
        sentences.add(texts.of(
                "rehearsal.prompts", result.before().prompts(), result.after().prompts()));
        return List.copyOf(sentences);
    }

    /** Over how long it was counted, and why not over all that was asked for; where readings were too many, that is said anyway. */
    private String watched(RehearsalDesk.Result result) {
        if (!result.isShorter()) {
            return texts.of("rehearsal.watched", result.days());
        }
        String watched = result.watched().compareTo(Duration.ofDays(1)) < 0
                ? texts.of("rehearsal.less-than-a-day")
                : texts.of("rehearsal.days", Comparison.days(result.watched()));
        return result.cutAt() == null
                ? texts.of("rehearsal.watched-less", watched, result.days())
                : texts.of("rehearsal.watched-cut", watched, result.days());
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
                    sum.patients(),
                    sum.alerts().before(),
                    sum.perPatientDay(sum.alerts().before()).toPlainString(),
                    sum.alerts().after(),
                    sum.perPatientDay(sum.alerts().after()).toPlainString()));
            sentences.add(counted(run.question().days(), sum, caseload.shorter()));
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

    private String counted(int days, Comparison sum, int shorter) {
        return shorter == 0
                ? texts.of("rehearsal.counted", sum.patients(), sum.patientDays(), days)
                : texts.of("rehearsal.counted-less", sum.patients(), sum.patientDays(), days, shorter);
    }

    /** Why somebody was not replayed. */
    public String leftOut(Caseload.LeftOut one) {
        String why = texts.coded("rehearsal.left-out", one.why().code());
        return one.detail().isEmpty() ? why : texts.of("rehearsal.left-out-detail", why, one.detail());
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
}
