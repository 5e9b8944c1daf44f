package io.derwent.clinical;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one device to us, and whose readings come by it: its own, or as a hub those of others.
 *
 * <pre>
 *   connected ──── an hour or more ──── disconnected, last of its connections
 *        │                                    │ and once within {@value #DAYS_REMEMBERED} days it had stayed: OFFLINE
 *        └── less ── disconnected             └ never: it comes for each message, being away says nothing
 * </pre>
 *
 * A persistent format. Size: about 100 bytes each connection and user, at most {@value #MOST_CONNECTIONS} and
 * {@value #MOST_USERS}.
 *
 * @param connections  that stand, oldest first; more than one if several clients use one device's credentials
 * @param stayedUntil  when a connection that had stood for an hour ended last; null if none did
 * @param offlineSince when the last connection went of a device that stays connected; null while that is not so
 * @param users        devices and patients whose readings came by it, longest known first
 */
public record Line(
        String tenant,
        String id,
        List<Connection> connections,
        @Nullable Instant stayedUntil,
        @Nullable Instant offlineSince,
        List<User> users) {
    static final int MOST_CONNECTIONS = 10;
    static final int MOST_USERS = 500;
    static final int DAYS_REMEMBERED = 7;
    private static final Duration STAYS = Duration.ofHours(1);

    /** One connection that stands. */
    public record Connection(String client, Instant since) {}

    /** Whose readings come by it. */
    public record User(String device, String patient) {}

    /** Of which nothing is known. */
    public static Line of(String tenant, String id) {
        return new Line(tenant, id, List.of(), null, null, List.of());
    }

    /** A client connected; a connection it had before is over. */
    public Line connected(String client, Instant at) {
        List<Connection> standing = new ArrayList<>(without(client));
        standing.add(new Connection(client, at));
        return new Line(
                tenant,
                id,
                List.copyOf(standing.subList(Math.max(0, standing.size() - MOST_CONNECTIONS), standing.size())),
                stayed(client, at),
                null,
                users);
    }

    /** A client disconnected; one we do not know of says nothing. */
    public Line disconnected(String client, Instant at) {
        List<Connection> standing = without(client);
        if (standing.size() == connections.size()) {
            return this;
        }
        Instant stayed = stayed(client, at);
        boolean staysAsARule = stayed != null && !stayed.isBefore(at.minus(Duration.ofDays(DAYS_REMEMBERED)));
        return new Line(tenant, id, standing, stayed, standing.isEmpty() && staysAsARule ? at : null, users);
    }

    /** A reading of this device and patient came by it; of too many the one known longest is forgotten. */
    public Line usedBy(String device, String patient) {
        User user = new User(device, patient);
        if (users.contains(user)) {
            return this;
        }
        List<User> all = Stream.concat(users.stream(), Stream.of(user)).toList();
        return withUsers(all.subList(Math.max(0, all.size() - MOST_USERS), all.size()));
    }

    /** The device's readings come by another line. */
    public Line leftBy(String device) {
        return withUsers(
                users.stream().filter(user -> !user.device().equals(device)).toList());
    }

    private Line withUsers(List<User> changed) {
        return new Line(tenant, id, connections, stayedUntil, offlineSince, List.copyOf(changed));
    }

    private List<Connection> without(String client) {
        return connections.stream()
                .filter(connection -> !connection.client().equals(client))
                .toList();
    }

    private @Nullable Instant stayed(String client, Instant until) {
        return connections.stream()
                .filter(connection -> connection.client().equals(client))
                .filter(connection -> !connection.since().plus(STAYS).isAfter(until))
                .map(connection -> until)
                .max(Comparator.naturalOrder())
                .orElse(stayedUntil);
    }
}
