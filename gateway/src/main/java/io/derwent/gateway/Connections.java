package io.derwent.gateway;

import io.derwent.registry.Login;
import io.derwent.registry.RegistryChange;
import io.derwent.registry.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Who is connected, over all event loops: how many may be, whose connection a registry change concerns, and that one client
 * id of a device is connected once. Any thread.
 */
final class Connections {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final GatewayConfig.Limits limits;
    private final AtomicInteger reserved = new AtomicInteger();
    private final Map<ClientKey, Connection> byClient = new ConcurrentHashMap<>();
    private final Map<DeviceKey, OfDevice> byDevice = new ConcurrentHashMap<>();
    private final Map<String, Integer> countByTenant = new ConcurrentHashMap<>();

    private record DeviceKey(String tenant, String device) {
        static DeviceKey of(Login login) {
            return new DeviceKey(login.tenant().id(), login.device().id());
        }
    }

    private record ClientKey(DeviceKey device, String clientId) {}

    private record OfDevice(RateLimit rate, Set<Connection> connections) {}

    Connections(GatewayConfig.Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes a place for somebody who knocks, before it is known who it is.
     *
     * @throws ConnectRefusal GATEWAY_FULL
     */
    void reserve() {
        if (reserved.incrementAndGet() > limits.connections()) {
            reserved.decrementAndGet();
            throw ConnectRefusal.gatewayFull(limits.connections());
        }
    }

    /** Gives a place back. */
    void free() {
        reserved.decrementAndGet();
    }

    int open() {
        return reserved.get();
    }

    int openOf(String tenant) {
        return countByTenant.getOrDefault(tenant, 0);
    }

    /** The rate limit all connections of a device share. */
    RateLimit rateOf(Login login) {
        return byDevice.computeIfAbsent(DeviceKey.of(login), this::nobodyYet).rate();
    }

    /**
     * Somebody is let in; whoever was connected with the same client id of the same device is not any more (MQTT 5 §3.1.4).
     *
     * @throws ConnectRefusal TENANT_FULL
     */
    void enter(Connection connection) {
        Tenant tenant = connection.login().tenant();
        int open = countByTenant.merge(tenant.id(), 1, Integer::sum);
        if (tenant.maxConnections().map(most -> open > most).orElse(false)) {
            leaveTenant(tenant.id());
            byDevice.computeIfPresent(
                    DeviceKey.of(connection.login()),
                    (key, ofDevice) -> ofDevice.connections().isEmpty() ? null : ofDevice);
            throw ConnectRefusal.tenantFull(tenant.id(), open - 1L);
        }
        DeviceKey device = DeviceKey.of(connection.login());
        byDevice.compute(device, (key, known) -> {
            OfDevice ofDevice = known == null ? nobodyYet(key) : known;
            ofDevice.connections().add(connection);
            return ofDevice;
        });
        Connection before = byClient.put(new ClientKey(device, connection.clientId()), connection);
        if (before != null) {
            before.takeOver();
        }
    }

    /** Somebody who was let in has gone. Does not touch the place of whoever took over. */
    void leave(Connection connection) {
        DeviceKey device = DeviceKey.of(connection.login());
        byClient.remove(new ClientKey(device, connection.clientId()), connection);
        byDevice.computeIfPresent(device, (key, ofDevice) -> {
            ofDevice.connections().remove(connection);
            return ofDevice.connections().isEmpty() ? null : ofDevice;
        });
        leaveTenant(device.tenant());
    }

    /** Whose rights a registry change may have touched. */
    List<Connection> concernedBy(RegistryChange change) {
        if (change.device().isPresent()) {
            OfDevice ofDevice =
                    byDevice.get(new DeviceKey(change.tenant(), change.device().get()));
            return ofDevice == null ? List.of() : List.copyOf(ofDevice.connections());
        }
        List<Connection> concerned = new ArrayList<>();
        for (Map.Entry<DeviceKey, OfDevice> entry : byDevice.entrySet()) {
            if (change.isEverything() || entry.getKey().tenant().equals(change.tenant())) {
                concerned.addAll(entry.getValue().connections());
            }
        }
        return concerned;
    }

    /** Blocks until everybody who was let in has left, at most this long. */
    void awaitNobody(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!byDevice.isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    Collection<Connection> all() {
        return List.copyOf(byClient.values());
    }

    private void leaveTenant(String tenant) {
        countByTenant.computeIfPresent(tenant, (key, open) -> open == 1 ? null : open - 1);
    }

    private OfDevice nobodyYet(DeviceKey key) {
        return new OfDevice(
                new RateLimit(limits.messagesPerSecond(), System.nanoTime()), ConcurrentHashMap.newKeySet());
    }
}
