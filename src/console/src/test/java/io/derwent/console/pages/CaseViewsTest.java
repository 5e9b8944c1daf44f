package io.derwent.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Role;
import io.derwent.model.Severity;
import io.derwent.store.PatientCase;
import io.derwent.store.Readings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseViewsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Caller NURSE =
            new Caller("nina", "Nina", Role.NURSE, "derby", Optional.of("derby"), Optional.empty());

    private final Texts texts = new Texts();
    private final UkTimes times = new UkTimes(Clock.fixed(NOW, ZoneOffset.UTC), texts);
    private final ClinicalWords words = new ClinicalWords(texts);
    private final CaseViews views = new CaseViews(texts, times, words, new ReadingViews(texts, times, words));

    @Test
    void aListOfCasesThatIsCutDoesNotSayThatItIsAll() {
        PatientCase one = new PatientCase(
                "derby",
                "c",
                "p",
                "P",
                Severity.RED,
                PatientCase.State.OPEN,
                false,
                NOW,
                NOW,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());

        assertThat(summary(List.of(one, one), false)).isEqualTo("2 open cases, 2 not seen yet.");
        assertThat(summary(List.of(one, one), true))
                .isEqualTo("More than 2 open cases. These are the most severe ones, 2 of them not seen yet; the others"
                        + " follow as these are closed.");
    }

    private String summary(List<PatientCase> cases, boolean more) {
        return views.list(new Listed<>(cases, more), new Readings.Waiting(0, false), NURSE, NOW)
                .summary();
    }
}
