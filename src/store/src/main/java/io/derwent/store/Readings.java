package io.derwent.store;

import io.derwent.model.AssignmentHistory.Correction;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table {@code reading}: every measurement, one row each. Written by the vitals job, read by the console. */
public final class Readings {
    /** Package-private, like {@link #LATEST}, so that a test can ask the planner what it does with them. */
    static final String OF_PATIENT = """
            select * from reading
            where tenant = ? and patient = ? and effective_time >= ? and effective_time < ?
              and (cardinality(?::text[]) = 0 or kind = any (?::text[]))
            order by effective_time desc, seq desc nulls last, id
            limit ?
            """;

    static final String LATEST = """
            select distinct on (kind) * from reading
            where tenant = ? and patient = ? and effective_time >= ?
            order by kind, effective_time desc, seq desc nulls last, id
            """;

    static final String OF_NOBODY = """
            select reading.*, said.patient as said_patient, said.corrected_by, said.corrected_at
            from reading
            left join reading_correction said on said.tenant = reading.tenant and said.reading = reading.id
            where reading.tenant = ? and reading.patient is null
              and reading.effective_time >= ? and reading.effective_time <= ?
              and (reading.effective_time, reading.id) < (?, ?)
              and (? or (said.reading is null and not reading.marks @> array ['not_a_person']))
            order by reading.effective_time desc, reading.id desc
            limit ?
            """;

    /** The same of one device: a statement of its own, so that the planner takes the device's index. */
    static final String OF_NOBODY_BY_DEVICE =
            OF_NOBODY.replace("reading.patient is null", "reading.patient is null and reading.device = ?");

    static final String WAITING = """
            select count(*) as looked,
                   count(*) filter (where said.reading is null and not newest.marks @> array ['not_a_person']) as waiting
            from (
                select tenant, id, marks from reading
                where tenant = ? and patient is null and effective_time >= ?
                order by effective_time desc, id desc
                limit ?
            ) newest
            left join reading_correction said on said.tenant = newest.tenant and said.reading = newest.id
            """;

    static final String WAITING_BY_DEVICE = WAITING.replace("patient is null", "patient is null and device = ?");

    private static final Whose NOBODY = new Whose(null, null);

    private Readings() {}

    /**
     * Writes a batch: inserts what is new, overwrites where the incoming revision is higher, leaves everything else. In one
     * batch the highest revision of an id wins. Any order, any age.
     *
     * @return rows inserted or overwritten
     */
    public static int write(Connection connection, Collection<Reading> readings) throws SQLException {
        List<Reading> batch = Batch.highestRevisions(readings, Readings::key, Reading::revision);
        if (batch.isEmpty()) {
            return 0;
        }
        return Sql.update(
                connection,
                """
                insert into reading (tenant, id, revision, patient, device, kind, effective_time, received_at,
                                     quantities, findings, marks, seq, whose_user, whose_patient)
                select tenant, id, revision, patient, device, kind, effective_time, received_at,
                       quantities::jsonb, findings::jsonb, marks::text[], seq, whose_user, whose_patient
                from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                            ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[],
                            ?::text[])
                    as row (tenant, id, revision, patient, device, kind, effective_time, received_at,
                            quantities, findings, marks, seq, whose_user, whose_patient)
                on conflict (tenant, effective_time, id) do update
                set revision = excluded.revision, patient = excluded.patient, device = excluded.device,
                    kind = excluded.kind, received_at = excluded.received_at, recorded_at = now(),
                    quantities = excluded.quantities, findings = excluded.findings, marks = excluded.marks,
                    seq = excluded.seq, whose_user = excluded.whose_user,
                    whose_patient = excluded.whose_patient
                where excluded.revision > reading.revision
                """,
                Sql.texts(batch, Reading::tenant),
                Sql.texts(batch, Reading::id),
                Sql.integers(batch, Reading::revision),
                Sql.texts(batch, Reading::patient),
                Sql.texts(batch, Reading::device),
                Sql.texts(batch, reading -> reading.kind().code()),
                Sql.texts(batch, Reading::effectiveTime),
                Sql.texts(batch, Reading::receivedAt),
                Sql.texts(batch, reading -> JsonColumns.quantities(reading.quantities())),
                Sql.texts(batch, reading -> JsonColumns.findings(reading.findings())),
                Sql.texts(batch, Readings::marks),
                Sql.longs(batch, Reading::seq),
                Sql.integers(batch, reading -> named(reading).user()),
                Sql.texts(batch, reading -> named(reading).patient()));
    }

    /**
     * The effective times under which these ids are stored, by id, of readings whose time is not the device's; other ids
     * are absent. For ids older than the job's own memory of them: looks into every chunk, so not for every reading.
     */
    public static Map<String, Instant> otherTimes(Connection connection, String tenant, Collection<String> ids)
            throws SQLException {
        Map<String, Instant> times = new HashMap<>();
        Sql.query(
                connection,
                """
                select id, effective_time from reading
                where tenant = ? and id = any (?)
                  and marks && array ['no_device_time', 'device_clock_ahead', 'device_clock_corrected']
                """,
                row -> times.put(row.getString("id"), Sql.instant(row, "effective_time")),
                tenant,
                ids.toArray(String[]::new));
        return times;
    }

    /**
     * A patient's readings taken between two times, newest first.
     *
     * @param tenant the patient's tenant, which may be one that shares the patient with the transaction's
     * @param kinds  which kinds; empty: all
     * @param from   inclusive
     * @param to     exclusive
     * @param limit  most rows to return
     */
    public static List<Reading> ofPatient(
            Connection connection, String tenant, String patient, Set<Kind> kinds, Instant from, Instant to, int limit)
            throws SQLException {
        return Sql.query(
                connection, OF_PATIENT, Readings::map, tenant, patient, from, to, codes(kinds), codes(kinds), limit);
    }

    /** A patient's newest reading of each kind taken at or after {@code since}, in order of kind. */
    public static List<Reading> latest(Connection connection, String tenant, String patient, Instant since)
            throws SQLException {
        return Sql.query(connection, LATEST, Readings::map, tenant, patient, since);
    }

    /**
     * Mean of one parameter in one calendar month of a patient's life.
     *
     * @param mean  to at least 16 decimal places, in {@link Parameter#ucum()}
     * @param count readings it is the mean of, 1 or more
     */
    public record MonthlyAverage(YearMonth month, Parameter parameter, BigDecimal mean, int count) {}

    /**
     * Averages by calendar month of Europe/London, oldest first, without readings that are doubtful or whose device was used wrongly. A reading at 23:30 UTC on 30 June
     * belongs to July.
     *
     * @param from inclusive
     * @param to   exclusive
     */
    public static List<MonthlyAverage> monthlyAverages(
            Connection connection, String tenant, String patient, Instant from, Instant to) throws SQLException {
        return Sql.query(
                connection,
                """
                select to_char(effective_time at time zone 'Europe/London', 'YYYY-MM') as month, quantity.key as parameter,
                       avg(quantity.value::numeric) as mean, count(*) as count
                from reading cross join lateral jsonb_each_text(quantities) as quantity
                where tenant = ? and patient = ? and effective_time >= ? and effective_time < ?
                  and not marks && array ['doubtful', 'body_movement', 'loose_cuff', 'wrong_position']
                group by 1, 2
                order by 1, 2
                """,
                row -> new MonthlyAverage(
                        YearMonth.parse(row.getString("month")),
                        Parameter.ofCode(row.getString("parameter")),
                        row.getBigDecimal("mean"),
                        row.getInt("count")),
                tenant,
                patient,
                from,
                to);
    }

    /** One reading of a device. Looks through all of them: for a person who asks, not for a stream. */
    public static Optional<Reading> find(Connection connection, String tenant, String device, String id)
            throws SQLException {
        return Sql.first(
                connection,
                "select * from reading where tenant = ? and device = ? and id = ?",
                Readings::map,
                tenant,
                device,
                id);
    }

    /** What a device measured between two times, whoever had it, newest first. */
    public static List<Reading> ofDevice(
            Connection connection, String tenant, String device, Instant from, Instant to, int limit)
            throws SQLException {
        return Sql.query(connection, """
                select * from reading
                where tenant = ? and device = ? and effective_time >= ? and effective_time < ?
                order by effective_time desc
                limit ?
                """, Readings::map, tenant, device, from, to, limit);
    }

    /**
     * A reading that is nobody's.
     *
     * @param said the last word of a person on it; the job may not have followed it yet
     */
    public record Nobodys(Reading reading, Optional<Correction> said) {}

    /** A place in a list of readings, newest first; of those of one time the highest id comes first. */
    public record Place(Instant effectiveTime, String id) {}

    /**
     * An organisation's readings that are nobody's, newest first.
     *
     * @param device of this device only
     * @param since  taken at this time or later
     * @param after  from there on; the place itself is not
     * @param all    also tests, and those of which a person said whose they are; otherwise those that wait for that
     */
    public static List<Nobodys> nobodys(
            Connection connection,
            String tenant,
            Optional<String> device,
            Instant since,
            Place after,
            boolean all,
            int limit)
            throws SQLException {
        Instant to = after.effectiveTime();
        return device.isEmpty()
                ? Sql.query(connection, OF_NOBODY, Readings::nobodys, tenant, since, to, to, after.id(), all, limit)
                : Sql.query(
                        connection,
                        OF_NOBODY_BY_DEVICE,
                        Readings::nobodys,
                        tenant,
                        device.get(),
                        since,
                        to,
                        to,
                        after.id(),
                        all,
                        limit);
    }

    private static Nobodys nobodys(ResultSet row) throws SQLException {
        Reading reading = map(row);
        Optional<Correction> said = row.getString("corrected_by") == null
                ? Optional.empty()
                : Optional.of(new Correction(
                        reading.id(),
                        row.getString("said_patient"),
                        row.getString("corrected_by"),
                        Sql.instant(row, "corrected_at")));
        return new Nobodys(reading, said);
    }

    /**
     * How many readings wait for a person to say whose they are.
     *
     * @param more whether there may be others, among older ones that were not looked at
     */
    public record Waiting(int number, boolean more) {}

    /** Of the newest readings that are nobody's, taken since then, at most {@code most}: how many wait. */
    public static Waiting waiting(
            Connection connection, String tenant, Optional<String> device, Instant since, int most)
            throws SQLException {
        Sql.RowMapper<Waiting> mapper = row -> new Waiting(row.getInt("waiting"), row.getInt("looked") >= most);
        Optional<Waiting> waiting = device.isEmpty()
                ? Sql.first(connection, WAITING, mapper, tenant, since, most)
                : Sql.first(connection, WAITING_BY_DEVICE, mapper, tenant, device.get(), since, most);
        return waiting.orElseThrow();
    }

    static Reading map(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return new Reading(
                row.getString("id"),
                row.getInt("revision"),
                row.getString("tenant"),
                row.getString("device"),
                row.getString("patient"),
                Kind.ofCode(kind).orElseThrow(() -> new IllegalStateException("reading of unknown kind " + kind)),
                JsonColumns.quantities(row.getString("quantities")),
                JsonColumns.findings(row.getString("findings")),
                Sql.instant(row, "effective_time"),
                Sql.instant(row, "received_at"),
                marks(Sql.textList(row, "marks")),
                row.getObject("seq", Long.class),
                whose(row.getObject("whose_user", Integer.class), row.getString("whose_patient")));
    }

    private static Whose named(Reading reading) {
        return reading.whose() == null ? NOBODY : reading.whose();
    }

    static @Nullable Whose whose(@Nullable Integer user, @Nullable String patient) {
        return user == null && patient == null ? null : new Whose(user, patient);
    }

    private static Batch.Key key(Reading reading) {
        return new Batch.Key(reading.tenant(), reading.effectiveTime(), reading.id());
    }

    /** As an array literal; codes are words without commas or braces. */
    private static @Nullable String marks(Reading reading) {
        return reading.marks().stream().map(Mark::code).sorted().collect(Collectors.joining(",", "{", "}"));
    }

    private static Set<Mark> marks(List<String> codes) {
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        codes.forEach(code -> marks.add(Mark.valueOf(code.toUpperCase(Locale.ROOT))));
        return marks;
    }

    private static String[] codes(Set<Kind> kinds) {
        return kinds.stream().map(Kind::code).toArray(String[]::new);
    }
}
