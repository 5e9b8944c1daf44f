package io.derwent.edge;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import io.reactivex.schedulers.Schedulers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of HiveMQ's MQTT 5 client: clean start, no session, no reconnect of its own, because our outbox does that, and a
 * gateway in Hono's contract keeps no session.
 */
final class HiveUplink implements Uplink {
    private static final Logger LOG = LoggerFactory.getLogger(HiveUplink.class);
    private static final String COMMANDS = "command///req/#";
    /** What stands before a one-way command's name. */
    private static final String ONE_WAY = "command///req//";

    private static final Duration ASK_AGAIN_AFTER = Duration.ofMinutes(1);
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int CONNECT_SECONDS = 15;
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;
    /** Reason codes of CONNACK that stay until somebody changes the hub or its registration (MQTT 5 §3.2.2.2). */
    private static final Set<Integer> NOT_LET_IN = Set.of(
            Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID.getCode(),
            Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD.getCode(),
            Mqtt5ConnAckReasonCode.NOT_AUTHORIZED.getCode(),
            Mqtt5ConnAckReasonCode.BANNED.getCode(),
            Mqtt5ConnAckReasonCode.BAD_AUTHENTICATION_METHOD.getCode());

    private final EdgeConfig config;
    private final OneThread thread;
    private final BiConsumer<String, byte[]> onCommand;
    private final @Nullable TrustManagerFactory authorities;

    /**
     * Lines to the gateway.
     *
     * @param thread    what the client's futures complete on
     * @param onCommand hears, on {@code thread}, the name and the payload of commands the hub is sent
     * @throws EdgeConfig.InvalidConfig if the file of certificates cannot be used
     */
    HiveUplink(EdgeConfig config, OneThread thread, BiConsumer<String, byte[]> onCommand) {
        this.config = config;
        this.thread = thread;
        this.onCommand = onCommand;
        this.authorities = config.authorities().map(HiveUplink::trusting).orElse(null);
    }

    @Override
    public CompletionStage<Uplink.Line> connect() {
        CompletableFuture<LineLost> lost = new CompletableFuture<>();
        Mqtt5AsyncClient client = client(lost);
        return client.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .simpleAuth()
                .username(config.authId() + "@" + config.tenant())
                .password(config.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send()
                .handle((connack, error) -> {
                    if (connack == null) {
                        throw new CompletionException(loss(error));
                    }
                    listenForCommands(client);
                    return new HiveLine(client, connack, lost);
                });
    }

    /** The line is good without: a hub that hears nothing goes on with the plans it has, and asks again. */
    private void listenForCommands(Mqtt5AsyncClient client) {
        var unused = client.subscribeWith()
                .topicFilter(COMMANDS)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(command -> onCommand.accept(
                        command.getTopic().toString().substring(ONE_WAY.length()), command.getPayloadAsBytes()))
                .send()
                .whenComplete((suback, error) -> {
                    if (error != null && client.getState().isConnected()) {
                        LOG.warn("the hub hears no commands yet, asks again later: {}", error.getMessage());
                        thread.after(ASK_AGAIN_AFTER, () -> {
                            if (client.getState().isConnected()) {
                                listenForCommands(client);
                            }
                        });
                    }
                });
    }

    private Mqtt5AsyncClient client(CompletableFuture<LineLost> lost) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier("hub-" + config.authId())
                .transportConfig()
                .serverHost(config.gateway().host())
                .serverPort(config.gateway().port())
                .sslConfig(tls())
                .socketConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .applyTransportConfig()
                .executorConfig()
                .nettyThreads(1)
                .applicationScheduler(Schedulers.from(thread))
                .applyExecutorConfig()
                .addDisconnectedListener(context -> lost.complete(loss(context.getCause())))
                .buildAsync();
    }

    private @Nullable MqttClientSslConfig tls() {
        return config.gateway().tls()
                ? MqttClientSslConfig.builder().trustManagerFactory(authorities).build()
                : null;
    }

    private static TrustManagerFactory trusting(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw new EdgeConfig.InvalidConfig(
                    "DERWENT_EDGE_CA is \"%s\", which cannot be used: %s".formatted(file, e.getMessage()));
        }
    }

    private static LineLost loss(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof Mqtt5ConnAckException refused) {
            Mqtt5ConnAck connack = refused.getMqttMessage();
            Answer answer = new Answer(
                    connack.getReasonCode().getCode(),
                    connack.getReasonString().map(Object::toString).orElse(""));
            return new LineLost(
                    "the gateway refuses the hub: " + answer,
                    NOT_LET_IN.contains(answer.code()) ? Trouble.NOT_LET_IN : Trouble.NOT_NOW);
        }
        if (cause instanceof Mqtt5DisconnectException ended) {
            Mqtt5Disconnect disconnect = ended.getMqttMessage();
            return new LineLost(
                    "the connection was ended with "
                            + new Answer(
                                    disconnect.getReasonCode().getCode(),
                                    disconnect
                                            .getReasonString()
                                            .map(Object::toString)
                                            .orElse("")),
                    switch (disconnect.getReasonCode()) {
                        case PACKET_TOO_LARGE -> Trouble.TOO_LARGE;
                        case SESSION_TAKEN_OVER -> Trouble.NAME_IN_USE;
                        default -> Trouble.NO_LINE;
                    });
        }
        Throwable root = cause == null || cause.getCause() == null ? cause : cause.getCause();
        return new LineLost(
                root == null ? "closed" : root.getMessage() == null ? root.toString() : root.getMessage(),
                root instanceof SSLException ? Trouble.NOT_TRUSTED : Trouble.NO_LINE);
    }

    private static final class HiveLine implements Uplink.Line {
        private final Mqtt5AsyncClient client;
        private final CompletableFuture<LineLost> lost;
        private final int receiveMaximum;
        private final long maximumPacketSize;
        private final boolean takesRetained;

        HiveLine(Mqtt5AsyncClient client, Mqtt5ConnAck connack, CompletableFuture<LineLost> lost) {
            this.client = client;
            this.lost = lost;
            this.receiveMaximum = connack.getRestrictions().getReceiveMaximum();
            this.maximumPacketSize = connack.getRestrictions().getMaximumPacketSize();
            this.takesRetained = connack.getRestrictions().isRetainAvailable();
        }

        @Override
        public int receiveMaximum() {
            return Math.min(receiveMaximum, DEFAULT_RECEIVE_MAXIMUM);
        }

        @Override
        public long maximumPacketSize() {
            return maximumPacketSize;
        }

        @Override
        public CompletionStage<Answer> publish(Outgoing message) {
            Mqtt5Publish publish = Mqtt5Publish.builder()
                    .topic(message.topic())
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retain(message.retain() && takesRetained)
                    .contentType(message.contentType().orElse(null))
                    .payload(message.payload())
                    .build();
            return client.publish(publish).handle(HiveLine::answer);
        }

        private static Answer answer(@Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
            Throwable error = result == null ? failure : result.getError().orElse(null);
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (cause == null) {
                return new Answer(0, "");
            }
            if (cause instanceof Mqtt5PubAckException refused) {
                Mqtt5PubAck puback = refused.getMqttMessage();
                return new Answer(
                        puback.getReasonCode().getCode(),
                        puback.getReasonString().map(Object::toString).orElse(""));
            }
            if (cause instanceof MqttEncodeException) {
                return new Answer(Answer.TOO_LARGE, String.valueOf(cause.getMessage()));
            }
            throw new CompletionException(loss(cause));
        }

        @Override
        public CompletionStage<LineLost> lost() {
            return lost;
        }

        @Override
        public void close() {
            var unused = client.disconnect();
        }
    }
}
