package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import io.derwent.model.ReaderStatus;
import io.derwent.store.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Places, the readers that watch them, and when those were heard of. */
class ReadersTest {
    private static final Place SITE = place("north", null);
    private static final Place WARD = place("north", "WARD/2%");
    private static final Place STORE = place("north", "STORE");

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.openPooledOnOne(Roles.CONSOLE);
    private final Database jobs = postgres.open(Roles.JOBS);

    @BeforeEach
    void places() {
        console.inTenant("north", c -> Places.create(c, SITE) && Places.create(c, WARD) && Places.create(c, STORE));
    }

    @AfterEach
    void close() {
        console.close();
        jobs.close();
    }

    @Test
    void placesAreListedByNameAndKnowWhatTheyLieIn() {
        Place bay = new Place("north", 1, WARD.gln(), "BAY", "Bay", SITE.id(), WARD.id(), true, List.of());
        console.inTenant("north", c -> {
            assertThat(Places.create(c, WARD)).isFalse();
            assertThat(Places.create(c, bay)).isTrue();
            assertThat(Places.find(c, "north", bay.id())).contains(bay);
            assertThat(Places.upwards(c, "north", bay.id())).containsExactly(bay.id(), WARD.id(), SITE.id());
            assertThat(Places.list(c, "north", Optional.empty(), 9)).containsExactly(bay, STORE, SITE, WARD);
            assertThat(Places.list(c, "north", Optional.of(new Places.After(STORE)), 1))
                    .containsExactly(SITE);
            return true;
        });
    }

    @Test
    void onlyTheVersionBeforeOfAPlaceIsReplaced() {
        Place closed =
                new Place("north", 2, STORE.gln(), STORE.extension(), "Closed", SITE.id(), SITE.id(), false, List.of());
        console.inTenant("north", c -> {
            assertThat(Places.change(c, closed)).isTrue();
            assertThat(Places.change(c, closed)).isFalse();
            assertThat(Places.find(c, "north", STORE.id())).contains(closed);
            return true;
        });
    }

    @Test
    void aReaderIsStoredWithTheCompleteHistoryOfItsAntennas() {
        ReaderPlaces first = reader(
                1,
                new Antenna(1, WARD.id(), NOON, null),
                new Antenna(2, WARD.id(), NOON, NOON.plusSeconds(60)),
                new Antenna(2, STORE.id(), NOON.plusSeconds(60), null));
        ReaderPlaces second = reader(2, new Antenna(1, STORE.id(), NOON, null));
        console.inTenant("north", c -> {
            assertThat(Readers.create(c, first)).isTrue();
            assertThat(Readers.create(c, first)).isFalse();
            assertThat(Readers.find(c, "north", "reader-1")).contains(first);
            assertThat(Readers.change(c, reader(3))).isFalse();
            assertThat(Readers.change(c, second)).isTrue();
            assertThat(Readers.list(c, "north", Optional.empty(), 9)).containsExactly(second);
            assertThat(Readers.list(c, "north", Optional.of("reader-1"), 9)).isEmpty();
            return true;
        });
    }

    @Test
    void anAntennaWatchesOnePlaceAtATime() {
        ReaderPlaces both = reader(
                1, new Antenna(2, STORE.id(), NOON.plusSeconds(60), null), new Antenna(2, WARD.id(), NOON, null));

        assertThatThrownBy(() -> console.inTenant("north", c -> Readers.create(c, both)))
                .isInstanceOf(Readers.Overlapping.class)
                .hasMessageContaining(
                        "antenna 2 watches " + WARD.id() + " from 2026-03-10T12:00:00Z to further notice");
    }

    @Test
    void theNewestWordOnAReaderStaysInWhateverOrderTheyCome() {
        ReaderStatus heard = status(0, null);
        ReaderStatus silent = status(0, 0);
        ReaderStatus back = status(90, null);

        assertThat(write(silent, heard)).isEqualTo(1);
        assertThat(write(heard)).isZero();
        assertThat(write(silent)).isZero();
        assertThat(stored()).isEqualTo(Map.of("reader-1", silent));

        assertThat(write(back)).isEqualTo(1);
        assertThat(write(silent)).isZero();
        assertThat(stored()).isEqualTo(Map.of("reader-1", back));
    }

    private static ReaderStatus status(int lastHeardSeconds, @Nullable Integer silentSinceSeconds) {
        return new ReaderStatus(
                "north",
                "reader-1",
                true,
                NOON.minusSeconds(60),
                NOON.plusSeconds(lastHeardSeconds),
                silentSinceSeconds == null ? null : NOON.plusSeconds(silentSinceSeconds));
    }

    private static ReaderPlaces reader(long version, Antenna... antennas) {
        return new ReaderPlaces("north", "reader-1", version, WARD.id(), 60, List.of(antennas));
    }

    private int write(ReaderStatus... statuses) {
        return jobs.inPlatform(c -> ReaderStatuses.write(c, List.of(statuses)));
    }

    private Map<String, ReaderStatus> stored() {
        return console.inTenant(
                "north", c -> ReaderStatuses.ofReaders(c, "north", List.of("reader-1", "never-heard-of")));
    }
}
