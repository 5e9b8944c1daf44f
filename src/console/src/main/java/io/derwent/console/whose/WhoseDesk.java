package io.derwent.console.whose;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.Ids;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.store.Assignments;
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

/**
 * A nurse says whose one reading is (docs/adr/0037). It becomes part of the device's history, which the vitals job, the tables
 * and the hub follow. In the caller's transaction.
 */
public final class WhoseDesk {
    private final Access access;

    public WhoseDesk(Access access) {
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
    public AssignmentHistory say(
            Connection connection, Caller caller, String device, String reading, Optional<String> patient)
            throws SQLException {
        String tenant = caller.tenant();
        Reading known = Readings.find(connection, tenant, device, reading)
                .orElseThrow(() -> Refusal.notFound("%s sent no reading %s".formatted(device, reading)));
        if (known.marks().contains(Mark.NOT_A_PERSON)) {
            throw Refusal.conflict("reading %s is a test and nobody's".formatted(reading));
        }
        if (patient.isPresent()
                && !hadIt(Assignments.history(connection, tenant, device), known.effectiveTime())
                        .contains(patient.get())) {
            throw Refusal.invalid(
                    "patient", "%s did not have %s at %s".formatted(patient.get(), device, known.effectiveTime()));
        }
        try {
            AssignmentHistory history =
                    Assignments.correct(connection, tenant, device, reading, patient.orElse(null), caller.who());
            Outbox.add(
                    connection,
                    DerwentTopics.ASSIGNMENTS,
                    Keys.of(tenant, device),
                    Codecs.assignments().encode(history));
            access.note(
                    connection,
                    caller,
                    Ids.of("reading-whose", tenant, device, Long.toString(history.version())),
                    "reading.whose",
                    Map.of(
                            "device", device,
                            "reading", reading,
                            "was", Optional.ofNullable(known.patient()).orElse(""),
                            "is", patient.orElse(""),
                            "version", Long.toString(history.version())));
            return history;
        } catch (Assignments.TooManyCorrections e) {
            throw Refusal.conflict(String.valueOf(e.getMessage()));
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
