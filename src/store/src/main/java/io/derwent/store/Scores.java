package io.derwent.store;

import static java.util.Comparator.naturalOrder;

import io.derwent.model.Score;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code score}: NEWS2 results. Written by the vitals job, read by the console. */
public final class Scores {
    /** Package-private, like {@link #LATEST}, so that a test can ask the planner what it does with them. */
    static final String OF_PATIENT = """
            select * from score
            where tenant = ? and patient = ? and effective_time >= ? and effective_time < ?
            order by effective_time desc, id
            limit ?
            """;

    static final String LATEST = """
            select * from score
            where tenant = ? and patient = ? and effective_time >= ? and not withdrawn
            order by effective_time desc, id
            limit 1
            """;

    private Scores() {}

    /**
     * Writes a batch: inserts what is new, overwrites where the incoming revision is higher, leaves everything else. A score
     * whose reading has gone to another patient meanwhile ({@link Reattribution}) is written as withdrawn: scores and
     * re-attributions reach the tables by different ways, in either order.
     *
     * @return rows inserted or overwritten
     */
    public static int write(Connection connection, Collection<Score> scores) throws SQLException {
        List<Score> sent = Batch.highestRevisions(
                scores, score -> new Batch.Key(score.tenant(), score.effectiveTime(), score.id()), Score::revision);
        if (sent.isEmpty()) {
            return 0;
        }
        Map<String, Holder> holders = lockHolders(connection, sent);
        List<Score> batch = sent.stream()
                .map(score -> isAnothersNow(score, holders.get(key(score))) ? withdrawn(score) : score)
                .toList();
        return Sql.update(
                connection,
                """
                insert into score (tenant, id, revision, patient, reading, effective_time, received_at, scale, total,
                                   lower_bound, upper_bound, parts, any_single_three, band, monitoring, missing, withdrawn)
                select tenant, id, revision, patient, reading, effective_time, received_at, scale, total,
                       lower_bound, upper_bound, parts::jsonb, any_single_three, band, monitoring, missing::text[],
                       withdrawn
                from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[],
                            ?::int[], ?::int[], ?::int[], ?::int[], ?::text[], ?::boolean[], ?::text[], ?::text[],
                            ?::text[], ?::boolean[])
                    as row (tenant, id, revision, patient, reading, effective_time, received_at, scale, total,
                            lower_bound, upper_bound, parts, any_single_three, band, monitoring, missing, withdrawn)
                on conflict (tenant, id, effective_time) do update
                set revision = excluded.revision, patient = excluded.patient, reading = excluded.reading,
                    received_at = excluded.received_at, recorded_at = now(), scale = excluded.scale,
                    total = excluded.total, lower_bound = excluded.lower_bound, upper_bound = excluded.upper_bound,
                    parts = excluded.parts, any_single_three = excluded.any_single_three, band = excluded.band,
                    monitoring = excluded.monitoring, missing = excluded.missing, withdrawn = excluded.withdrawn
                where excluded.revision > score.revision
                """,
                Sql.texts(batch, Score::tenant),
                Sql.texts(batch, Score::id),
                Sql.integers(batch, Score::revision),
                Sql.texts(batch, Score::patient),
                Sql.texts(batch, Score::reading),
                Sql.texts(batch, Score::effectiveTime),
                Sql.texts(batch, Score::receivedAt),
                Sql.integers(batch, Score::spo2Scale),
                Sql.integers(batch, Score::total),
                Sql.integers(batch, Score::lowerBound),
                Sql.integers(batch, Score::upperBound),
                Sql.texts(batch, score -> JsonColumns.parts(score.parts())),
                Sql.booleans(batch, Score::anySingleThree),
                Sql.texts(batch, Score::band),
                Sql.texts(batch, Score::monitoring),
                Sql.texts(batch, score -> "{" + String.join(",", score.missing()) + "}"),
                Sql.booleans(batch, Score::withdrawn));
    }

    /**
     * A patient's scores of observations made between two times, newest first, withdrawn ones included and marked.
     *
     * @param tenant the patient's tenant
     * @param from   inclusive
     * @param to     exclusive
     */
    public static List<Score> ofPatient(
            Connection connection, String tenant, String patient, Instant from, Instant to, int limit)
            throws SQLException {
        return Sql.query(connection, OF_PATIENT, Scores::map, tenant, patient, from, to, limit);
    }

    /** A patient's newest score of observations made at or after {@code since} that was not withdrawn. */
    public static Optional<Score> latest(Connection connection, String tenant, String patient, Instant since)
            throws SQLException {
        return Sql.first(connection, LATEST, Scores::map, tenant, patient, since);
    }

    static Score map(ResultSet row) throws SQLException {
        return new Score(
                row.getString("id"),
                row.getInt("revision"),
                row.getString("tenant"),
                row.getString("patient"),
                row.getString("reading"),
                Sql.instant(row, "effective_time"),
                Sql.instant(row, "received_at"),
                row.getInt("scale"),
                row.getObject("total", Integer.class),
                row.getInt("lower_bound"),
                row.getInt("upper_bound"),
                JsonColumns.parts(row.getString("parts")),
                row.getBoolean("any_single_three"),
                row.getString("band"),
                row.getString("monitoring"),
                Sql.textList(row, "missing"),
                row.getBoolean("withdrawn"));
    }

    /** Whose a score's reading is now, by its revision. */
    private record Holder(@Nullable String patient, int revision) {}

    /**
     * Who holds the readings these scores rest on, by the score's key; readings not stored yet are absent. Locks them until
     * the transaction ends, so that no re-attribution comes in between. The bounds keep other chunks out.
     */
    private static Map<String, Holder> lockHolders(Connection connection, List<Score> batch) throws SQLException {
        Map<String, Holder> holders = new HashMap<>();
        Sql.query(
                connection,
                """
                select score.key, reading.patient, reading.revision
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[]) as score (key, tenant, reading, effective_time)
                join reading on reading.tenant = score.tenant and reading.id = score.reading
                            and reading.effective_time = score.effective_time
                where reading.effective_time between ? and ?
                order by score.key
                for share of reading
                """,
                row -> holders.put(row.getString("key"), new Holder(row.getString("patient"), row.getInt("revision"))),
                Sql.texts(batch, Scores::key),
                Sql.texts(batch, Score::tenant),
                Sql.texts(batch, Score::reading),
                Sql.texts(batch, Score::effectiveTime),
                batch.stream().map(Score::effectiveTime).min(naturalOrder()).orElseThrow(),
                batch.stream().map(Score::effectiveTime).max(naturalOrder()).orElseThrow());
        return holders;
    }

    private static boolean isAnothersNow(Score score, @Nullable Holder holder) {
        return holder != null
                && holder.revision > score.revision()
                && !score.patient().equals(holder.patient);
    }

    private static Score withdrawn(Score score) {
        return new Score(
                score.id(),
                score.revision(),
                score.tenant(),
                score.patient(),
                score.reading(),
                score.effectiveTime(),
                score.receivedAt(),
                score.spo2Scale(),
                score.total(),
                score.lowerBound(),
                score.upperBound(),
                score.parts(),
                score.anySingleThree(),
                score.band(),
                score.monitoring(),
                score.missing(),
                true);
    }

    private static String key(Score score) {
        return score.tenant() + '/' + score.id() + '/' + score.effectiveTime();
    }
}
