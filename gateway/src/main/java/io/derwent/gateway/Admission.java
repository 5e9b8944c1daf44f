package io.derwent.gateway;

import io.vertx.core.Future;
import io.vertx.mqtt.MqttEndpoint;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place a client takes from its CONNECT until its connection is gone, given back exactly once whatever happens between.
 * Event loop only.
 */
final class Admission {
    private final MqttEndpoint endpoint;
    private boolean gone;
    private @Nullable Connection entered;

    Admission(MqttEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * A place, or a failed future with {@link ConnectRefusal} GATEWAY_FULL.
     *
     * @param onLeft told of a connection that was let in and has gone
     */
    Future<Admission> reservePlace(Connections connections, Consumer<Connection> onLeft) {
        try {
            connections.reserve();
        } catch (ConnectRefusal full) {
            return Future.failedFuture(full);
        }
        endpoint.closeHandler(nothing -> {
            gone = true;
            connections.free();
            Connection connection = entered;
            if (connection != null) {
                connection.onClosed();
                onLeft.accept(connection);
                connections.leave(connection);
            }
        });
        return Future.succeededFuture(this);
    }

    /**
     * The client is let in, if it is still there.
     *
     * @throws ConnectRefusal TENANT_FULL
     */
    void enter(Connections connections, Connection connection) {
        if (gone) {
            connection.onClosed();
            return;
        }
        connections.enter(connection);
        entered = connection;
    }

    /** Whether the client has hung up meanwhile. */
    boolean isGone() {
        return gone;
    }
}
