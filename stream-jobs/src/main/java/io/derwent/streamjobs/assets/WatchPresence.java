package io.derwent.streamjobs.assets;

import io.derwent.model.LastSeen;
import io.derwent.model.OwnedId;
import io.derwent.model.ReaderStatus;
import io.derwent.presence.PresenceState;
import io.derwent.presence.PresenceWatch;
import io.derwent.streamjobs.CachedState;
import io.derwent.streamjobs.CachingBroadcastOperator;
import io.derwent.streamjobs.Opened;
import io.derwent.wire.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Where is it? Keeps what is remembered of each thing and asks {@link PresenceWatch} what follows. Keyed by tenant and asset,
 * or tag where nobody knows whose it is; every reader's status is here for all.
 *
 * <p>A move is written at once, with the whereabouts; whereabouts without a move at most every {@link #WRITE_EVERY}, and a last
 * time when it is not seen any more.
 *
 * <p>State:
 * <ul>
 *   <li>{@code presence}, per thing: {@link Watched}; ends 14 days after the thing was last seen, by a timer.
 *   <li>{@link #READERS}, on each subtask: 150 bytes a reader; stays as long as there are readers.
 * </ul>
 */
final class WatchPresence extends CachingBroadcastOperator.Function<Seen, ReaderStatus, StoreWrite> {
    /** Of each reader, by tenant and device, whether it is heard of. */
    static final MapStateDescriptor<String, ReaderStatus> READERS =
            new MapStateDescriptor<>("readers", Types.STRING, TypeInformation.of(ReaderStatus.class));

    static final Duration WRITE_EVERY = Duration.ofSeconds(30);

    private static final long serialVersionUID = 1L;
    private static final int THINGS_AT_HAND = 5_000;

    private transient @Nullable CachedState<Watched> things;
    private transient @Nullable Counter late;
    private transient @Nullable Counter moves;

    @Override
    public void open(OpenContext context) {
        things = cached(new ValueStateDescriptor<>("presence", TypeInformation.of(Watched.class)), THINGS_AT_HAND);
        late = getRuntimeContext().getMetricGroup().counter("reads-late");
        moves = getRuntimeContext().getMetricGroup().counter("moves");
    }

    @Override
    public void processElement(Seen seen, ReadOnlyContext context, Collector<StoreWrite> out) throws Exception {
        @Nullable Watched known = Opened.of(things).value(context.getCurrentKey());
        Watched thing = new Watched(
                seen.tenant(),
                seen.asset(),
                seen.mobility(),
                seen.unknownTag(),
                known == null ? PresenceState.empty() : known.presence(),
                known == null ? null : known.writtenSeen(),
                known == null ? 0 : known.timerAt());
        PresenceWatch.Outcome outcome = thing.watch().observe(thing.presence(), seen.sighting());
        if (outcome.late()) {
            Opened.of(late).inc();
        }
        if (known == null
                || !outcome.state().equals(known.presence())
                || !seen.mobility().equals(known.mobility())) {
            remember(thing, outcome, false, context, out);
        }
    }

    @Override
    public void processBroadcastElement(ReaderStatus status, Context context, Collector<StoreWrite> out)
            throws Exception {
        context.getBroadcastState(READERS).put(Keys.of(status.tenant(), status.reader()), status);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<StoreWrite> out) throws Exception {
        @Nullable Watched known = Opened.of(things).value(context.getCurrentKey());
        if (known == null || Timers.isEndOfTime(context.timerService())) {
            return;
        }
        PresenceState presence = known.presence();
        PresenceWatch.Outcome outcome =
                known.watch().wake(presence, Instant.ofEpochMilli(timestamp), reader(known, context));
        Watched woken = new Watched(
                known.tenant(), known.asset(), known.mobility(), known.unknownTag(), presence, known.writtenSeen(), 0);
        remember(woken, outcome, true, context, out);
    }

    /** What is known of the reader that saw the thing last. */
    private static Optional<ReaderStatus> reader(Watched thing, ReadOnlyContext context) throws Exception {
        ReadOnlyBroadcastState<String, ReaderStatus> readers = context.getBroadcastState(READERS);
        @Nullable String name = thing.presence().reader().orElse(null);
        if (name == null) {
            return Optional.empty();
        }
        OwnedId reader = OwnedId.read(name, thing.tenant());
        return Optional.ofNullable(readers.get(Keys.of(reader.tenant(), reader.id())));
    }

    private void remember(
            Watched thing,
            PresenceWatch.Outcome outcome,
            boolean isDue,
            ReadOnlyContext context,
            Collector<StoreWrite> out)
            throws Exception {
        Optional<LastSeen> seen = thing.watch().lastSeen(outcome.state());
        if (seen.isEmpty()) {
            Opened.of(things).clear(context.getCurrentKey());
            return;
        }
        outcome.move().ifPresent(move -> {
            Opened.of(moves).inc();
            out.collect(StoreWrite.moved(move));
        });
        @Nullable Instant written = thing.writtenSeen();
        boolean isNews = !seen.get().lastSeenAt().equals(written);
        boolean writes =
                outcome.move().isPresent() || (isNews && (isDue || written == null || isLongAgo(written, seen.get())));
        if (writes) {
            out.collect(StoreWrite.seen(seen.get(), thing.unknownTag()));
            written = seen.get().lastSeenAt();
        }
        Optional<Instant> wakeAt = outcome.wakeAt();
        if (isNews && !writes && written != null) {
            Instant due = written.plus(WRITE_EVERY);
            wakeAt = Optional.of(wakeAt.filter(due::isAfter).orElse(due));
        }
        long timerAt = Timers.wakeAt(wakeAt, thing.timerAt(), context.timerService());
        Opened.of(things)
                .update(
                        context.getCurrentKey(),
                        new Watched(
                                thing.tenant(),
                                thing.asset(),
                                thing.mobility(),
                                thing.unknownTag(),
                                outcome.state(),
                                written,
                                timerAt));
    }

    private static boolean isLongAgo(Instant written, LastSeen seen) {
        return !seen.lastSeenAt().isBefore(written.plus(WRITE_EVERY));
    }
}
