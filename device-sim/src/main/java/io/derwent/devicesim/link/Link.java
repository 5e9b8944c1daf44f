package io.derwent.devicesim.link;

import java.util.concurrent.CompletableFuture;

/**
 * An open MQTT connection of one {@link Login}. Not for several threads at a time; futures complete on the client's own
 * thread. A link that is lost stays lost: what it had not acknowledged is sent again over a new one, because a gateway in
 * Hono's contract keeps no session.
 */
public interface Link extends AutoCloseable {
    /**
     * Sends PUBLISH, QoS 1.
     *
     * @return the PUBACK, of whatever reason code; fails with {@link LinkLost} if the connection ends before it comes
     */
    CompletableFuture<Puback> publish(Publication publication);

    /** How many messages may wait for their PUBACK at a time (MQTT 5 §3.2.2.3.3, Receive Maximum), at least 1. */
    int receiveMaximum();

    /** Cuts the connection as a dead battery does: no DISCONNECT, and acknowledgements on their way are lost. */
    void sever();

    /** Ends the connection with DISCONNECT. Never throws. */
    @Override
    void close();
}
