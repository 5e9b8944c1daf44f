package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.NOON;
import static io.derwent.streamjobs.assets.Given.PUMP_EPC;
import static io.derwent.streamjobs.assets.Given.STRANGE_EPC;
import static io.derwent.streamjobs.assets.Given.WARD;
import static io.derwent.streamjobs.assets.Given.sharedPlace;
import static io.derwent.streamjobs.assets.Given.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Mobility;
import io.derwent.model.Place;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What derby's reader read, and is on nothing of derby's. */
@NullUnmarked // the harness is made before each test
class IdentifyGuestsTest {
    private static final String PUMP_TAG = PlacedRead.tagOf(PUMP_EPC);

    private KeyedTwoInputStreamOperatorTestHarness<String, TagNews, Place, Seen> guests;

    @BeforeEach
    void open() throws Exception {
        guests = harness();
        guests.open();
        timeBegins();
    }

    @AfterEach
    void close() throws Exception {
        guests.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, TagNews, Place, Seen> harness() throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new IdentifyGuests(), List.of(IdentifyGuests.PLACES)),
                TagNews::tag,
                null,
                Types.STRING,
                1,
                1,
                0);
    }

    @Test
    void aTagNobodyKnowsIsWatchedUnderItsKeyAndSaidToBeUnknown() throws Exception {
        Seen seen = read(PUMP_EPC);

        assertThat(seen.tenant()).isEqualTo("derby");
        assertThat(seen.asset()).isEqualTo("(8004)5055123HD00417");
        assertThat(seen.unknownTag()).isEqualTo(new Seen.Tag(PUMP_EPC, "(8004)5055123HD00417"));
    }

    @Test
    void aTagWithAnUnknownHeaderIsWatchedUnderItsBits() throws Exception {
        Seen seen = read(STRANGE_EPC);

        assertThat(seen.asset()).isEqualTo(STRANGE_EPC);
        assertThat(seen.unknownTag()).isEqualTo(new Seen.Tag(STRANGE_EPC, null));
    }

    @Test
    void withoutAShareNothingCrosses() throws Exception {
        claim("north", "pump-9", true);
        place(sharedPlace(1));

        assertThat(read(PUMP_EPC).tenant()).isEqualTo("derby");
    }

    @Nested
    class GivenThePlaceIsSharedWithNorth {
        @BeforeEach
        void share() throws Exception {
            claim("north", "pump-9", true);
            place(sharedPlace(2, "north"));
        }

        @Test
        void itsThingIsSeenUnderItsOwnTenantAtDerbysPlace() throws Exception {
            Seen seen = read(PUMP_EPC);

            assertThat(seen.tenant()).isEqualTo("north");
            assertThat(seen.asset()).isEqualTo("pump-9");
            assertThat(seen.unknownTag()).isNull();
            assertThat(seen.sighting().place()).isEqualTo(WARD + "@derby");
            assertThat(seen.sighting().reader()).isEqualTo(Given.READER + "@derby");
            assertThat(seen.sighting().effectiveTime()).isEqualTo(NOON);
        }

        @Test
        void itIsSoAfterARestart() throws Exception {
            OperatorSubtaskState before = guests.snapshot(1, 1);
            guests.close();
            guests = harness();
            guests.initializeState(before);
            guests.open();
            timeBegins();

            assertThat(read(PUMP_EPC).asset()).isEqualTo("pump-9");
        }

        @Test
        void anotherPlaceIsNot() throws Exception {
            guests.processElement1(TagNews.of(Given.read("derby", PUMP_EPC, sighting(Given.STORE, 2, NOON))), 0);

            assertThat(guests.extractOutputValues()).extracting(Seen::tenant).containsExactly("derby");
        }

        @Test
        void theSameNumberOfAnotherOrganisationsPlaceIsNot() throws Exception {
            guests.processElement1(TagNews.of(Given.read("west", PUMP_EPC, sighting(WARD, 1, NOON))), 0);

            assertThat(guests.extractOutputValues()).extracting(Seen::tenant).containsExactly("west");
        }

        @Test
        void whoseThingItIsWithoutAShareDoesNotCount() throws Exception {
            claim("west", "pump-w", true);

            assertThat(read(PUMP_EPC).asset()).isEqualTo("pump-9");
        }

        @Test
        void aTagThatTwoGuestsClaimIsNeithers() throws Exception {
            claim("west", "pump-w", true);
            place(sharedPlace(3, "north", "west"));

            assertThat(read(PUMP_EPC).unknownTag()).isNotNull();
        }

        @Test
        void anEndedShareEndsItAndAnOlderVersionDoesNotBringItBack() throws Exception {
            place(sharedPlace(3));
            place(sharedPlace(2, "north"));

            assertThat(read(PUMP_EPC).tenant()).isEqualTo("derby");
        }

        @Test
        void aTagTakenOffItsThingIsUnknownAndForgotten() throws Exception {
            claim("north", "pump-9", false);

            assertThat(read(PUMP_EPC).tenant()).isEqualTo("derby");
            assertThat(guests.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void untilThingsAndPlacesAreReadItWaits() throws Exception {
        guests.close();
        guests = harness();
        guests.open();
        for (int i = 0; i <= IdentifyGuests.MOST_WAITING; i++) {
            guests.processElement1(
                    TagNews.of(Given.read("derby", PUMP_EPC, sighting(WARD, 1, NOON.plusSeconds(i)))), 0);
        }
        claim("north", "pump-9", true);
        place(sharedPlace(2, "north"));
        assertThat(guests.extractOutputValues()).isEmpty();

        timeBegins();

        assertThat(guests.extractOutputValues())
                .hasSize(IdentifyGuests.MOST_WAITING)
                .allSatisfy(seen -> assertThat(seen.asset()).isEqualTo("pump-9"))
                .first()
                .satisfies(seen -> assertThat(seen.sighting().effectiveTime()).isEqualTo(NOON.plusSeconds(1)));
    }

    private void timeBegins() throws Exception {
        guests.processBothWatermarks(new Watermark(NOON.toEpochMilli()));
    }

    private void claim(String tenant, String asset, boolean owns) throws Exception {
        guests.processElement1(TagNews.of(new TagOwner(tenant, PUMP_TAG, asset, Mobility.ASSET_TRACKING, owns)), 0);
    }

    private void place(Place place) throws Exception {
        guests.processElement2(place, 0);
    }

    private Seen read(String epc) throws Exception {
        int before = guests.extractOutputValues().size();
        guests.processElement1(TagNews.of(Given.read("derby", epc, sighting(WARD, 1, NOON))), 0);
        List<Seen> seen = guests.extractOutputValues();
        assertThat(seen).hasSize(before + 1);
        return seen.get(before);
    }
}
