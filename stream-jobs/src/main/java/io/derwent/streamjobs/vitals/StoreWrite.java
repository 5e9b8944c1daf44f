package io.derwent.streamjobs.vitals;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.streamjobs.Opened;
import io.derwent.wire.Keys;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/** One thing for the database; exactly one component is set, except that a new reading brings its source. */
public record StoreWrite(
        @TypeInfo(ReadingTypeInfo.Factory.class) @Nullable Reading reading,
        @Nullable Source source,
        @Nullable Score score,
        @Nullable AssignmentHistory reattribution) {
    /** The bytes a reading came as. */
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came; never compared
    public record Source(String topic, String contentType, Instant receivedAt, byte[] payload) {}

    static StoreWrite accepted(Reading reading, Measured from) {
        return new StoreWrite(
                reading,
                new Source(from.topic(), from.contentType(), reading.receivedAt(), from.payload()),
                null,
                null);
    }

    static StoreWrite revised(Reading reading) {
        return new StoreWrite(reading, null, null, null);
    }

    static StoreWrite scored(Score score) {
        return new StoreWrite(null, null, score, null);
    }

    /** What is equal for writes whose order counts: a device's readings and its history, a patient's scores. */
    String inOrderWith() {
        if (reattribution != null) {
            return Keys.of(reattribution.tenant(), reattribution.device());
        }
        if (reading != null) {
            return Keys.of(reading.tenant(), reading.device());
        }
        Score scored = Opened.of(score);
        return Keys.of(scored.tenant(), scored.patient());
    }

    /** Rows older than the job's own memory follow the device's history too. */
    static StoreWrite reattributed(AssignmentHistory history) {
        return new StoreWrite(null, null, null, history);
    }
}
