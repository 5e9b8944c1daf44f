package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Table {@code push_subscription}: browsers that agreed to show notifications. */
public final class PushSubscriptions {
    private PushSubscriptions() {}

    /**
     * A browser, as its push service gave it to us (W3C Push API).
     *
     * @param id     hash of the endpoint
     * @param p256dh the browser's public key, an uncompressed point of P-256, 65 bytes
     * @param auth   its secret, 16 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // keys; subscriptions are compared by id
    public record Subscription(String tenant, String id, String person, String endpoint, byte[] p256dh, byte[] auth) {
        /** Without the keys, and without the address, which is a capability. */
        @Override
        public String toString() {
            return "browser %s of %s".formatted(id, person);
        }
    }

    /** Adds it, or gives it to whoever uses that browser now; ended ones begin again. */
    public static void put(Connection connection, Subscription subscription, Instant now) throws SQLException {
        Sql.update(
                connection,
                """
                insert into push_subscription (tenant, id, person, endpoint, p256dh, auth, created_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, id) do update
                set person = excluded.person, p256dh = excluded.p256dh, auth = excluded.auth,
                    created_at = excluded.created_at, ended_at = null, ended_why = null
                """,
                subscription.tenant(),
                subscription.id(),
                subscription.person(),
                subscription.endpoint(),
                subscription.p256dh(),
                subscription.auth(),
                now);
    }

    /** Those that did not end, oldest first. */
    public static List<Subscription> active(Connection connection, String tenant, String person) throws SQLException {
        return Sql.query(
                connection,
                """
                select * from push_subscription
                where tenant = ? and person = ? and ended_at is null
                order by created_at, id
                """,
                row -> new Subscription(
                        row.getString("tenant"),
                        row.getString("id"),
                        row.getString("person"),
                        row.getString("endpoint"),
                        row.getBytes("p256dh"),
                        row.getBytes("auth")),
                tenant,
                person);
    }

    /** Sends there no more. */
    public static void end(Connection connection, String tenant, String id, Instant now, String why)
            throws SQLException {
        Sql.update(
                connection,
                "update push_subscription set ended_at = ?, ended_why = ? where tenant = ? and id = ? and ended_at is null",
                now,
                why,
                tenant,
                id);
    }
}
