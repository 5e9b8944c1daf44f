package io.derwent.streamjobs.assets;

import io.derwent.streamjobs.CachedState;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.streamjobs.Opened;
import io.derwent.streamjobs.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
 * <p>A job that starts reads pings and things side by side. Until it has read the things known at the start, which is until
 * event time begins, reads of unknown tags wait: they would be told twice, now of the tag and then of the thing, and after a
 * restart of the thing once more, from another read on.
 *
 * <p>State:
 * <ul>
 *   <li>{@code tag-owners}: stays as long as the tag is on a thing; about 60 bytes.
 *   <li>{@code waiting-for-things}: the newest {@value #MOST_WAITING} reads of a tag, until event time begins or its thing is
 *       known. Else nothing is kept here of an unknown tag.
 * </ul>
 */
final class IdentifyTags extends CachingOperator.Function<PlacedRead, TagOwner, Seen> {
    static final int MOST_WAITING = 200;

    private static final long serialVersionUID = 1L;
    private static final int TAGS_AT_HAND = 20_000;
    private static final Duration WAITING_FOR = Duration.ofDays(1);

    /** The watermark of an operator to which none has come. */
    private static final long BEFORE_TIME = Long.MIN_VALUE;

    /** Any watermark is later. */
    private static final long BEGINNING_OF_TIME = 0;

    private transient @Nullable CachedState<TagOwners> owners;
    private transient @Nullable Ring<PlacedRead> waiting;
    private transient @Nullable Counter unknown;

    @Override
    public void open(OpenContext context) {
        owners = cached(new ValueStateDescriptor<>("tag-owners", TypeInformation.of(TagOwners.class)), TAGS_AT_HAND);
        waiting = Ring.open(this, "waiting-for-things", PlacedRead.class, MOST_WAITING, WAITING_FOR);
        unknown = getRuntimeContext().getMetricGroup().counter("reads-of-unknown-tags");
    }

    @Override
    public void processElement1(PlacedRead read, Context context, Collector<Seen> out) throws Exception {
        Optional<TagOwners.Owner> owner = owner(context);
        if (owner.isEmpty() && context.timerService().currentWatermark() == BEFORE_TIME) {
            Opened.of(waiting).add(context.getCurrentKey(), read);
            context.timerService().registerEventTimeTimer(BEGINNING_OF_TIME);
        } else {
            tell(read, owner, out);
        }
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
        if (changed.only().isPresent()) {
            tellWaiting(context, changed.only(), out);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Seen> out) throws Exception {
        tellWaiting(context, owner(context), out);
    }

    private Optional<TagOwners.Owner> owner(Context context) throws Exception {
        @Nullable TagOwners known = Opened.of(owners).value(context.getCurrentKey());
        return known == null ? Optional.empty() : known.only();
    }

    private void tellWaiting(Context context, Optional<TagOwners.Owner> owner, Collector<Seen> out) throws Exception {
        List<PlacedRead> waited = new ArrayList<>();
        for (Map.Entry<Integer, PlacedRead> entry : Opened.of(waiting).entries()) {
            waited.add(entry.getValue());
        }
        if (waited.isEmpty()) {
            return;
        }
        Opened.of(waiting).clear(context.getCurrentKey());
        waited.sort(Comparator.comparing(read -> read.sighting().effectiveTime()));
        for (PlacedRead read : waited) {
            tell(read, owner, out);
        }
    }

    private void tell(PlacedRead read, Optional<TagOwners.Owner> owner, Collector<Seen> out) {
        if (owner.isEmpty()) {
            Opened.of(unknown).inc();
        }
        out.collect(owner.map(one -> Seen.of(read, one)).orElseGet(() -> Seen.unknown(read)));
    }
}
