package io.derwent.gateway;

import io.derwent.registry.Device;
import io.derwent.registry.DeviceDirectory;
import io.derwent.registry.Login;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;

/** For whom a connection may speak and listen: itself, and those that name it among their {@code via}. Event loop only. */
final class Targets {
    private final DeviceDirectory directory;
    private final WorkerExecutor workers;

    Targets(DeviceDirectory directory, WorkerExecutor workers) {
        this.directory = directory;
        this.workers = workers;
    }

    /**
     * The device a topic is about.
     *
     * @param tenant the tenant the topic names; empty: the connection's own
     * @param device the device the topic names; empty: the connection's own
     * @return failed with {@link Refusal} NOT_ALLOWED or UNKNOWN_DEVICE
     */
    Future<Device> of(Connection connection, Optional<String> tenant, Optional<String> device) {
        Login login = connection.login();
        String ownTenant = login.tenant().id();
        if (!tenant.orElse(ownTenant).equals(ownTenant)) {
            return Future.failedFuture(
                    Refusal.notAllowed("this device belongs to another tenant than the topic names"));
        }
        String own = login.device().id();
        String target = device.orElse(own);
        if (target.equals(own)) {
            return Future.succeededFuture(login.device());
        }
        return connection.lookUp(target, id -> find(ownTenant, id)).map(found -> mustAllow(found, login.device()));
    }

    private Future<Device> find(String tenant, String id) {
        Device known = directory.knownDevice(tenant, id);
        return known != null
                ? Future.succeededFuture(known)
                : workers.executeBlocking(
                        () -> directory
                                .device(tenant, id)
                                .orElseThrow(() -> Refusal.unknownDevice("there is no device " + id)),
                        false);
    }

    private static Device mustAllow(Device target, Device sender) {
        if (!target.enabled()) {
            throw Refusal.unknownDevice("device %s is disabled".formatted(target.id()));
        }
        if (!target.mayBeSentBy(sender)) {
            throw Refusal.notAllowed(
                    "device %s may not send for %s: it is not among its via".formatted(sender.id(), target.id()));
        }
        return target;
    }
}
