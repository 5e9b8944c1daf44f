package io.derwent.edge;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that can be set about the hub, from the environment; read once, at start.
 *
 * @param data         directory of its files ({@code DERWENT_EDGE_DATA})
 * @param gateway      {@code mqtt://host:port} or {@code mqtts://host:port} ({@code DERWENT_EDGE_GATEWAY})
 * @param authId       with {@code tenant}, who the hub is at the gateway ({@code DERWENT_EDGE_USER})
 * @param password     {@code DERWENT_EDGE_PASSWORD}
 * @param authorities  PEM file of the certificates the gateway's is issued by ({@code DERWENT_EDGE_CA}); empty: the JDK's
 * @param mqtt         where local devices publish to ({@code DERWENT_EDGE_MQTT})
 * @param devices      who may, {@link LocalDevices} ({@code DERWENT_EDGE_DEVICES}); empty: anybody, on loopback only
 * @param http         the page ({@code DERWENT_EDGE_HTTP})
 * @param queueBytes   bound of the queue on disk ({@code DERWENT_EDGE_QUEUE_BYTES})
 * @param deadBytes    bound of the dead letters on disk ({@code DERWENT_EDGE_DEAD_BYTES})
 * @param payloadBytes largest payload taken from a device ({@code DERWENT_EDGE_PAYLOAD_BYTES})
 * @param inFlight     messages on their way to the gateway at a time ({@code DERWENT_EDGE_IN_FLIGHT})
 * @param scoreAfter   how long there is no line before the hub speaks for itself ({@code DERWENT_EDGE_SCORE_AFTER})
 * @param flushEvery   what a power cut may cost ({@code DERWENT_EDGE_FSYNC}); zero: nothing, the disk confirms before PUBACK
 */
record EdgeConfig(
        Path data,
        Gateway gateway,
        String authId,
        String tenant,
        String password,
        Optional<Path> authorities,
        Address mqtt,
        Optional<Path> devices,
        Address http,
        long queueBytes,
        long deadBytes,
        int payloadBytes,
        int inFlight,
        Duration scoreAfter,
        Duration flushEvery) {
    private static final long MEGABYTE = 1024L * 1024;
    private static final int LARGEST_PAYLOAD = 900 * 1024;
    private static final int LARGEST_RECEIVE_MAXIMUM = 65_535;

    EdgeConfig {
        require(
                devices.isPresent() || mqtt.isLoopback(),
                "DERWENT_EDGE_MQTT",
                mqtt,
                "an address of this machine alone, 127.0.0.1:1884 for example, unless DERWENT_EDGE_DEVICES says who may"
                        + " publish");
        require(
                payloadBytes >= 128 && payloadBytes <= LARGEST_PAYLOAD,
                "DERWENT_EDGE_PAYLOAD_BYTES",
                payloadBytes,
                "128 to " + LARGEST_PAYLOAD);
        require(queueBytes >= MEGABYTE, "DERWENT_EDGE_QUEUE_BYTES", queueBytes, "1 MB or more");
        require(deadBytes >= MEGABYTE, "DERWENT_EDGE_DEAD_BYTES", deadBytes, "1 MB or more");
        require(
                inFlight >= 1 && inFlight <= LARGEST_RECEIVE_MAXIMUM,
                "DERWENT_EDGE_IN_FLIGHT",
                inFlight,
                "1 to " + LARGEST_RECEIVE_MAXIMUM);
        require(
                authorities.isEmpty() || (gateway.tls() && Files.isReadable(authorities.get())),
                "DERWENT_EDGE_CA",
                authorities.map(Path::toString).orElse(""),
                "a readable PEM file, for a gateway at mqtts://");
    }

    /** The environment's word for it is wrong; the message says which, and what is expected. */
    static final class InvalidConfig extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidConfig(String message) {
            super(message);
        }
    }

    /** Where the gateway listens, and whether it speaks TLS there. */
    record Gateway(String host, int port, boolean tls) {
        private static final int MQTT = 1883;
        private static final int MQTTS = 8883;

        static Gateway parse(String variable, String text) {
            try {
                URI uri = URI.create(text);
                boolean tls = "mqtts".equals(uri.getScheme());
                if (uri.getHost() != null && (tls || "mqtt".equals(uri.getScheme()))) {
                    int standard = tls ? MQTTS : MQTT;
                    return new Gateway(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort(), tls);
                }
            } catch (IllegalArgumentException e) {
                throw invalid(variable, text, "mqtts://host:port");
            }
            throw invalid(variable, text, "mqtts://host:port");
        }

        /** Whether nobody on the way can read along. */
        boolean isSafe() {
            return tls || isLoopback(host);
        }

        @Override
        public String toString() {
            return "%s://%s:%d".formatted(tls ? "mqtts" : "mqtt", host, port);
        }
    }

    /** Port 0: any free one. */
    record Address(String host, int port) {
        static Address parse(String variable, String text) {
            int colon = text.lastIndexOf(':');
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (colon > 0 && port >= 0 && port <= 65_535) {
                    return new Address(text.substring(0, colon), port);
                }
            } catch (NumberFormatException e) {
                throw invalid(variable, text, "host:port");
            }
            throw invalid(variable, text, "host:port");
        }

        boolean isLoopback() {
            return EdgeConfig.isLoopback(host);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Reads the environment.
     *
     * @throws InvalidConfig naming the variable that is missing, or its value and what is expected
     */
    static EdgeConfig from(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        String user = variables.required("DERWENT_EDGE_USER");
        int at = user.lastIndexOf('@');
        require(at > 0 && at < user.length() - 1, "DERWENT_EDGE_USER", user, "auth-id@tenant");
        return new EdgeConfig(
                Path.of(variables.required("DERWENT_EDGE_DATA")),
                Gateway.parse("DERWENT_EDGE_GATEWAY", variables.required("DERWENT_EDGE_GATEWAY")),
                user.substring(0, at),
                user.substring(at + 1),
                variables.required("DERWENT_EDGE_PASSWORD"),
                variables.path("DERWENT_EDGE_CA"),
                variables.address("DERWENT_EDGE_MQTT", "127.0.0.1:1884"),
                variables.path("DERWENT_EDGE_DEVICES"),
                variables.address("DERWENT_EDGE_HTTP", "127.0.0.1:8089"),
                variables.number("DERWENT_EDGE_QUEUE_BYTES", 256 * MEGABYTE),
                variables.number("DERWENT_EDGE_DEAD_BYTES", 16 * MEGABYTE),
                variables.count("DERWENT_EDGE_PAYLOAD_BYTES", 64 * 1024),
                variables.count("DERWENT_EDGE_IN_FLIGHT", 100),
                variables.span("DERWENT_EDGE_SCORE_AFTER", "30s", "how long without a line, such as 30s"),
                variables.flushEvery("DERWENT_EDGE_FSYNC"));
    }

    @Override
    public String toString() {
        return "data %s, gateway %s as %s@%s, password ****, MQTT %s (%s), page %s, queue %d bytes, dead letters %d bytes, scores after %d s without a line, %s"
                .formatted(
                        data,
                        gateway,
                        authId,
                        tenant,
                        mqtt,
                        devices.map(file -> "devices of " + file).orElse("open"),
                        http,
                        queueBytes,
                        deadBytes,
                        scoreAfter.toSeconds(),
                        flushEvery.isZero()
                                ? "flushed before PUBACK"
                                : "flushed every " + flushEvery.toMillis() + " ms");
    }

    private record Variables(Map<String, String> environment) {
        private static final String ALWAYS = "always";
        private static final Pattern SPAN = Pattern.compile("(\\d{1,6})(ms|s)");

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

        Optional<Path> path(String name) {
            return Optional.of(text(name, "")).filter(text -> !text.isEmpty()).map(Path::of);
        }

        Address address(String name, String absent) {
            return Address.parse(name, text(name, absent));
        }

        long number(String name, long absent) {
            String value = text(name, Long.toString(absent));
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw invalid(name, value, "a whole number");
            }
        }

        int count(String name, int absent) {
            long value = number(name, absent);
            require(value == (int) value, name, value, "a smaller number");
            return (int) value;
        }

        Duration flushEvery(String name) {
            return text(name, ALWAYS).equalsIgnoreCase(ALWAYS)
                    ? Duration.ZERO
                    : span(name, ALWAYS, "always, or how much a power cut may cost, such as 500ms or 5s");
        }

        Duration span(String name, String absent, String expected) {
            String value = text(name, absent).toLowerCase(Locale.ROOT);
            Matcher span = SPAN.matcher(value);
            require(span.matches(), name, value, expected);
            long count = Long.parseLong(span.group(1));
            return span.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
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
