package io.derwent.console.whose;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.AssignmentHistory.Correction;
import io.derwent.model.Ids;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.store.Assignments;
import io.derwent.store.Database;
import io.derwent.store.Outbox;
import io.derwent.store.Readings;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Staff say whose one reading is (docs/adr/0037). It becomes part of the device's history, which the vitals job, the tables and
 * the hub follow, and stands in the audit trail of everybody it concerns, also where it only confirms what was so already.
 * Blocks on the database.
 */
public final class WhoseDesk {
    private final Database database;
    private final Access access;

    public WhoseDesk(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    /**
     * Says it.
     *
     * @param patient who had the device when the reading was taken; empty: none of those who had it
     * @return the device's history with its new version
     * @throws Refusal NOT_FOUND if the device sent no such reading; INVALID if the patient did not have the device then;
     *     CONFLICT if it is a test and no person's, or too many readings of the device were corrected lately
     */
    public AssignmentHistory say(Caller caller, String device, String reading, Optional<String> patient) {
        return database.inTenant(caller.tenant(), connection -> {
            Reading known = find(connection, caller, device, reading);
            return say(
                    connection, caller, known, Assignments.correction(connection, caller.tenant(), reading), patient);
        });
    }

    /**
     * Says whose a reading is that was nobody's, unless somebody said it meanwhile; otherwise like {@link #say}.
     *
     * @param saidAt when somebody last said whose it is, as far as the caller knows; empty: nobody did
     * @throws Refusal also HELD if it is somebody's by now, or somebody said another thing since
     */
    public AssignmentHistory sayOfNobodys(
            Caller caller, String device, String reading, Optional<String> patient, Optional<Instant> saidAt) {
        return database.inTenant(caller.tenant(), connection -> {
            Reading known = find(connection, caller, device, reading);
            Optional<Correction> before = Assignments.correction(connection, caller.tenant(), reading);
            if (known.patient() != null || !before.map(Correction::at).equals(saidAt)) {
                throw Refusal.held("somebody said meanwhile whose reading %s is".formatted(reading));
            }
            return say(connection, caller, known, before, patient);
        });
    }

    private static Reading find(Connection connection, Caller caller, String device, String reading)
            throws SQLException {
        Reading known = Readings.find(connection, caller.tenant(), device, reading)
                .orElseThrow(() -> Refusal.notFound("%s sent no reading %s".formatted(device, reading)));
        if (known.marks().contains(Mark.NOT_A_PERSON)) {
            throw Refusal.conflict("reading %s is a test and nobody's".formatted(reading));
        }
        return known;
    }

    private AssignmentHistory say(
            Connection connection, Caller caller, Reading known, Optional<Correction> before, Optional<String> patient)
            throws SQLException {
        String tenant = caller.tenant();
        String device = known.device();
        if (patient.isPresent()
                && !hadIt(Assignments.history(connection, tenant, device), known.effectiveTime())
                        .contains(patient.get())) {
            throw Refusal.invalid(
                    "patient", "%s did not have %s at %s".formatted(patient.get(), device, known.effectiveTime()));
        }
        try {
            AssignmentHistory history =
                    Assignments.correct(connection, tenant, device, known.id(), patient.orElse(null), caller.who());
            Outbox.add(
                    connection,
                    DerwentTopics.ASSIGNMENTS,
                    Keys.of(tenant, device),
                    Codecs.assignments().encode(history));
            Optional<String> said = before.flatMap(correction -> Optional.ofNullable(correction.patient()));
            note(
                    connection,
                    caller,
                    history,
                    Stream.of(Optional.ofNullable(known.patient()), said, patient)
                            .flatMap(Optional::stream)
                            .distinct()
                            .toList(),
                    Map.of(
                            "device", device,
                            "reading", known.id(),
                            "was", Optional.ofNullable(known.patient()).orElse(""),
                            "is", patient.orElse(""),
                            "version", Long.toString(history.version())));
            return history;
        } catch (Assignments.TooManyCorrections e) {
            throw Refusal.conflict(String.valueOf(e.getMessage()));
        }
    }

    /** One entry for each patient whose the reading was, was said to be, or is; one without a patient if there is none. */
    private void note(
            Connection connection,
            Caller caller,
            AssignmentHistory history,
            List<String> concerned,
            Map<String, String> detail)
            throws SQLException {
        String what = "reading.whose";
        String version = Long.toString(history.version());
        if (concerned.isEmpty()) {
            access.note(
                    connection,
                    caller,
                    Ids.of("reading-whose", history.tenant(), history.device(), version),
                    what,
                    detail);
        }
        for (String patient : concerned) {
            access.noteOf(
                    connection,
                    caller,
                    Ids.of("reading-whose", history.tenant(), history.device(), version, patient),
                    patient,
                    what,
                    detail);
        }
    }

    /** Patients who had the device of this history at that time, in order of id. */
    public static List<String> hadIt(Optional<AssignmentHistory> device, Instant at) {
        return device.stream()
                .flatMap(history -> history.assignments().stream())
                .filter(one -> one.covers(at))
                .map(Assignment::patient)
                .distinct()
                .sorted()
                .toList();
    }
}
