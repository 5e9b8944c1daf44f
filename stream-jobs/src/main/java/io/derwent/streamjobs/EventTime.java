package io.derwent.streamjobs;

import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;

/** Whose clock moves event time. */
public final class EventTime {
    /** Gateways write a partition side by side; their clocks are kept by NTP. */
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private static final Duration IDLE_AFTER = Duration.ofSeconds(5);
    private static final Duration READ_ONCE_QUIET_FOR = Duration.ofSeconds(3);
    private static final Duration READ_AT_LATEST = Duration.ofSeconds(30);

    private static final int NANOS_PER_MILLI = 1_000_000;

    private EventTime() {}

    /**
     * A timer's time for what falls due then, rounded up: one that fires a moment too early finds nothing due, sets itself for
     * the same moment again, and nothing else of the job is ever done.
     */
    public static long timerAt(Instant due) {
        return due.plusNanos(NANOS_PER_MILLI - 1).toEpochMilli();
    }

    /**
     * By receivedAt, per partition. Two seconds of disorder are tolerated because several gateways write one partition; more
     * does no harm, for no reading is ever dropped by a watermark: only timers would fire earlier. A partition that is silent
     * for five seconds does not hold time back.
     */
    public static WatermarkStrategy<Arrival> byReceivedAt() {
        return WatermarkStrategy.<Arrival>forBoundedOutOfOrderness(TOLERATED)
                .withTimestampAssigner(
                        (arrival, ignored) -> arrival.receivedAt().toEpochMilli())
                .withIdleness(IDLE_AFTER);
    }

    /** Assignments, plans and actions neither move time nor hold it back; they keep the time they were written at. */
    public static <T> WatermarkStrategy<T> standingStill() {
        return WatermarkStrategy.<T>forGenerator(context -> new Idle<>())
                .withTimestampAssigner((ignored, writtenAt) -> writtenAt);
    }

    /**
     * As {@link #standingStill}, but time does not begin before what is there at the start has been read: before nothing came
     * for three seconds, or half a minute is over. An operator that is still without a watermark knows that it may not have all
     * of it.
     */
    public static <T> WatermarkStrategy<T> standingStillOnceRead() {
        return WatermarkStrategy.<T>forGenerator(context -> new IdleOnceRead<>(context.getInputActivityClock()))
                .withTimestampAssigner((ignored, writtenAt) -> writtenAt);
    }

    /** Ticks carry the wall clock: they move time while nothing arrives. */
    public static WatermarkStrategy<Long> byTick() {
        return WatermarkStrategy.<Long>forGenerator(context -> new TickWatermarks())
                .withTimestampAssigner((tick, ignored) -> tick);
    }

    private static final class Idle<T> implements WatermarkGenerator<T> {
        @Override
        public void onEvent(T event, long timestamp, WatermarkOutput output) {}

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.markIdle();
        }
    }

    private static final class IdleOnceRead<T> implements WatermarkGenerator<T> {
        private final RelativeClock clock;
        private final long startNanos;
        private long lastNanos;

        IdleOnceRead(RelativeClock clock) {
            this.clock = clock;
            startNanos = clock.relativeTimeNanos();
            lastNanos = startNanos;
        }

        @Override
        public void onEvent(T event, long timestamp, WatermarkOutput output) {
            lastNanos = clock.relativeTimeNanos();
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            long now = clock.relativeTimeNanos();
            if (now - lastNanos >= READ_ONCE_QUIET_FOR.toNanos() || now - startNanos >= READ_AT_LATEST.toNanos()) {
                output.markIdle();
            }
        }
    }

    /** Behind the readings' own tolerance, so that a tick never overtakes a reading received before it. */
    private static final class TickWatermarks implements WatermarkGenerator<Long> {
        @Override
        public void onEvent(Long tick, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(timestamp - TOLERATED.toMillis() - 1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
