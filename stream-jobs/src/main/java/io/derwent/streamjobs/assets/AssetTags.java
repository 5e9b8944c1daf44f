package io.derwent.streamjobs.assets;

import io.derwent.model.Asset;
import io.derwent.streamjobs.Opened;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Which tags are on a thing, and which no longer: by its GS1 keys, and by what the EPCs say that say none of its keys. Keyed by
 * tenant and asset; the newest version wins. A thing that is no longer active has no tags.
 *
 * <p>State {@code tags-of-asset}: stays as long as the asset, which is never deleted; about 100 bytes.
 */
final class AssetTags extends KeyedProcessFunction<String, Asset, TagOwner> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<KnownTags> known;

    @Override
    public void open(OpenContext context) {
        known = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("tags-of-asset", TypeInformation.of(KnownTags.class)));
    }

    @Override
    public void processElement(Asset asset, Context context, Collector<TagOwner> out) throws Exception {
        @Nullable KnownTags before = Opened.of(known).value();
        if (before != null && asset.version() <= before.version()) {
            return;
        }
        Set<String> tags = tags(asset);
        if (before != null) {
            before.tags().stream()
                    .filter(tag -> !tags.contains(tag))
                    .forEach(
                            tag -> out.collect(new TagOwner(asset.tenant(), tag, asset.id(), asset.mobility(), false)));
        }
        tags.forEach(tag -> out.collect(new TagOwner(asset.tenant(), tag, asset.id(), asset.mobility(), true)));
        Opened.of(known).update(new KnownTags(asset.version(), List.copyOf(tags)));
    }

    private static Set<String> tags(Asset asset) {
        Set<String> tags = new LinkedHashSet<>();
        if (asset.active()) {
            asset.keys().forEach(key -> tags.add(key.text()));
            asset.epcs().forEach(epc -> tags.add(PlacedRead.tagOf(epc)));
        }
        return tags;
    }
}
