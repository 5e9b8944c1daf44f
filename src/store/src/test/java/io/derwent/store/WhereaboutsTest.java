package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.lastSeen;
import static io.derwent.store.Samples.move;
import static io.derwent.store.Samples.pump;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.store.UnknownTags.Unknown;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the assets job writes: where things are, how they got there, and tags nobody knows. */
class WhereaboutsTest {
    private static final String WARD = "5055123000012.WARD";
    private static final String STORE = "5055123000012.STORE";

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database jobs = postgres.open(Roles.JOBS);
    private final Database console = postgres.openPooledOnOne(Roles.CONSOLE);

    @AfterEach
    void close() {
        jobs.close();
        console.close();
    }

    @Test
    void whatHasMoreMovesIsNewerAndOfEqualOnesWhatWasSeenLater() {
        LastSeen first = seen(1, WARD, 10);
        LastSeen later = seen(1, WARD, 20);
        LastSeen toldBack = seen(2, STORE, 15);

        assertThat(write(first)).isEqualTo(1);
        assertThat(write(first)).isZero();
        assertThat(write(later)).isEqualTo(1);
        assertThat(write(first)).isZero();
        assertThat(write(toldBack)).isEqualTo(1);
        assertThat(write(later)).isZero();

        assertThat(stored()).isEqualTo(Map.of("pump", toldBack));
    }

    @Test
    void theOrderWithinABatchDoesNotMatter() {
        List<LastSeen> states = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            states.add(seen(i, i % 2 == 0 ? WARD : STORE, i));
        }
        Collections.shuffle(states, new Random(7));

        assertThat(jobs.<Integer>inPlatform(c -> Whereabouts.write(c, states))).isEqualTo(1);

        assertThat(stored().get("pump")).isEqualTo(seen(20, WARD, 20));
    }

    @Test
    void aThingThatWasForgottenBeginsAnew() {
        int fortnight = (int) Whereabouts.FORGOTTEN_AFTER.toSeconds();
        LastSeen before = seen(7, WARD, 0);
        LastSeen anew = seen(1, STORE, fortnight);

        assertThat(write(before)).isEqualTo(1);
        assertThat(write(seen(1, STORE, fortnight - 1))).isZero();
        assertThat(write(anew)).isEqualTo(1);
        assertThat(write(before)).isZero();
        assertThat(jobs.<Integer>inPlatform(c -> Whereabouts.write(c, List.of(anew, before))))
                .isZero();

        assertThat(stored()).isEqualTo(Map.of("pump", anew));
    }

    @Test
    void otherMobilityIsTakenOverWithoutAMove() {
        write(seen(1, WARD, 0));
        LastSeen roaming =
                new LastSeen("north", "pump", Mobility.ROAMING, 1, WARD, true, NOON, NOON, "reader-1", 2, 0.8, 20_000);

        assertThat(write(roaming)).isEqualTo(1);
        assertThat(stored()).isEqualTo(Map.of("pump", roaming));
    }

    @Test
    void aMoveIsStoredOnceAndReadBackWholeNewestFirst() {
        AssetMove arrived = move("north", "pump", 1, NOON);
        AssetMove moved = move("north", "pump", 2, NOON);
        AssetMove departed = new AssetMove(
                "d",
                "north",
                "pump",
                3,
                AssetMove.Kind.DEPARTED,
                null,
                WARD,
                NOON.plusSeconds(1),
                0.92,
                new AssetMove.Evidence("reader-1", 1, 5, null, -250, NOON));
        List<AssetMove> all = List.of(departed, moved, arrived, move("north", "bed", 1, NOON));

        assertThat(jobs.<Integer>inPlatform(c -> AssetEvents.write(c, all))).isEqualTo(4);
        assertThat(jobs.<Integer>inPlatform(c -> AssetEvents.write(c, all))).isZero();

        assertThat(moves(NOON.plusSeconds(2), 9)).containsExactly(departed, moved, arrived);
        assertThat(moves(NOON.plusSeconds(1), 1)).containsExactly(moved);
        assertThat(moves(NOON, 9)).isEmpty();
    }

    @Test
    void anUnknownTagIsListedUntilItIsOnAThing() {
        Unknown key = unknown("30AA", "(8004)5055123HD1", 0, 10, WARD);
        Unknown bare = unknown("E280", null, 5, 20, WARD);
        jobs.inPlatform(c -> UnknownTags.write(c, List.of(key, bare)));
        assertThat(unknown()).containsExactly(bare, key);

        console.inTenant("north", c -> Assets.create(c, pump("north", "1", "5055123HD1")));

        assertThat(unknown()).containsExactly(bare);
    }

    @Test
    void anUnknownTagKeepsItsFirstTimeAndItsLastPlace() {
        Unknown early = unknown("E280", null, 5, 10, WARD);
        Unknown late = unknown("E280", null, 15, 20, STORE);

        assertThat(jobs.<Integer>inPlatform(c -> UnknownTags.write(c, List.of(late))))
                .isEqualTo(1);
        assertThat(jobs.<Integer>inPlatform(c -> UnknownTags.write(c, List.of(late, early))))
                .isEqualTo(1);
        assertThat(jobs.<Integer>inPlatform(c -> UnknownTags.write(c, List.of(early))))
                .isZero();

        assertThat(unknown()).containsExactly(unknown("E280", null, 5, 20, STORE));
    }

    private static Unknown unknown(String epc, @Nullable String key, int first, int last, String place) {
        return new Unknown("north", epc, key, NOON.plusSeconds(first), NOON.plusSeconds(last), "reader-1", 1, place);
    }

    private List<Unknown> unknown() {
        return console.inTenant("north", c -> UnknownTags.list(c, "north", 10));
    }

    private List<AssetMove> moves(Instant to, int limit) {
        return console.inTenant(
                "north", c -> AssetEvents.ofAsset(c, "north", "pump", NOON.minus(Duration.ofDays(1)), to, limit));
    }

    private static LastSeen seen(long moves, String place, int seconds) {
        return lastSeen("north", "pump", moves, place, NOON.plusSeconds(seconds));
    }

    private int write(LastSeen seen) {
        return jobs.inPlatform(c -> Whereabouts.write(c, List.of(seen)));
    }

    private Map<String, LastSeen> stored() {
        return console.inTenant("north", c -> Whereabouts.ofAssets(c, "north", List.of("pump", "never-seen")));
    }
}
