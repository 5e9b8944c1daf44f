package io.derwent.devicesim.estate;

import io.derwent.model.Mobility;
import io.derwent.model.OwnedId;
import org.jspecify.annotations.Nullable;

/**
 * Something with a tag.
 *
 * @param calledAs what the product knows it as: its asset's id; of a tag of no asset its GS1 key, or its bits if it says none
 * @param epc      upper-case hex
 * @param route    where it is over time
 * @param asset    null for a tag of no asset
 */
record Thing(
        String calledAs,
        String epc,
        Mobility mobility,
        Route route,
        @Nullable TaggedAsset asset) {
    /** How the organisation whose reader sees it calls it: a guest's thing together with its owner. */
    String calledBy(Organisation reader) {
        return asset == null ? calledAs : new OwnedId(asset.tenant(), calledAs).in(reader.tenant());
    }

    /** Whether readers see it: what is there for trying by hand lies where no antenna is. */
    boolean simulated() {
        return asset == null || asset.simulated();
    }
}
