package io.derwent.console.equipment;

import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader and when it was heard of, as of now.
 *
 * @param status null if it was never heard of
 */
public record Heard(ReaderPlaces reader, @Nullable ReaderStatus status) {
    /** By how much what the assets job has stored may be behind, before its silence counts as the reader's. */
    static final Duration LAG = Duration.ofMinutes(1);

    /**
     * A silence nobody told is one too: where the job has stored no sign of life for longer than the reader may be silent, be it
     * the reader or the job that is down, what the reader saw last is not current.
     */
    static Optional<ReaderStatus> asOf(Optional<ReaderStatus> stored, Optional<ReaderPlaces> reader, Instant now) {
        return stored.map(status -> {
            Integer limit = reader.map(ReaderPlaces::silentAfterSeconds).orElse(null);
            if (limit == null || status.silentSince() != null) {
                return status;
            }
            Instant due = status.lastHeardAt().plusSeconds(limit).plus(LAG);
            return now.isBefore(due) ? status : silent(status);
        });
    }

    private static ReaderStatus silent(ReaderStatus status) {
        return new ReaderStatus(
                status.tenant(),
                status.reader(),
                status.continuous(),
                status.heardSince(),
                status.lastHeardAt(),
                status.lastHeardAt());
    }
}
