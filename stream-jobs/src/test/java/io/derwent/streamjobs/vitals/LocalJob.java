package io.derwent.streamjobs.vitals;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.DeadLetter;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.Collecting;
import io.derwent.streamjobs.JobOutputs;
import io.derwent.streamjobs.LocalFlink;
import io.derwent.wire.Beat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job between lists and collecting sinks, on a cluster inside this JVM. */
final class LocalJob {
    private static final Beat BEFORE_ALL = new Beat(Beat.VITALS, "test", Instant.EPOCH);

    final Collecting<AlertEvent> alerts = new Collecting<>("alerts-" + UUID.randomUUID());
    final Collecting<DeadLetter> deadLetters = new Collecting<>("dead-letters-" + UUID.randomUUID());
    final Collecting<StoreWrite> rows = new Collecting<>("rows-" + UUID.randomUUID());
    final StreamExecutionEnvironment environment;

    LocalJob(Path directory) {
        this(LocalFlink.configuration(directory));
    }

    LocalJob(Configuration configuration) {
        environment = StreamExecutionEnvironment.createLocalEnvironment(configuration);
    }

    LocalJob over(List<Arrival> arrivals, List<AssignmentHistory> histories, List<PatientUpdate> plans) {
        return over(
                list("arrivals", arrivals, Arrival.class),
                list("assignments", histories, AssignmentHistory.class),
                list("plans", plans, PatientUpdate.class),
                list("actions", plans, PatientUpdate.class),
                list("ticks", List.of(0L), Long.class));
    }

    LocalJob over(
            DataStream<Arrival> arrivals,
            DataStream<AssignmentHistory> histories,
            DataStream<PatientUpdate> plans,
            DataStream<PatientUpdate> actions,
            DataStream<Long> ticks) {
        JobOutputs<StoreWrite> out = VitalsJob.define(
                new VitalsJob.Inputs(
                        arrivals, histories, plans, actions, list("beats", List.of(BEFORE_ALL), Beat.class), ticks),
                Given.CLOCK);
        out.alerts().sinkTo(alerts).uid("alerts");
        out.deadLetters().sinkTo(deadLetters).uid("dead-letters");
        out.rows().sinkTo(rows).uid("rows");
        return this;
    }

    private <T> DataStream<T> list(String name, List<T> elements, Class<T> type) {
        return environment
                .fromData(elements, TypeInformation.of(type))
                .uid("test-" + name)
                .setParallelism(1);
    }
}
