package io.derwent.hono;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.hono.Received.ConnectionEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One line for one message, as text for a person or as JSON for a script. Nothing a device sends can steer a terminal. */
final class Lines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN_TIME = "-";

    private Lines() {}

    /** Time, kind, device, content type, QoS, payload, properties in brackets. */
    static String text(Received message) {
        List<String> words = new ArrayList<>();
        words.add(message.time().map(Lines::time).orElse(UNKNOWN_TIME));
        words.add(message.kind().toString());
        words.add(message.device());
        switch (message.kind()) {
            case CONNECTION -> words.add(message.connection().map(Lines::text).orElse(""));
            case EMPTY_NOTIFICATION -> words.add(reachability(message));
            case TELEMETRY, EVENT -> {
                words.add(message.contentType());
                words.add("qos" + message.qos());
                words.add(payload(message.payload()));
                message.ttd().ifPresent(ttd -> words.add(reachability(message)));
            }
        }
        List<String> properties = new ArrayList<>();
        message.ttl().ifPresent(ttl -> properties.add("ttl=" + ttl.toMillis() + "ms"));
        message.properties().forEach((name, value) -> properties.add(name + "=" + value));
        if (!properties.isEmpty()) {
            words.add("[" + String.join(", ", properties) + "]");
        }
        return onOneLine(String.join(" ", words));
    }

    /** An object; absent fields are left out, bytes that are no text are {@code payloadBase64}. */
    static String json(Received message) {
        ObjectNode line = JSON.createObjectNode();
        message.time().ifPresent(time -> line.put("time", time(time)));
        line.put("kind", message.kind().toString())
                .put("tenant", message.tenant())
                .put("device", message.device())
                .put("contentType", message.contentType())
                .put("qos", message.qos());
        message.connection().ifPresent(connection -> {
            ObjectNode node = line.putObject("connection")
                    .put("cause", connection.cause())
                    .put("remoteId", connection.remoteId())
                    .put("source", connection.source());
            connection.data().ifPresent(data -> node.put("data", data));
        });
        if (message.payload().length > 0) {
            asText(message.payload())
                    .ifPresentOrElse(
                            text -> line.put("payload", text),
                            () -> line.put("payloadBase64", base64(message.payload())));
        }
        message.ttl().ifPresent(ttl -> line.put("ttlMillis", ttl.toMillis()));
        message.ttd().ifPresent(ttd -> line.put("ttdSeconds", ttd));
        ObjectNode properties = line.putObject("properties");
        message.properties().forEach(properties::put);
        return line.toString();
    }

    private static String text(ConnectionEvent connection) {
        return "%s, client %s at %s%s"
                .formatted(
                        connection.cause(),
                        connection.remoteId(),
                        connection.source(),
                        connection.data().map(data -> ", " + data).orElse(""));
    }

    private static String reachability(Received message) {
        return message.ttd()
                .map(ttd -> switch (ttd) {
                    case -1 -> "listens for commands until further notice";
                    case 0 -> "listens for commands no more";
                    default -> "listens for commands for %d s".formatted(ttd);
                })
                .orElse("says nothing");
    }

    private static String payload(byte[] bytes) {
        if (bytes.length == 0) {
            return "(no payload)";
        }
        return asText(bytes).orElseGet(() -> "base64:" + base64(bytes));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The bytes as text if they are UTF-8 without control characters but tab and line ends. */
    private static Optional<String> asText(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().allMatch(c -> !Character.isISOControl(c) || c == '\t' || c == '\n' || c == '\r')
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String onOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(Character.isISOControl(c) ? '\uFFFD' : (char) c);
            }
        });
        return line.toString();
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
