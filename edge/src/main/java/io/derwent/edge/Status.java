package io.derwent.edge;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person wants to know of a hub.
 *
 * @param since       since when it is connected, or is not
 * @param heldUp      connected or not, the gateway took nothing last time, or the queue could not be read
 * @param queued      messages that wait
 * @param oldest      when the oldest of them was received
 * @param queueBytes  what the queue's files take, of {@code queueLimit}
 * @param dead        messages among the dead letters
 * @param devicesHeld devices that stand still because there is no room for their dead letters
 * @param lost        messages the disk has not kept as they were written, since the hub started
 * @param refused     messages of devices not taken, since the hub started
 * @param forwarded   messages the gateway has, since the hub started
 * @param watch       what the hub knows of patients, and says
 * @param lastError   what went wrong last, since the hub started
 */
record Status(
        boolean connected,
        Instant since,
        boolean heldUp,
        String gateway,
        int queued,
        Optional<Instant> oldest,
        long queueBytes,
        long queueLimit,
        int dead,
        int devicesHeld,
        int lost,
        Refusals.SoFar refused,
        long forwarded,
        Watching watch,
        Optional<Forwarder.Problem> lastError) {
    /**
     * How the hub watches patients by itself.
     *
     * @param plansVersion of what the platform sent last; empty if it has sent nothing yet
     * @param patients     with a care plan
     */
    record Watching(Optional<Long> plansVersion, int patients, List<Notice> notices) {
        Watching {
            notices = List.copyOf(notices);
        }
    }

    JsonObject json() {
        return new JsonObject()
                .put("connected", connected)
                .put("since", since.toString())
                .put("heldUp", heldUp)
                .put("gateway", gateway)
                .put("queued", queued)
                .put("oldest", oldest.map(Instant::toString).orElse(null))
                .put("queueBytes", queueBytes)
                .put("queueLimitBytes", queueLimit)
                .put("dead", dead)
                .put("devicesHeld", devicesHeld)
                .put("lost", lost)
                .put("forwarded", forwarded)
                .put("plansVersion", watch.plansVersion().orElse(null))
                .put("patients", watch.patients())
                .put("notices", watch.notices().size())
                .put("refused", refused.count())
                .put("lastRefused", refused.last().map(Refusals.Last::text).orElse(null))
                .put(
                        "lastRefusedDevice",
                        refused.last().map(Refusals.Last::device).orElse(null))
                .put(
                        "lastRefusedAt",
                        refused.last().map(last -> last.at().toString()).orElse(null))
                .put(
                        "trouble",
                        lastError.map(problem -> problem.trouble().name()).orElse(null))
                .put("lastError", lastError.map(Forwarder.Problem::text).orElse(null))
                .put(
                        "lastErrorAt",
                        lastError.map(problem -> problem.at().toString()).orElse(null));
    }
}
