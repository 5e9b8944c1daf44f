package io.derwent.registry;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the database for changes of the registry, on a connection and a thread of its own. Whenever it (re)connects it
 * says that everything may have changed, since nobody told us while we were away.
 */
public final class RegistryChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryChanges.class);
    private static final Duration LISTEN_FOR = Duration.ofSeconds(10);
    private static final Duration BEFORE_RECONNECT = Duration.ofSeconds(1);

    private final String url;
    private final String user;
    private final String password;
    private final Consumer<RegistryChange> listener;
    private final Thread thread = new Thread(this::listen, "registry-changes");

    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    /** {@code listener} is called on this listener's thread; while it works, further changes wait, in their order. */
    public RegistryChanges(String url, String user, String password, Consumer<RegistryChange> listener) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.listener = listener;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("could not abort the listening connection", e);
            }
        }
    }

    private void listen() {
        while (!closed) {
            try (Connection opened = DriverManager.getConnection(url, user, password)) {
                connection = opened;
                try (Statement statement = opened.createStatement()) {
                    statement.execute("listen derwent_registry");
                }
                tell(RegistryChange.everything());
                relay(opened.unwrap(PGConnection.class));
            } catch (SQLException e) {
                if (!closed) {
                    LOG.warn("not listening for registry changes, trying again: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void relay(PGConnection listening) throws SQLException {
        while (!closed) {
            PGNotification[] notifications = listening.getNotifications((int) LISTEN_FOR.toMillis());
            for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
                tell(RegistryChange.parse(notification.getParameter()));
            }
        }
    }

    /** A listener that fails at one change must still hear of the next. */
    private void tell(RegistryChange change) {
        try {
            listener.accept(change);
        } catch (RuntimeException e) {
            LOG.error("a registry change was not acted on: {}", change, e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(BEFORE_RECONNECT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
