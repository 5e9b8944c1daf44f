package io.derwent.console.replay;

import io.derwent.console.access.Listed;
import io.derwent.console.plans.CarePlanDesk;
import io.derwent.model.AlertAction;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.model.Timing;
import io.derwent.store.CarePlans;
import io.derwent.store.CaseEvents;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Readings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the rules of one patient were told, as it is stored now.
 *
 * @param plans    every version, oldest first
 * @param readings measured from twice {@link Timing#HORIZON} before the span that is looked at: what a rule remembered at its
 *     beginning is there, and what was too old for a rule when it came
 * @param cutAt    readings measured before this time were too many and are left out; empty if none was
 */
record PatientHistory(
        List<CarePlan> plans, List<Reading> readings, List<AlertAction> actions, Optional<Instant> cutAt) {

    /** Reads what a replay of this span needs, at most {@code most} readings, the newest. */
    static PatientHistory read(Connection connection, Patient patient, Instant from, Instant to, int most)
            throws SQLException {
        Instant since = from.minus(Timing.HORIZON.multipliedBy(2));
        Listed<Reading> readings = Listed.of(
                Readings.ofPatient(connection, patient.tenant(), patient.id(), Set.of(), since, to, most + 1), most);
        return new PatientHistory(
                plans(connection, patient),
                readings.rows(),
                CaseEvents.actions(connection, patient.tenant(), patient.id(), since),
                readings.more() ? Optional.of(readings.rows().get(most - 1).effectiveTime()) : Optional.empty());
    }

    /** Whether anything was measured that could have been told before this time. */
    boolean isMeasuredBefore(Instant to) {
        return readings.stream().anyMatch(reading -> reading.receivedAt().isBefore(to));
    }

    /**
     * From when on there is something to replay in a span: its beginning, or if that is later the first plan or the first
     * reading, and not before the readings that were left out. The end of the span where there is neither.
     */
    Instant watchedFrom(Instant from, Instant to) {
        Instant first = Stream.concat(
                        plans.stream().map(CarePlan::validFrom),
                        readings.stream().map(Reading::receivedAt))
                .min(Instant::compareTo)
                .orElse(to);
        Instant begin = Stream.of(from, first, cutAt.orElse(from))
                .max(Instant::compareTo)
                .orElse(from);
        return begin.isBefore(to) ? begin : to;
    }

    private static List<CarePlan> plans(Connection connection, Patient patient) throws SQLException {
        List<CarePlan> plans = new ArrayList<>();
        for (CarePlans.Stored stored : CarePlans.versions(connection, patient.tenant(), patient.id())) {
            plans.add(CarePlanDesk.plan(stored));
        }
        Collections.reverse(plans);
        return plans;
    }
}
