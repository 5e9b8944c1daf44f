package io.derwent.streamjobs.vitals;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.Attribution;
import io.derwent.model.ClockOffset;
import io.derwent.model.Ids;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.streamjobs.CachedState;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.streamjobs.Opened;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
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
 * unassigned and waits here; it is never guessed. Of a device that several have
 * a reading belongs to whom it names, and is marked until somebody confirms it ({@link Attribution}). When the history comes or changes, every reading of the last seven days
 * is looked at again: what moves is stored one revision higher, taken back from the one patient's rules and given to the
 * other's; rows older than that follow in the database.
 *
 * <p>State per device, all of it bounded:
 * <ul>
 *   <li>{@code assignment-history}: stays as long as the device has one; about 60 bytes an assignment.
 *   <li>{@link KnownReadings}, 60 days of them.
 *   <li>{@link DeviceLines}, the line it uses.
 *   <li>{@code content-without-time}: content of a device without a clock, an hour.
 *   <li>{@code clock-offset}: {@link ClockOffset} of a device whose clock was ever in doubt; 60 days, a little longer while
 *       at hand, which changes nothing: the next reading that is believed ends it.
 *   <li>{@code clock-alert-day}: the day the device's clock was last complained about, two days.
 * </ul>
 */
final class AttributeReadings extends CachingOperator.Function<Measured, AssignmentHistory, Attributed> {
    static final OutputTag<StoreWrite> ROWS = new OutputTag<>("rows", TypeInformation.of(StoreWrite.class));
    /** By which lines whose readings come. */
    static final OutputTag<LineEvent> LINES = new OutputTag<>("lines", TypeInformation.of(LineEvent.class));

    static final OutputTag<AlertEvent> ALERTS = new OutputTag<>("alerts", TypeInformation.of(AlertEvent.class));

    /** The rule a device clock breaks that is ahead, or was learned to be behind. */
    static final String DEVICE_CLOCK = "DQ-02";

    /** The rule readings that move from one patient to another break. */
    static final String READINGS_MOVED = "DQ-03";

    private static final long serialVersionUID = 1L;
    private static final int DEVICES_AT_HAND = 10_000;
    private static final Duration ONE_READING_WITHIN = Duration.ofSeconds(60);
    private static final Duration CONTENT_KEPT_FOR = Duration.ofHours(1);
    private static final Duration CLOCK_DAY_KEPT_FOR = Duration.ofDays(2);
    private static final Duration CLOCK_OFFSET_KEPT_FOR = Duration.ofDays(60);

    private transient @Nullable CachedState<DeviceHistory> history;
    private transient @Nullable KnownReadings known;
    private transient @Nullable DeviceLines lines;
    private transient @Nullable MapState<String, Instant> contents;
    private transient @Nullable CachedState<ClockOffset> clockOffset;
    private transient @Nullable ValueState<String> clockAlertDay;
    private transient @Nullable Counter duplicates;
    private transient @Nullable Counter unassigned;
    private transient @Nullable Counter moved;

    @Override
    public void open(OpenContext context) {
        history = cached(
                new ValueStateDescriptor<>("assignment-history", TypeInformation.of(DeviceHistory.class)),
                DEVICES_AT_HAND);
        known = KnownReadings.open(this);
        lines = DeviceLines.open(this);
        MapStateDescriptor<String, Instant> content =
                new MapStateDescriptor<>("content-without-time", Types.STRING, Types.INSTANT);
        content.enableTimeToLive(StateTtlConfig.newBuilder(CONTENT_KEPT_FOR).build());
        contents = getRuntimeContext().getMapState(content);
        ValueStateDescriptor<ClockOffset> offset =
                new ValueStateDescriptor<>("clock-offset", TypeInformation.of(ClockOffset.class));
        offset.enableTimeToLive(StateTtlConfig.newBuilder(CLOCK_OFFSET_KEPT_FOR).build());
        clockOffset = cached(offset, DEVICES_AT_HAND);
        ValueStateDescriptor<String> day = new ValueStateDescriptor<>("clock-alert-day", Types.STRING);
        day.enableTimeToLive(StateTtlConfig.newBuilder(CLOCK_DAY_KEPT_FOR).build());
        clockAlertDay = getRuntimeContext().getState(day);
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        duplicates = metrics.counter("readings-duplicate");
        unassigned = metrics.counter("readings-unassigned");
        moved = metrics.counter("readings-reattributed");
    }

    @Override
    public void processElement1(Measured measured, Context context, Collector<Attributed> out) throws Exception {
        String key = context.getCurrentKey();
        if (isSeenBefore(measured, key)) {
            Opened.of(duplicates).inc();
            return;
        }
        ClockOffset.Step clock = byItsClock(measured, key);
        @Nullable DeviceHistory assigned = Opened.of(history).value(key);
        Reading reading = clock.reading()
                .attributed(assigned == null ? Attribution.NOBODYS : assigned.attribution(clock.reading()), 0);
        @Nullable String patient = reading.patient();
        Opened.of(known).add(reading, measured.timeInId(), key);
        context.output(ROWS, StoreWrite.accepted(reading, measured));
        if (patient == null) {
            Opened.of(unassigned).inc();
        } else {
            out.collect(new Attributed(
                    Attributed.Step.OBSERVE, reading, patient, reading.receivedAt(), measured.decodedAt()));
            for (LineEvent event : Opened.of(lines).came(key, reading, patient, measured.via())) {
                context.output(LINES, event);
            }
        }
        if (reading.marks().contains(Mark.DEVICE_CLOCK_AHEAD)
                || reading.marks().contains(Mark.DEVICE_CLOCK_CORRECTED)) {
            complainAboutTheClock(reading, clock.known(), context);
        }
    }

    /** The reading at the time that is believed of it. A provider's own record says nothing about a device's clock. */
    private ClockOffset.Step byItsClock(Measured measured, String key) throws Exception {
        Reading reading = measured.reading();
        @Nullable Instant deviceTime = measured.timeInId();
        if (deviceTime == null || reading.kind().isOfADay()) {
            return new ClockOffset.Step(ClockOffset.NONE, reading);
        }
        @Nullable ClockOffset known = Opened.of(clockOffset).value(key);
        ClockOffset before = known == null ? ClockOffset.NONE : known;
        ClockOffset.Step step = before.observe(reading, deviceTime, measured.leftDeviceAt());
        if (step.known().equals(ClockOffset.NONE) && known != null) {
            Opened.of(clockOffset).clear(key);
        } else if (!step.known().equals(before)) {
            Opened.of(clockOffset).update(key, step.known());
        }
        return step;
    }

    private boolean isSeenBefore(Measured measured, String key) throws Exception {
        return Opened.of(known).contains(measured, key) || isSameContentAsJustNow(measured);
    }

    /** Of a device without a clock; remembers what it has not seen. */
    private boolean isSameContentAsJustNow(Measured measured) throws Exception {
        @Nullable String contentKey = measured.contentKey();
        if (contentKey == null) {
            return false;
        }
        // receivedAt, or when a hub took it: what a hub sends after a day without a line all arrives at once
        Instant leftDeviceAt = measured.reading().effectiveTime();
        @Nullable Instant before = Opened.of(contents).get(contentKey);
        if (before != null && Duration.between(before, leftDeviceAt).abs().compareTo(ONE_READING_WITHIN) <= 0) {
            return true;
        }
        Opened.of(contents).put(contentKey, leftDeviceAt);
        return false;
    }

    private void complainAboutTheClock(Reading reading, ClockOffset known, Context context) throws Exception {
        String day = LocalDate.ofInstant(reading.receivedAt(), ZoneOffset.UTC).toString();
        if (!day.equals(Opened.of(clockAlertDay).value())) {
            Opened.of(clockAlertDay).update(day);
            context.output(
                    ALERTS,
                    deviceAlert(
                            DEVICE_CLOCK,
                            day,
                            reading,
                            reading.receivedAt(),
                            known.inWords().stream().toList()));
        }
    }

    @Override
    public void processElement2(AssignmentHistory update, Context context, Collector<Attributed> out) throws Exception {
        String key = context.getCurrentKey();
        @Nullable DeviceHistory before = Opened.of(history).value(key);
        if (before != null && update.version() <= before.version()) {
            return;
        }
        DeviceHistory changed = DeviceHistory.of(update);
        Opened.of(history).update(key, changed);
        // First: the database moves the rows and audits it. The revised rows that follow find them moved.
        context.output(ROWS, StoreWrite.reattributed(update));
        Instant at = writtenAt(context);
        @Nullable Reading newestTaken = null;
        for (Reading one : Opened.of(known).movedBy(update, changed, at)) {
            if (move(one, changed, at, context, out)) {
                newestTaken = one;
            }
        }
        if (newestTaken != null) {
            context.output(
                    ALERTS, deviceAlert(READINGS_MOVED, "history-" + update.version(), newestTaken, at, List.of()));
        }
    }

    /** When the history was published: each record of Kafka has its time. */
    private static Instant writtenAt(Context context) {
        return Instant.ofEpochMilli(Objects.requireNonNull(context.timestamp(), "a history without a time"));
    }

    /** Whether the reading was somebody else's before. One that was only confirmed is looked at again by its patient's rules. */
    private boolean move(Reading before, DeviceHistory changed, Instant at, Context context, Collector<Attributed> out)
            throws Exception {
        int revision = before.revision() + 1;
        @Nullable String was = before.patient();
        Reading after = before.attributed(changed.attribution(before), revision);
        @Nullable String is = after.patient();
        Opened.of(known).replace(after);
        Opened.of(moved).inc();
        context.output(ROWS, StoreWrite.revised(after));
        boolean isTaken = false;
        if (was != null && !was.equals(is)) {
            isTaken = true;
            out.collect(new Attributed(Attributed.Step.WITHDRAW, before.attributedTo(was, revision), was, at, at));
        }
        if (is != null) {
            out.collect(new Attributed(Attributed.Step.OBSERVE, after, is, at, at));
        }
        return isTaken;
    }

    /** An alert about the device itself: a task for whoever looks after devices. */
    private static AlertEvent deviceAlert(
            String rule, String opening, Reading reading, Instant at, List<String> limits) {
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
                limits,
                null,
                null);
    }
}
