package io.derwent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.derwent.model.ReaderPlaces;
import io.derwent.registry.CommandSubscriptions.Subscription;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who listens for commands, on a real PostgreSQL, as the gateway's role. */
class CommandSubscriptionsTest {
    private static final UUID FIRST = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final UUID SECOND = UUID.fromString("00000000-0000-0000-0000-000000000002");
    private static final Device CUFF = new Device(
            "north",
            "cuff",
            true,
            Set.of("hub"),
            Set.of("hubs"),
            Set.of(),
            Map.of(),
            ReaderPlaces.unregistered("north", "cuff"));

    private final TestDatabase postgres = TestDatabase.fresh();
    private final HikariDataSource pool = RegistryDatabase.pool(postgres.url(), Roles.GATEWAY, Roles.GATEWAY, 2);
    private final RegistryDatabase database = new RegistryDatabase(pool);
    private final CommandSubscriptions subscriptions = new CommandSubscriptions(database);

    @BeforeEach
    void twoGateways() {
        new Tenants(database).create("north", TenantDocument.parse("{}".getBytes(StandardCharsets.UTF_8)));
        subscriptions.beat(FIRST, List.of());
        subscriptions.beat(SECOND, List.of());
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aGatewayThatIsNotSeenAnyMoreCountsForNothing() {
        Subscription here = subscriptions.add(FIRST, "north", "cuff", "cuff");
        Subscription there = subscriptions.add(SECOND, "north", "cuff", "cuff");
        assertThat(subscriptions.of(CUFF)).containsExactly(there, here);

        notSeenFor(SECOND, "11 seconds");
        notSeenFor(FIRST, "9 seconds");

        assertThat(subscriptions.of(CUFF)).containsExactly(here);
        assertThat(subscriptions.remove(here)).isFalse();
        assertThat(subscriptions.spokesman()).hasValue(FIRST);
        notSeenFor(FIRST, "11 seconds");
        assertThat(subscriptions.spokesman()).isEmpty();
    }

    @Test
    void aGatewayThatWasTakenToBeGoneSaysAgainWhatItsDevicesListenBy() {
        Subscription held = subscriptions.add(SECOND, "north", CommandSubscriptions.ALL, "hub");
        notSeenFor(SECOND, "2 minutes");
        subscriptions.beat(FIRST, List.of());
        assertThat(subscriptions.of(CUFF)).isEmpty();

        subscriptions.beat(SECOND, List.of(held));

        assertThat(subscriptions.of(CUFF)).containsExactly(held);
        subscriptions.beat(SECOND, List.of(held));
        assertThat(subscriptions.of(CUFF)).containsExactly(held);
    }

    @Test
    void whoStopsIsGoneAtOnceAndTheOtherSpeaks() {
        subscriptions.add(FIRST, "north", "cuff", "cuff");
        assertThat(subscriptions.spokesman()).hasValue(FIRST);

        subscriptions.leave(FIRST);

        assertThat(subscriptions.of(CUFF)).isEmpty();
        assertThat(subscriptions.spokesman()).hasValue(SECOND);
    }

    @Test
    void oneSubscriptionOfAClientThatConnectedAgainIsLeft() {
        Subscription before = subscriptions.add(FIRST, "north", "cuff", "cuff");
        Subscription after = subscriptions.add(SECOND, "north", "cuff", "cuff");

        assertThat(subscriptions.remove(before)).isTrue();
        assertThat(subscriptions.remove(after)).isFalse();
    }

    private void notSeenFor(UUID instance, String interval) {
        database.query(connection -> Rows.update(
                connection,
                "update gateway_instance set seen_at = now() - ?::interval where instance = ?",
                interval,
                instance));
    }
}
