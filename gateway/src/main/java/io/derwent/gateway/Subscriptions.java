package io.derwent.gateway;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers SUBSCRIBE and UNSUBSCRIBE: error topics and commands are served, nothing else. Whoever listens for commands is told
 * of to the tenant's applications, and when it does so no more (Hono's empty notifications with {@code ttd}). Packets of one
 * connection are answered one after the other. One per event loop, which calls it.
 */
final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final String REFUSED =
            "only error/[tenant]/[device]/# and command/[tenant]/[device]/req/# are served here,"
                    + " for devices this one may act for";
    private static final int UNTIL_FURTHER_NOTICE = -1;
    private static final int NO_MORE = 0;

    private final Commands commands;
    private final CommandReader reader;
    private final Targets targets;
    private final WorkerExecutor workers;
    private final HonoRecords records;
    private final Downstream downstream;

    Subscriptions(
            Commands commands,
            CommandReader reader,
            Targets targets,
            WorkerExecutor workers,
            HonoRecords records,
            Downstream downstream) {
        this.commands = commands;
        this.reader = reader;
        this.targets = targets;
        this.workers = workers;
        this.records = records;
        this.downstream = downstream;
    }

    void subscribe(Connection connection, MqttSubscribeMessage packet) {
        if (hasTooMany(connection)) {
            return;
        }
        connection.afterSubscriptions(() -> Future.all(packet.topicSubscriptions().stream()
                        .map(subscription -> subscribe(connection, subscription))
                        .toList())
                .onSuccess(all -> answer(connection, packet.messageId(), all.list())));
    }

    void unsubscribe(Connection connection, MqttUnsubscribeMessage packet) {
        if (hasTooMany(connection)) {
            return;
        }
        connection.afterSubscriptions(() -> Future.all(packet.topics().stream()
                        .map(filter -> unsubscribe(connection, filter))
                        .toList())
                .onSuccess(all -> {
                    if (connection.isOpen()) {
                        List<MqttUnsubAckReasonCode> codes = all.list();
                        // MQTT 3.1.1 §3.11: an UNSUBACK has no payload
                        connection
                                .endpoint()
                                .unsubscribeAcknowledge(
                                        packet.messageId(),
                                        connection.isMqtt5() ? codes : List.of(),
                                        MqttProperties.NO_PROPERTIES);
                    }
                }));
    }

    private static boolean hasTooMany(Connection connection) {
        boolean tooMany = connection.subscribingNow() >= ErrorTopics.MOST;
        if (tooMany) {
            connection.disconnect(
                    MqttDisconnectReasonCode.QUOTA_EXCEEDED,
                    "%d SUBSCRIBE and UNSUBSCRIBE packets wait, limit %d"
                            .formatted(connection.subscribingNow(), ErrorTopics.MOST));
        }
        return tooMany;
    }

    /** The connection is gone. */
    void onLeft(Connection connection) {
        connection.afterSubscriptions(() -> {
            List<CommandListener> listeners =
                    List.copyOf(connection.commandListeners().values());
            connection.commandListeners().clear();
            return Future.join(listeners.stream().map(this::stopListening).toList());
        });
    }

    private static void answer(Connection connection, int packetId, List<MqttSubAckReasonCode> codes) {
        if (connection.isOpen()) {
            boolean explain = codes.stream().anyMatch(MqttSubAckReasonCode::isError);
            connection
                    .endpoint()
                    .subscribeAcknowledge(
                            packetId,
                            codes,
                            explain
                                    ? connection.reasonStrings().acknowledgement(REFUSED, codes.size())
                                    : MqttProperties.NO_PROPERTIES);
        }
    }

    private Future<MqttSubAckReasonCode> subscribe(Connection connection, MqttTopicSubscription subscription) {
        String topicFilter = subscription.topicName();
        if (connection.errorTopics().subscribe(topicFilter)) {
            return Future.succeededFuture(MqttSubAckReasonCode.GRANTED_QOS0);
        }
        Optional<CommandFilter> filter = CommandFilter.parse(topicFilter);
        boolean hasRoom = connection.commandListeners().containsKey(topicFilter)
                || connection.commandListeners().size() < ErrorTopics.MOST;
        if (filter.isEmpty() || !hasRoom) {
            return Future.succeededFuture(refused(connection, MqttSubAckReasonCode.TOPIC_FILTER_INVALID));
        }
        MqttQoS qos =
                subscription.qualityOfService() == MqttQoS.AT_MOST_ONCE ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE;
        return listen(connection, topicFilter, filter.get(), qos)
                .map(
                        qos == MqttQoS.AT_MOST_ONCE
                                ? MqttSubAckReasonCode.GRANTED_QOS0
                                : MqttSubAckReasonCode.GRANTED_QOS1)
                .otherwise(error -> refused(connection, code(Refusal.from(error))));
    }

    /** The tenant's commands are read, then all gateways know who listens, then the applications do. */
    private Future<Void> listen(Connection connection, String topicFilter, CommandFilter filter, MqttQoS qos) {
        Optional<String> device = Optional.of(filter.device()).filter(name -> !name.isEmpty() && !filter.isForAll());
        return targets.of(connection, Optional.of(filter.tenant()).filter(name -> !name.isEmpty()), device)
                .compose(target -> Future.fromCompletionStage(reader.follow(target.tenant()), connection.context())
                        .map(target))
                .compose(target ->
                        workers.executeBlocking(() -> commands.listen(connection, filter, qos, target), false))
                .compose(listener -> {
                    CommandListener before = connection.commandListeners().put(topicFilter, listener);
                    tell(connection, target(listener), UNTIL_FURTHER_NOTICE);
                    return before == null
                            ? Future.succeededFuture()
                            : workers.executeBlocking(() -> commands.forget(before), false)
                                    .mapEmpty();
                });
    }

    private Future<MqttUnsubAckReasonCode> unsubscribe(Connection connection, String topicFilter) {
        if (connection.errorTopics().unsubscribe(topicFilter)) {
            return Future.succeededFuture(MqttUnsubAckReasonCode.SUCCESS);
        }
        CommandListener listener = connection.commandListeners().remove(topicFilter);
        return listener == null
                ? Future.succeededFuture(MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED)
                : stopListening(listener).map(MqttUnsubAckReasonCode.SUCCESS);
    }

    /** Its last word is not said of a device that meanwhile listens on another connection. */
    private Future<Void> stopListening(CommandListener listener) {
        return workers.executeBlocking(() -> commands.forget(listener), false)
                .otherwise(error -> {
                    LOG.warn("a subscription could not be forgotten: {}", error.getMessage());
                    return false;
                })
                .map(listensElsewhere -> {
                    if (!listensElsewhere) {
                        tell(listener.connection(), target(listener), NO_MORE);
                    }
                    return null;
                });
    }

    /** Of a gateway device that listens for all, the applications hear under its own name. */
    private static String target(CommandListener listener) {
        return listener.filter().isForAll()
                ? listener.subscription().subscriber()
                : listener.subscription().target();
    }

    private void tell(Connection connection, String device, int ttd) {
        downstream
                .send(records.listens(connection.login(), device, ttd).toProducerRecord())
                .onFailure(error ->
                        LOG.warn("nobody will hear that {} listens (ttd {}): {}", device, ttd, error.getMessage()));
    }

    private static MqttSubAckReasonCode code(Refusal refusal) {
        return switch (refusal.reason()) {
            case NOT_ALLOWED, UNKNOWN_DEVICE -> MqttSubAckReasonCode.NOT_AUTHORIZED;
            default -> MqttSubAckReasonCode.UNSPECIFIED_ERROR;
        };
    }

    private static MqttSubAckReasonCode refused(Connection connection, MqttSubAckReasonCode code) {
        return connection.isMqtt5() ? code : MqttSubAckReasonCode.UNSPECIFIED_ERROR;
    }
}
