package io.derwent.streamjobs.assets;

import io.derwent.streamjobs.EventTime;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.streaming.api.TimerService;

/**
 * One event-time timer per key. A later wish leaves the timer where it is: when it fires, somebody asks again. So a key that
 * is heard of all the time costs a timer now and then, not one a message.
 */
final class Timers {
    private Timers() {}

    /** When the timer fires after this, 0 if never; {@code timerAt} is when it would have. */
    static long wakeAt(Optional<Instant> wish, long timerAt, TimerService timers) {
        if (wish.isEmpty()) {
            return timerAt;
        }
        long at = EventTime.timerAt(wish.get());
        if (timerAt != 0 && timerAt <= at) {
            return timerAt;
        }
        if (timerAt != 0) {
            timers.deleteEventTimeTimer(timerAt);
        }
        timers.registerEventTimeTimer(at);
        return at;
    }

    /** A job that is drained ends time; nothing follows from that. */
    static boolean isEndOfTime(TimerService timers) {
        return timers.currentWatermark() == Long.MAX_VALUE;
    }
}
