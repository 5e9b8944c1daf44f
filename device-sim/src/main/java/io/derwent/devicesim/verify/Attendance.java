package io.derwent.devicesim.verify;

import io.derwent.devicesim.verify.ReaderMessage.ReaderName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When messages are sure to have been received: of one reader, or of any.
 *
 * @param messages acknowledged, in the order they were sent
 */
record Attendance(List<ReaderMessage> messages) {
    /** Longer than between two messages of a reader that is well; shorter than what counts as silence. */
    private static final Duration BREAK = Duration.ofSeconds(60);

    static Attendance of(ReaderName reader, List<ReaderMessage> messages) {
        return new Attendance(messages.stream()
                .filter(message -> message.acknowledged() && message.reader().equals(reader))
                .toList());
    }

    static Attendance ofAny(List<ReaderMessage> messages) {
        return new Attendance(
                messages.stream().filter(ReaderMessage::acknowledged).toList());
    }

    /** Whether from one time to the other a message came at least once a minute. */
    boolean isUnbroken(Instant from, Instant to) {
        Instant last = from;
        for (ReaderMessage message : messages) {
            if (message.sentAt().isAfter(from) && message.at().isBefore(to)) {
                if (Duration.between(last, message.at()).compareTo(BREAK) > 0) {
                    return false;
                }
                last = message.at();
            }
        }
        return Duration.between(last, to).compareTo(BREAK) <= 0;
    }
}
