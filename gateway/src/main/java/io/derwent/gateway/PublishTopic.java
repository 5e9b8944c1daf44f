package io.derwent.gateway;

import java.util.List;
import java.util.Optional;

/**
 * A topic name a device publishes to, taken apart: {@code telemetry}, {@code event//hub-17/?hono-ttl=60}.
 *
 * <pre>
 *   (t | telemetry | e | event) [ / [tenant] / [device] ] [ /? property bag ]
 *   (c | command) / [tenant] / [device] / (s | res) / request id / status [ /? property bag ]
 * </pre>
 *
 * <p>Source: Hono MQTT adapter user guide, "Publishing Telemetry Data", "Publishing Events", "Sending a Response to a Command".
 *
 * @param name     the first segment as the device spelled it
 * @param tenant   the tenant named; empty: the device's own
 * @param device   the device named; empty: the device itself
 * @param response which command it answers, and how
 */
record PublishTopic(
        Endpoint endpoint,
        String name,
        Optional<String> tenant,
        Optional<String> device,
        PropertyBag bag,
        Optional<Response> response) {
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
        /** What answers a command. */
        COMMAND_RESPONSE,
        /** Nothing we serve; what its property bag says counts all the same. */
        UNKNOWN
    }

    /**
     * What a device says of a command.
     *
     * @param correlationId of the command
     * @param status        200 to 299, or 400 to 599
     */
    record Response(String correlationId, int status) {
        private static final int SEGMENTS = 6;

        static Response parse(String topicName, List<String> segments) {
            boolean isResponse = segments.size() == SEGMENTS
                    && (segments.get(3).equals("res") || segments.get(3).equals("s"));
            if (!isResponse) {
                throw Refusal.badTopic("the topic is \"%s\", %s/<tenant>/<device>/res/<request id>/<status> is expected"
                        .formatted(topicName, segments.get(0)));
            }
            return new Response(Command.correlationId(segments.get(4)), status(segments.get(5)));
        }

        private static int status(String text) {
            try {
                int status = Integer.parseInt(text);
                if ((status >= 200 && status < 300) || (status >= 400 && status < 600)) {
                    return status;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw Refusal.badTopic("the status is \"%s\", 200 to 299 or 400 to 599 is expected".formatted(text));
        }
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
        Optional<Response> response = endpoint == Endpoint.COMMAND_RESPONSE
                ? Optional.of(Response.parse(topicName, segments))
                : Optional.empty();
        boolean isSent = endpoint == Endpoint.TELEMETRY || endpoint == Endpoint.EVENT;
        if (isSent && segments.size() > 3) {
            throw Refusal.badTopic("the topic is \"%s\", %s/<tenant>/<device> has no more parts"
                    .formatted(topicName, segments.get(0)));
        }
        return new PublishTopic(
                endpoint,
                segments.get(0),
                endpoint == Endpoint.UNKNOWN ? Optional.empty() : segment(segments, 1),
                endpoint == Endpoint.UNKNOWN ? Optional.empty() : segment(segments, 2),
                bag,
                response);
    }

    /** How the error topic names where it was published to. */
    String endpointName() {
        return switch (endpoint) {
            case TELEMETRY, EVENT -> name;
            case COMMAND_RESPONSE -> name.equals("c") ? "c-s" : "command-response";
            case UNKNOWN -> "unknown";
        };
    }

    private static Endpoint endpoint(String name) {
        return switch (name) {
            case "telemetry", "t" -> Endpoint.TELEMETRY;
            case "event", "e" -> Endpoint.EVENT;
            case "command", "c" -> Endpoint.COMMAND_RESPONSE;
            default -> Endpoint.UNKNOWN;
        };
    }

    private static Optional<String> segment(List<String> segments, int at) {
        return segments.stream().skip(at).findFirst().filter(text -> !text.isEmpty());
    }

    private static PublishTopic own(Endpoint endpoint, String name) {
        return new PublishTopic(
                endpoint, name, Optional.empty(), Optional.empty(), PropertyBag.EMPTY, Optional.empty());
    }
}
