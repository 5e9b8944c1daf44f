package io.derwent.console.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Severity;
import io.derwent.store.PatientCase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void theWorstUnseenAndLongestWaitingComesFirstAndSnoozedOnesLast() {
        PatientCase redWaitingLong = one("red, 30 min", Severity.RED, PatientCase.State.OPEN, 30, null);
        PatientCase redWaitingShort = one("red, 5 min", Severity.RED, PatientCase.State.OPEN, 5, null);
        PatientCase redSeen = one("red, seen", Severity.RED, PatientCase.State.ACKNOWLEDGED, 60, null);
        PatientCase amber = one("amber", Severity.AMBER, PatientCase.State.OPEN, 600, null);
        PatientCase snoozed =
                one("snoozed", Severity.RED_EMERGENCY, PatientCase.State.ACKNOWLEDGED, 90, NOW.plusSeconds(60));
        PatientCase snoozedBefore =
                one("snooze over", Severity.RED, PatientCase.State.ACKNOWLEDGED, 90, NOW.minusSeconds(60));

        List<PatientCase> ranked =
                Queue.ranked(List.of(snoozed, amber, redSeen, redWaitingShort, snoozedBefore, redWaitingLong), NOW);

        assertThat(ranked)
                .extracting(PatientCase::id)
                .containsExactly("red, 30 min", "red, 5 min", "snooze over", "red, seen", "amber", "snoozed");
    }

    private static PatientCase one(
            String id, Severity severity, PatientCase.State state, int minutesOpen, @Nullable Instant snoozedUntil) {
        Instant opened = NOW.minusSeconds(minutesOpen * 60L);
        return new PatientCase(
                "derby",
                id,
                "p",
                "P",
                severity,
                state,
                false,
                opened,
                opened,
                null,
                null,
                snoozedUntil,
                null,
                null,
                null,
                null,
                List.of());
    }
}
