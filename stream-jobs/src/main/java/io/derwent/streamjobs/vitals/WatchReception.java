package io.derwent.streamjobs.vitals;

import io.derwent.clinical.Pause;
import io.derwent.clinical.Reception;
import io.derwent.streamjobs.EventTime;
import io.derwent.streamjobs.Opened;
import io.derwent.wire.Beat;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * From the gateways' signs of life to the times in which none was there ({@link Reception}). All under one key; the state
 * {@code reception}, some 50 bytes, stays.
 *
 * <p>Where event time comes to a timer in one leap, the job itself was away and the signs of that time may not have been read
 * yet: they have two minutes more. Where no gateway ever gave a sign, as behind Hono's own adapters, nothing follows.
 */
final class WatchReception extends KeyedProcessFunction<String, Beat, Pause> {
    private static final long serialVersionUID = 1L;
    private static final Duration LONGEST_LEAP = Duration.ofMinutes(2);

    private transient @Nullable ValueState<Reception> reception;

    @Override
    public void open(OpenContext context) {
        reception = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("reception", TypeInformation.of(Reception.class)));
    }

    @Override
    public void processElement(Beat beat, Context context, Collector<Pause> out) throws Exception {
        if (beat.part().equals(Beat.GATEWAY)) {
            apply(Reception.sign(Opened.of(reception).value(), beat.at()), context, out);
        }
    }

    @Override
    public void onTimer(long due, OnTimerContext context, Collector<Pause> out) throws Exception {
        @Nullable Reception known = Opened.of(reception).value();
        long watermark = context.timerService().currentWatermark();
        boolean streamEnded = watermark == Long.MAX_VALUE;
        if (known == null || streamEnded) {
            return;
        }
        if (watermark - due > LONGEST_LEAP.toMillis()) {
            context.timerService().registerEventTimeTimer(watermark + LONGEST_LEAP.toMillis());
        } else {
            apply(known.at(Instant.ofEpochMilli(due)), context, out);
        }
    }

    private void apply(Reception.Step step, Context context, Collector<Pause> out) throws Exception {
        Opened.of(reception).update(step.after());
        step.news().ifPresent(out::collect);
        context.timerService()
                .registerEventTimeTimer(EventTime.timerAt(step.after().due()));
    }
}
