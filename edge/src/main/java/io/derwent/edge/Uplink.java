package io.derwent.edge;

import java.util.concurrent.CompletionStage;

/** The way to the gateway. */
interface Uplink {
    /** Connects; fails with {@link LineLost} if that cannot be done now. */
    CompletionStage<Line> connect();

    /** An open connection. A line that is lost stays lost, and with it what it had not acknowledged. */
    interface Line {
        /** How many messages may wait for their PUBACK (MQTT 5 §3.2.2.3.3). */
        int receiveMaximum();

        /** The largest packet the gateway takes (MQTT 5 §3.2.2.3.6). */
        long maximumPacketSize();

        /** Sends; completes with the PUBACK, of whatever code, or fails with {@link LineLost}. */
        CompletionStage<Answer> publish(Outgoing message);

        /** Completes when the line is lost, whoever ended it. */
        CompletionStage<LineLost> lost();

        void close();
    }
}
