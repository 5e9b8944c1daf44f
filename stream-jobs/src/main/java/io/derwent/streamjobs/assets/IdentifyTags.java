package io.derwent.streamjobs.assets;

import io.derwent.streamjobs.CachedState;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.streamjobs.Opened;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * What is it on? Keyed by tenant and tag; the first input are reads, the second news of the things a tag is on. A tag on
 * nothing we know, or on several things, is watched under its own name and said to be unknown.
 *
 * <p>State {@code tag-owners}: stays as long as the tag is on a thing; about 60 bytes. Of an unknown tag nothing is kept here.
 */
final class IdentifyTags extends CachingOperator.Function<PlacedRead, TagOwner, Seen> {
    private static final long serialVersionUID = 1L;
    private static final int TAGS_AT_HAND = 20_000;

    private transient @Nullable CachedState<TagOwners> owners;
    private transient @Nullable Counter unknown;

    @Override
    public void open(OpenContext context) {
        owners = cached(new ValueStateDescriptor<>("tag-owners", TypeInformation.of(TagOwners.class)), TAGS_AT_HAND);
        unknown = getRuntimeContext().getMetricGroup().counter("reads-of-unknown-tags");
    }

    @Override
    public void processElement1(PlacedRead read, Context context, Collector<Seen> out) throws Exception {
        @Nullable TagOwners known = Opened.of(owners).value(context.getCurrentKey());
        Optional<TagOwners.Owner> owner = known == null ? Optional.empty() : known.only();
        if (owner.isEmpty()) {
            Opened.of(unknown).inc();
        }
        out.collect(owner.map(one -> Seen.of(read, one)).orElseGet(() -> Seen.unknown(read)));
    }

    @Override
    public void processElement2(TagOwner news, Context context, Collector<Seen> out) throws Exception {
        String key = context.getCurrentKey();
        @Nullable TagOwners known = Opened.of(owners).value(key);
        TagOwners changed = (known == null ? TagOwners.none() : known).with(news);
        if (changed.owners().isEmpty()) {
            Opened.of(owners).clear(key);
        } else {
            Opened.of(owners).update(key, changed);
        }
    }
}
