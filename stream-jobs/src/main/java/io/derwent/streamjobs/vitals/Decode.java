package io.derwent.streamjobs.vitals;

import io.derwent.model.AlertEvent;
import io.derwent.model.DeadLetter;
import io.derwent.model.Reading;
import io.derwent.model.Subject;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.Opened;
import io.derwent.wire.Codecs;
import io.derwent.wire.ConnectionEvent;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import io.derwent.wire.ReadingIds;
import java.time.Clock;
import java.time.Instant;
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
 * Bytes to readings, to alerts of hubs ({@link #HUB_ALERTS}) and to connections ({@link #CONNECTIONS}). What cannot be decoded
 * goes to {@link #DEAD_LETTERS}; content types we do not read, and events of adapters that say nothing we know, are counted and
 * set aside (their bytes stay on the topic until retention).
 */
final class Decode extends ProcessFunction<Arrival, Measured> {
    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));
    /** What hubs found while they had no line. */
    static final OutputTag<PatientUpdate> HUB_ALERTS =
            new OutputTag<>("hub-alerts", TypeInformation.of(PatientUpdate.class));

    /** Devices and hubs that connected or disconnected. */
    static final OutputTag<LineEvent> CONNECTIONS = new OutputTag<>("connections", TypeInformation.of(LineEvent.class));

    private static final long serialVersionUID = 1L;
    private static final String REFUSED_BY = "vitals";
    private static final String UNKNOWN = "unknown";

    private final Clock clock;

    private transient @Nullable PayloadDecoders decoders;
    private transient @Nullable Counter setAside;
    private transient @Nullable Counter undecodable;

    Decode(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        decoders = PayloadDecoders.standard();
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        setAside = metrics.counter("messages-set-aside");
        undecodable = metrics.counter("messages-undecodable");
    }

    @Override
    public void processElement(Arrival arrival, Context context, Collector<Measured> out) {
        HonoRecord message = arrival.message();
        Optional<String> tenant = HonoTopics.tenantOf(message.topic());
        if (tenant.isPresent() && message.contentType().equals(Optional.of(HonoRecord.HUB_ALERT))) {
            decodeHubAlert(tenant.get(), arrival, context);
            return;
        }
        if (tenant.isPresent() && message.contentType().equals(Optional.of(HonoRecord.CONNECTION_EVENT))) {
            decodeConnection(tenant.get(), arrival, context);
            return;
        }
        Optional<PayloadDecoder<DecodedReading>> decoder =
                message.contentType().flatMap(Opened.of(decoders)::ofReadings);
        if (tenant.isEmpty() || decoder.isEmpty()) {
            Opened.of(setAside).inc();
            return;
        }
        try {
            arrival.checkDevice();
            Instant decodedAt = clock.instant();
            for (DecodedReading decoded : decoder.get().decode(message.payload())) {
                out.collect(measured(tenant.get(), arrival, decoded, decodedAt));
            }
        } catch (InvalidPayload e) {
            Opened.of(undecodable).inc();
            context.output(DEAD_LETTERS, arrival.deadLetter(tenant.get(), REFUSED_BY, String.valueOf(e.getMessage())));
        }
    }

    private void decodeHubAlert(String tenant, Arrival arrival, Context context) {
        try {
            AlertEvent step = Codecs.alertEvents().decode(arrival.message().payload());
            if (!step.tenant().equals(tenant) || step.subject().type() != Subject.Type.PATIENT) {
                throw new InvalidPayload("an alert of a hub is about a patient of its own tenant, this one is about "
                        + step.subject() + " of " + step.tenant());
            }
            context.output(HUB_ALERTS, PatientUpdate.ofHub(step));
        } catch (InvalidPayload e) {
            Opened.of(undecodable).inc();
            context.output(DEAD_LETTERS, arrival.deadLetter(tenant, REFUSED_BY, String.valueOf(e.getMessage())));
        }
    }

    private void decodeConnection(String tenant, Arrival arrival, Context context) {
        try {
            arrival.checkDevice();
            ConnectionEvent event = ConnectionEvent.read(arrival.message().payload());
            context.output(
                    CONNECTIONS,
                    LineEvent.connection(
                            event.connected(),
                            tenant,
                            arrival.message().device(),
                            arrival.receivedAt(),
                            event.client()));
        } catch (InvalidPayload e) {
            Opened.of(setAside).inc();
        }
    }

    private static Measured measured(String tenant, Arrival arrival, DecodedReading decoded, Instant decodedAt) {
        HonoRecord message = arrival.message();
        Reading reading = decoded.received(
                tenant, message.device(), message.payload(), arrival.receivedAt(), arrival.leftDeviceAt());
        @Nullable
        String contentKey = ReadingIds.needsArrival(decoded)
                ? ReadingIds.contentKey(tenant, message.device(), decoded, message.payload())
                : null;
        return new Measured(
                reading,
                contentKey,
                decoded.timeInId().orElse(null),
                message.topic(),
                message.contentType().orElse(UNKNOWN),
                message.payload(),
                decodedAt,
                message.header(HonoRecord.GATEWAY_ID).orElse(null),
                arrival.leftDeviceAt());
    }
}
