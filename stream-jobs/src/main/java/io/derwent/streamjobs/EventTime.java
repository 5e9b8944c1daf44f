package io.derwent.streamjobs;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Whose clock moves event time. */
public final class EventTime {
    /** Gateways write a partition side by side; their clocks are kept by NTP. */
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private static final Duration IDLE_AFTER = Duration.ofSeconds(5);

    private EventTime() {}

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
