package io.derwent.store;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.AssignmentHistory.Correction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code assignment_history}, {@code assignment} and {@code reading_correction}: who had which device when, and what
 * people said of single readings. A change returns the device's complete
 * history with its new version, ready for {@code derwent.assignments}; the history's row is locked while it changes, so
 * versions and outbox rows of one device come in one order.
 */
public final class Assignments {
    /** The vitals job looks again at readings of seven days; a reading was received before anybody corrected it. */
    private static final int CORRECTIONS_FOR_DAYS = 8;

    private static final int MOST_CORRECTIONS = 1000;

    private Assignments() {}

    /** A history is bounded. */
    public static final class TooManyCorrections extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyCorrections(String message) {
            super(message);
        }
    }

    /** Two patients cannot have one device (and one user slot of it) at one time; the message names both. */
    public static final class Overlapping extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overlapping(String message) {
            super(message);
        }
    }

    /**
     * Gives the device to a patient. An earlier assignment of the same user slot without an end ends where this one begins.
     *
     * @return the complete history with its new version
     * @throws Overlapping if another patient's assignment covers part of the same time; nothing changes
     */
    public static AssignmentHistory assign(Connection connection, String tenant, String device, Assignment added)
            throws SQLException {
        AssignmentHistory before = lock(connection, tenant, device);
        List<Assignment> after = new ArrayList<>();
        for (Assignment known : before.assignments()) {
            boolean endsHere = known.to() == null
                    && Objects.equals(known.userSlot(), added.userSlot())
                    && known.from().isBefore(added.from());
            after.add(endsHere ? new Assignment(known.patient(), known.from(), added.from(), known.userSlot()) : known);
        }
        after.add(added);
        return store(connection, new AssignmentHistory(tenant, device, before.version() + 1, after));
    }

    /**
     * Replaces the whole history: a correction.
     *
     * @return the complete history with its new version
     * @throws Overlapping if two of the assignments cover the same time; nothing changes
     */
    public static AssignmentHistory replace(
            Connection connection, String tenant, String device, List<Assignment> assignments) throws SQLException {
        AssignmentHistory before = lock(connection, tenant, device);
        return store(connection, new AssignmentHistory(tenant, device, before.version() + 1, assignments));
    }

    /**
     * A person says whose one reading of the device is, in place of whatever was said of it before.
     *
     * @param patient null: none of those who have the device
     * @param by      the account
     * @return the complete history with its new version
     * @throws TooManyCorrections if it holds {@value #MOST_CORRECTIONS} of the last days already
     */
    public static AssignmentHistory correct(
            Connection connection, String tenant, String device, String reading, @Nullable String patient, String by)
            throws SQLException {
        AssignmentHistory before = lock(connection, tenant, device);
        if (before.corrections().size() >= MOST_CORRECTIONS) {
            throw new TooManyCorrections("%d readings of %s were corrected within %d days; is it with the right people?"
                    .formatted(MOST_CORRECTIONS, device, CORRECTIONS_FOR_DAYS));
        }
        Sql.update(connection, """
                insert into reading_correction (tenant, reading, device, patient, corrected_by) values (?, ?, ?, ?, ?)
                on conflict (tenant, reading) do update
                set device = excluded.device, patient = excluded.patient, corrected_by = excluded.corrected_by,
                    corrected_at = now()
                """, tenant, reading, device, patient, by);
        return publish(connection, before.version() + 1, before);
    }

    /** The last word of a person on one reading, whatever its age. */
    public static Optional<Correction> correction(Connection connection, String tenant, String reading)
            throws SQLException {
        return Sql.first(
                connection,
                "select * from reading_correction where tenant = ? and reading = ?",
                Assignments::correction,
                tenant,
                reading);
    }

    /** The device's complete history, oldest assignment first; empty if it never had one. */
    public static Optional<AssignmentHistory> history(Connection connection, String tenant, String device)
            throws SQLException {
        Optional<Long> version = Sql.first(
                connection,
                "select version from assignment_history where tenant = ? and device = ?",
                row -> row.getLong("version"),
                tenant,
                device);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                complete(connection, tenant, device, version.get(), assignments(connection, tenant, device)));
    }

    /** Histories of every device this patient ever had, in order of device. */
    public static List<AssignmentHistory> ofPatient(Connection connection, String tenant, String patient)
            throws SQLException {
        List<String> devices = Sql.query(
                connection,
                "select distinct device from assignment where tenant = ? and patient = ? order by device",
                row -> row.getString("device"),
                tenant,
                patient);
        List<AssignmentHistory> histories = new ArrayList<>();
        for (String device : devices) {
            history(connection, tenant, device).ifPresent(histories::add);
        }
        return histories;
    }

    private static AssignmentHistory lock(Connection connection, String tenant, String device) throws SQLException {
        Sql.update(
                connection,
                "insert into assignment_history (tenant, device, version) values (?, ?, 0) on conflict do nothing",
                tenant,
                device);
        long version = Sql.first(
                        connection,
                        "select version from assignment_history where tenant = ? and device = ? for update",
                        row -> row.getLong("version"),
                        tenant,
                        device)
                .orElseThrow();
        return complete(connection, tenant, device, version, assignments(connection, tenant, device));
    }

    private static AssignmentHistory store(Connection connection, AssignmentHistory history) throws SQLException {
        List<Assignment> ordered = history.assignments().stream()
                .sorted(Comparator.comparing(Assignment::from).thenComparing(Assignment::patient))
                .toList();
        refuseOverlaps(ordered);
        Sql.update(
                connection,
                "delete from assignment where tenant = ? and device = ?",
                history.tenant(),
                history.device());
        for (int i = 0; i < ordered.size(); i++) {
            Assignment assignment = ordered.get(i);
            Sql.update(
                    connection,
                    """
                    insert into assignment (tenant, device, ordinal, patient, valid_from, valid_to, user_slot)
                    values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    history.tenant(),
                    history.device(),
                    i,
                    assignment.patient(),
                    assignment.from(),
                    assignment.to(),
                    assignment.userSlot());
        }
        return publish(
                connection,
                history.version(),
                new AssignmentHistory(history.tenant(), history.device(), history.version(), ordered));
    }

    private static AssignmentHistory publish(Connection connection, long version, AssignmentHistory changed)
            throws SQLException {
        Sql.update(
                connection,
                "update assignment_history set version = ?, updated_at = now() where tenant = ? and device = ?",
                version,
                changed.tenant(),
                changed.device());
        return complete(connection, changed.tenant(), changed.device(), version, changed.assignments());
    }

    private static AssignmentHistory complete(
            Connection connection, String tenant, String device, long version, List<Assignment> assignments)
            throws SQLException {
        List<Correction> corrections =
                Sql.query(connection, """
                select * from reading_correction
                where tenant = ? and device = ? and corrected_at > now() - make_interval(days => ?)
                order by corrected_at, reading
                """, Assignments::correction, tenant, device, CORRECTIONS_FOR_DAYS);
        return new AssignmentHistory(tenant, device, version, assignments, corrections);
    }

    private static void refuseOverlaps(List<Assignment> ordered) {
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = i + 1; j < ordered.size(); j++) {
                Assignment earlier = ordered.get(i);
                Assignment later = ordered.get(j);
                boolean sameSlot = earlier.userSlot() == null
                        || later.userSlot() == null
                        || earlier.userSlot().equals(later.userSlot());
                if (sameSlot && earlier.covers(later.from())) {
                    throw new Overlapping("%s has the device from %s to %s, and %s from %s"
                            .formatted(
                                    earlier.patient(),
                                    earlier.from(),
                                    earlier.to() == null ? "further notice" : earlier.to(),
                                    later.patient(),
                                    later.from()));
                }
            }
        }
    }

    private static List<Assignment> assignments(Connection connection, String tenant, String device)
            throws SQLException {
        return Sql.query(
                connection,
                "select * from assignment where tenant = ? and device = ? order by ordinal",
                Assignments::map,
                tenant,
                device);
    }

    private static Correction correction(ResultSet row) throws SQLException {
        return new Correction(
                row.getString("reading"),
                row.getString("patient"),
                row.getString("corrected_by"),
                Sql.instant(row, "corrected_at"));
    }

    private static Assignment map(ResultSet row) throws SQLException {
        return new Assignment(
                row.getString("patient"),
                Sql.instant(row, "valid_from"),
                Sql.instantOrNull(row, "valid_to"),
                row.getObject("user_slot", Integer.class));
    }
}
