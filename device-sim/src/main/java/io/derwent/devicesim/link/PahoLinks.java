package io.derwent.devicesim.link;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Links of Eclipse Paho's MQTT 5 client: clean start, no session, no reconnect of its own, so that resending is ours and
 * visible.
 */
public final class PahoLinks implements Links {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    /** Bad user name or password, not authorized, banned, bad authentication method (MQTT 5 §3.2.2.2). */
    private static final Set<Integer> FINAL_REFUSALS = Set.of(0x84, 0x85, 0x86, 0x87, 0x8A, 0x8C);

    private final String serverUri;
    private final AtomicLong clients = new AtomicLong();

    /**
     * Links to one server.
     *
     * @param mqtt {@code host:port} of a plain listener
     */
    public PahoLinks(String mqtt) {
        this.serverUri = "tcp://" + mqtt;
    }

    @Override
    public Link connect(Login login) throws LinkLost, ConnectRefused {
        try {
            MqttAsyncClient client = new MqttAsyncClient(serverUri, clientId(login), new MemoryPersistence());
            PahoLink link = new PahoLink(client);
            client.setCallback(link);
            IMqttToken connack = connect(client, login);
            Integer receiveMaximum = connack.getResponseProperties() == null
                    ? null
                    : connack.getResponseProperties().getReceiveMaximum();
            link.opened(receiveMaximum == null ? DEFAULT_RECEIVE_MAXIMUM : receiveMaximum);
            return link;
        } catch (MqttException e) {
            if (FINAL_REFUSALS.contains(e.getReasonCode())) {
                throw new ConnectRefused(login, e.getReasonCode(), e);
            }
            throw new LinkLost("no connection to %s: %s".formatted(serverUri, e.getMessage()), e);
        }
    }

    private static IMqttToken connect(MqttAsyncClient client, Login login) throws MqttException {
        try {
            IMqttToken connack = client.connect(options(login));
            connack.waitForCompletion(CONNECT_PATIENCE.toMillis());
            return connack;
        } catch (MqttException e) {
            PahoLink.discard(client);
            throw e;
        }
    }

    private static MqttConnectionOptions options(Login login) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout((int) CONNECT_PATIENCE.toSeconds());
        if (!login.authId().isEmpty()) {
            options.setUserName(login.userName());
            options.setPassword(login.password().getBytes(StandardCharsets.UTF_8));
        }
        return options;
    }

    /** Unique among this process's connections, so that a broker does not take a reconnect for a rival. */
    private String clientId(Login login) {
        return "sim-%s-%s-%d".formatted(login.tenant(), login.authId(), clients.incrementAndGet());
    }
}
