package io.derwent.store;

import static io.derwent.store.Samples.pump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.Asset;
import io.derwent.model.Mobility;
import io.derwent.store.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetsTest {
    private final Database console = TestDatabase.fresh().openPooledOnOne(Roles.CONSOLE);
    private final Asset bed = new Asset(
            "north",
            "bed-7",
            1,
            "Bed 7",
            "bed",
            null,
            List.of(new Asset.Key("8003", "05055123000012B7"), new Asset.Key("01", "05055123000012(21)A\\)1")),
            List.of("E2801160600002054B5C1A3F"),
            Mobility.ROAMING,
            true);

    @BeforeEach
    void twoThings() {
        create(pump("north", "417", "5055123HD00417"));
        create(bed);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void aThingIsReadBackWholeAndCreatedOnce() {
        assertThat(find("bed-7")).contains(bed);
        assertThat(create(pump("north", "bed-7", "5055123HD9"))).isFalse();
        assertThat(find("bed-7")).contains(bed);
    }

    @Test
    void onlyTheVersionBeforeIsReplaced() {
        Asset second = version(2, pump("north", "417", "5055123HD00500"), true);

        assertThat(change(version(3, second, true))).isFalse();
        assertThat(change(second)).isTrue();
        assertThat(change(second)).isFalse();

        assertThat(find("417")).contains(second);
        assertThat(search(List.of("(8004)5055123HD00417"), "nothing has this")).isEmpty();
        assertThat(search(List.of("(8004)5055123HD00500"), "")).containsExactly("417");
    }

    @Test
    void aKeyIsOnOneThingUntilThatIsScrapped() {
        Asset same = pump("north", "418", "5055123HD00417");

        assertThatThrownBy(() -> create(same))
                .isInstanceOf(Assets.Taken.class)
                .hasMessage("(8004)5055123HD00417 is on 417 already, not on 418");
        assertThat(find("418")).isEmpty();

        assertThat(change(version(2, pump("north", "417", "5055123HD00417"), false)))
                .isTrue();
        assertThat(create(same)).isTrue();
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({
        "pump, 417",
        "infusion 417, 417",
        "eq-417, 417",
        "hd00417, 417",
        "bed, bed-7",
        "e280116060, bed-7",
        "bed pump, ''",
        "%, ''",
        "'', 'bed-7 417'",
    })
    void everyWordIsLookedForInNameTypeNumberKeysAndTags(String words, String expected) {
        assertThat(String.join(" ", search(List.of(), words))).isEqualTo(expected);
    }

    @Test
    void aListGoesOnBehindANameAndItsId() {
        assertThat(console.<List<Asset>>inTenant(
                        "north",
                        c -> Assets.search(
                                c, "north", words(List.of()), Optional.of(new Assets.After("Bed 7", "bed-7")), 9)))
                .extracting(Asset::id)
                .containsExactly("417");
    }

    private static Assets.Search words(List<String> words) {
        return new Assets.Search(List.of(), words, null, null, null);
    }

    private List<String> search(List<String> keys, String words) {
        List<String> all = words.isEmpty() ? List.of() : List.of(words.split(" "));
        return console
                .<List<Asset>>inTenant(
                        "north",
                        c -> Assets.search(
                                c, "north", new Assets.Search(keys, all, null, null, null), Optional.empty(), 10))
                .stream()
                .map(Asset::id)
                .toList();
    }

    private Optional<Asset> find(String id) {
        return console.inTenant("north", c -> Assets.find(c, "north", id));
    }

    private boolean create(Asset asset) {
        return console.inTenant("north", c -> Assets.create(c, asset));
    }

    private boolean change(Asset asset) {
        return console.inTenant("north", c -> Assets.change(c, asset));
    }

    private static Asset version(long version, Asset asset, boolean active) {
        return new Asset(
                asset.tenant(),
                asset.id(),
                version,
                asset.name(),
                asset.type(),
                asset.number(),
                asset.keys(),
                asset.epcs(),
                asset.mobility(),
                active);
    }
}
