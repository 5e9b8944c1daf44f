package io.derwent.streamjobs.assets;

import io.derwent.model.AlertEvent;
import io.derwent.model.DeadLetter;
import io.derwent.model.Ping;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.presence.ReaderWatch;
import io.derwent.presence.Sighting;
import io.derwent.streamjobs.CachedState;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.streamjobs.Opened;
import io.derwent.streamjobs.Ring;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.ReaderNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Where was it read, and is the reader heard of? Keyed by tenant and reader; the first input are messages, the second the
 * reader's complete history of places, newest version wins.
 *
 * <p>A read is of the place its antenna watched when it was made. While the reader or the antenna is unknown the read waits
 * here; it is never guessed. A message that names a reader or a place other than its own is refused as a whole.
 *
 * <p>Every message is a sign of life. Silence is {@link ReaderWatch}'s to tell: one alert each, on {@link #ALERTS}; whether the
 * reader is heard of goes to {@link #STATUSES}, at once when it changes and else every ten seconds. When time jumps by more
 * than two minutes we were deaf, or are catching up: silence counts from then.
 *
 * <p>State per reader, all of it bounded:
 * <ul>
 *   <li>{@code reader-places}: stays as long as the device is a reader; about 60 bytes an antenna.
 *   <li>{@code reader}: stays as well; 200 bytes. Of a device that is no reader nothing is kept here.
 *   <li>{@code waiting-for-places}: at most {@value #MOST_WAITING} messages, a day.
 * </ul>
 */
final class PlaceReads extends CachingOperator.Function<ReaderMessage, ReaderPlaces, PlacedRead> {
    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));
    static final OutputTag<AlertEvent> ALERTS = new OutputTag<>("alerts", TypeInformation.of(AlertEvent.class));
    static final OutputTag<ReaderStatus> STATUSES = new OutputTag<>("statuses", TypeInformation.of(ReaderStatus.class));
    static final int MOST_WAITING = 200;

    /** Time goes on by a second at a time; by more than this it jumped. */
    static final Duration PAUSE = Duration.ofMinutes(2);

    private static final long serialVersionUID = 1L;
    private static final int READERS_AT_HAND = 2_000;
    private static final Duration WAITING_FOR = Duration.ofDays(1);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Clock clock;

    private transient @Nullable CachedState<ReaderHistory> histories;
    private transient @Nullable CachedState<WatchedReader> readers;
    private transient @Nullable Ring<ReaderMessage> waiting;
    private transient @Nullable TagKeys keys;
    private transient @Nullable Counter waitingForPlaces;
    private transient @Nullable Counter neverPlaced;
    private transient @Nullable Counter refused;
    private transient @Nullable Counter placed;

    PlaceReads(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        histories = cached(
                new ValueStateDescriptor<>("reader-places", TypeInformation.of(ReaderHistory.class)), READERS_AT_HAND);
        readers =
                cached(new ValueStateDescriptor<>("reader", TypeInformation.of(WatchedReader.class)), READERS_AT_HAND);
        waiting = Ring.open(this, "waiting-for-places", ReaderMessage.class, MOST_WAITING, WAITING_FOR);
        keys = new TagKeys();
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        waitingForPlaces = metrics.counter("messages-waiting-for-places");
        neverPlaced = metrics.counter("messages-never-placed");
        refused = metrics.counter("messages-refused");
        placed = metrics.counter("reads-placed");
    }

    @Override
    public void processElement1(ReaderMessage message, Context context, Collector<PlacedRead> out) throws Exception {
        @Nullable ReaderHistory history = Opened.of(histories).value(context.getCurrentKey());
        if (history == null) {
            waitForPlaces(message, context.getCurrentKey());
        } else {
            take(message, history.toPlaces(message.tenant(), message.device()), context, out);
        }
    }

    @Override
    public void processElement2(ReaderPlaces update, Context context, Collector<PlacedRead> out) throws Exception {
        String key = context.getCurrentKey();
        @Nullable ReaderHistory before = Opened.of(histories).value(key);
        if (before != null && update.version() <= before.version()) {
            return;
        }
        Opened.of(histories).update(key, ReaderHistory.of(update));
        watchByNewRule(update, context);
        List<ReaderMessage> waited = new ArrayList<>();
        for (Map.Entry<Integer, ReaderMessage> entry : Opened.of(waiting).entries()) {
            waited.add(entry.getValue());
        }
        Opened.of(waiting).clear(key);
        waited.sort(Comparator.comparing(message -> message.arrival().receivedAt()));
        for (ReaderMessage message : waited) {
            take(message, update, context, out);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PlacedRead> out) throws Exception {
        String key = context.getCurrentKey();
        @Nullable ReaderHistory history = Opened.of(histories).value(key);
        @Nullable WatchedReader known = Opened.of(readers).value(key);
        @Nullable ReaderStatus told = known == null ? null : known.told();
        if (history == null || known == null || told == null || Timers.isEndOfTime(context.timerService())) {
            return;
        }
        ReaderPlaces places = history.toPlaces(told.tenant(), told.reader());
        ReaderWatch watch = new ReaderWatch(places);
        long now = context.timerService().currentWatermark();
        ReaderWatch.Outcome outcome = now - timestamp > PAUSE.toMillis()
                ? watch.deafUntil(known.state(), Instant.ofEpochMilli(now))
                : watch.wake(known.state(), Instant.ofEpochMilli(timestamp));
        remember(outcome, watch, new WatchedReader(known.state(), told, 0), context);
    }

    private void take(ReaderMessage message, ReaderPlaces places, Context context, Collector<PlacedRead> out)
            throws Exception {
        WatchedReader known = remembered(context);
        ReaderWatch watch = new ReaderWatch(places);
        remember(watch.heard(known.state(), message.arrival().receivedAt()), watch, known, context);
        Optional<String> wrongName = ReaderNames.wrong(
                message.pings(),
                places,
                message.arrival().receivedAt(),
                message.arrival().leftDeviceAt());
        if (wrongName.isPresent()) {
            Opened.of(refused).inc();
            context.output(
                    DEAD_LETTERS, message.arrival().deadLetter(message.tenant(), AssetsJob.NAME, wrongName.get()));
            return;
        }
        List<DecodedPing> unplaced = new ArrayList<>();
        for (DecodedPing decoded : message.pings()) {
            Ping ping = ping(decoded, message);
            Optional<String> place = places.placeAt(ping.antenna(), ping.effectiveTime());
            if (place.isPresent()) {
                Opened.of(placed).inc();
                String epc = ping.epc();
                out.collect(
                        new PlacedRead(ping.tenant(), epc, Opened.of(keys).of(epc), Sighting.of(ping, place.get())));
            } else {
                unplaced.add(decoded);
            }
        }
        waitForPlaces(
                new ReaderMessage(message.tenant(), message.arrival(), List.copyOf(unplaced)), context.getCurrentKey());
    }

    private static Ping ping(DecodedPing decoded, ReaderMessage message) {
        return decoded.of(
                message.tenant(),
                message.device(),
                message.arrival().receivedAt(),
                message.arrival().leftDeviceAt());
    }

    /** Signs of life do not wait: what is heard of later is heard of. */
    private void waitForPlaces(ReaderMessage message, String key) throws Exception {
        if (message.pings().isEmpty()) {
            return;
        }
        Opened.of(waitingForPlaces).inc();
        if (Opened.of(waiting).add(key, message)) {
            Opened.of(neverPlaced).inc();
        }
    }

    /** Its limit of silence may be another one now. */
    private void watchByNewRule(ReaderPlaces places, Context context) throws Exception {
        WatchedReader known = remembered(context);
        ReaderWatch watch = new ReaderWatch(places);
        Optional<ReaderStatus> status = watch.status(known.state());
        if (status.isPresent()) {
            context.output(STATUSES, status.get());
            remember(
                    watch.heard(known.state(), status.get().lastHeardAt()),
                    watch,
                    new WatchedReader(known.state(), status.get(), known.timerAt()),
                    context);
        }
    }

    private void remember(ReaderWatch.Outcome outcome, ReaderWatch watch, WatchedReader before, Context context)
            throws Exception {
        outcome.event().ifPresent(event -> context.output(ALERTS, event.tracedAt(null, clock.instant())));
        Optional<ReaderStatus> news = watch.status(outcome.state()).filter(status -> isNews(before.told(), status));
        news.ifPresent(status -> context.output(STATUSES, status));
        long timerAt = Timers.wakeAt(outcome.wakeAt(), before.timerAt(), context.timerService());
        WatchedReader after = new WatchedReader(outcome.state(), news.orElse(before.told()), timerAt);
        Opened.of(readers).update(context.getCurrentKey(), after);
    }

    private static boolean isNews(@Nullable ReaderStatus told, ReaderStatus status) {
        return told == null
                || told.continuous() != status.continuous()
                || (told.silentSince() == null) != (status.silentSince() == null)
                || !told.heardSince().equals(status.heardSince())
                || !status.lastHeardAt().isBefore(told.lastHeardAt().plus(TELL_EVERY));
    }

    private WatchedReader remembered(Context context) throws Exception {
        @Nullable WatchedReader known = Opened.of(readers).value(context.getCurrentKey());
        return known == null ? WatchedReader.unheard() : known;
    }
}
