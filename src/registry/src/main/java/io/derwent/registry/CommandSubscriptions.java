package io.derwent.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tables {@code command_subscription} and {@code gateway_instance}: who listens for commands, whichever gateway it is
 * connected to. Blocks; called from worker threads only.
 */
public final class CommandSubscriptions {
    /** The target of a gateway device that listens for all devices it acts for. */
    public static final String ALL = "+";

    /** A gateway that has not been seen for so long is taken to be gone, and its subscriptions with it. */
    private static final String IS_ALIVE = "seen_at > now() - interval '10 seconds'";

    private static final String MEMBER_OF_GROUPS =
            "s.target = '+' and exists (select from device d where d.tenant = s.tenant and d.device = s.subscriber"
                    + " and jsonb_exists_any(d.document -> 'memberOf', ?))";

    private final RegistryDatabase database;

    public CommandSubscriptions(RegistryDatabase database) {
        this.database = database;
    }

    /**
     * Somebody listens for commands.
     *
     * @param target     the device they are for, or {@link #ALL}
     * @param subscriber the device that listens
     */
    public record Subscription(long id, UUID instance, String tenant, String target, String subscriber) {}

    /**
     * From now on this gateway's device listens.
     *
     * @throws DatabaseUnavailable if that could not be written down
     */
    public Subscription add(UUID instance, String tenant, String target, String subscriber) {
        long id = database.query(connection ->
                        Rows.first(connection, """
                                insert into command_subscription (instance, tenant, target, subscriber)
                                values (?, ?, ?, ?) returning id""", row -> row.getLong(1), instance, tenant, target, subscriber))
                .orElseThrow();
        return new Subscription(id, instance, tenant, target, subscriber);
    }

    /** It does not listen any more. Says whether it still does by another subscription, made later or at another gateway. */
    public boolean remove(Subscription subscription) {
        return database.transaction(connection -> {
            Rows.update(connection, "delete from command_subscription where id = ?", subscription.id());
            return Rows.first(
                            connection,
                            """
                            select 1 from command_subscription s join gateway_instance using (instance)
                            where s.tenant = ? and s.target = ? and s.subscriber = ? and %s""".formatted(IS_ALIVE),
                            row -> true,
                            subscription.tenant(),
                            subscription.target(),
                            subscription.subscriber())
                    .isPresent();
        });
    }

    /** Who listens for commands to this device, those who named it before those who listen for all, the latest first. */
    public List<Subscription> of(Device device) {
        return database.query(connection -> Rows.all(
                connection,
                """
                select s.id, s.instance, s.target, s.subscriber
                from command_subscription s join gateway_instance using (instance)
                where s.tenant = ? and %s
                  and (s.target = ? or s.target = '+' and s.subscriber = any (?) or %s)
                order by s.target = '+', s.id desc""".formatted(IS_ALIVE, MEMBER_OF_GROUPS),
                row -> new Subscription(
                        row.getLong(1),
                        row.getObject(2, UUID.class),
                        device.tenant(),
                        row.getString(3),
                        row.getString(4)),
                device.tenant(),
                device.id(),
                textArray(connection, withOwn(device)),
                textArray(connection, device.viaGroups().toArray(String[]::new))));
    }

    private static String[] withOwn(Device device) {
        String[] senders = device.via().toArray(new String[device.via().size() + 1]);
        senders[senders.length - 1] = device.id();
        return senders;
    }

    private static Object textArray(Connection connection, String[] texts) throws SQLException {
        return connection.createArrayOf("text", texts);
    }

    /**
     * This gateway runs; called every few seconds. Gateways that have long been gone are forgotten.
     *
     * @param held what its devices listen by, written again if it was taken to be gone
     */
    public void beat(UUID instance, List<Subscription> held) {
        database.transaction(connection -> {
            boolean isNew = Rows.first(connection, """
                            insert into gateway_instance (instance) values (?)
                            on conflict (instance) do update set seen_at = now() returning xmax = 0""", row -> row.getBoolean(1), instance)
                    .orElseThrow();
            for (Subscription subscription : isNew ? held : List.<Subscription>of()) {
                Rows.update(
                        connection,
                        """
                        insert into command_subscription (id, instance, tenant, target, subscriber)
                        values (?, ?, ?, ?, ?) on conflict do nothing""",
                        subscription.id(),
                        instance,
                        subscription.tenant(),
                        subscription.target(),
                        subscription.subscriber());
            }
            return Rows.update(connection, "delete from gateway_instance where seen_at < now() - interval '1 minute'");
        });
    }

    /** This gateway stops. */
    public void leave(UUID instance) {
        database.query(
                connection -> Rows.update(connection, "delete from gateway_instance where instance = ?", instance));
    }

    /** The one gateway of those that run which answers for a command nobody listens for. */
    public Optional<UUID> spokesman() {
        return database.query(connection -> Rows.first(
                connection,
                "select instance from gateway_instance where %s order by instance limit 1".formatted(IS_ALIVE),
                row -> row.getObject(1, UUID.class)));
    }
}
