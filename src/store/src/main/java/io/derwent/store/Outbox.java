package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code outbox}: messages to Kafka, written in the transaction of the change they tell of, published by one relay.
 *
 * <p>The relay, in one {@link Database#inPlatform} transaction: {@link #lockPending} (empty if another relay has the lock),
 * send, await every acknowledgement, {@link #markPublished}, commit. If it dies in between, the rows are sent again:
 * consumers ignore a version they have. {@link #CHANNEL} is notified at each commit that added rows.
 */
public final class Outbox {
    /** PostgreSQL channel to listen on ({@link Notifications}). */
    public static final String CHANNEL = "derwent_outbox";

    /** Names the relay's advisory lock; any constant that nothing else in this database uses. */
    private static final long RELAY_LOCK = 0x64657277656e7431L;

    private Outbox() {}

    /**
     * A message not yet known to be in Kafka.
     *
     * @param id      rises in the order of the changes to one key
     * @param payload the record's value; null for a tombstone
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes to send; messages are compared by id, never by equals
    public record Message(long id, String topic, String key, byte @Nullable [] payload) {}

    /** Adds a message to the transaction; the relay is woken when it commits. */
    public static void add(Connection connection, String topic, String key, byte @Nullable [] payload)
            throws SQLException {
        Sql.update(connection, "insert into outbox (topic, key, payload) values (?, ?, ?)", topic, key, payload);
        Sql.query(connection, "select pg_notify(?, '')", row -> true, CHANNEL);
    }

    /** The oldest unpublished messages, for the one relay that gets the lock until its transaction ends; else none. */
    public static List<Message> lockPending(Connection connection, int limit) throws SQLException {
        boolean locked = Sql.first(
                        connection,
                        "select pg_try_advisory_xact_lock(?) as locked",
                        row -> row.getBoolean("locked"),
                        RELAY_LOCK)
                .orElse(false);
        if (!locked) {
            return List.of();
        }
        return Sql.query(
                connection,
                "select id, topic, key, payload from outbox where published_at is null order by id limit ?",
                row -> new Message(
                        row.getLong("id"), row.getString("topic"), row.getString("key"), row.getBytes("payload")),
                limit);
    }

    /** Marks messages as published; they stay until {@link #purge}. */
    public static void markPublished(Connection connection, Collection<Message> messages) throws SQLException {
        Sql.update(connection, "update outbox set published_at = now() where id = any (?)", (Object)
                messages.stream().map(Message::id).toArray(Long[]::new));
    }

    /** How many messages wait; for metrics. */
    public static long pending(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "select count(*) as pending from outbox where published_at is null",
                        row -> row.getLong("pending"))
                .orElse(0L);
    }

    /** Deletes what was published longer ago than this. */
    public static int purge(Connection connection, Duration publishedFor) throws SQLException {
        return Sql.update(
                connection, "delete from outbox where published_at < now() - make_interval(secs => ?)", (double)
                        publishedFor.toSeconds());
    }
}
