package io.derwent.gateway;

import io.derwent.registry.DatabaseUnavailable;
import io.derwent.registry.LoginRefused;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a device is not let in: the one place that turns what went wrong into CONNACK codes.
 *
 * <pre>
 *   what                                      MQTT 3.1.1   MQTT 5
 *   tenant, auth-id or password not known     0x04         0x86
 *   an authentication method of MQTT 5                     0x8C
 *   tenant, adapter or device switched off    0x05         0x87
 *   tenant has its connections                0x05         0x97
 *   this gateway is full                      0x03         0x9C
 *   registry away                             0x03         0x88
 *   our own fault                             0x03         0x80
 * </pre>
 *
 * <p>Sources: MQTT 3.1.1 §3.2.2.3, MQTT 5 §3.2.2.2; Hono MQTT adapter, connection limits.
 */
final class ConnectRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectRefusal.class);

    private final Reason reason;

    enum Reason {
        BAD_CREDENTIALS(
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
                "unauthorized"),
        BAD_AUTHENTICATION_METHOD(
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
                "unauthorized"),
        NOT_ALLOWED(
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
                "registration-assertion-failure"),
        TENANT_FULL(
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
                MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED,
                "tenant-connections-exceeded"),
        GATEWAY_FULL(
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
                MqttConnectReturnCode.CONNECTION_REFUSED_USE_ANOTHER_SERVER,
                "adapter-connections-exceeded"),
        UNAVAILABLE(
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5,
                "unavailable"),
        OUR_FAULT(
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
                MqttConnectReturnCode.CONNECTION_REFUSED_UNSPECIFIED_ERROR,
                "unknown");

        private final MqttConnectReturnCode mqtt311;
        private final MqttConnectReturnCode mqtt5;
        private final String outcome;

        Reason(MqttConnectReturnCode mqtt311, MqttConnectReturnCode mqtt5, String outcome) {
            this.mqtt311 = mqtt311;
            this.mqtt5 = mqtt5;
            this.outcome = outcome;
        }

        MqttConnectReturnCode code(boolean isMqtt5) {
            return isMqtt5 ? mqtt5 : mqtt311;
        }

        /** Hono's tag of metric {@code hono.connections.attempts}. */
        String outcome() {
            return outcome;
        }
    }

    private ConnectRefusal(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    static ConnectRefusal from(Throwable error) {
        if (error instanceof ConnectRefusal refusal) {
            return refusal;
        }
        if (error instanceof LoginRefused refused) {
            Reason reason =
                    switch (refused.reason()) {
                        case BAD_CREDENTIALS -> Reason.BAD_CREDENTIALS;
                        case NOT_ALLOWED -> Reason.NOT_ALLOWED;
                    };
            return new ConnectRefusal(reason, String.valueOf(refused.getMessage()));
        }
        if (error instanceof DatabaseUnavailable) {
            return new ConnectRefusal(Reason.UNAVAILABLE, String.valueOf(error.getMessage()));
        }
        LOG.error("a device was not let in by a fault of ours", error);
        return new ConnectRefusal(Reason.OUR_FAULT, "internal error");
    }

    static ConnectRefusal badCredentials(String message) {
        return new ConnectRefusal(Reason.BAD_CREDENTIALS, message);
    }

    static ConnectRefusal badAuthenticationMethod() {
        return new ConnectRefusal(
                Reason.BAD_AUTHENTICATION_METHOD, "an authentication method; user name and password are expected");
    }

    static ConnectRefusal gatewayFull(int connections) {
        return new ConnectRefusal(Reason.GATEWAY_FULL, "this gateway has its %d connections".formatted(connections));
    }

    static ConnectRefusal tenantFull(String tenant, long connections) {
        return new ConnectRefusal(
                Reason.TENANT_FULL, "tenant %s has its %d connections".formatted(tenant, connections));
    }
}
