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
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * What is it on? Keyed by tenant and tag; the first input are reads, the second news of the things a tag is on. A tag on
 * nothing of this organisation may be on a guest's thing and goes to {@link #NOT_OURS}; one on several things is watched under
 * its own name and said to be unknown.
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
    static final OutputTag<PlacedRead> NOT_OURS = new OutputTag<>("not-ours", TypeInformation.of(PlacedRead.class));
    static final int MOST_WAITING = 200;

    private static final long serialVersionUID = 1L;
    private static final int TAGS_AT_HAND = 20_000;
    private static final Duration WAITING_FOR = Duration.ofDays(1);

    /** The watermark of an operator to which none has come. */
    static final long BEFORE_TIME = Long.MIN_VALUE;

    /** Any watermark is later. */
    static final long BEGINNING_OF_TIME = 0;

    private transient @Nullable CachedState<TagOwners> owners;
    private transient @Nullable Ring<PlacedRead> waiting;
    private transient @Nullable Counter disputed;

    @Override
    public void open(OpenContext context) {
        owners = cached(new ValueStateDescriptor<>("tag-owners", TypeInformation.of(TagOwners.class)), TAGS_AT_HAND);
        waiting = Ring.open(this, "waiting-for-things", PlacedRead.class, MOST_WAITING, WAITING_FOR);
        disputed = getRuntimeContext().getMetricGroup().counter("reads-of-disputed-tags");
    }

    @Override
    public void processElement1(PlacedRead read, Context context, Collector<Seen> out) throws Exception {
        TagOwners known = known(context);
        if (known.only().isEmpty() && context.timerService().currentWatermark() == BEFORE_TIME) {
            Opened.of(waiting).add(context.getCurrentKey(), read);
            context.timerService().registerEventTimeTimer(BEGINNING_OF_TIME);
        } else {
            tell(read, known, context, out);
        }
    }

    @Override
    public void processElement2(TagOwner news, Context context, Collector<Seen> out) throws Exception {
        String key = context.getCurrentKey();
        TagOwners changed = known(context).with(news);
        if (changed.owners().isEmpty()) {
            Opened.of(owners).clear(key);
        } else {
            Opened.of(owners).update(key, changed);
        }
        if (changed.only().isPresent()) {
            tellWaiting(changed, context, out);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Seen> out) throws Exception {
        tellWaiting(known(context), context, out);
    }

    private TagOwners known(Context context) throws Exception {
        @Nullable TagOwners known = Opened.of(owners).value(context.getCurrentKey());
        return known == null ? TagOwners.none() : known;
    }

    private void tellWaiting(TagOwners known, Context context, Collector<Seen> out) throws Exception {
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
            tell(read, known, context, out);
        }
    }

    private void tell(PlacedRead read, TagOwners known, Context context, Collector<Seen> out) {
        if (known.owners().isEmpty()) {
            context.output(NOT_OURS, read);
            return;
        }
        Optional<TagOwners.Owner> owner = known.only();
        if (owner.isEmpty()) {
            Opened.of(disputed).inc();
        }
        out.collect(owner.map(one -> Seen.of(read, one)).orElseGet(() -> Seen.unknown(read)));
    }
}
