package io.derwent.gateway;

import io.derwent.registry.CommandSubscriptions;
import java.util.List;
import java.util.Optional;

/**
 * A topic filter for commands: {@code command/[tenant]/[device]/req/#}, with the short names {@code c} and {@code q}. The
 * device is empty (the device itself), {@code +} (all it acts for, and itself), or one it acts for. Source: Hono MQTT adapter
 * user guide, "Command &amp; Control".
 *
 * @param name    the first segment as the device spelled it
 * @param tenant  as in the filter, may be empty
 * @param device  as in the filter, may be empty
 * @param request the fourth segment as the device spelled it
 */
record CommandFilter(String name, String tenant, String device, String request) {
    static Optional<CommandFilter> parse(String topicFilter) {
        List<String> segments = List.of(topicFilter.split("/", -1));
        boolean isCommandFilter = segments.size() == 5
                && (segments.get(0).equals("command") || segments.get(0).equals("c"))
                && (segments.get(3).equals("req") || segments.get(3).equals("q"))
                && segments.get(4).equals("#")
                && !segments.get(1).equals("+");
        return isCommandFilter
                ? Optional.of(new CommandFilter(segments.get(0), segments.get(1), segments.get(2), segments.get(3)))
                : Optional.empty();
    }

    boolean isForAll() {
        return device.equals(CommandSubscriptions.ALL);
    }

    /** The topic a command is delivered on, spelled as the filter; a device is named where the filter names or means others. */
    String topic(Command command, String subscriber) {
        boolean leavesItOut =
                device.isEmpty() || (isForAll() && command.device().equals(subscriber));
        return String.join(
                "/",
                name,
                tenant,
                leavesItOut ? "" : command.device(),
                request,
                command.requestId(),
                command.subject());
    }
}
