package io.derwent.launcher.bench;

import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import java.time.Instant;
import java.util.List;

/**
 * What one way of watching made of one patient.
 *
 * @param alerts  those a clinician is called for
 * @param prompts how often the patient was asked for something
 */
record Watching(List<Alert> alerts, int prompts) {
    Watching {
        alerts = List.copyOf(alerts);
    }

    /**
     * A clinician is called.
     *
     * @param at         when
     * @param measuredAt when what it is about was measured
     */
    record Alert(Instant at, Instant measuredAt) {
        static Alert of(AlertEvent event) {
            return new Alert(event.at(), event.effectiveTime());
        }
    }

    /** Whether a clinician is called: an alert is raised or rises, to amber or more. */
    static boolean callsAClinician(AlertEvent event) {
        boolean rises = event.kind() == AlertEvent.Kind.RAISED || event.kind() == AlertEvent.Kind.ESCALATED;
        return rises && event.severity().isAtLeast(Severity.AMBER);
    }
}
