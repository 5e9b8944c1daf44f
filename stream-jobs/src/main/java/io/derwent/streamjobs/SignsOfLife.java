package io.derwent.streamjobs;

import io.derwent.streamjobs.KafkaEnds.Outgoing;
import io.derwent.wire.Beat;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Says every few seconds up to when the job has seen to everything: what event time is behind the operators that alert. It
 * goes out by the sink the alerts go out by, so that whoever hears it knows that an alert would have come too.
 *
 * <p>An operator, because a function is not told of watermarks. Called on the task's thread; the time between two signs is the
 * wall clock's, so that a backlog gives no more of them.
 */
final class SignsOfLife<T> extends AbstractStreamOperator<Outgoing> implements OneInputStreamOperator<T, Outgoing> {
    static final Duration EVERY = Duration.ofSeconds(3);

    private static final long serialVersionUID = 1L;
    private static final String NAME = "signs-of-life";

    private final String job;
    private long lastMillis = Long.MIN_VALUE;

    SignsOfLife(String job) {
        this.job = job;
    }

    /** Of a job, behind these of its results; it passes none of them on. */
    static <T> DataStream<Outgoing> behind(DataStream<T> results, String job) {
        return results.transform(NAME, TypeInformation.of(Outgoing.class), new SignsOfLife<T>(job))
                .uid(NAME)
                .name(NAME)
                .setParallelism(1)
                .setBufferTimeout(JobEnvironment.UNHURRIED_BUFFER_TIMEOUT.toMillis());
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        // event time is all that counts
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        super.processWatermark(mark);
        long now = getProcessingTimeService().getCurrentProcessingTime();
        boolean streamEnded = mark.equals(Watermark.MAX_WATERMARK);
        if (!streamEnded && (lastMillis == Long.MIN_VALUE || now - lastMillis >= EVERY.toMillis())) {
            lastMillis = now;
            String instance = getContainingTask().getEnvironment().getJobID().toString();
            output.collect(new StreamRecord<>(
                    Outgoing.beat(new Beat(job, instance, Instant.ofEpochMilli(mark.getTimestamp())))));
        }
    }
}
