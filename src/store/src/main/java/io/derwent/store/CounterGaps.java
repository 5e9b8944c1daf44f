package io.derwent.store;

import io.derwent.model.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Readings that a device counted and that are not stored: its counter stands at 11, then at 15, so three are missing. Asked
 * of the stored readings each time, never stored itself, so that a late reading closes its gap by being there.
 *
 * <p>A reading is compared with the one before it: of the same tenant and device, with a counter, whoever's it is and of
 * whatever kind, the next lower by effectiveTime, then counter. What it tells:
 *
 * <pre>
 *   higher by 1, or the same ............. nothing is missing
 *   lower ................................ a new run: the device was reset, or its counter went over its end
 *   higher, up to {@value #MOST_MISSING} missing ..... those are missing
 *   higher still ......................... a new run: no device falls silent that long, so the counter was set anew
 *   no reading before it in 60 days ...... nothing is known
 * </pre>
 *
 * <p>Missing is what is not stored: lost on the way, still in the device's memory, or refused as unreadable. A device without
 * a clock is ordered by arrival; what it sends out of order is then a gap and a new run.
 */
public final class CounterGaps {
    /** A week of a reading a minute. A larger step of the counter starts a new run. */
    public static final int MOST_MISSING = 10_000;

    /**
     * How far before a reading its predecessor is looked for: as far as rules remember. Without an end, the first reading of
     * every device would look into every chunk.
     */
    static final Duration LOOK_BACK = Duration.ofDays(60);

    /**
     * For each reading one step down the index of its device. In the order of the pages ({@link Readings#OF_PATIENT}) read
     * upwards, down to the id, so that of two readings with one time and counter only one stands after the gap. The two
     * bounds known beforehand keep the planner to the chunks of the page and of the look back.
     */
    static final String MISSING_BEFORE = """
            select asked.id, asked.seq - before.seq - 1 as missing
            from unnest(?::text[], ?::text[], ?::timestamptz[], ?::bigint[]) as asked (id, device, effective_time, seq)
            cross join lateral (
                select reading.seq from reading
                where reading.tenant = ? and reading.tenant = (select derwent.current_tenant())
                  and reading.device = asked.device and reading.seq is not null
                  and reading.effective_time >= ? and reading.effective_time <= ?
                  and reading.effective_time >= asked.effective_time - ?::interval
                  and reading.effective_time <= asked.effective_time
                  and (reading.effective_time < asked.effective_time or reading.seq < asked.seq
                       or reading.seq = asked.seq and reading.id > asked.id)
                order by reading.effective_time desc, reading.seq desc, reading.id
                limit 1
            ) as before
            where asked.seq - before.seq between 2 and ?
            """;

    private CounterGaps() {}

    /**
     * How many readings of the same device are missing before each of these.
     *
     * @param tenant   of the readings. If it is not the transaction's own but one that shares a patient with it, nothing is
     *     told: what the device counted for others is not to be seen, and would look like a gap
     * @param readings as read in this transaction, in any order
     * @return by id of the reading, 1 to {@value #MOST_MISSING}; readings before which nothing is missing are absent
     */
    public static Map<String, Integer> before(Connection connection, String tenant, List<Reading> readings)
            throws SQLException {
        List<Reading> counted =
                readings.stream().filter(reading -> reading.seq() != null).toList();
        if (counted.isEmpty()) {
            return Map.of();
        }
        Instant oldest = counted.get(0).effectiveTime();
        Instant newest = oldest;
        for (Reading reading : counted) {
            Instant time = reading.effectiveTime();
            oldest = time.isBefore(oldest) ? time : oldest;
            newest = time.isAfter(newest) ? time : newest;
        }
        Map<String, Integer> missing = new HashMap<>();
        Sql.query(
                connection,
                MISSING_BEFORE,
                row -> missing.put(row.getString("id"), row.getInt("missing")),
                Sql.texts(counted, Reading::id),
                Sql.texts(counted, Reading::device),
                Sql.texts(counted, Reading::effectiveTime),
                Sql.longs(counted, Reading::seq),
                tenant,
                oldest.minus(LOOK_BACK),
                newest,
                LOOK_BACK.toString(),
                MOST_MISSING + 1);
        return missing;
    }
}
