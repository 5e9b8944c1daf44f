package io.derwent.gateway;

import io.derwent.registry.CommandSubscriptions;
import io.derwent.registry.CommandSubscriptions.Subscription;
import io.derwent.registry.Device;
import io.derwent.registry.DeviceDirectory;
import io.derwent.wire.HonoRecord;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings commands to devices. Every gateway reads every command and looks up in the registry who listens for its device; all
 * come to the same subscription, and the gateway that holds it delivers. If nobody listens, the one gateway that speaks for
 * all says so to a sender that waits for an answer. A command is never kept for a device that is away, but for a registry
 * that is ({@link WaitingCommands}).
 *
 * <p>Which subscription: one for this very device before one for all of a gateway device's, and the latest of them. (Hono
 * prefers the gateway device the device last spoke through; ours is the one that subscribed last.)
 *
 * <p>What begins with {@code on} is called on the reader's thread, the rest on workers; all of it may block on the database.
 */
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final UUID instance = UUID.randomUUID();
    private final CommandSubscriptions subscriptions;
    private final DeviceDirectory directory;
    private final HonoRecords records;
    private final Context context;
    private final Downstream downstream;
    private final GatewayMetrics metrics;
    private final Clock clock;
    private final WaitingCommands waiting;
    private final Map<Long, CommandListener> listeners = new ConcurrentHashMap<>();
    /** As the registry last said, which may be away. */
    private volatile boolean speaksForAll;

    /** {@code context} is the event loop that failures are told from, {@code downstream} its way to Kafka. */
    Commands(
            CommandSubscriptions subscriptions,
            DeviceDirectory directory,
            HonoRecords records,
            Context context,
            Downstream downstream,
            GatewayMetrics metrics,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.directory = directory;
        this.records = records;
        this.context = context;
        this.downstream = downstream;
        this.metrics = metrics;
        this.clock = clock;
        this.waiting = new WaitingCommands(this::bring, this::giveUp, clock);
        metrics.observe(waiting);
    }

    /** This gateway runs: called before anybody can subscribe, and then every few seconds. */
    void beat() {
        subscriptions.beat(
                instance,
                listeners.values().stream().map(CommandListener::subscription).toList());
        speaksForAll = subscriptions.spokesman().equals(Optional.of(instance));
    }

    /** From now on commands for this device, or all the connection's device acts for, go to the connection. */
    CommandListener listen(Connection connection, CommandFilter filter, MqttQoS qos, Device target) {
        String subscriber = connection.login().device().id();
        CommandListener listener = new CommandListener(
                connection,
                filter,
                qos,
                subscriptions.add(
                        instance,
                        target.tenant(),
                        filter.isForAll() ? CommandSubscriptions.ALL : target.id(),
                        subscriber));
        listeners.put(listener.subscription().id(), listener);
        return listener;
    }

    /** They no longer do. Says whether the same device still listens for the same commands elsewhere. */
    boolean forget(CommandListener listener) {
        listeners.remove(listener.subscription().id());
        return subscriptions.remove(listener.subscription());
    }

    /** This gateway stops. */
    void leave() {
        waiting.giveUp("the gateway is being stopped");
        subscriptions.leave(instance);
    }

    /** It was read; {@link #onTurn} follows. */
    void onCommand(Command command) {
        waiting.add(command);
    }

    /** Called again and again; brings what was read, and what could not be brought before. */
    void onTurn() {
        waiting.bring();
    }

    private void bring(Command command) {
        long startedNanos = System.nanoTime();
        try {
            Optional<Subscription> chosen = route(command);
            if (chosen.isEmpty()) {
                throw Undeliverable.now("no subscription: the device does not listen for commands");
            }
            if (chosen.get().instance().equals(instance)) {
                deliver(command, chosen.get(), startedNanos);
            }
        } catch (Undeliverable undeliverable) {
            if (subscriptions.spokesman().equals(Optional.of(instance))) {
                fail(command, undeliverable, startedNanos);
            }
        }
    }

    private Optional<Subscription> route(Command command) {
        command.fault().ifPresent(fault -> {
            throw Undeliverable.badRequest(fault);
        });
        if (command.isExpiredAt(clock.instant())) {
            throw Undeliverable.now("its time to live has elapsed");
        }
        Device device = directory
                .device(command.tenant(), command.device())
                .filter(Device::enabled)
                .orElseThrow(() -> Undeliverable.noDevice(command.device()));
        List<Subscription> candidates = subscriptions.of(device);
        return candidates.stream()
                .filter(candidate -> mayHear(candidate.subscriber(), device))
                .findFirst();
    }

    /** A subscription outlives a change of {@code via}. */
    private boolean mayHear(String subscriber, Device device) {
        return subscriber.equals(device.id())
                || directory
                        .device(device.tenant(), subscriber)
                        .map(device::mayBeSentBy)
                        .orElse(false);
    }

    private void deliver(Command command, Subscription chosen, long startedNanos) {
        CommandListener listener = listeners.get(chosen.id());
        if (listener == null) {
            fail(command, Undeliverable.now("the device has just left"), startedNanos);
            return;
        }
        String topic = listener.filter().topic(command, chosen.subscriber());
        listener.connection()
                .command(topic, command, listener.qos())
                .onComplete(
                        delivered -> metrics.onCommand(command, "forwarded", startedNanos),
                        error -> fail(command, undeliverable(error), startedNanos));
    }

    /** Nobody can say who listens: of the gateways that cannot, the one answers that did so before. */
    private void giveUp(Command command, Undeliverable why) {
        LOG.warn("a command for {} of {} goes nowhere: {}", command.device(), command.tenant(), why.getMessage());
        if (speaksForAll) {
            fail(command, why, System.nanoTime());
        }
    }

    private static Undeliverable undeliverable(Throwable error) {
        return error instanceof Undeliverable told ? told : Undeliverable.now("it could not be sent to the device");
    }

    private void fail(Command command, Undeliverable why, long startedNanos) {
        LOG.debug("a command for {} of {}: {}", command.device(), command.tenant(), why.getMessage());
        metrics.onCommand(command, why.isSendersFault() ? "unprocessable" : "undeliverable", startedNanos);
        if (command.responseRequired() && command.correlationId().isPresent()) {
            HonoRecord news = records.deliveryFailure(command, why);
            context.runOnContext(nothing -> downstream
                    .send(news.toProducerRecord())
                    .onFailure(error -> LOG.warn(
                            "{} will not hear that a command for {} failed: {}",
                            news.topic(),
                            command.device(),
                            error.getMessage())));
        }
    }
}
