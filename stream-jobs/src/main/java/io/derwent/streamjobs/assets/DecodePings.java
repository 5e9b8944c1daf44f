package io.derwent.streamjobs.assets;

import io.derwent.model.DeadLetter;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.Opened;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to pings. Pings that cannot be decoded go to {@link #DEAD_LETTERS}, and are a sign of life all the same. So is every
 * other message, except readings, which no reader sends, and Hono's news of connections, which the gateway writes.
 */
final class DecodePings extends ProcessFunction<Arrival, ReaderMessage> {
    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    private static final long serialVersionUID = 1L;

    private transient @Nullable PayloadDecoders decoders;
    private transient @Nullable Counter setAside;
    private transient @Nullable Counter undecodable;

    @Override
    public void open(OpenContext context) {
        decoders = PayloadDecoders.standard();
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        setAside = metrics.counter("messages-set-aside");
        undecodable = metrics.counter("messages-undecodable");
    }

    @Override
    public void processElement(Arrival arrival, Context context, Collector<ReaderMessage> out) {
        HonoRecord message = arrival.message();
        Optional<String> tenant = HonoTopics.tenantOf(message.topic());
        Optional<PayloadDecoder<DecodedPing>> decoder = message.contentType().flatMap(Opened.of(decoders)::ofPings);
        if (tenant.isEmpty() || (decoder.isEmpty() && !isSignOfLife(message))) {
            Opened.of(setAside).inc();
            return;
        }
        if (decoder.isEmpty()) {
            out.collect(new ReaderMessage(tenant.get(), arrival, List.of()));
            return;
        }
        try {
            arrival.checkDevice();
            out.collect(new ReaderMessage(tenant.get(), arrival, decoder.get().decode(message.payload())));
        } catch (InvalidPayload e) {
            Opened.of(undecodable).inc();
            context.output(
                    DEAD_LETTERS, arrival.deadLetter(tenant.get(), AssetsJob.NAME, String.valueOf(e.getMessage())));
            if (!message.device().isEmpty()) {
                out.collect(new ReaderMessage(tenant.get(), arrival, List.of()));
            }
        }
    }

    private boolean isSignOfLife(HonoRecord message) {
        String type = message.contentType().orElse("");
        return !message.device().isEmpty()
                && !type.equals(HonoRecord.CONNECTION_EVENT)
                && Opened.of(decoders).ofReadings(type).isEmpty();
    }
}
