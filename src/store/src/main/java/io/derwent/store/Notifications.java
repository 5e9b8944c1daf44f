package io.derwent.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to PostgreSQL channels on a connection and a daemon thread of its own, and hands each notification to the listener
 * on that thread. A lost connection is opened again; what was said meanwhile is lost, so the listener is told and reads
 * everything again.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DatabaseConfig config;
    private final List<String> channels;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;

    private Notifications(DatabaseConfig config, List<String> channels, Listener listener) {
        this.config = config;
        this.channels = channels;
        this.listener = listener;
        this.thread = new Thread(this::run, "derwent-notifications");
        thread.setDaemon(true);
    }

    /** Takes notifications on the listening thread; must not block for long. */
    public interface Listener {
        /** Something was said on a channel. */
        void on(String channel, String payload);

        /** Listening begins, at first or again: whatever was said before this may have been missed. */
        void onListening();

        /** Nothing is heard of from now on, until {@link #onListening}. */
        default void onLost() {}
    }

    /** Begins to listen. Returns at once; {@link Listener#onListening} tells when it does. */
    public static Notifications listen(DatabaseConfig config, List<String> channels, Listener listener) {
        Notifications notifications = new Notifications(config, List.copyOf(channels), listener);
        notifications.thread.start();
        return notifications;
    }

    /** Stops listening; waits for a listener's call in progress. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(POLL.plus(PAUSE).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (Connection connection = DriverManager.getConnection(config.url(), config.user(), config.password())) {
                listenOn(connection);
            } catch (SQLException e) {
                if (!closed) {
                    LOG.warn("listening to {} failed, trying again: {}", channels, e.getMessage());
                    listener.onLost();
                    pause();
                }
            }
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String channel : channels) {
                statement.execute("listen " + channel);
            }
        }
        listener.onListening();
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
            for (PGNotification notification : postgres.getNotifications((int) POLL.toMillis())) {
                listener.on(notification.getName(), notification.getParameter());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
