package io.derwent.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a patient is watched for, complete: everything the vitals job needs, so that it looks nothing up.
 *
 * @param version   rises with each change; an older version than the one known is ignored
 * @param pathway   code of the pathway the rules come from: {@code hypertension}
 * @param spo2Scale 1, or 2 by a recorded clinician decision (NEWS2 RCP 2017); never from a device
 * @param validFrom from when this version counts, by receivedAt of a reading
 * @param active    false: the patient is discharged, nothing is scored
 * @param schedule  when the patient measures
 * @param escalation who is told next while nobody acts on an alert; as the pathway said when the plan was made
 */
public record CarePlan(
        String tenant,
        String patient,
        long version,
        String pathway,
        int pathwayVersion,
        int spo2Scale,
        Instant validFrom,
        boolean active,
        List<Rule> rules,
        Schedule schedule,
        Escalation escalation) {
    public CarePlan {
        if (spo2Scale != 1 && spo2Scale != 2) {
            throw new IllegalArgumentException("spo2Scale is " + spo2Scale + ", 1 or 2 is expected");
        }
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(patient, "patient");
        Objects.requireNonNull(pathway, "pathway");
        Objects.requireNonNull(validFrom, "validFrom");
        rules = List.copyOf(rules);
        schedule = schedule == null ? Schedule.NONE : schedule;
        escalation = escalation == null ? Escalation.USUAL : escalation;
    }

    /** A plan whose alerts escalate as usual. */
    public CarePlan(
            String tenant,
            String patient,
            long version,
            String pathway,
            int pathwayVersion,
            int spo2Scale,
            Instant validFrom,
            boolean active,
            List<Rule> rules,
            Schedule schedule) {
        this(
                tenant,
                patient,
                version,
                pathway,
                pathwayVersion,
                spo2Scale,
                validFrom,
                active,
                rules,
                schedule,
                Escalation.USUAL);
    }

    /** A plan that expects no readings at set times. */
    public CarePlan(
            String tenant,
            String patient,
            long version,
            String pathway,
            int pathwayVersion,
            int spo2Scale,
            Instant validFrom,
            boolean active,
            List<Rule> rules) {
        this(tenant, patient, version, pathway, pathwayVersion, spo2Scale, validFrom, active, rules, Schedule.NONE);
    }

    /** The same plan, under which other readings are expected. */
    public CarePlan expecting(Schedule other) {
        return new CarePlan(
                tenant,
                patient,
                version,
                pathway,
                pathwayVersion,
                spo2Scale,
                validFrom,
                active,
                rules,
                other,
                escalation);
    }
}
