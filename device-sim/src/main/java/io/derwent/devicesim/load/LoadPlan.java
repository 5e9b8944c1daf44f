package io.derwent.devicesim.load;

import io.derwent.devicesim.link.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * A load.
 *
 * @param host         of the broker
 * @param port         of its plain listener
 * @param logins       one connection each
 * @param inFlight     messages per connection that may wait for their PUBACK at a time, 1 to 1000; less if the server's
 *     Receive Maximum is less
 * @param ratePerSecond over all connections, evenly spaced; empty: closed loop, each PUBACK lets the next message go
 * @param payloadBytes size of each payload, {@link ReadingTemplate#LEAST_BYTES} or more
 * @param warmUp       before anything is counted
 * @param length       of the counted part
 * @param topic        topic name
 * @param start        effectiveTime of the first reading; also part of the record ids, so that another run's are others
 */
public record LoadPlan(
        String host,
        int port,
        List<Login> logins,
        int inFlight,
        OptionalInt ratePerSecond,
        int payloadBytes,
        Duration warmUp,
        Duration length,
        String topic,
        Instant start) {
    private static final int MOST_IN_FLIGHT = 1000;

    public LoadPlan {
        logins = List.copyOf(logins);
        if (logins.isEmpty()) {
            throw new IllegalArgumentException("connections is 0, 1 or more are expected");
        }
        if (inFlight < 1 || inFlight > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    "inFlight is %d, 1 to %d are expected".formatted(inFlight, MOST_IN_FLIGHT));
        }
        if (payloadBytes < ReadingTemplate.LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "payloadBytes is %d, %d or more are expected".formatted(payloadBytes, ReadingTemplate.LEAST_BYTES));
        }
        if (ratePerSecond.isPresent() && ratePerSecond.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "rate is %d a second, 1 or more is expected".formatted(ratePerSecond.getAsInt()));
        }
    }

    /** {@code host:port} in two parts. */
    public static String[] hostAndPort(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("address is \"%s\", host:port is expected".formatted(address));
        }
        return new String[] {address.substring(0, colon), address.substring(colon + 1)};
    }
}
