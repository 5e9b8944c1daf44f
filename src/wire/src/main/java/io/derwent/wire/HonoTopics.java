package io.derwent.wire;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Kafka topics in Eclipse Hono's contract: one per tenant and kind of message. */
public final class HonoTopics {
    /** What the vitals job reads. */
    public static final Pattern READINGS = Pattern.compile("hono\\.(telemetry|event)\\..+");

    private static final String TELEMETRY = "hono.telemetry.";
    private static final String EVENT = "hono.event.";
    private static final String COMMAND = "hono.command.";
    private static final String COMMAND_RESPONSE = "hono.command_response.";

    private HonoTopics() {}

    public static String telemetry(String tenant) {
        return TELEMETRY + tenant;
    }

    public static String event(String tenant) {
        return EVENT + tenant;
    }

    public static String command(String tenant) {
        return COMMAND + tenant;
    }

    public static String commandResponse(String tenant) {
        return COMMAND_RESPONSE + tenant;
    }

    /** The tenant a topic of what devices send belongs to (telemetry, events, command responses), or empty for any other. */
    public static Optional<String> tenantOf(String topic) {
        return Stream.of(TELEMETRY, EVENT, COMMAND_RESPONSE)
                .flatMap(prefix -> behind(prefix, topic).stream())
                .findFirst();
    }

    /** The tenant a topic of commands belongs to, or empty for any other topic. */
    public static Optional<String> tenantOfCommands(String topic) {
        return behind(COMMAND, topic);
    }

    private static Optional<String> behind(String prefix, String topic) {
        return topic.startsWith(prefix) ? Optional.of(topic.substring(prefix.length())) : Optional.empty();
    }
}
