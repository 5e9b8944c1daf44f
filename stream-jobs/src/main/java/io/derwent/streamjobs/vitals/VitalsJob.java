package io.derwent.streamjobs.vitals;

import io.derwent.clinical.Pause;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.CarePlan;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.streamjobs.EventTime;
import io.derwent.streamjobs.Heartbeat;
import io.derwent.streamjobs.Job;
import io.derwent.streamjobs.JobEnvironment;
import io.derwent.streamjobs.JobOutputs;
import io.derwent.streamjobs.JobRun;
import io.derwent.streamjobs.JobsConfig;
import io.derwent.streamjobs.KafkaEnds;
import io.derwent.wire.Beat;
import io.derwent.wire.Codec;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import java.time.Clock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The vitals job. {@link #define} is the whole of it, from streams to streams; {@link #JOB} has sources and sinks.
 *
 * <p>Operator uids and state names are persistent formats: they are renamed only with a migration.
 */
public final class VitalsJob {
    public static final String NAME = "vitals";

    /** With sources and sinks. */
    public static final Job JOB = new Job(NAME, VitalsJob::define);

    private VitalsJob() {}

    /**
     * What goes in.
     *
     * @param arrivals    messages of devices, with watermarks by receivedAt
     * @param assignments complete histories of devices
     * @param plans       care plans
     * @param actions     what people did about alerts
     * @param beats       signs of life of gateways; others are ignored
     * @param ticks       one a second, from the wall clock
     */
    public record Inputs(
            DataStream<Arrival> arrivals,
            DataStream<AssignmentHistory> assignments,
            DataStream<PatientUpdate> plans,
            DataStream<PatientUpdate> actions,
            DataStream<Beat> beats,
            DataStream<Long> ticks) {}

    /** The job without its ends. {@code clock} is for tracing only; no decision reads it. */
    public static JobOutputs<StoreWrite> define(Inputs in, Clock clock) {
        SingleOutputStreamOperator<Measured> measured =
                in.arrivals().process(new Decode(clock)).uid("decode").name("decode");

        SingleOutputStreamOperator<Attributed> attributed = measured.connect(in.assignments()
                        .union(Heartbeat.timeOnly(in.ticks(), AssignmentHistory.class, "heartbeat-of-devices")))
                .keyBy(VitalsJob::deviceOf, VitalsJob::deviceOf)
                .transform(
                        "attribute-readings",
                        TypeInformation.of(Attributed.class),
                        new CachingOperator<>(new AttributeReadings()))
                .uid("attribute-readings")
                .name("attribute-readings");

        DataStream<Pause> pauses = in.beats()
                .union(Heartbeat.timeOnly(in.ticks(), Beat.class, "heartbeat-of-reception"))
                .keyBy(beat -> Beat.KEY)
                .process(new WatchReception())
                .uid("watch-reception")
                .name("watch-reception")
                .setParallelism(1)
                .setBufferTimeout(JobEnvironment.UNHURRIED_BUFFER_TIMEOUT.toMillis());

        DataStream<PatientUpdate> explanations = attributed
                .getSideOutput(AttributeReadings.LINES)
                .union(measured.getSideOutput(Decode.CONNECTIONS))
                .keyBy(VitalsJob::lineOf)
                .connect(pauses.broadcast(WatchLines.NOTHING))
                .process(new WatchLines())
                .uid("watch-lines")
                .name("watch-lines")
                .setBufferTimeout(JobEnvironment.UNHURRIED_BUFFER_TIMEOUT.toMillis());

        SingleOutputStreamOperator<AlertEvent> alerts = attributed
                .connect(in.plans()
                        .union(
                                in.actions(),
                                measured.getSideOutput(Decode.HUB_ALERTS),
                                explanations,
                                Heartbeat.timeOnly(in.ticks(), PatientUpdate.class, "heartbeat-of-patients")))
                .keyBy(VitalsJob::patientOf, VitalsJob::patientOf)
                .transform(
                        "score-vitals",
                        TypeInformation.of(AlertEvent.class),
                        new CachingOperator<>(new ScoreVitals(clock)))
                .uid("score-vitals")
                .name("score-vitals");

        return new JobOutputs<>(
                alerts.union(attributed.getSideOutput(AttributeReadings.ALERTS)),
                measured.getSideOutput(Decode.DEAD_LETTERS),
                attributed.getSideOutput(AttributeReadings.ROWS).union(alerts.getSideOutput(ScoreVitals.ROWS)));
    }

    private static String deviceOf(Measured measured) {
        return Keys.of(measured.reading().tenant(), measured.reading().device());
    }

    private static String deviceOf(AssignmentHistory history) {
        return Keys.of(history.tenant(), history.device());
    }

    private static String lineOf(LineEvent event) {
        return Keys.of(event.tenant(), event.line());
    }

    private static String patientOf(Attributed attributed) {
        return Keys.of(attributed.reading().tenant(), attributed.patient());
    }

    private static String patientOf(PatientUpdate update) {
        return Keys.of(update.tenant(), update.patient());
    }

    static void define(StreamExecutionEnvironment environment, JobsConfig config) {
        Clock clock = Clock.systemUTC();
        KafkaEnds kafka = new KafkaEnds(config.kafka(), NAME);
        define(
                        new Inputs(
                                kafka.arrivals(environment),
                                kafka.reference(
                                        environment,
                                        "assignments",
                                        DerwentTopics.ASSIGNMENTS,
                                        AssignmentHistory.class,
                                        EventTime.standingStill(),
                                        () -> Codecs.assignments()::decode),
                                kafka.reference(
                                        environment,
                                        "care-plans",
                                        DerwentTopics.CARE_PLANS,
                                        PatientUpdate.class,
                                        EventTime.standingStill(),
                                        VitalsJob::readCarePlans),
                                kafka.reference(
                                        environment,
                                        "alert-actions",
                                        DerwentTopics.ALERT_ACTIONS,
                                        PatientUpdate.class,
                                        EventTime.standingStill(),
                                        VitalsJob::readAlertActions),
                                kafka.reference(
                                        environment,
                                        "heartbeats",
                                        DerwentTopics.HEARTBEATS,
                                        Beat.class,
                                        EventTime.standingStill(),
                                        () -> Codecs.beats()::decode),
                                Heartbeat.ticks(environment, clock)),
                        clock)
                .deliver(config, kafka, StoreWrite::inOrderWith, new VitalsRows(clock));
    }

    private static KafkaEnds.Reader<PatientUpdate> readCarePlans() {
        Codec<CarePlan> plans = Codecs.carePlans();
        return bytes -> PatientUpdate.of(plans.decode(bytes));
    }

    private static KafkaEnds.Reader<PatientUpdate> readAlertActions() {
        Codec<AlertAction> actions = Codecs.alertActions();
        return bytes -> PatientUpdate.of(actions.decode(bytes));
    }

    /** Runs the job until it is stopped; exits with 1 and one sentence when it cannot. */
    public static void main(String[] args) {
        JobRun.of(JOB);
    }
}
