package io.derwent.store;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.Attribution;
import io.derwent.model.Ids;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import io.derwent.store.Audit.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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
     * One reading that changed hands, or is on trust no more.
     *
     * @param reading as it is stored now, one revision higher
     * @param was     the patient it counted as before; null: nobody's
     */
    public record Moved(Reading reading, @Nullable String was) {}

    /**
     * Moves every stored reading of the device to whom it belongs by this history ({@link Attribution}) and by what people
     * said of it (table {@code reading_correction}, whatever its age), or to nobody, and withdraws the scores of readings that
     * were somebody else's. Applying the same history again changes nothing.
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
        List<Judged> judged = judge(history, named(connection, history));
        return Sql.query(
                connection,
                """
                with judged as (
                    select * from unnest(?::timestamptz[], ?::timestamptz[], ?::int[], ?::text[], ?::text[], ?::boolean[])
                        as judged (valid_from, valid_to, whose_user, whose_patient, patient, on_trust)
                ), wanted as (
                    select reading.id, reading.effective_time, reading.patient as was,
                           case when said.reading is null then judged.patient else said.patient end as patient,
                           said.reading is null and coalesce(judged.on_trust, false) as on_trust
                    from reading
                    left join judged
                      on reading.effective_time >= judged.valid_from
                     and (judged.valid_to is null or reading.effective_time < judged.valid_to)
                     and reading.whose_user is not distinct from judged.whose_user
                     and reading.whose_patient is not distinct from judged.whose_patient
                    left join reading_correction said on said.tenant = reading.tenant and said.reading = reading.id
                    where reading.tenant = ? and reading.device = ? and not reading.marks @> array ['not_a_person']
                ), moved as (
                    update reading
                    set patient = wanted.patient, revision = reading.revision + 1, recorded_at = now(),
                        marks = array_remove(reading.marks, 'shared_kit')
                                || case when wanted.on_trust then array ['shared_kit'] else array[]::text[] end
                    from wanted
                    where reading.tenant = ? and reading.device = ? and reading.id = wanted.id
                      and reading.effective_time = wanted.effective_time
                      and (wanted.was is distinct from wanted.patient
                           or reading.marks @> array ['shared_kit'] <> wanted.on_trust)
                    returning reading.*, wanted.was
                )
                select * from moved order by effective_time, id
                """,
                row -> new Moved(Readings.map(row), row.getString("was")),
                Sql.texts(judged, Judged::from),
                Sql.texts(judged, Judged::to),
                Sql.integers(judged, one -> one.named().user()),
                Sql.texts(judged, one -> one.named().patient()),
                Sql.texts(judged, one -> one.is().patient()),
                Sql.booleans(judged, one -> one.is().onTrust()),
                history.tenant(),
                history.device(),
                history.tenant(),
                history.device());
    }

    /** Whose readings are that say this of themselves and were taken in a time in which nobody got or gave back the device. */
    private record Judged(Instant from, @Nullable Instant to, Whose named, Attribution is) {}

    private static List<Judged> judge(AssignmentHistory history, List<Whose> named) {
        List<Instant> turns = history.assignments().stream()
                .flatMap(one -> Stream.of(one.from(), one.to()))
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            Instant from = turns.get(i);
            @Nullable Instant to = i + 1 < turns.size() ? turns.get(i + 1) : null;
            for (Whose one : named) {
                judged.add(new Judged(from, to, one, history.attributionAt(from, one)));
            }
        }
        return judged;
    }

    /** Everything its readings say of whose they are; a few words, however many readings. */
    private static List<Whose> named(Connection connection, AssignmentHistory history) throws SQLException {
        return Sql.query(
                connection,
                "select distinct whose_user, whose_patient from reading where tenant = ? and device = ?",
                row -> new Whose(row.getObject("whose_user", Integer.class), row.getString("whose_patient")),
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
                .filter(one -> !Objects.equals(one.was(), one.reading().patient()))
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
