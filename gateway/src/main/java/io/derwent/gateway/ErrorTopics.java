package io.derwent.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The error topics one connection listens on: topic filters {@code error/[tenant]/[device]/#} or {@code e/…}, the device
 * being empty (its own), {@code +} (all it sends for), or one it sends for. Bounded by Hono's shape of the filter and
 * {@link #MOST}. Source: Hono MQTT adapter user guide, "Error Reporting via Error Topic".
 */
final class ErrorTopics {
    static final int MOST = 100;
    private static final String ANY = "+";

    private final String tenant;
    private final String ownDevice;
    private final Map<String, Filter> filterByDevice = new HashMap<>();

    ErrorTopics(String tenant, String ownDevice) {
        this.tenant = tenant;
        this.ownDevice = ownDevice;
    }

    private record Filter(String topicFilter, String name, String tenant, String device) {
        static Optional<Filter> parse(String topicFilter) {
            List<String> segments = List.of(topicFilter.split("/", -1));
            boolean isErrorFilter = segments.size() == 4
                    && (segments.get(0).equals("error") || segments.get(0).equals("e"))
                    && segments.get(3).equals("#");
            return isErrorFilter
                    ? Optional.of(new Filter(topicFilter, segments.get(0), segments.get(1), segments.get(2)))
                    : Optional.empty();
        }
    }

    /** Whether the filter is one of an error topic this device may listen on; if so it does from now on. */
    boolean subscribe(String topicFilter) {
        Optional<Filter> filter = Filter.parse(topicFilter)
                .filter(candidate ->
                        candidate.tenant().isEmpty() || candidate.tenant().equals(tenant));
        if (filter.isEmpty() || filterByDevice.size() >= MOST) {
            return false;
        }
        filterByDevice.put(
                filter.get().device().isEmpty() ? ownDevice : filter.get().device(), filter.get());
        return true;
    }

    /** Whether it listened on this filter; if so it no longer does. */
    boolean unsubscribe(String topicFilter) {
        return filterByDevice.values().removeIf(filter -> filter.topicFilter().equals(topicFilter));
    }

    /**
     * Topic name for an error, spelled as the filter spells it; empty if nobody listens.
     *
     * @param device        the device the refused message was for
     * @param endpoint      first segment of its topic
     * @param correlationId of the message: from its property bag, or its packet id
     */
    Optional<String> topicFor(String device, String endpoint, String correlationId, int code) {
        Filter filter = filterByDevice.getOrDefault(device, filterByDevice.get(ANY));
        return Optional.ofNullable(filter)
                .map(found -> String.join(
                        "/",
                        found.name(),
                        found.tenant(),
                        found.device().isEmpty() ? "" : device,
                        endpoint,
                        correlationId,
                        Integer.toString(code)));
    }
}
