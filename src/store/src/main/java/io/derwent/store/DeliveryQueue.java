package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code delivery_queue}: deliveries with something left to do. A claim moves {@code due_at} into the future: who claimed
 * and died leaves a row that is due again when that time has come. Grants only. {@link #CHANNEL} is notified at each commit that
 * added a row.
 */
public final class DeliveryQueue {
    /** PostgreSQL channel to listen on ({@link Notifications}). */
    public static final String CHANNEL = "derwent_deliveries";

    private DeliveryQueue() {}

    /** Names a delivery. */
    public record Key(String tenant, String id) {}

    /** Something to do, not before that time. */
    public static void add(Connection connection, Key key, Instant dueAt) throws SQLException {
        Sql.update(
                connection,
                "insert into delivery_queue (tenant, id, due_at) values (?, ?, ?) on conflict do nothing",
                key.tenant(),
                key.id(),
                dueAt);
        Sql.query(connection, "select pg_notify(?, '')", row -> true, CHANNEL);
    }

    /** Takes the one that is due longest and nobody else is taking; its lease ends at {@code until}. Commit at once. */
    public static Optional<Key> claim(Connection connection, Instant now, Instant until) throws SQLException {
        List<Key> claimed =
                Sql.query(connection, """
                update delivery_queue set due_at = ?
                where (tenant, id) in (select tenant, id from delivery_queue where due_at <= ?
                                       order by due_at limit 1 for update skip locked)
                returning tenant, id
                """, row -> new Key(row.getString("tenant"), row.getString("id")), until, now);
        return claimed.stream().findFirst();
    }

    /** Looks at it again then. */
    public static void later(Connection connection, Key key, Instant dueAt) throws SQLException {
        Sql.update(
                connection,
                "update delivery_queue set due_at = ? where tenant = ? and id = ?",
                dueAt,
                key.tenant(),
                key.id());
    }

    /** Nothing is left to do. */
    public static void done(Connection connection, Key key) throws SQLException {
        Sql.update(connection, "delete from delivery_queue where tenant = ? and id = ?", key.tenant(), key.id());
    }
}
