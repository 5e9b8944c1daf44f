package io.derwent.devicesim.estate;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.EpcScheme;
import io.derwent.gs1.epc.Tag;
import io.derwent.model.Place;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AssetRegisterTest {
    private final FloorPlan plan = new FloorPlan();
    private final List<Thing> things = new AssetRegister().things();
    private final List<TaggedAsset> assets =
            things.stream().map(Thing::asset).filter(Objects::nonNull).toList();

    @Test
    void sixtyPiecesOfTwoOrganisationsAreOnThreeSitesWithTwelveReaders() {
        assertThat(assets).hasSize(60).extracting(TaggedAsset::tenant).contains("derby-community", "royal-derby");
        assertThat(assets).extracting(TaggedAsset::key).doesNotHaveDuplicates();
        assertThat(assets).extracting(TaggedAsset::id).doesNotHaveDuplicates();
        assertThat(plan.sites()).hasSize(3);
        assertThat(plan.readers()).hasSize(12);
    }

    @Test
    void everyTagSaysTheKeyOfWhatItIsOn() {
        assertThat(assets)
                .allSatisfy(asset -> assertThat(
                                Tag.read(asset.epc()).epc().map(epc -> epc.key().text()))
                        .contains(asset.key()));
        assertThat(assets.stream().flatMap(asset -> Tag.read(asset.epc()).epc().stream()))
                .extracting(Epc::scheme)
                .contains(EpcScheme.GIAI_96, EpcScheme.GIAI_202, EpcScheme.GRAI_96, EpcScheme.SGTIN_96);
    }

    @Test
    void everyPlaceIsSpelledAsOneAndEveryRoomHasAnAntenna() {
        assertThat(plan.rooms())
                .allSatisfy(room -> assertThat(Place.isId(room.placeId())).isTrue())
                .allSatisfy(room -> assertThat(plan.readers())
                        .anyMatch(reader -> reader.antennas().containsValue(room)));
    }

    @Test
    void aReaderForTryingByHandSeesOneRoomWithEachOfItsAntennas() {
        List<FloorPlan.Reader> byHand =
                plan.readers().stream().filter(reader -> !reader.simulated()).toList();

        assertThat(byHand).hasSize(2);
        assertThat(byHand).extracting(reader -> reader.room().code()).containsExactly("workshop", "lounge");
        assertThat(byHand)
                .allSatisfy(reader -> assertThat(reader.antennas()).containsOnlyKeys(1, 2, 3, 4))
                .allSatisfy(reader -> assertThat(reader.antennas().values()).containsOnly(reader.room()))
                .allSatisfy(reader -> assertThat(reader.owner()).isEqualTo(Organisation.HOSPITAL));
    }

    @Test
    void whatIsMovedStandsInRoomsThatASimulatedReaderSees() {
        assertThat(things)
                .filteredOn(thing -> thing.route().moves())
                .hasSizeGreaterThan(5)
                .allSatisfy(thing -> assertThat(thing.route().stops())
                        .allSatisfy(stop -> assertThat(plan.readers())
                                .anyMatch(reader -> reader.simulated()
                                        && reader.antennas().containsValue(plan.room(stop.room())))));
    }

    @Test
    void aRouteBeginsAgainAfterItsLastStop() {
        Route route = Route.parse("library 30 | 20 | ward-204 300 | 50");

        assertThat(route.standing(Duration.ofSeconds(29))).hasValueSatisfying(standing -> {
            assertThat(standing.room()).isEqualTo("library");
            assertThat(standing.arrivedFor()).isGreaterThan(Duration.ofHours(1));
        });
        assertThat(route.standing(Duration.ofSeconds(30))).isEmpty();
        assertThat(route.onTheWay(Duration.ofSeconds(45)))
                .contains(new Route.OnTheWay("library", Duration.ofSeconds(15)));
        assertThat(route.standing(Duration.ofSeconds(60)))
                .contains(new Route.Standing("ward-204", Duration.ofSeconds(10)));
        assertThat(route.onTheWay(Duration.ofSeconds(399)))
                .contains(new Route.OnTheWay("ward-204", Duration.ofSeconds(49)));
        assertThat(route.standing(Duration.ofSeconds(405)))
                .contains(new Route.Standing("library", Duration.ofSeconds(5)));
    }
}
