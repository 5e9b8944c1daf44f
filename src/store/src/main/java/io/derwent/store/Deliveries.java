package io.derwent.store;

import io.derwent.model.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code delivery}: what people were told of an event, one row per person and event. */
public final class Deliveries {
    private Deliveries() {}

    /** What became of it. */
    public enum State {
        /** Not sent yet: it is its turn soon, or when a quiet time ends. */
        WAITING,
        /** A try began; its end is not recorded. */
        SENDING,
        /** Whoever carries it took it. */
        SENT,
        /** It is there, says who carried it. */
        DELIVERED,
        /** Nobody of the person's channels took it. */
        FAILED,
        /** The person has no channel that is offered here. */
        NO_CHANNEL;

        /** The name in tables and APIs: {@code no_channel}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One person told of one event.
     *
     * @param id         hash of tenant, event and person; the reference whoever carries it is given
     * @param person     as in {@link Contacts.Contact}; {@code audience/CODE} for an audience in which nobody could be told
     * @param what       code of what it is about; never anything clinical
     * @param channel    code of the channel tried last; null before the first try
     * @param receipt    what to ask the carrier with for what became of it; null if it says nothing
     * @param maybeTwice a try whose end nobody recorded was made again
     * @param tried      channels that failed for good
     */
    public record Delivery(
            String tenant,
            String id,
            String person,
            String patient,
            String event,
            String alert,
            String what,
            Severity severity,
            String locale,
            @Nullable String channel,
            @Nullable String receipt,
            State state,
            boolean maybeTwice,
            int attempts,
            List<String> tried,
            Instant createdAt,
            Instant notBefore,
            @Nullable Instant lastAttemptAt,
            @Nullable Instant sentAt,
            @Nullable Instant deliveredAt,
            @Nullable String lastError) {
        public Delivery {
            tried = List.copyOf(tried);
        }

        public DeliveryQueue.Key key() {
            return new DeliveryQueue.Key(tenant, id);
        }
    }

    /** Inserts a new one, {@code WAITING} or {@code NO_CHANNEL}; false if there is one, and nothing changes. */
    public static boolean add(Connection connection, Delivery delivery) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into delivery (tenant, id, person, patient, event, alert, what, severity, locale, state,
                                              created_at, not_before)
                        values (?, ?, ?, ?, ?, ?, ?, ?::severity, ?, ?, ?, ?)
                        on conflict do nothing
                        """,
                        delivery.tenant(),
                        delivery.id(),
                        delivery.person(),
                        delivery.patient(),
                        delivery.event(),
                        delivery.alert(),
                        delivery.what(),
                        delivery.severity().code(),
                        delivery.locale(),
                        delivery.state().code(),
                        delivery.createdAt(),
                        delivery.notBefore())
                == 1;
    }

    public static Optional<Delivery> find(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(connection, "select * from delivery where tenant = ? and id = ?", Deliveries::map, tenant, id);
    }

    /** What was sent about a patient, newest first. */
    public static List<Delivery> ofPatient(Connection connection, String tenant, String patient, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select * from delivery where tenant = ? and patient = ? order by created_at desc, id limit ?",
                Deliveries::map,
                tenant,
                patient,
                limit);
    }

    /** What was sent about these alerts, newest first. */
    public static List<Delivery> ofAlerts(Connection connection, String tenant, Collection<String> alerts, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select * from delivery where tenant = ? and alert = any (?) order by created_at desc, id limit ?",
                Deliveries::map,
                tenant,
                alerts.toArray(String[]::new),
                limit);
    }

    /**
     * A try begins, before anything leaves the house. One that had begun on the same channel without an end may have arrived.
     */
    public static void began(Connection connection, DeliveryQueue.Key key, String channel, Instant now)
            throws SQLException {
        Sql.update(connection, """
                update delivery
                set maybe_twice = maybe_twice or state = 'sending', state = 'sending', channel = ?,
                    attempts = attempts + 1, last_attempt_at = ?
                where tenant = ? and id = ?
                """, channel, now, key.tenant(), key.id());
    }

    /** The carrier took it. */
    public static void sent(Connection connection, DeliveryQueue.Key key, @Nullable String receipt, Instant now)
            throws SQLException {
        Sql.update(connection, """
                update delivery set state = 'sent', receipt = ?, sent_at = ?, last_error = null
                where tenant = ? and id = ? and state in ('waiting', 'sending')
                """, receipt, now, key.tenant(), key.id());
    }

    /** It is there. */
    public static void delivered(Connection connection, DeliveryQueue.Key key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update delivery set state = 'delivered', delivered_at = ? where tenant = ? and id = ?",
                now,
                key.tenant(),
                key.id());
    }

    /** The carrier did not take it, for certain: another try may follow. */
    public static void notTaken(Connection connection, DeliveryQueue.Key key, String error) throws SQLException {
        Sql.update(
                connection,
                "update delivery set state = 'waiting', last_error = ? where tenant = ? and id = ?",
                error,
                key.tenant(),
                key.id());
    }

    /** Nobody knows whether it arrived: it stays {@code SENDING}, and a further try says so. */
    public static void unsure(Connection connection, DeliveryQueue.Key key, String error) throws SQLException {
        Sql.update(
                connection,
                "update delivery set last_error = ? where tenant = ? and id = ?",
                error,
                key.tenant(),
                key.id());
    }

    /** This channel failed for good: the next is tried as if it were the first. */
    public static void gaveUp(Connection connection, DeliveryQueue.Key key, String channel, String error)
            throws SQLException {
        Sql.update(connection, """
                update delivery
                set maybe_twice = maybe_twice or state = 'sending', state = 'waiting', receipt = null, sent_at = null,
                    attempts = 0, tried = tried || ?::text, last_error = ?
                where tenant = ? and id = ? and not (? = any (tried))
                """, channel, error, key.tenant(), key.id(), channel);
    }

    /** Nothing is left to try. */
    public static void ended(Connection connection, DeliveryQueue.Key key, State state) throws SQLException {
        Sql.update(
                connection,
                "update delivery set state = ? where tenant = ? and id = ?",
                state.code(),
                key.tenant(),
                key.id());
    }

    private static Delivery map(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("person"),
                row.getString("patient"),
                row.getString("event"),
                row.getString("alert"),
                row.getString("what"),
                Alerts.severity(row.getString("severity")),
                row.getString("locale"),
                row.getString("channel"),
                row.getString("receipt"),
                State.ofCode(row.getString("state")),
                row.getBoolean("maybe_twice"),
                row.getInt("attempts"),
                Sql.textList(row, "tried"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "not_before"),
                Sql.instantOrNull(row, "last_attempt_at"),
                Sql.instantOrNull(row, "sent_at"),
                Sql.instantOrNull(row, "delivered_at"),
                row.getString("last_error"));
    }
}
