package io.derwent.streamjobs.vitals;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.Ids;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Whose is it, and is it the same as before? Keyed by tenant and device; the first input are readings, the second the
 * device's complete assignment history, newest version wins.
 *
 * <p>A reading belongs to the patient who had the device when the measurement was taken. While nobody is known it is stored
 * unassigned and waits here; it is never guessed. When the history comes or changes, every reading of the last seven days
 * is looked at again: what moves is stored one revision higher, taken back from the one patient's rules and given to the
 * other's; rows older than that follow in the database.
 *
 * <p>State per device, all of it bounded:
 * <ul>
 *   <li>{@code assignment-history}: stays as long as the device has one; about 60 bytes an assignment.
 *   <li>{@code accepted}: reading id to effectiveTime, 60 days; about 60 bytes a reading.
 *   <li>{@code newest-time-in-id}: the latest device time of an accepted id; as long as the ids. What a device measured
 *       later than that cannot be a repetition, and is not looked for.
 *   <li>{@code content-without-time}: content of a device without a clock, an hour.
 *   <li>{@code recent}: readings of the last seven days, at most {@value #MOST_RECENT}; about 300 bytes each.
 *   <li>{@code clock-alert-day}: the day the device's clock was last complained about, two days.
 * </ul>
 */
final class AttributeReadings extends CachingOperator.Function<Measured, AssignmentHistory, Attributed> {
    static final OutputTag<StoreWrite> ROWS = new OutputTag<>("rows", TypeInformation.of(StoreWrite.class));
    static final OutputTag<AlertEvent> ALERTS = new OutputTag<>("alerts", TypeInformation.of(AlertEvent.class));

    /** The rule a device clock in the future breaks. */
    static final String DEVICE_CLOCK = "DQ-02";

    /** The rule readings that move from one patient to another break. */
    static final String READINGS_MOVED = "DQ-03";

    static final int MOST_RECENT = 2_000;

    private static final long serialVersionUID = 1L;
    private static final int DEVICES_AT_HAND = 10_000;
    private static final Duration DEDUPED_FOR = Duration.ofDays(60);
    private static final Duration ONE_READING_WITHIN = Duration.ofSeconds(60);
    private static final Duration CONTENT_KEPT_FOR = Duration.ofHours(1);
    private static final Duration RECENT_FOR = Duration.ofDays(7);
    private static final Duration CLOCK_DAY_KEPT_FOR = Duration.ofDays(2);

    private transient @Nullable CachedState<DeviceHistory> history;
    private transient @Nullable MapState<String, Instant> accepted;
    private transient @Nullable CachedState<Instant> newestTimeInId;
    private transient @Nullable MapState<String, Instant> contents;
    private transient @Nullable ValueState<String> clockAlertDay;
    private transient @Nullable Ring recent;
    private transient @Nullable Counter duplicates;
    private transient @Nullable Counter unassigned;
    private transient @Nullable Counter moved;
    private transient @Nullable Counter noLongerWaiting;

    @Override
    public void open(OpenContext context) {
        history = cached(
                new ValueStateDescriptor<>("assignment-history", TypeInformation.of(DeviceHistory.class)),
                DEVICES_AT_HAND);
        accepted = getRuntimeContext()
                .getMapState(expiring(new MapStateDescriptor<>("accepted", Types.STRING, Types.INSTANT), DEDUPED_FOR));
        ValueStateDescriptor<Instant> newest = new ValueStateDescriptor<>("newest-time-in-id", Types.INSTANT);
        newest.enableTimeToLive(StateTtlConfig.newBuilder(DEDUPED_FOR).build());
        newestTimeInId = cached(newest, DEVICES_AT_HAND);
        contents = getRuntimeContext()
                .getMapState(expiring(
                        new MapStateDescriptor<>("content-without-time", Types.STRING, Types.INSTANT),
                        CONTENT_KEPT_FOR));
        ValueStateDescriptor<String> day = new ValueStateDescriptor<>("clock-alert-day", Types.STRING);
        day.enableTimeToLive(StateTtlConfig.newBuilder(CLOCK_DAY_KEPT_FOR).build());
        clockAlertDay = getRuntimeContext().getState(day);
        recent = Ring.open(this, "recent", MOST_RECENT, RECENT_FOR);
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        duplicates = metrics.counter("readings-duplicate");
        unassigned = metrics.counter("readings-unassigned");
        moved = metrics.counter("readings-reattributed");
        noLongerWaiting = metrics.counter("readings-pushed-out-unassigned-or-recent");
    }

    private static MapStateDescriptor<String, Instant> expiring(
            MapStateDescriptor<String, Instant> descriptor, Duration after) {
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(after).build());
        return descriptor;
    }

    @Override
    public void processElement1(Measured measured, Context context, Collector<Attributed> out) throws Exception {
        if (isSeenBefore(measured, context.getCurrentKey())) {
            Opened.of(duplicates).inc();
            return;
        }
        @Nullable DeviceHistory known = Opened.of(history).value(context.getCurrentKey());
        @Nullable
        String patient =
                known == null ? null : known.patientAt(measured.reading().effectiveTime());
        Reading reading = measured.reading().attributedTo(patient, 0);
        if (Opened.of(recent).add(context.getCurrentKey(), KeptReading.of(reading))) {
            Opened.of(noLongerWaiting).inc();
        }
        context.output(ROWS, StoreWrite.accepted(reading, measured));
        if (patient == null) {
            Opened.of(unassigned).inc();
        } else {
            out.collect(new Attributed(
                    Attributed.Step.OBSERVE, reading, patient, reading.receivedAt(), measured.decodedAt()));
        }
        if (reading.marks().contains(Mark.DEVICE_CLOCK_AHEAD)) {
            complainAboutTheClock(reading, context);
        }
    }

    /** Remembers what it has not seen. */
    private boolean isSeenBefore(Measured measured, String key) throws Exception {
        Reading reading = measured.reading();
        MapState<String, Instant> ids = Opened.of(accepted);
        @Nullable Instant time = measured.timeInId();
        @Nullable Instant newest = time == null ? null : newestTimeInId(key);
        boolean isNew = newest != null && newest.isBefore(time);
        if (!isNew && ids.contains(reading.id())) {
            return true;
        }
        if (time != null) {
            // Again where it stays the same, so that it is remembered as long as this id.
            Opened.of(newestTimeInId).update(key, newest == null || isNew ? time : newest);
        }
        @Nullable String contentKey = measured.contentKey();
        if (contentKey != null) {
            @Nullable Instant before = Opened.of(contents).get(contentKey);
            if (before != null
                    && Duration.between(before, reading.receivedAt()).abs().compareTo(ONE_READING_WITHIN) <= 0) {
                return true;
            }
            Opened.of(contents).put(contentKey, reading.receivedAt());
        }
        ids.put(reading.id(), reading.effectiveTime());
        return false;
    }

    /** Null if no id of this device is known; computed for ids that an earlier version accepted. */
    private @Nullable Instant newestTimeInId(String key) throws Exception {
        @Nullable Instant newest = Opened.of(newestTimeInId).value(key);
        if (newest == null) {
            for (Instant time : Opened.of(accepted).values()) {
                newest = newest == null || time.isAfter(newest) ? time : newest;
            }
        }
        return newest;
    }

    private void complainAboutTheClock(Reading reading, Context context) throws Exception {
        String day = LocalDate.ofInstant(reading.receivedAt(), ZoneOffset.UTC).toString();
        if (!day.equals(Opened.of(clockAlertDay).value())) {
            Opened.of(clockAlertDay).update(day);
            context.output(ALERTS, deviceAlert(DEVICE_CLOCK, day, reading, reading.receivedAt()));
        }
    }

    @Override
    public void processElement2(AssignmentHistory update, Context context, Collector<Attributed> out) throws Exception {
        String key = context.getCurrentKey();
        @Nullable DeviceHistory known = Opened.of(history).value(key);
        if (known != null && update.version() <= known.version()) {
            return;
        }
        DeviceHistory changed = DeviceHistory.of(update);
        Opened.of(history).update(key, changed);
        // First: the database moves the rows and audits it. The revised rows that follow find them moved.
        context.output(ROWS, StoreWrite.reattributed(update));
        @Nullable Long updatedAt = context.timestamp();
        boolean taken = false;
        for (Map.Entry<Integer, Reading> entry : movedBy(changed)) {
            Reading before = entry.getValue();
            Instant at = updatedAt == null ? before.receivedAt() : Instant.ofEpochMilli(updatedAt);
            taken |= move(entry.getKey(), before, changed, at, context, out);
        }
        if (taken) {
            Reading newest = newestOf();
            Instant at = updatedAt == null ? newest.receivedAt() : Instant.ofEpochMilli(updatedAt);
            context.output(ALERTS, deviceAlert(READINGS_MOVED, "history-" + update.version(), newest, at));
        }
    }

    /** Whether the reading was somebody else's before. */
    private boolean move(
            int slot, Reading before, DeviceHistory changed, Instant at, Context context, Collector<Attributed> out)
            throws Exception {
        int revision = before.revision() + 1;
        @Nullable String was = before.patient();
        @Nullable String is = changed.patientAt(before.effectiveTime());
        Reading after = before.attributedTo(is, revision);
        Opened.of(recent).replace(slot, KeptReading.of(after));
        Opened.of(moved).inc();
        context.output(ROWS, StoreWrite.revised(after));
        if (was != null) {
            out.collect(new Attributed(Attributed.Step.WITHDRAW, before.attributedTo(was, revision), was, at, at));
        }
        if (is != null) {
            out.collect(new Attributed(Attributed.Step.OBSERVE, after, is, at, at));
        }
        return was != null;
    }

    /** Recent readings that belong to somebody else by this history, in the order they were received. */
    private List<Map.Entry<Integer, Reading>> movedBy(DeviceHistory changed) throws Exception {
        List<Map.Entry<Integer, Reading>> moving = new ArrayList<>();
        for (Map.Entry<Integer, KeptReading> kept : Opened.of(recent).entries()) {
            KeptReading reading = kept.getValue();
            if (!Objects.equals(reading.patient(), changed.patientAt(reading.effectiveTime()))) {
                moving.add(Map.entry(kept.getKey(), reading.toReading()));
            }
        }
        moving.sort(Map.Entry.comparingByValue(
                Comparator.comparing(Reading::receivedAt).thenComparing(Reading::id)));
        return moving;
    }

    private Reading newestOf() throws Exception {
        @Nullable KeptReading newest = null;
        for (Map.Entry<Integer, KeptReading> kept : Opened.of(recent).entries()) {
            if (newest == null || kept.getValue().receivedAt().isAfter(newest.receivedAt())) {
                newest = kept.getValue();
            }
        }
        return Opened.of(newest).toReading();
    }

    /** An alert about the device itself: a task for whoever looks after devices. */
    private static AlertEvent deviceAlert(String rule, String opening, Reading reading, Instant at) {
        Subject device = Subject.device(reading.device());
        String alert = Ids.alert(reading.tenant(), device, rule, opening);
        return new AlertEvent(
                Ids.alertEvent(alert, AlertEvent.Kind.RAISED, opening),
                alert,
                AlertEvent.Kind.RAISED,
                reading.tenant(),
                device,
                rule,
                1,
                Severity.INFO,
                at,
                reading.effectiveTime(),
                reading.effectiveTime(),
                reading.receivedAt(),
                false,
                List.of(AlertEvent.Evidence.of(reading)),
                List.of(),
                null,
                List.of(),
                null,
                null);
    }
}
