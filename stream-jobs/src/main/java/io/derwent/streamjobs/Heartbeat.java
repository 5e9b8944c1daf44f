package io.derwent.streamjobs;

import java.time.Clock;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * One tick a second: keeps event time moving when nothing arrives, for timers (a thing departs, a reader falls silent), and
 * shows that the alerting path is alive (gauge {@code last-tick-millis}, wall clock).
 */
public final class Heartbeat {
    private static final double TICKS_A_SECOND = 1;

    private Heartbeat() {}

    /** Ticks from {@code clock}, each its milliseconds since the epoch. */
    public static DataStream<Long> ticks(StreamExecutionEnvironment environment, Clock clock) {
        DataGeneratorSource<Long> source = new DataGeneratorSource<>(
                index -> clock.millis(), Long.MAX_VALUE, RateLimiterStrategy.perSecond(TICKS_A_SECOND), Types.LONG);
        WatermarkStrategy<Long> byTick = EventTime.byTick();
        return environment
                .fromSource(source, byTick, "ticks")
                .uid("ticks")
                .name("ticks")
                .setParallelism(1);
    }

    /** Ticks as a stream of another type that carries time and nothing else. */
    public static <T> DataStream<T> timeOnly(DataStream<Long> ticks, Class<T> type, String name) {
        return ticks.flatMap(new TimeOnly<T>())
                .returns(TypeInformation.of(type))
                .uid(name)
                .name(name)
                .setParallelism(1)
                .setBufferTimeout(JobEnvironment.UNHURRIED_BUFFER_TIMEOUT.toMillis());
    }

    private static final class TimeOnly<T> extends RichFlatMapFunction<Long, T> {
        private static final long serialVersionUID = 1L;

        private transient long lastTick;

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().getMetricGroup().gauge("last-tick-millis", () -> lastTick);
        }

        @Override
        public void flatMap(Long tick, Collector<T> out) {
            lastTick = tick;
        }
    }
}
