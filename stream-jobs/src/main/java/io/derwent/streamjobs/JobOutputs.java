package io.derwent.streamjobs;

import io.derwent.model.AlertEvent;
import io.derwent.model.DeadLetter;
import io.derwent.streamjobs.KafkaEnds.Outgoing;
import io.derwent.streamjobs.StoreSink.Rows;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What comes out of a job.
 *
 * @param alerts      to {@code derwent.alerts}
 * @param deadLetters to {@code derwent.dead-letters}
 * @param rows        to the database
 */
public record JobOutputs<W>(DataStream<AlertEvent> alerts, DataStream<DeadLetter> deadLetters, DataStream<W> rows) {

    /**
     * Adds the sinks.
     *
     * @param inOrderWith rows of the same key are written in the order they come
     */
    public void deliver(JobsConfig config, KafkaEnds kafka, KeySelector<W, String> inOrderWith, Rows<W> tables) {
        rows.keyBy(inOrderWith)
                .sinkTo(new StoreSink<>(config.database(), tables))
                .uid("store")
                .name("store")
                .setParallelism(config.storeWriters());
        alerts.map(Outgoing::alert)
                .returns(TypeInformation.of(Outgoing.class))
                .uid("encode-alerts")
                .name("encode-alerts")
                .union(deadLetters
                        .map(Outgoing::deadLetter)
                        .returns(TypeInformation.of(Outgoing.class))
                        .uid("encode-dead-letters")
                        .name("encode-dead-letters"))
                .union(SignsOfLife.behind(alerts, kafka.job()))
                .sinkTo(kafka.outgoing())
                .uid("outgoing")
                .name("outgoing");
    }
}
