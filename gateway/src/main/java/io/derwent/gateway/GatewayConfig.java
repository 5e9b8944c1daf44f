package io.derwent.gateway;

import io.derwent.wire.KafkaConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set about the gateway, from the environment; read once, at start.
 *
 * @param kafka       where Kafka is ({@code DERWENT_KAFKA}), and how to log in there ({@code DERWENT_KAFKA_PROPERTIES})
 * @param database    where the registry's tables are ({@code DERWENT_DB_URL}, {@code _USER}, {@code _PASSWORD})
 * @param mqtt        plain MQTT ({@code DERWENT_GATEWAY_MQTT}), loopback unless told otherwise
 * @param mqtts       MQTT over TLS ({@code DERWENT_GATEWAY_MQTTS}), with {@code tls}
 * @param tls         certificate and key as PEM files ({@code DERWENT_GATEWAY_TLS_CERT}, {@code _KEY}); empty: no TLS
 * @param http        management: health, metrics, registry API ({@code DERWENT_GATEWAY_HTTP})
 * @param eventLoops  event loops that serve devices ({@code DERWENT_GATEWAY_EVENT_LOOPS}), one per core at most
 * @param connectionEvents where it is told that a device has connected or disconnected, {@code logging} or {@code events}
 *     ({@code DERWENT_GATEWAY_CONNECTION_EVENTS})
 * @param limits      what one device, one connection and the process may use
 */
record GatewayConfig(
        KafkaConnection kafka,
        Database database,
        Address mqtt,
        Address mqtts,
        Optional<Tls> tls,
        Address http,
        int eventLoops,
        ConnectionEvents.Producer connectionEvents,
        Limits limits) {

    GatewayConfig {
        int cores = Runtime.getRuntime().availableProcessors();
        require(eventLoops >= 1 && eventLoops <= cores, "DERWENT_GATEWAY_EVENT_LOOPS", eventLoops, "1 to " + cores);
    }

    /** The environment's word for it is wrong; the message says which, and what is expected. */
    static final class InvalidConfig extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidConfig(String message) {
            super(message);
        }
    }

    record Database(String url, String user, String password) {
        @Override
        public String toString() {
            return "%s as %s, password ****".formatted(url, user);
        }
    }

    /** Port 0: any free one. */
    record Address(String host, int port) {
        static Address parse(String variable, String text) {
            int colon = text.lastIndexOf(':');
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (colon > 0 && port >= 0 && port <= 65535) {
                    return new Address(text.substring(0, colon), port);
                }
            } catch (NumberFormatException e) {
                throw invalid(variable, text, "host:port");
            }
            throw invalid(variable, text, "host:port");
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    record Tls(Path certificate, Path key) {
        Tls {
            require(Files.isReadable(certificate), "DERWENT_GATEWAY_TLS_CERT", certificate, "a readable PEM file");
            require(Files.isReadable(key), "DERWENT_GATEWAY_TLS_KEY", key, "a readable PEM file");
        }
    }

    /**
     * Bounds; what happens beyond each stands in {@link Refusal} and {@link ConnectRefusal}.
     *
     * @param connections        open connections ({@code DERWENT_GATEWAY_CONNECTIONS})
     * @param payloadBytes       largest payload of a message ({@code DERWENT_GATEWAY_PAYLOAD_BYTES})
     * @param inFlight           messages of one connection on their way to Kafka ({@code DERWENT_GATEWAY_IN_FLIGHT}),
     *     announced as Receive Maximum; as many again may wait
     * @param inFlightBytes      bytes of all messages on their way ({@code DERWENT_GATEWAY_IN_FLIGHT_BYTES}); a quarter of it
     *     again may wait
     * @param messagesPerSecond  of one device, lasting ({@code DERWENT_GATEWAY_DEVICE_RATE}); two seconds' worth at once
     * @param patience           how long a message may wait for its turn, and then again for Kafka
     */
    record Limits(
            int connections,
            int payloadBytes,
            int inFlight,
            long inFlightBytes,
            int messagesPerSecond,
            Duration patience) {
        static final Limits DEFAULT =
                new Limits(18_000, 64 * 1024, 100, 64L * 1024 * 1024, 5_000, Duration.ofMillis(2_500));

        Limits {
            require(connections > 0, "DERWENT_GATEWAY_CONNECTIONS", connections, "1 or more");
            require(
                    payloadBytes >= 128 && payloadBytes <= 900 * 1024,
                    "DERWENT_GATEWAY_PAYLOAD_BYTES",
                    payloadBytes,
                    "128 to 921600 (Kafka takes records of 1 MB)");
            require(inFlight > 0 && inFlight <= 65_535, "DERWENT_GATEWAY_IN_FLIGHT", inFlight, "1 to 65535");
            require(
                    inFlightBytes >= 2L * payloadBytes,
                    "DERWENT_GATEWAY_IN_FLIGHT_BYTES",
                    inFlightBytes,
                    "at least twice the largest payload");
            require(messagesPerSecond > 0, "DERWENT_GATEWAY_DEVICE_RATE", messagesPerSecond, "1 or more");
        }

        long waitingBytes() {
            return inFlightBytes / 4;
        }
    }

    /**
     * Reads the environment.
     *
     * @throws InvalidConfig naming the variable that is missing, or its value and what is expected
     */
    static GatewayConfig from(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        Limits limits = Limits.DEFAULT;
        return new GatewayConfig(
                variables.kafka("127.0.0.1:9092"),
                new Database(
                        variables.text("DERWENT_DB_URL", "jdbc:postgresql://127.0.0.1:15432/derwent"),
                        variables.text("DERWENT_DB_USER", "derwent_gateway"),
                        variables.required("DERWENT_DB_PASSWORD")),
                variables.address("DERWENT_GATEWAY_MQTT", "127.0.0.1:1883"),
                variables.address("DERWENT_GATEWAY_MQTTS", "127.0.0.1:8883"),
                variables.tls(),
                variables.address("DERWENT_GATEWAY_HTTP", "127.0.0.1:8088"),
                (int) variables.number("DERWENT_GATEWAY_EVENT_LOOPS", 1),
                variables.connectionEvents("DERWENT_GATEWAY_CONNECTION_EVENTS", ConnectionEvents.Producer.LOGGING),
                new Limits(
                        (int) variables.number("DERWENT_GATEWAY_CONNECTIONS", limits.connections()),
                        (int) variables.number("DERWENT_GATEWAY_PAYLOAD_BYTES", limits.payloadBytes()),
                        (int) variables.number("DERWENT_GATEWAY_IN_FLIGHT", limits.inFlight()),
                        variables.number("DERWENT_GATEWAY_IN_FLIGHT_BYTES", limits.inFlightBytes()),
                        (int) variables.number("DERWENT_GATEWAY_DEVICE_RATE", limits.messagesPerSecond()),
                        limits.patience()));
    }

    private record Variables(Map<String, String> environment) {
        String text(String name, String absent) {
            String value = environment.getOrDefault(name, "");
            return value.isBlank() ? absent : value.strip();
        }

        String required(String name) {
            String value = text(name, "");
            if (value.isEmpty()) {
                throw new InvalidConfig(name + " is not set");
            }
            return value;
        }

        KafkaConnection kafka(String absent) {
            try {
                return KafkaConnection.fromEnvironment(environment).orElse(KafkaConnection.to(absent));
            } catch (IllegalArgumentException e) {
                throw new InvalidConfig(String.valueOf(e.getMessage()));
            }
        }

        Address address(String name, String absent) {
            return Address.parse(name, text(name, absent));
        }

        long number(String name, long absent) {
            String value = text(name, Long.toString(absent));
            try {
                return Math.toIntExact(Long.parseLong(value));
            } catch (NumberFormatException | ArithmeticException e) {
                throw invalid(name, value, "a whole number below 2147483648");
            }
        }

        ConnectionEvents.Producer connectionEvents(String name, ConnectionEvents.Producer absent) {
            String value = text(name, absent.toString());
            return ConnectionEvents.Producer.parse(value)
                    .orElseThrow(() -> invalid(name, value, "\"logging\" or \"events\""));
        }

        Optional<Tls> tls() {
            String certificate = text("DERWENT_GATEWAY_TLS_CERT", "");
            String key = text("DERWENT_GATEWAY_TLS_KEY", "");
            if (certificate.isEmpty() != key.isEmpty()) {
                throw new InvalidConfig(
                        "DERWENT_GATEWAY_TLS_CERT and DERWENT_GATEWAY_TLS_KEY go together, one is missing");
            }
            return certificate.isEmpty() ? Optional.empty() : Optional.of(new Tls(Path.of(certificate), Path.of(key)));
        }
    }

    private static void require(boolean holds, String variable, Object value, String expected) {
        if (!holds) {
            throw invalid(variable, value, expected);
        }
    }

    private static InvalidConfig invalid(String variable, Object value, String expected) {
        return new InvalidConfig("%s is \"%s\", %s is expected".formatted(variable, value, expected));
    }
}
