package io.derwent.gateway;

import java.util.List;
import java.util.Optional;

/**
 * A topic name a device publishes to, taken apart: {@code telemetry}, {@code event//hub-17/?hono-ttl=60}.
 *
 * <pre>
 *   (t | telemetry | e | event) [ / [tenant] / [device] ] [ /? property bag ]
 * </pre>
 *
 * <p>Source: Hono MQTT adapter user guide, "Publishing Telemetry Data", "Publishing Events".
 *
 * @param name     the first segment as the device spelled it
 * @param tenant   the tenant named; empty: the device's own
 * @param device   the device named; empty: the device itself
 */
record PublishTopic(Endpoint endpoint, String name, Optional<String> tenant, Optional<String> device, PropertyBag bag) {
    private static final String BAG = "/?";
    private static final PublishTopic TELEMETRY = own(Endpoint.TELEMETRY, "telemetry");
    private static final PublishTopic TELEMETRY_SHORT = own(Endpoint.TELEMETRY, "t");
    private static final PublishTopic EVENT = own(Endpoint.EVENT, "event");
    private static final PublishTopic EVENT_SHORT = own(Endpoint.EVENT, "e");

    /** Where a message goes. */
    enum Endpoint {
        /** What may be thinned. */
        TELEMETRY,
        /** What must not be lost. */
        EVENT,
        /** Nothing we serve; what its property bag says counts all the same. */
        UNKNOWN
    }

    /**
     * Parses a topic name.
     *
     * @throws Refusal BAD_TOPIC if it is malformed
     */
    static PublishTopic parse(String topicName) {
        return switch (topicName) {
            case "telemetry" -> TELEMETRY;
            case "t" -> TELEMETRY_SHORT;
            case "event" -> EVENT;
            case "e" -> EVENT_SHORT;
            default -> parseParts(topicName);
        };
    }

    private static PublishTopic parseParts(String topicName) {
        if (topicName.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.badTopic("the topic has a control character in it (MQTT 5 §1.5.4)");
        }
        if (topicName.isEmpty() || topicName.startsWith("/")) {
            throw Refusal.badTopic("the topic is \"%s\", it must not be empty or start with /".formatted(topicName));
        }
        int bagAt = topicName.lastIndexOf(BAG);
        String path = bagAt < 0 ? topicName : topicName.substring(0, bagAt);
        PropertyBag bag = bagAt < 0 ? PropertyBag.EMPTY : PropertyBag.parse(topicName.substring(bagAt + BAG.length()));
        List<String> segments = List.of(path.split("/", -1));
        Endpoint endpoint = endpoint(segments.get(0));
        if (endpoint == Endpoint.UNKNOWN) {
            return new PublishTopic(endpoint, segments.get(0), Optional.empty(), Optional.empty(), bag);
        }
        return switch (segments.size()) {
            case 1 -> new PublishTopic(endpoint, segments.get(0), Optional.empty(), Optional.empty(), bag);
            case 2 -> new PublishTopic(endpoint, segments.get(0), segment(segments.get(1)), Optional.empty(), bag);
            case 3 ->
                new PublishTopic(endpoint, segments.get(0), segment(segments.get(1)), segment(segments.get(2)), bag);
            default ->
                throw Refusal.badTopic("the topic is \"%s\", %s/<tenant>/<device> has no more parts"
                        .formatted(topicName, segments.get(0)));
        };
    }

    private static Endpoint endpoint(String name) {
        return switch (name) {
            case "telemetry", "t" -> Endpoint.TELEMETRY;
            case "event", "e" -> Endpoint.EVENT;
            default -> Endpoint.UNKNOWN;
        };
    }

    private static Optional<String> segment(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static PublishTopic own(Endpoint endpoint, String name) {
        return new PublishTopic(endpoint, name, Optional.empty(), Optional.empty(), PropertyBag.EMPTY);
    }
}
