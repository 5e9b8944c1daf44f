package io.derwent.edge;

import io.derwent.edge.LocalRefusal.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A topic name a device publishes to, the same as at the gateway:
 *
 * <pre>
 *   (t | telemetry | e | event) [ / [tenant] / [device] ] [ /? property bag ]
 * </pre>
 *
 * <p>The bag travels on as it is, but for {@code on-error}: the hub goes by the reason code of the PUBACK, which
 * {@code on-error} would take away. Source: Hono MQTT adapter user guide.
 *
 * @param bag what follows {@code /?}; empty if nothing does
 */
record LocalTopic(Message.Endpoint endpoint, Optional<String> tenant, Optional<String> device, String bag) {
    private static final String BAG = "/?";
    private static final int LONGEST_BAG = 1024;
    private static final String ON_ERROR = "on-error";

    /**
     * Parses a topic name.
     *
     * @throws LocalRefusal BAD_TOPIC if it is none of these
     */
    static LocalTopic parse(String topicName) {
        if (topicName.chars().anyMatch(c -> Character.isISOControl(c) || c == '+' || c == '#')) {
            throw bad("the topic has a control character or a wildcard in it (MQTT 5 §1.5.4, §3.3.2.1)");
        }
        int bagAt = topicName.lastIndexOf(BAG);
        String path = bagAt < 0 ? topicName : topicName.substring(0, bagAt);
        String bag = bagAt < 0 ? "" : topicName.substring(bagAt + BAG.length());
        if (bag.length() > LONGEST_BAG) {
            throw bad("the property bag has %d characters, limit %d".formatted(bag.length(), LONGEST_BAG));
        }
        List<String> segments = List.of(path.split("/", -1));
        if (segments.size() > 3) {
            throw bad("the topic is \"%s\", %s/<tenant>/<device> has no more parts"
                    .formatted(topicName, segments.get(0)));
        }
        return new LocalTopic(
                endpoint(segments.get(0)), segment(segments, 1), segment(segments, 2), withoutOnError(bag));
    }

    private static Message.Endpoint endpoint(String name) {
        return switch (name) {
            case "t", "telemetry" -> Message.Endpoint.TELEMETRY;
            case "e", "event" -> Message.Endpoint.EVENT;
            default -> throw bad("the topic starts with \"%s\", telemetry, t, event or e is expected".formatted(name));
        };
    }

    private static Optional<String> segment(List<String> segments, int index) {
        return segments.size() > index && !segments.get(index).isEmpty()
                ? Optional.of(segments.get(index))
                : Optional.empty();
    }

    private static String withoutOnError(String bag) {
        return Stream.of(bag.split("&"))
                .filter(pair ->
                        !pair.isEmpty() && !pair.toLowerCase(Locale.ROOT).startsWith(ON_ERROR))
                .collect(Collectors.joining("&"));
    }

    private static LocalRefusal bad(String message) {
        return new LocalRefusal(Reason.BAD_TOPIC, message);
    }
}
