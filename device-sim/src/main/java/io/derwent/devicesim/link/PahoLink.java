package io.derwent.devicesim.link;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPubAck;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;

/**
 * One Paho client and its one connection.
 *
 * <p>Paho completes a publish token "successfully" on any PUBACK, refusals included, and on some failures leaves tokens
 * open for ever; so the reason code is always read from the packet, and every waiting future is failed when the
 * connection goes.
 */
final class PahoLink implements Link, MqttCallback {
    private static final int AT_LEAST_ONCE = 1;

    private final MqttAsyncClient client;
    private final Set<Answer> unacknowledged = ConcurrentHashMap.newKeySet();
    private volatile int receiveMaximum = 1;
    private volatile boolean lost;

    PahoLink(MqttAsyncClient client) {
        this.client = client;
    }

    void opened(int announcedReceiveMaximum) {
        this.receiveMaximum = Math.max(1, announcedReceiveMaximum);
    }

    @Override
    public CompletableFuture<Puback> publish(Publication publication) {
        Answer answer = new Answer();
        unacknowledged.add(answer);
        try {
            client.publish(publication.topic(), message(publication), null, answer);
        } catch (MqttException e) {
            answer.fail(new LinkLost("PUBLISH could not be sent: " + e.getMessage(), e));
        }
        if (lost) { // it went while we were adding
            answer.fail(new LinkLost("connection lost"));
        }
        return answer.puback;
    }

    private static MqttMessage message(Publication publication) {
        MqttProperties properties = new MqttProperties();
        properties.setContentType(publication.contentType());
        return new MqttMessage(publication.payload(), AT_LEAST_ONCE, false, properties);
    }

    @Override
    public int receiveMaximum() {
        return receiveMaximum;
    }

    @Override
    public void sever() {
        lose("cut off");
        discard(client);
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 1000, true);
        } catch (MqttException e) {
            // Already gone: that is what was wanted.
        }
        lose("closed");
        discard(client);
    }

    /** Closes the socket and ends Paho's threads, whatever state the client is in. */
    static void discard(MqttAsyncClient client) {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 1, false);
            }
        } catch (MqttException e) {
            // Already gone.
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Paho refuses to close a client that is still disconnecting; its threads end with the socket.
        }
    }

    private void lose(String why) {
        lost = true;
        unacknowledged.forEach(answer -> answer.fail(new LinkLost("no PUBACK: " + why)));
    }

    private final class Answer implements MqttActionListener {
        private final CompletableFuture<Puback> puback = new CompletableFuture<>();

        void fail(LinkLost loss) {
            unacknowledged.remove(this);
            puback.completeExceptionally(loss);
        }

        @Override
        public void onSuccess(IMqttToken token) {
            MqttWireMessage response = token.getResponse();
            if (response instanceof MqttPubAck packet) {
                unacknowledged.remove(this);
                puback.complete(read(packet));
            } else {
                fail(new LinkLost("the client reported success without a PUBACK"));
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            fail(new LinkLost("no PUBACK: " + failure.getMessage(), failure));
        }
    }

    private static Puback read(MqttPubAck packet) {
        int[] codes = packet.getReasonCodes();
        String reason =
                packet.getProperties() == null ? null : packet.getProperties().getReasonString();
        return new Puback(codes == null || codes.length == 0 ? 0 : codes[0], reason == null ? "" : reason);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        lose(String.valueOf(response.getReasonString()));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        lose(String.valueOf(exception.getMessage()));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        // Nothing is subscribed to.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // The action listener has the PUBACK.
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {
        // The connect token says so.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // Not used.
    }
}
