package io.derwent.store;

import io.derwent.model.Severity;
import io.derwent.store.Alerts.Alert;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a nurse works on: everything that is wrong with one patient at one time.
 *
 * <pre>
 *               new alert, or severity rises
 *             ┌──────────────────────────────┐
 *   OPEN ── acknowledge ──► ACKNOWLEDGED ────┘
 *     └──────── resolve ──────────┴──► RESOLVED ── one of its alerts gets worse ──► OPEN
 * </pre>
 *
 * @param id          hash of tenant, patient and the alert that opened it
 * @param patientName given and family name; null if the patient is not in the table
 * @param severity    the highest it ever had
 * @param late        whether the measurement that opened it arrived late
 * @param openedAt    when the alert that opened it was raised
 * @param updatedAt   when an alert or a person last changed it
 * @param alerts      worst first
 */
public record PatientCase(
        String tenant,
        String id,
        String patient,
        @Nullable String patientName,
        Severity severity,
        State state,
        boolean late,
        Instant openedAt,
        Instant updatedAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant snoozedUntil,
        @Nullable String resolvedBy,
        @Nullable Instant resolvedAt,
        @Nullable String outcome,
        @Nullable String note,
        List<Alert> alerts) {
    public PatientCase {
        alerts = List.copyOf(alerts);
    }

    /** Who deals with it: the account id; empty where nobody does yet, or any more. */
    public Optional<String> heldBy() {
        return state == State.ACKNOWLEDGED ? Optional.ofNullable(acknowledgedBy) : Optional.empty();
    }

    public enum State {
        OPEN,
        ACKNOWLEDGED,
        RESOLVED;

        /** The name in tables and APIs. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    PatientCase withAlerts(List<Alert> all) {
        return new PatientCase(
                tenant,
                id,
                patient,
                patientName,
                severity,
                state,
                late,
                openedAt,
                updatedAt,
                acknowledgedBy,
                acknowledgedAt,
                snoozedUntil,
                resolvedBy,
                resolvedAt,
                outcome,
                note,
                all.stream()
                        .filter(alert -> alert.tenant().equals(tenant) && id.equals(alert.caseId()))
                        .toList());
    }
}
