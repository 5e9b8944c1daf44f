package io.derwent.gateway;

import io.derwent.model.DeadLetter.Header;
import io.derwent.registry.Device;
import io.derwent.registry.Login;
import io.derwent.registry.Tenant;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes of a message the record Eclipse Hono's sender would write: the device's bytes, and the headers of Hono's telemetry
 * and event API for Kafka, defaults of device and tenant included.
 */
final class HonoRecords {
    private static final Header AT_MOST_ONCE = new Header(HonoRecord.QOS, "0");
    private static final Header AT_LEAST_ONCE = new Header(HonoRecord.QOS, "1");
    private static final Header ADAPTER = new Header(HonoRecord.ORIG_ADAPTER, HonoRecord.MQTT_ADAPTER);
    private static final Header RETAIN = new Header(HonoRecord.RETAIN, "true");
    private static final String OCTET_STREAM = "application/octet-stream";
    private static final String TTL_TELEMETRY_QOS0 = "ttl-telemetry-qos0";
    private static final String TTL_TELEMETRY_QOS1 = "ttl-telemetry-qos1";
    private static final String TTL_COMMAND_RESPONSE = "ttl-command-response";
    /** Defaults that are settings of a limit, not properties of a message. */
    private static final Set<String> LIMITS =
            Set.of(HonoRecord.TTL, TTL_TELEMETRY_QOS0, TTL_TELEMETRY_QOS1, TTL_COMMAND_RESPONSE);

    private final Clock clock;

    /** Why a connection event is sent; the word in its payload. */
    enum Cause {
        CONNECTED("connected"),
        DISCONNECTED("disconnected");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    HonoRecords(Clock clock) {
        this.clock = clock;
    }

    /**
     * The record to write.
     *
     * @throws Refusal INVALID_PAYLOAD if content type and payload do not go together, or no table could keep the content type
     */
    HonoRecord of(Delivery delivery, Login login) {
        Tenant tenant = login.tenant();
        PublishedMessage message = delivery.message();
        Device device = delivery.device();
        Optional<PublishTopic.Response> response = delivery.topic().response();
        if (response.isPresent()) {
            return commandResponse(
                    tenant.id(),
                    device.id(),
                    response.get().correlationId(),
                    response.get().status(),
                    contentTypeOfResponse(delivery),
                    propertiesOfResponse(device, tenant),
                    message.payload());
        }
        boolean isEvent = delivery.topic().endpoint() == PublishTopic.Endpoint.EVENT;

        List<Header> headers = new ArrayList<>(10);
        headers.add(new Header(HonoRecord.DEVICE_ID, device.id()));
        headers.add(message.isAtLeastOnce() ? AT_LEAST_ONCE : AT_MOST_ONCE);
        headers.add(new Header(HonoRecord.CONTENT_TYPE, contentType(delivery, tenant)));
        headers.add(new Header(HonoRecord.CREATION_TIME, Long.toString(clock.millis())));
        headers.add(ADAPTER);
        headers.add(new Header(HonoRecord.ORIG_ADDRESS, message.topicName()));
        if (!device.id().equals(login.device().id())) {
            headers.add(new Header(HonoRecord.GATEWAY_ID, login.device().id()));
        }
        if (message.retain()) {
            headers.add(RETAIN);
        }
        ttlMillis(delivery, tenant).ifPresent(ttl -> headers.add(ttl(ttl)));
        addDefaults(headers, device.defaults());
        addDefaults(headers, tenant.defaults());
        String topic = isEvent ? HonoTopics.event(tenant.id()) : HonoTopics.telemetry(tenant.id());
        return new HonoRecord(topic, device.id(), headers, message.payload());
    }

    /**
     * The event that tells a tenant's applications that a device has connected or disconnected. It is the adapter's own, not
     * the device's, so it has the tenant's defaults but not the device's, and no original address: as Hono writes it. Source:
     * Hono Event API for Kafka, "Connection Event".
     *
     * @param remoteId the client id of the connection
     */
    HonoRecord connectionEvent(Login login, Cause cause, String remoteId) {
        Tenant tenant = login.tenant();
        JsonObject payload = new JsonObject()
                .put("cause", cause.toString())
                .put("remote-id", remoteId)
                .put("source", HonoRecord.MQTT_ADAPTER);
        return adaptersOwn(
                tenant,
                login.device().id(),
                HonoRecord.CONNECTION_EVENT,
                List.of(),
                payload.toBuffer().getBytes());
    }

    /**
     * The event that tells a tenant's applications that a device listens for commands, or does so no more. Source: Hono Event
     * API for Kafka, "Empty Notification".
     *
     * @param ttd for how many seconds; -1 until further notice, 0 no more
     */
    HonoRecord listens(Login login, String device, int ttd) {
        return adaptersOwn(
                login.tenant(),
                device,
                HonoRecord.EMPTY_NOTIFICATION,
                List.of(ADAPTER, new Header(HonoRecord.TTD, Integer.toString(ttd))),
                new byte[0]);
    }

    private HonoRecord adaptersOwn(
            Tenant tenant, String device, String contentType, List<Header> more, byte[] payload) {
        List<Header> headers = new ArrayList<>(8);
        headers.add(new Header(HonoRecord.DEVICE_ID, device));
        headers.add(AT_LEAST_ONCE);
        headers.add(new Header(HonoRecord.CONTENT_TYPE, contentType));
        headers.add(new Header(HonoRecord.CREATION_TIME, Long.toString(clock.millis())));
        headers.addAll(more);
        Optional<Long> wanted =
                Optional.ofNullable(tenant.defaults().get(HonoRecord.TTL)).flatMap(Ttl::seconds);
        Ttl.millis(wanted, tenant.ttlLimits().event()).ifPresent(ttl -> headers.add(ttl(ttl)));
        addDefaults(headers, tenant.defaults());
        return new HonoRecord(HonoTopics.event(tenant.id()), device, headers, payload);
    }

    /** The news for a command's sender that it was not delivered. Source: Hono Command &amp; Control API for Kafka. */
    HonoRecord deliveryFailure(Command command, Undeliverable why) {
        return commandResponse(
                command.tenant(),
                command.device(),
                command.correlationId().orElse(""),
                why.status(),
                Optional.of(HonoRecord.DELIVERY_FAILURE),
                command.failureMetadata(),
                new JsonObject().put("error", why.getMessage()).toBuffer().getBytes());
    }

    private HonoRecord commandResponse(
            String tenant,
            String device,
            String correlationId,
            int status,
            Optional<String> contentType,
            List<Header> more,
            byte[] payload) {
        List<Header> headers = new ArrayList<>(more);
        headers.add(new Header(HonoRecord.CORRELATION_ID, correlationId));
        headers.add(new Header(HonoRecord.DEVICE_ID, device));
        headers.add(new Header(HonoRecord.TENANT_ID, tenant));
        headers.add(new Header(HonoRecord.STATUS, Integer.toString(status)));
        headers.add(new Header(HonoRecord.CREATION_TIME, Long.toString(clock.millis())));
        contentType.ifPresent(type -> headers.add(new Header(HonoRecord.CONTENT_TYPE, type)));
        return new HonoRecord(HonoTopics.commandResponse(tenant), device, headers, payload);
    }

    private static Optional<String> contentTypeOfResponse(Delivery delivery) {
        PublishedMessage message = delivery.message();
        return delivery.topic()
                .bag()
                .contentType()
                .or(message::contentTypeProperty)
                .or(() -> message.payload().length == 0 ? Optional.empty() : Optional.of(OCTET_STREAM));
    }

    /** Time to live and defaults; a response has no default content type: it is the answer's own or none. */
    private static List<Header> propertiesOfResponse(Device device, Tenant tenant) {
        List<Header> headers = new ArrayList<>();
        Ttl.millis(
                        defaultTtl(device, tenant, TTL_COMMAND_RESPONSE),
                        tenant.ttlLimits().commandResponse())
                .ifPresent(ttl -> headers.add(ttl(ttl)));
        addDefaults(headers, device.defaults());
        addDefaults(headers, tenant.defaults());
        headers.removeIf(header -> header.name().equals(HonoRecord.CONTENT_TYPE));
        return headers;
    }

    private static Header ttl(long millis) {
        return new Header(HonoRecord.TTL, Long.toString(millis));
    }

    /** Property bag, MQTT 5 property, device's default, tenant's default; bytes without a name are an octet stream. */
    private static String contentType(Delivery delivery, Tenant tenant) {
        PublishedMessage message = delivery.message();
        boolean isEmpty = message.payload().length == 0;
        String contentType = delivery.topic()
                .bag()
                .contentType()
                .or(message::contentTypeProperty)
                .or(() -> defaultText(delivery.device(), tenant, HonoRecord.CONTENT_TYPE))
                .orElse(isEmpty ? "" : OCTET_STREAM);
        if (contentType.isEmpty()) {
            throw Refusal.invalidPayload("the payload is empty, and no content type says what that means");
        }
        if (contentType.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalidPayload("the content type has a control character in it");
        }
        if (!isEmpty && contentType.equals(HonoRecord.EMPTY_NOTIFICATION)) {
            throw Refusal.invalidPayload("the payload of an empty notification has %d bytes, 0 are expected"
                    .formatted(message.payload().length));
        }
        return contentType;
    }

    private static Optional<Long> ttlMillis(Delivery delivery, Tenant tenant) {
        Device device = delivery.device();
        if (delivery.topic().endpoint() == PublishTopic.Endpoint.EVENT) {
            return Ttl.millis(
                    delivery.topic().bag().ttlSeconds().or(() -> defaultTtl(device, tenant, HonoRecord.TTL)),
                    tenant.ttlLimits().event());
        }
        return delivery.message().isAtLeastOnce()
                ? Ttl.millis(
                        defaultTtl(device, tenant, TTL_TELEMETRY_QOS1),
                        tenant.ttlLimits().telemetryAtLeastOnce())
                : Ttl.millis(
                        defaultTtl(device, tenant, TTL_TELEMETRY_QOS0),
                        tenant.ttlLimits().telemetryAtMostOnce());
    }

    private static Optional<Long> defaultTtl(Device device, Tenant tenant, String name) {
        return defaultText(device, tenant, name).flatMap(Ttl::seconds);
    }

    private static Optional<String> defaultText(Device device, Tenant tenant, String name) {
        return Optional.ofNullable(device.defaults().get(name))
                .or(() -> Optional.ofNullable(tenant.defaults().get(name)))
                .filter(text -> !text.isEmpty());
    }

    private static void addDefaults(List<Header> headers, Map<String, String> defaults) {
        for (Map.Entry<String, String> property : defaults.entrySet()) {
            String name = property.getKey();
            if (!LIMITS.contains(name)
                    && headers.stream().noneMatch(header -> header.name().equals(name))) {
                headers.add(new Header(name, property.getValue()));
            }
        }
    }
}
