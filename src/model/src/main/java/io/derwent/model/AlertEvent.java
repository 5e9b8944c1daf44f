package io.derwent.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step in an alert's life, as it stands on {@code derwent.alerts}.
 *
 * <pre>
 *   (breach, repeat asked)  PROMPTED
 *   (confirmed)             RAISED ── UPDATED* ── ESCALATED* ── CLEARED
 *                                                            └─ WITHDRAWN   (the reading was another person's)
 *   (over, and back)        RAISED or ESCALATED again: the same alert is open again
 *   (too old to act on)     WOULD_HAVE
 *   (late, newer is fine)   NOTED
 * </pre>
 *
 * @param id            hash of alert, kind and step: the same step always has the same id
 * @param alert         hash of tenant, subject, rule and opening reading; set once
 * @param at            the time the step happened: receivedAt of the reading that caused it, or the timer's due time
 * @param firstBreachAt effectiveTime of the earliest breach of the episode; may move back when late readings arrive
 * @param effectiveTime when the measurement that caused this step was taken
 * @param receivedAt    when that measurement arrived; later than currentFor after effectiveTime means "taken 02:10,
 *     arrived 08:05"
 * @param late          whether the measurement was older than currentFor at arrival
 * @param readings      the readings used, oldest first
 * @param missing       NEWS2 parts that were missing, by input name; the kind of an expected reading that did not come, and
 *     after it {@code hub_line} or {@code device_line} if what it would have come by is not connected; empty otherwise
 * @param score         NEWS2 result behind a score rule; null otherwise
 * @param limits        the limits met, as text ({@code systolic_bp >= 180 mm[Hg]}); empty for scores
 * @param decodedAt     wall clock of the job when it decoded the causing reading; for tracing, not identity
 * @param scoredAt      wall clock of the job when it scored it
 * @param audience      for whom the step is, where its kind does not say it; null otherwise
 */
public record AlertEvent(
        String id,
        String alert,
        Kind kind,
        String tenant,
        Subject subject,
        String rule,
        int ruleVersion,
        Severity severity,
        Instant at,
        Instant firstBreachAt,
        Instant effectiveTime,
        Instant receivedAt,
        boolean late,
        List<Evidence> readings,
        List<String> missing,
        @Nullable ScoreSummary score,
        List<String> limits,
        @Nullable Instant decodedAt,
        @Nullable Instant scoredAt,
        @Nullable Audience audience) {
    public AlertEvent {
        readings = List.copyOf(readings);
        missing = List.copyOf(missing);
        limits = List.copyOf(limits);
    }

    /** A step whose kind says for whom it is. */
    public AlertEvent(
            String id,
            String alert,
            Kind kind,
            String tenant,
            Subject subject,
            String rule,
            int ruleVersion,
            Severity severity,
            Instant at,
            Instant firstBreachAt,
            Instant effectiveTime,
            Instant receivedAt,
            boolean late,
            List<Evidence> readings,
            List<String> missing,
            @Nullable ScoreSummary score,
            List<String> limits,
            @Nullable Instant decodedAt,
            @Nullable Instant scoredAt) {
        this(
                id,
                alert,
                kind,
                tenant,
                subject,
                rule,
                ruleVersion,
                severity,
                at,
                firstBreachAt,
                effectiveTime,
                receivedAt,
                late,
                readings,
                missing,
                score,
                limits,
                decodedAt,
                scoredAt,
                null);
    }

    /** The same step, with the job's wall clock along the path. */
    public AlertEvent tracedAt(@Nullable Instant decodedAt, @Nullable Instant scoredAt) {
        return with(decodedAt, scoredAt, audience);
    }

    /** A step that is for somebody in particular. */
    public AlertEvent to(Audience audience) {
        return with(decodedAt, scoredAt, audience);
    }

    private AlertEvent with(
            @Nullable Instant newDecodedAt, @Nullable Instant newScoredAt, @Nullable Audience newAudience) {
        return new AlertEvent(
                id,
                alert,
                kind,
                tenant,
                subject,
                rule,
                ruleVersion,
                severity,
                at,
                firstBreachAt,
                effectiveTime,
                receivedAt,
                late,
                readings,
                missing,
                score,
                limits,
                newDecodedAt,
                newScoredAt,
                newAudience);
    }

    /** Who is asked to act; each later one when those before did not. */
    public enum Audience {
        PATIENT,
        CARER,
        TEAM,
        LEAD,
        OUT_OF_HOURS;

        /** The name on our topics, in tables and APIs: {@code out_of_hours}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Kind {
        PROMPTED,
        RAISED,
        UPDATED,
        ESCALATED,
        CLEARED,
        WITHDRAWN,
        WOULD_HAVE,
        NOTED;

        /** The name on our topics, in tables and APIs: {@code would_have}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A reading an alert rests on, with what was measured, so that the alert explains itself without a look-up. */
    public record Evidence(
            String reading,
            String device,
            io.derwent.model.Kind kind,
            Instant effectiveTime,
            Instant receivedAt,
            Map<Parameter, BigDecimal> quantities,
            Map<Finding, String> findings,
            Set<Mark> marks) {
        public static Evidence of(Reading reading) {
            return new Evidence(
                    reading.id(),
                    reading.device(),
                    reading.kind(),
                    reading.effectiveTime(),
                    reading.receivedAt(),
                    reading.quantities(),
                    reading.findings(),
                    reading.marks());
        }
    }

    /** The NEWS2 result an alert rests on; {@code total} is null for an incomplete set. */
    public record ScoreSummary(
            boolean complete, @Nullable Integer total, int lowerBound, int upperBound, Map<String, Integer> parts) {}
}
