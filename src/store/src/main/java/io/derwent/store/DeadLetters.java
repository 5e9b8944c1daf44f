package io.derwent.store;

import io.derwent.model.DeadLetter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code dead_letter}: messages nobody could read, kept so that they can be sent again. */
public final class DeadLetters {
    private DeadLetters() {}

    /**
     * A letter as stored.
     *
     * @param replayedAt when it was last sent again; null: never
     */
    public record Stored(
            DeadLetter letter,
            @Nullable Instant replayedAt,
            @Nullable String replayedBy) {}

    /** Stores a letter in the transaction of its tenant; false if it is there already. */
    public static boolean write(Connection connection, DeadLetter letter) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into dead_letter (tenant, id, device, refused_by, reason, refused_at, topic, headers, payload)
                        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
                        on conflict do nothing
                        """,
                        letter.tenant(),
                        letter.id(),
                        letter.device(),
                        letter.refusedBy(),
                        letter.reason(),
                        letter.refusedAt(),
                        letter.topic(),
                        JsonColumns.headers(letter.headers()),
                        letter.payload())
                == 1;
    }

    /** A tenant's letters, newest first. */
    public static List<Stored> list(Connection connection, String tenant, int limit) throws SQLException {
        return Sql.query(
                connection,
                "select * from dead_letter where tenant = ? order by refused_at desc, id limit ?",
                DeadLetters::map,
                tenant,
                limit);
    }

    public static Optional<Stored> find(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(
                connection, "select * from dead_letter where tenant = ? and id = ?", DeadLetters::map, tenant, id);
    }

    /** Notes that the letter was sent again; false if there is no such letter. */
    public static boolean markReplayed(Connection connection, String tenant, String id, Instant at, String who)
            throws SQLException {
        return Sql.update(
                        connection,
                        "update dead_letter set replayed_at = ?, replayed_by = ? where tenant = ? and id = ?",
                        at,
                        who,
                        tenant,
                        id)
                == 1;
    }

    private static Stored map(ResultSet row) throws SQLException {
        return new Stored(
                new DeadLetter(
                        row.getString("id"),
                        row.getString("tenant"),
                        row.getString("device"),
                        row.getString("refused_by"),
                        row.getString("reason"),
                        Sql.instant(row, "refused_at"),
                        row.getString("topic"),
                        JsonColumns.headers(row.getString("headers")),
                        row.getBytes("payload")),
                Sql.instantOrNull(row, "replayed_at"),
                row.getString("replayed_by"));
    }
}
