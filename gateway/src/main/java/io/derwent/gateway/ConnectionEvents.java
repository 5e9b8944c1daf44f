package io.derwent.gateway;

import io.derwent.gateway.HonoRecords.Cause;
import io.derwent.wire.HonoRecord;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a device has connected or disconnected, in one of Hono's two ways: a line in the log, or an event of the tenant
 * for its applications. Best effort, as in Hono: nothing waits for it, and while Kafka is away nobody is told. Each event
 * loop has one and calls it on that loop.
 */
final class ConnectionEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEvents.class);

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Producer producer;
    private final HonoRecords records;
    private final Downstream downstream;

    /** Where it is told; Hono's names. */
    enum Producer {
        LOGGING,
        EVENTS;

        static Optional<Producer> parse(String word) {
            for (Producer producer : values()) {
                if (producer.toString().equals(word)) {
                    return Optional.of(producer);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ConnectionEvents(Producer producer, HonoRecords records, Downstream downstream) {
        this.producer = producer;
        this.records = records;
        this.downstream = downstream;
    }

    /** It has been let in. */
    void onConnected(Connection connection) {
        tell(connection, Cause.CONNECTED);
    }

    /** It has gone, and its client has not connected again meanwhile. */
    void onDisconnected(Connection connection) {
        tell(connection, Cause.DISCONNECTED);
    }

    private void tell(Connection connection, Cause cause) {
        switch (producer) {
            case LOGGING ->
                LOG.info(
                        "{}: device {} of {}, client id {}",
                        cause,
                        connection.login().device().id(),
                        connection.login().tenant().id(),
                        CONTROL.matcher(connection.clientId()).replaceAll("?"));
            case EVENTS -> send(records.connectionEvent(connection.login(), cause, connection.clientId()));
        }
    }

    private void send(HonoRecord event) {
        downstream
                .send(event.toProducerRecord())
                .onFailure(error -> LOG.warn(
                        "{} will not hear of device {}'s connection: {}",
                        event.topic(),
                        event.device(),
                        error.getMessage()));
    }
}
