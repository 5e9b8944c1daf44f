package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.lastSeen;
import static io.derwent.store.Samples.pump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.derwent.model.ReaderStatus;
import io.derwent.store.UnknownTags.Unknown;
import io.derwent.store.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EquipmentChangesTest {
    private static final String KEY = "(8004)5055123HD00417";
    private static final String WARD = "5055123000012.WARD";

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database jobs = postgres.open(Roles.JOBS);
    private final Database console = postgres.openPooledOnOne(Roles.CONSOLE);

    @AfterEach
    void close() {
        jobs.close();
        console.close();
    }

    private boolean sees(String tenant) {
        return jobs.inPlatform(c -> Whereabouts.write(c, List.of(lastSeen(tenant, "pump", 1, WARD, NOON)))
                        + ReaderStatuses.write(c, List.of(new ReaderStatus(tenant, "reader-1", true, NOON, NOON, null)))
                        + UnknownTags.write(
                                c, List.of(new Unknown(tenant, "E2FF", null, NOON, NOON, "reader-1", 1, WARD)))
                > 0);
    }

    private <T> T inNorth(Database.Work<T> work) {
        return console.inTenant("north", work);
    }

    @Test
    void whatChangedSinceIsTheTenantsOwnAndWhatWasThereBeforeIsNot() {
        inNorth(c -> Assets.create(c, pump("north", "pump", KEY)));
        inNorth(c -> Assets.create(c, pump("north", "pump-2", "(8004)5055123HD00418")));
        Instant between = inNorth(Database::now);

        sees("north");
        sees("south");

        assertThat(assets(between)).containsExactly("pump");
        assertThat(readers(between)).containsExactly("reader-1");
        List<Unknown> tags = inNorth(c -> EquipmentChanges.unknownTags(c, "north", between, 9));
        assertThat(tags).extracting(Unknown::epc).containsExactly("E2FF");
        assertThat(assets(Instant.EPOCH)).containsExactly("pump-2", "pump");
        assertThat(readers(inNorth(Database::now))).isEmpty();
    }

    private List<String> assets(Instant since) {
        return inNorth(c -> EquipmentChanges.assets(c, "north", since, 9));
    }

    private List<String> readers(Instant since) {
        return inNorth(c -> EquipmentChanges.readers(c, "north", since, 9));
    }

    @Test
    void eachTransactionIsToldOnceForEachOrganisationWithTheTimeOfItsRows() {
        // Given
        List<String> told = new CopyOnWriteArrayList<>();
        AtomicBoolean listening = new AtomicBoolean();
        Notifications.Listener listener = new Notifications.Listener() {
            @Override
            public void on(String channel, String payload) {
                told.add(payload);
            }

            @Override
            public void onListening() {
                listening.set(true);
            }
        };
        Notifications notifications =
                Notifications.listen(postgres.as(Roles.CONSOLE), List.of(EquipmentChanges.CHANNEL), listener);
        try {
            await().untilTrue(listening);

            // When
            sees("north");
            sees("north"); // says nothing new
            sees("south");

            // Then
            await().untilAsserted(() -> assertThat(told).hasSize(2));
            assertThat(told.get(0)).contains("\"tenant\" : \"north\"", "\"recordedAt\"");
            assertThat(told.get(1)).contains("\"tenant\" : \"south\"");
        } finally {
            notifications.close();
        }
    }
}
