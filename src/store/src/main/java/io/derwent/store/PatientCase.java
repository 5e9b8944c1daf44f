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
 *            new alert, severity rises, or given back
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
 * @param waitingSince since when nobody deals with it; null unless open
 * @param worsenedAt  when it last rose, came back, or was joined by another alert; null if it never did
 * @param escalatedAt when somebody asked the lead to look, since it was last open; null if nobody did
 * @param care        who looks after the patient
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
        @Nullable Instant waitingSince,
        @Nullable Instant worsenedAt,
        @Nullable Instant escalatedAt,
        Care care,
        List<Alert> alerts) {
    public PatientCase {
        alerts = List.copyOf(alerts);
    }

    /** Who deals with it: the account id; empty where nobody does yet, or any more. */
    public Optional<String> heldBy() {
        return state == State.ACKNOWLEDGED ? Optional.ofNullable(acknowledgedBy) : Optional.empty();
    }

    /**
     * Who looks after the patient of a case.
     *
     * @param team    id of the team; null if no team does
     * @param place   where they live; empty if it is not known
     * @param pathway code of the pathway they are on; null if they have no care plan
     */
    public record Care(
            @Nullable String team, String place, @Nullable String pathway) {
        public static final Care UNKNOWN = new Care(null, "", null);
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
                waitingSince,
                worsenedAt,
                escalatedAt,
                care,
                all.stream()
                        .filter(alert -> alert.tenant().equals(tenant) && id.equals(alert.caseId()))
                        .toList());
    }
}
