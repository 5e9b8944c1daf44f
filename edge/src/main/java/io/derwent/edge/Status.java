package io.derwent.edge;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person wants to know of a hub.
 *
 * @param queued      messages that wait
 * @param oldest      when the oldest of them was received
 * @param queueBytes  what the queue's files take, of {@code queueLimit}
 * @param dead        messages among the dead letters
 * @param devicesHeld devices that stand still because there is no room for their dead letters
 * @param refused     messages of devices not taken, since the hub started
 * @param forwarded   messages the gateway has, since the hub started
 * @param lastError   what went wrong last, since the hub started
 */
record Status(
        boolean connected,
        String gateway,
        int queued,
        Optional<Instant> oldest,
        long queueBytes,
        long queueLimit,
        int dead,
        int devicesHeld,
        long refused,
        long forwarded,
        Optional<Forwarder.Problem> lastError) {

    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("connected", connected)
                .put("gateway", gateway)
                .put("queued", queued)
                .put("oldest", oldest.map(Instant::toString).orElse(null))
                .put("queueBytes", queueBytes)
                .put("queueLimitBytes", queueLimit)
                .put("dead", dead)
                .put("devicesHeld", devicesHeld)
                .put("refused", refused)
                .put("forwarded", forwarded);
        lastError.ifPresentOrElse(
                problem -> json.put("lastError", problem.text())
                        .put("lastErrorAt", problem.at().toString()),
                () -> json.putNull("lastError").putNull("lastErrorAt"));
        return json;
    }
}
