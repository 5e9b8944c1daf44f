package io.derwent.wire;

import java.util.Optional;
import java.util.regex.Pattern;

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

    /** The tenant a telemetry or event topic belongs to, or empty for any other topic. */
    public static Optional<String> tenantOf(String topic) {
        if (topic.startsWith(TELEMETRY)) {
            return Optional.of(topic.substring(TELEMETRY.length()));
        }
        if (topic.startsWith(EVENT)) {
            return Optional.of(topic.substring(EVENT.length()));
        }
        return Optional.empty();
    }
}
