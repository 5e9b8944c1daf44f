package io.derwent.console.access;

import io.derwent.store.BreakGlass;
import io.derwent.store.CarePlans;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Reach;
import io.derwent.store.Teams;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The legitimate relationship between staff and a patient of their own organisation: a team of theirs looks after the patient, or
 * no team does, or they said not long ago why they have to look ({@link BreakGlassDesk}). An administrator answers for all records
 * of the organisation; a program works for the whole of it.
 */
final class Relationships {
    private final Clock clock;

    Relationships(Clock clock) {
        this.clock = clock;
    }

    Reach reach(Connection connection, Caller caller) throws SQLException {
        if (caller.role() == Role.ADMINISTRATOR || caller.isProgram()) {
            return Reach.ALL;
        }
        return new Reach(
                Optional.of(Teams.of(connection, caller.who())),
                BreakGlass.patients(connection, caller.who(), clock.instant()));
    }

    /** Whether the caller may see this patient of their own organisation. */
    boolean reaches(Connection connection, Caller caller, Patient patient) throws SQLException {
        return includes(reach(connection, caller), patient);
    }

    /** Those of these whom the caller may see; whom another organisation shares stays. */
    List<CarePlans.Key> within(Connection connection, Caller caller, List<CarePlans.Key> chosen) throws SQLException {
        Reach reach = reach(connection, caller);
        Map<String, Patient> own = Patients.named(
                connection,
                caller.tenant(),
                chosen.stream()
                        .filter(key -> isOwn(key, caller))
                        .map(CarePlans.Key::patient)
                        .toList());
        return chosen.stream()
                .filter(key -> !isOwn(key, caller)
                        || Optional.ofNullable(own.get(key.patient()))
                                .filter(patient -> includes(reach, patient))
                                .isPresent())
                .toList();
    }

    private static boolean isOwn(CarePlans.Key key, Caller caller) {
        return key.tenant().equals(caller.tenant());
    }

    private static boolean includes(Reach reach, Patient patient) {
        return reach.includes(patient.id(), patient.care().team());
    }
}
