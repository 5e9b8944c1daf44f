package io.derwent.gateway;

import io.derwent.registry.DatabaseUnavailable;
import io.derwent.registry.DeviceDirectory;
import io.derwent.registry.LoginRefused;
import io.derwent.registry.RegistryChange;
import io.vertx.core.WorkerExecutor;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what the registry says count for connections that are open: whoever may no longer be here is disconnected, within
 * the time a notification of the database takes.
 */
final class Rights {
    private static final Logger LOG = LoggerFactory.getLogger(Rights.class);

    private final DeviceDirectory directory;
    private final Connections connections;
    private final WorkerExecutor workers;
    private final AtomicLong changes = new AtomicLong();
    private final Set<Connection> unconfirmed = ConcurrentHashMap.newKeySet();

    Rights(DeviceDirectory directory, Connections connections, WorkerExecutor workers) {
        this.directory = directory;
        this.connections = connections;
        this.workers = workers;
    }

    /** How many changes there have been; one that falls between a login and its connection must not be missed. */
    long changes() {
        return changes.get();
    }

    /** Blocks on the database; called on the thread that listens to it. */
    void onChange(RegistryChange change) {
        changes.incrementAndGet();
        directory.forget(change);
        connections.concernedBy(change).forEach(this::confirm);
    }

    /** Looks again if there was a change since {@code before}. Never blocks. */
    void confirmIfChangedSince(long before, Connection connection) {
        if (changes.get() != before) {
            workers.executeBlocking(
                    () -> {
                        confirm(connection);
                        return connection;
                    },
                    false);
        }
    }

    /** Tries again where the database did not answer; called every second. Never blocks. */
    void confirmUnconfirmed() {
        if (!unconfirmed.isEmpty()) {
            workers.executeBlocking(
                    () -> {
                        Set.copyOf(unconfirmed).forEach(this::confirm);
                        return unconfirmed;
                    },
                    true);
        }
    }

    /** Blocks on the database. While it does not answer, a connection keeps the rights it had, and is looked at again. */
    void confirm(Connection connection) {
        unconfirmed.remove(connection);
        try {
            connection.confirm(directory.confirm(connection.login()));
        } catch (LoginRefused refused) {
            LOG.info("disconnecting {}: {}", connection.clientId(), refused.getMessage());
            connection.disconnectLater(
                    switch (refused.reason()) {
                        case BAD_CREDENTIALS -> MqttDisconnectReasonCode.NOT_AUTHORIZED;
                        case NOT_ALLOWED -> MqttDisconnectReasonCode.ADMINISTRATIVE_ACTION;
                    },
                    String.valueOf(refused.getMessage()));
        } catch (DatabaseUnavailable e) {
            if (connection.isOpen()) {
                unconfirmed.add(connection);
            }
            LOG.warn("the rights of {} could not be looked at again: {}", connection.clientId(), e.getMessage());
        }
    }
}
