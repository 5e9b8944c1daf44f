package io.derwent.streamjobs.assets;

import io.derwent.model.Place;
import io.derwent.streamjobs.Opened;
import io.derwent.wire.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Is it on a guest's thing? Asked of tags that are on nothing of the reader's own organisation: where the place is shared with
 * the one whose thing it is, the thing is seen, under its owner's tenant; else the tag is watched under its own name and said to
 * be unknown (docs/adr/0026). Keyed by the tag alone, for the question is whose of all tenants' it is; only tenants the place is
 * shared with count in the answer.
 *
 * <p>As in {@link IdentifyTags}, nothing is told before the things and places known at the start are read, which is until event
 * time begins.
 *
 * <p>State:
 * <ul>
 *   <li>{@code tag-claims}, per tag: stays as long as the tag is on a thing; about 80 bytes.
 *   <li>{@code waiting-for-claims}, per tag: its newest {@value #MOST_WAITING} reads, until event time begins.
 *   <li>{@link #PLACES}, on each subtask: places that are or were shared; 100 bytes each.
 * </ul>
 */
final class IdentifyGuests extends KeyedBroadcastProcessFunction<String, TagNews, Place, Seen> {
    /** Whom a place is shared with, by tenant and place; places that never were are not here. */
    static final MapStateDescriptor<String, SharedPlace> PLACES =
            new MapStateDescriptor<>("shared-places", Types.STRING, TypeInformation.of(SharedPlace.class));

    static final int MOST_WAITING = 200;

    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<TagClaims> claims;
    private transient @Nullable ListState<PlacedRead> waiting;
    private transient @Nullable Counter guests;
    private transient @Nullable Counter unknown;

    @Override
    public void open(OpenContext context) {
        claims = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("tag-claims", TypeInformation.of(TagClaims.class)));
        waiting = getRuntimeContext()
                .getListState(new ListStateDescriptor<>("waiting-for-claims", TypeInformation.of(PlacedRead.class)));
        guests = getRuntimeContext().getMetricGroup().counter("reads-of-guests");
        unknown = getRuntimeContext().getMetricGroup().counter("reads-of-unknown-tags");
    }

    @Override
    public void processElement(TagNews news, ReadOnlyContext context, Collector<Seen> out) throws Exception {
        if (news.owner() != null) {
            remember(news.owner());
            return;
        }
        PlacedRead read = Opened.of(news.read());
        if (context.timerService().currentWatermark() == IdentifyTags.BEFORE_TIME) {
            await(read);
            context.timerService().registerEventTimeTimer(IdentifyTags.BEGINNING_OF_TIME);
        } else {
            tell(read, context, out);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Seen> out) throws Exception {
        for (PlacedRead read : waiting()) {
            tell(read, context, out);
        }
        Opened.of(waiting).clear();
    }

    @Override
    public void processBroadcastElement(Place place, Context context, Collector<Seen> out) throws Exception {
        BroadcastState<String, SharedPlace> places = context.getBroadcastState(PLACES);
        String key = Keys.of(place.tenant(), place.id());
        @Nullable SharedPlace known = places.get(key);
        boolean isNews = known == null ? !place.sharedWith().isEmpty() : place.version() > known.version();
        if (isNews) {
            places.put(key, SharedPlace.of(place));
        }
    }

    private void await(PlacedRead read) throws Exception {
        List<PlacedRead> kept = waiting();
        kept.add(read);
        Opened.of(waiting).update(kept.subList(Math.max(0, kept.size() - MOST_WAITING), kept.size()));
    }

    private List<PlacedRead> waiting() throws Exception {
        List<PlacedRead> reads = new ArrayList<>();
        Opened.of(waiting).get().forEach(reads::add);
        return reads;
    }

    private void tell(PlacedRead read, ReadOnlyContext context, Collector<Seen> out) throws Exception {
        Optional<TagClaims.Claim> guest = guest(read, context);
        Opened.of(guest.isPresent() ? guests : unknown).inc();
        out.collect(guest.map(claim -> Seen.of(read, claim)).orElseGet(() -> Seen.unknown(read)));
    }

    private Optional<TagClaims.Claim> guest(PlacedRead read, ReadOnlyContext context) throws Exception {
        @Nullable
        SharedPlace place = context.getBroadcastState(PLACES)
                .get(Keys.of(read.tenant(), read.sighting().place()));
        List<String> sharedWith = place == null ? List.of() : place.sharedWith();
        if (sharedWith.isEmpty()) {
            return Optional.empty();
        }
        @Nullable TagClaims known = Opened.of(claims).value();
        return known == null ? Optional.empty() : known.onlyOf(sharedWith);
    }

    private void remember(TagOwner owner) throws Exception {
        @Nullable TagClaims known = Opened.of(claims).value();
        TagClaims changed = (known == null ? TagClaims.none() : known).with(owner);
        if (changed.claims().isEmpty()) {
            Opened.of(claims).clear();
        } else {
            Opened.of(claims).update(changed);
        }
    }
}
