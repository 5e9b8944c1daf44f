package io.derwent.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One measurement by one device at one time, as it travels from the decoder to the tables.
 *
 * <p>{@code id} never depends on decoded values, so that a decoder fix or another attribution writes the same id with a
 * higher {@code revision}, and the higher revision wins in every table.
 *
 * @param id            hash of tenant, device and what the device sent (see {@code ReadingIds} in wire)
 * @param revision      0 at first, higher when attribution or decoding is corrected
 * @param patient       who had the device when the measurement was taken; null while nobody is known
 * @param effectiveTime when the measurement was taken, by the device's clock or, if marked so, by the gateway's
 * @param receivedAt    when the gateway took it in
 * @param marks         what a reader must know about it
 * @param seq           the device's own counter, if it has one: order among equal times, never identity
 * @param whose         what the reading says itself about whose it is; null if nothing
 */
public record Reading(
        String id,
        int revision,
        String tenant,
        String device,
        @Nullable String patient,
        Kind kind,
        Map<Parameter, BigDecimal> quantities,
        Map<Finding, String> findings,
        Instant effectiveTime,
        Instant receivedAt,
        Set<Mark> marks,
        @Nullable Long seq,
        @Nullable Whose whose) {
    /** Of a device that says nothing of whose it is. */
    public Reading(
            String id,
            int revision,
            String tenant,
            String device,
            @Nullable String patient,
            Kind kind,
            Map<Parameter, BigDecimal> quantities,
            Map<Finding, String> findings,
            Instant effectiveTime,
            Instant receivedAt,
            Set<Mark> marks,
            @Nullable Long seq) {
        this(
                id,
                revision,
                tenant,
                device,
                patient,
                kind,
                quantities,
                findings,
                effectiveTime,
                receivedAt,
                marks,
                seq,
                null);
    }

    public Optional<BigDecimal> quantity(Parameter parameter) {
        return Optional.ofNullable(quantities.get(parameter));
    }

    public Optional<String> finding(Finding finding) {
        return Optional.ofNullable(findings.get(finding));
    }

    /** How old the measurement was when it arrived; never negative. */
    public Duration age() {
        Duration age = Duration.between(effectiveTime, receivedAt);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** The same reading as attributed to {@code patient} (null: to nobody), one revision later. */
    public Reading attributedTo(@Nullable String patient, int revision) {
        return with(revision, patient, effectiveTime, marks, whose);
    }

    /** The same reading as attributed, and marked if that is on trust, one revision later. */
    public Reading attributed(Attribution attribution, int revision) {
        return with(
                revision, attribution.patient(), effectiveTime, marked(Mark.SHARED_KIT, attribution.onTrust()), whose);
    }

    /** The same reading as taken at another time. */
    public Reading takenAt(Instant time) {
        return with(revision, patient, time, marks, whose);
    }

    /** The same reading with or without a mark. */
    public Reading marking(Mark mark, boolean isSet) {
        return with(revision, patient, effectiveTime, marked(mark, isSet), whose);
    }

    /** The same reading, saying whose it is. */
    public Reading naming(Whose said) {
        return with(revision, patient, effectiveTime, marks, said);
    }

    private Set<Mark> marked(Mark mark, boolean isSet) {
        if (marks.contains(mark) == isSet) {
            return marks;
        }
        Set<Mark> changed = EnumSet.noneOf(Mark.class);
        changed.addAll(marks);
        if (isSet) {
            changed.add(mark);
        } else {
            changed.remove(mark);
        }
        return Collections.unmodifiableSet(changed);
    }

    private Reading with(
            int newRevision,
            @Nullable String newPatient,
            Instant newTime,
            Set<Mark> newMarks,
            @Nullable Whose newWhose) {
        return new Reading(
                id,
                newRevision,
                tenant,
                device,
                newPatient,
                kind,
                quantities,
                findings,
                newTime,
                receivedAt,
                newMarks,
                seq,
                newWhose);
    }
}
