package io.derwent.store;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.Ids;
import io.derwent.model.Reading;
import io.derwent.store.Audit.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives stored readings to whoever had the device when they were taken, after an assignment came late or was corrected.
 * Called by the vitals job's sink, in order with the writes of the same device.
 */
public final class Reattribution {
    private Reattribution() {}

    /**
     * One reading that changed hands.
     *
     * @param reading as it is stored now, one revision higher
     * @param was     the patient it counted as before; null: nobody's
     */
    public record Moved(Reading reading, @Nullable String was) {}

    /**
     * Moves every stored reading of the device to the patient the history names for its effective time, or to nobody (also
     * while several share the device: readings do not say whose they are), and
     * withdraws the scores of readings that were somebody else's. Applying the same history again changes nothing.
     *
     * <p>A moved reading's revision rises by one. A withdrawn score keeps its revision, so that the score computed for the
     * right patient, which carries the reading's new revision, replaces it, and a re-sent old one does not. What changed is
     * audited under the history's tenant, per patient it was taken from or given to.
     *
     * @param history the device's complete history
     * @param now     for the audit
     * @return readings that changed, oldest first
     */
    public static List<Moved> apply(Connection connection, AssignmentHistory history, Instant now) throws SQLException {
        List<Moved> moved = move(connection, history);
        if (!moved.isEmpty()) {
            withdrawScores(connection, history.tenant(), moved);
            audit(connection, history, moved, now);
        }
        return moved;
    }

    private static List<Moved> move(Connection connection, AssignmentHistory history) throws SQLException {
        List<Assignment> assignments = history.assignments();
        return Sql.query(
                connection,
                """
                with assigned as (
                    select * from unnest(?::text[], ?::timestamptz[], ?::timestamptz[])
                        as assigned (patient, valid_from, valid_to)
                ), wanted as (
                    select reading.id, reading.effective_time, reading.patient as was,
                           (select min(assigned.patient) from assigned
                            where reading.effective_time >= assigned.valid_from
                              and (assigned.valid_to is null or reading.effective_time < assigned.valid_to)
                            having count(distinct assigned.patient) = 1) as patient
                    from reading
                    where tenant = ? and device = ? and not marks @> array ['not_a_person']
                ), moved as (
                    update reading
                    set patient = wanted.patient, revision = reading.revision + 1, recorded_at = now()
                    from wanted
                    where reading.tenant = ? and reading.device = ? and reading.id = wanted.id
                      and reading.effective_time = wanted.effective_time
                      and wanted.was is distinct from wanted.patient
                    returning reading.*, wanted.was
                )
                select * from moved order by effective_time, id
                """,
                row -> new Moved(Readings.map(row), row.getString("was")),
                Sql.texts(assignments, Assignment::patient),
                Sql.texts(assignments, Assignment::from),
                Sql.texts(assignments, Assignment::to),
                history.tenant(),
                history.device(),
                history.tenant(),
                history.device());
    }

    private static void withdrawScores(Connection connection, String tenant, List<Moved> moved) throws SQLException {
        Sql.update(
                connection,
                """
                update score
                set withdrawn = true, recorded_at = now()
                from unnest(?::text[], ?::timestamptz[], ?::text[]) as moved (reading, effective_time, patient)
                where score.tenant = ? and score.reading = moved.reading
                  and score.effective_time = moved.effective_time
                  and score.patient is distinct from moved.patient
                  and not score.withdrawn
                """,
                Sql.texts(moved, one -> one.reading().id()),
                Sql.texts(moved, one -> one.reading().effectiveTime()),
                Sql.texts(moved, one -> one.reading().patient()),
                tenant);
    }

    private static void audit(Connection connection, AssignmentHistory history, List<Moved> moved, Instant now)
            throws SQLException {
        Map<Hands, Long> counts = moved.stream()
                .collect(Collectors.groupingBy(
                        one -> new Hands(one.was(), one.reading().patient()), Collectors.counting()));
        for (Map.Entry<Hands, Long> one : counts.entrySet()) {
            Hands hands = one.getKey();
            Map<String, String> detail = Map.of(
                    "device", history.device(),
                    "history_version", Long.toString(history.version()),
                    "from", hands.from == null ? "" : hands.from,
                    "to", hands.to == null ? "" : hands.to,
                    "readings", one.getValue().toString());
            for (String patient : hands.patients()) {
                Audit.append(
                        connection,
                        new Entry(
                                history.tenant(),
                                Ids.of(
                                        "reattribution",
                                        history.device(),
                                        Long.toString(history.version()),
                                        patient,
                                        detail.toString()),
                                now,
                                "vitals",
                                "job",
                                history.tenant(),
                                patient,
                                "reading.reattribute",
                                "assignment history version " + history.version(),
                                detail));
            }
        }
    }

    private record Hands(@Nullable String from, @Nullable String to) {
        List<String> patients() {
            return Stream.of(from, to).filter(Objects::nonNull).toList();
        }
    }
}
