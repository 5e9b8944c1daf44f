package io.derwent.console.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.access.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the streams of one kind tell of: how a notification of the database becomes events, and for whom. */
public interface News {
    /** As texts, threads and metrics name it: {@code cases}. */
    String subject();

    /** More changes than this are not told one by one: read the list again. A stream's backlog holds so many. */
    int mostAtOnce();

    /** Somebody opened a stream. Blocks; worker threads only. */
    void opened(Caller caller);

    /** Which events of their organisation this caller may see, now; asked again each minute. Blocks; worker threads only. */
    Sight sight(Caller caller);

    /** Whether somebody may see an event of their organisation. Must not block. */
    @FunctionalInterface
    interface Sight {
        /** Everything the organisation sees. */
        Sight ALL = event -> true;

        boolean includes(Event event);
    }

    /** What a notification says. */
    Change heard(JsonNode notification);

    /** What is to be told of a change, as it is now; in a transaction of the change's tenant. */
    Told read(Connection connection, Change change) throws SQLException;

    /**
     * What changed since then (inclusive) and this tenant may see, each once and as it is now; in a transaction of that tenant.
     *
     * @param limit most events to return
     */
    List<Event> since(Connection connection, String tenant, Instant since, int limit) throws SQLException;

    /**
     * Something changed.
     *
     * @param key    changes of one key that wait are read once
     * @param tenant whose it is
     * @param place  the database's time at which the transaction of the change began
     */
    record Change(String key, String tenant, Instant place) {}

    /** Events, and the tenants that may see them. */
    record Told(Set<String> tenants, List<Event> events) {
        public Told {
            tenants = Set.copyOf(tenants);
            events = List.copyOf(events);
        }
    }

    /**
     * An event of a stream.
     *
     * @param data written as one line of JSON
     */
    record Event(String name, Object data) {
        /** Something may have changed that no event tells of. */
        static final Event START = new Event("start", Map.of());
    }
}
