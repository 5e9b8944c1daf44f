package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.gateway.RawMqtt.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that do what they should not, or in pieces. */
class UnrulyClientIT {
    private static final String TENANT = "unruly";
    private static final RunningGateway GATEWAY = RunningGateway.shared();

    @BeforeAll
    static void register() {
        GATEWAY.withTenant(TENANT, "{}").withDevice(TENANT, "cuff", "{}");
    }

    @Test
    void packetsTornOverManyTcpReadsAreTaken() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort())) {
            client.writeByteByByte(RawMqtt.connect("cuff", TENANT, RunningGateway.PASSWORD));
            assertThat(client.read().reasonCode()).isZero();

            for (int id = 1; id <= 30; id++) {
                client.writeByteByByte(RawMqtt.publish("telemetry", 1, id, new byte[200 + id]));
                assertThat(client.read()).isEqualTo(new Packet(RawMqtt.PUBACK, id, 0));
            }
        }
    }

    @Test
    void answersComeInTheOrderOfTheMessages() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort()).connected("cuff", TENANT)) {
            IntStream.rangeClosed(1, 60)
                    .forEach(id -> client.write(RawMqtt.publish(
                            id % 3 == 0 ? "rubbish" : "telemetry", 1, id, "x".getBytes(StandardCharsets.UTF_8))));

            for (int id = 1; id <= 60; id++) {
                assertThat(client.read()).isEqualTo(new Packet(RawMqtt.PUBACK, id, id % 3 == 0 ? 0x90 : 0));
            }
        }
    }

    @Test
    void whatComesBehindTheConnectIsTakenOnceTheClientIsIn() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort())) {
            ByteArrayOutputStream oneWrite = new ByteArrayOutputStream();
            oneWrite.writeBytes(RawMqtt.connect("cuff", TENANT, RunningGateway.PASSWORD));
            IntStream.rangeClosed(1, 40)
                    .forEach(id -> oneWrite.writeBytes(RawMqtt.publish("telemetry", 1, id, new byte[1])));

            client.write(oneWrite.toByteArray());

            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.CONNACK, 0, 0));
            for (int id = 1; id <= 40; id++) {
                assertThat(client.read()).isEqualTo(new Packet(RawMqtt.PUBACK, id, 0));
            }
        }
    }

    @Test
    void whatComesBehindARefusedConnectIsNotTaken() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort())) {
            ByteArrayOutputStream oneWrite = new ByteArrayOutputStream();
            oneWrite.writeBytes(RawMqtt.connect("cuff", TENANT, "not the password"));
            oneWrite.writeBytes(RawMqtt.publish("telemetry", 1, 1, new byte[1]));

            client.write(oneWrite.toByteArray());

            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.CONNACK, 0, 0x86));
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void qos2IsDisconnectedWithItsReason() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort()).connected("cuff", TENANT)) {
            client.write(RawMqtt.publish("event", 2, 1, new byte[1]));

            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.DISCONNECT, 0, 0x9B));
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void anEventOfQos0IsDisconnectedWithItsReason() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort()).connected("cuff", TENANT)) {
            client.write(RawMqtt.publish("event", 0, 0, new byte[1]));

            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.DISCONNECT, 0, 0x9B));
        }
    }

    @Test
    void aPayloadJustTooLargeIsDisconnectedWithItsReason() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort()).connected("cuff", TENANT)) {
            client.write(RawMqtt.publish("event", 1, 1, new byte[GatewayConfig.Limits.DEFAULT.payloadBytes() + 1]));

            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.DISCONNECT, 0, 0x95));
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aPacketFarTooLargeIsDisconnectedWithItsReasonBeforeItIsRead() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort()).connected("cuff", TENANT)) {
            client.write(new byte[] {0x32, (byte) 0xFF, (byte) 0xFF, 0x7F});

            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.DISCONNECT, 0, 0x95));
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aTopicAliasIsDisconnectedWithItsReason() {
        byte[] aliasOne = {0x23, 0, 1};
        for (String topic : List.of("telemetry", "")) {
            try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort()).connected("cuff", TENANT)) {
                client.write(RawMqtt.publish(topic, 1, 1, new byte[1], aliasOne));

                assertThat(client.read()).isEqualTo(new Packet(RawMqtt.DISCONNECT, 0, 0x94));
            }
        }
    }

    @Test
    void anAuthenticationMethodIsNotLetIn() {
        byte[] methodX = {0x15, 0, 1, 'X'};
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort())) {
            client.write(RawMqtt.connect("cuff", TENANT, RunningGateway.PASSWORD, methodX));

            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.CONNACK, 0, 0x8C));
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aTopicAsLongAsMqttAllowsIsRefusedWithAReasonThatFits() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort()).connected("cuff", TENANT)) {
            client.write(RawMqtt.publish("x".repeat(65_535), 1, 1, new byte[1]));
            client.write(RawMqtt.publish("telemetry", 1, 2, new byte[1]));

            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.PUBACK, 1, 0x90));
            assertThat(client.read()).isEqualTo(new Packet(RawMqtt.PUBACK, 2, 0));
        }
    }

    @Test
    void aMessageBeforeTheConnackEndsTheConnection() {
        try (RawMqtt client = new RawMqtt(GATEWAY.mqttPort())) {
            client.write(RawMqtt.publish("event", 1, 1, new byte[1]));

            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void beyondTheConnectionLimitClientsAreSentElsewhere() {
        GatewayConfig.Limits two = new GatewayConfig.Limits(2, 1024, 10, 1 << 20, 100, Duration.ofSeconds(2));
        try (RunningGateway full = RunningGateway.another(two, Optional.empty())
                        .withTenant("full", "{}")
                        .withDevice("full", "a", "{}")
                        .withDevice("full", "b", "{}")
                        .withDevice("full", "c", "{}");
                RawMqtt a = new RawMqtt(full.mqttPort()).connected("a", "full");
                RawMqtt b = new RawMqtt(full.mqttPort()).connected("b", "full");
                RawMqtt c = new RawMqtt(full.mqttPort())) {
            c.write(RawMqtt.connect("c", "full", RunningGateway.PASSWORD));

            assertThat(c.read()).isEqualTo(new Packet(RawMqtt.CONNACK, 0, 0x9C));
            a.write(RawMqtt.publish("telemetry", 1, 1, new byte[1]));
            assertThat(a.read().reasonCode()).isZero();
            b.write(RawMqtt.publish("telemetry", 1, 1, new byte[1]));
            assertThat(b.read().reasonCode()).isZero();
        }
    }

    @Test
    void aTenantsConnectionsAreItsOwnLimit() {
        GATEWAY.withTenant("small", "{\"resource-limits\":{\"max-connections\":1}}")
                .withDevice("small", "a", "{}")
                .withDevice("small", "b", "{}");
        try (RawMqtt a = new RawMqtt(GATEWAY.mqttPort()).connected("a", "small");
                RawMqtt b = new RawMqtt(GATEWAY.mqttPort())) {
            b.write(RawMqtt.connect("b", "small", RunningGateway.PASSWORD));

            assertThat(b.read()).isEqualTo(new Packet(RawMqtt.CONNACK, 0, 0x97));
            a.write(RawMqtt.publish("telemetry", 1, 1, new byte[1]));
            assertThat(a.read().reasonCode()).isZero();
        }
    }

    @Test
    void aDeviceFasterThanItsRateIsRefusedWhatIsTooMuch() {
        GatewayConfig.Limits slow = new GatewayConfig.Limits(2, 1024, 100, 1 << 20, 1, Duration.ofSeconds(2));
        try (RunningGateway gateway = RunningGateway.another(slow, Optional.empty())
                        .withTenant("slow", "{}")
                        .withDevice("slow", "a", "{}");
                RawMqtt client = new RawMqtt(gateway.mqttPort()).connected("a", "slow")) {
            IntStream.rangeClosed(1, 10).forEach(id -> client.write(RawMqtt.publish("telemetry", 1, id, new byte[1])));

            assertThat(client.read().reasonCode()).isZero();
            assertThat(IntStream.rangeClosed(2, 10).map(id -> client.read().reasonCode()))
                    .contains(0x97);
        }
    }
}
