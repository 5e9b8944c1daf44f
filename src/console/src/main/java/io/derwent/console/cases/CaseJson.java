package io.derwent.console.cases;

import io.derwent.store.Alerts.Alert;
import io.derwent.store.PatientCase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case as the API and the stream show it; enums as codes, times RFC 3339, what is absent left out.
 *
 * @param patient id of the patient, {@code tenant} whose patient it is
 */
public record CaseJson(
        String id,
        String tenant,
        String patient,
        @Nullable String patientName,
        String severity,
        String state,
        Instant openedAt,
        Instant updatedAt,
        boolean late,
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
        @Nullable String team,
        @Nullable String pathway,
        List<AlertJson> alerts) {
    public static CaseJson of(PatientCase one) {
        return new CaseJson(
                one.id(),
                one.tenant(),
                one.patient(),
                one.patientName(),
                one.severity().code(),
                one.state().code(),
                one.openedAt(),
                one.updatedAt(),
                one.late(),
                one.acknowledgedBy(),
                one.acknowledgedAt(),
                one.snoozedUntil(),
                one.resolvedBy(),
                one.resolvedAt(),
                one.outcome(),
                one.note(),
                one.waitingSince(),
                one.worsenedAt(),
                one.escalatedAt(),
                one.care().team(),
                one.care().pathway(),
                one.alerts().stream().map(AlertJson::of).toList());
    }

    /** An alert of a case. */
    public record AlertJson(
            String id,
            String rule,
            int ruleVersion,
            String severity,
            String state,
            Instant firstBreachAt,
            Instant effectiveTime,
            Instant receivedAt,
            boolean late,
            @Nullable Instant raisedAt,
            @Nullable Instant endedAt,
            String lastEvent) {
        static AlertJson of(Alert alert) {
            return new AlertJson(
                    alert.id(),
                    alert.rule(),
                    alert.ruleVersion(),
                    alert.severity().code(),
                    alert.state().code(),
                    alert.firstBreachAt(),
                    alert.effectiveTime(),
                    alert.receivedAt(),
                    alert.late(),
                    alert.raisedAt(),
                    alert.endedAt(),
                    alert.lastEvent());
        }
    }
}
