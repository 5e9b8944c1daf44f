package io.derwent.gateway;

import io.derwent.registry.ApiTokens;
import io.derwent.registry.RegistryDatabase;
import io.derwent.registry.TokenIdentity;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.KafkaConnection;
import io.derwent.wire.testing.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A gateway in this JVM on a database of its own and a real broker, and what a test does with it from outside. */
final class RunningGateway implements AutoCloseable {
    static final String PASSWORD = "correct-horse-battery-staple";

    private final String kafka;
    private final TestDatabase database;
    private final Gateway gateway;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningGateway(String kafka, TestDatabase database, Gateway gateway, String token) {
        this.kafka = kafka;
        this.database = database;
        this.gateway = gateway;
        this.token = token;
    }

    /** One broker and one gateway for all tests of this JVM that need nothing special; each uses a tenant of its own. */
    static RunningGateway shared() {
        return Shared.GATEWAY;
    }

    /** Another gateway at the shared one's broker, with a registry of its own. */
    static RunningGateway another(GatewayConfig.Limits limits, Optional<GatewayConfig.Tls> tls) {
        return start(Shared.GATEWAY.kafka, limits, tls, ConnectionEvents.Producer.LOGGING);
    }

    /** The same, which tells the tenants of their devices' connections. */
    static RunningGateway withConnectionEvents() {
        return withConnectionEvents(Shared.GATEWAY.kafka);
    }

    /** Another gateway at this one's broker and registry, as when one is not enough. */
    RunningGateway besideIt() {
        return start(
                kafka, database, GatewayConfig.Limits.DEFAULT, Optional.empty(), ConnectionEvents.Producer.LOGGING);
    }

    /** A gateway with a registry on this database. */
    static RunningGateway start(EmbeddedKafka kafka, TestDatabase database) {
        return start(
                kafka.bootstrapServers(),
                database,
                GatewayConfig.Limits.DEFAULT,
                Optional.empty(),
                ConnectionEvents.Producer.LOGGING);
    }

    /** The same at another broker. */
    static RunningGateway withConnectionEvents(String kafka) {
        return start(kafka, GatewayConfig.Limits.DEFAULT, Optional.empty(), ConnectionEvents.Producer.EVENTS);
    }

    private static final class Shared {
        private static final RunningGateway GATEWAY = start();

        private static RunningGateway start() {
            EmbeddedKafka kafka = EmbeddedKafka.start();
            RunningGateway gateway = RunningGateway.start(kafka, GatewayConfig.Limits.DEFAULT, Optional.empty());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                gateway.close();
                kafka.close();
            }));
            return gateway;
        }
    }

    static RunningGateway start(EmbeddedKafka kafka, GatewayConfig.Limits limits, Optional<GatewayConfig.Tls> tls) {
        return start(kafka.bootstrapServers(), limits, tls, ConnectionEvents.Producer.LOGGING);
    }

    private static RunningGateway start(
            String kafka,
            GatewayConfig.Limits limits,
            Optional<GatewayConfig.Tls> tls,
            ConnectionEvents.Producer connectionEvents) {
        return start(kafka, TestDatabase.fresh(), limits, tls, connectionEvents);
    }

    private static RunningGateway start(
            String kafka,
            TestDatabase database,
            GatewayConfig.Limits limits,
            Optional<GatewayConfig.Tls> tls,
            ConnectionEvents.Producer connectionEvents) {
        GatewayConfig.Address anyPort = new GatewayConfig.Address("127.0.0.1", 0);
        GatewayConfig config = new GatewayConfig(
                KafkaConnection.to(kafka),
                new GatewayConfig.Database(database.url(), Roles.GATEWAY, Roles.GATEWAY),
                anyPort,
                anyPort,
                tls,
                anyPort,
                1,
                connectionEvents,
                limits);
        try (Admin admin = admin(kafka)) {
            DerwentTopics.createMissing(admin, DerwentTopics.all());
            Gateway gateway = Gateway.start(config, Clock.systemUTC());
            gateway.serving().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            return new RunningGateway(kafka, database, gateway, administrator(database));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the gateway does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Admin kafkaAdmin() {
        return admin(kafka);
    }

    TestDatabase database() {
        return database;
    }

    /** A token of the platform's administrator. */
    String token() {
        return token;
    }

    int httpPort() {
        return gateway.httpPort();
    }

    int mqttPort() {
        return gateway.mqttPorts().get(0);
    }

    int mqttsPort() {
        return gateway.mqttPorts().get(1);
    }

    /** A tenant, made through the API. */
    RunningGateway withTenant(String tenant, String document) {
        expect(201, call("POST", "/v1/tenants/" + tenant, document));
        return this;
    }

    /** A device that logs in as itself with {@link #PASSWORD}. */
    RunningGateway withDevice(String tenant, String device, String document) {
        expect(201, call("POST", "/v1/devices/%s/%s".formatted(tenant, device), document));
        expect(204, putCredentials(tenant, device, credentials(device, PASSWORD)));
        return this;
    }

    /** Makes the device a reader whose antenna 1 has watched this place since 2026-01-01, as the console does. */
    RunningGateway withReader(String tenant, String device, String place) {
        execute(tenant, """
                insert into place (tenant, id, version, gln, name, active)
                values ('%1$s', '%3$s', 1, '%3$s', 'Store', true) on conflict do nothing;
                insert into reader (tenant, device, version) values ('%1$s', '%2$s', 1);
                insert into reader_antenna (tenant, device, ordinal, antenna, place, valid_from)
                values ('%1$s', '%2$s', 1, 1, '%3$s', '2026-01-01Z')""".formatted(tenant, device, place));
        return this;
    }

    /** Takes the reader's place away from it. */
    void withoutPlace(String tenant, String device) {
        execute(tenant, """
                update reader set version = version + 1 where device = '%1$s';
                delete from reader_antenna where device = '%1$s'""".formatted(device));
    }

    private void execute(String tenant, String sql) {
        try (Connection connection = database.connect(Roles.CONSOLE);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('derwent.tenant', '%s', true)".formatted(tenant));
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed", e);
        }
    }

    HttpResponse<String> putCredentials(String tenant, String device, String credentials) {
        return call("PUT", "/v1/credentials/%s/%s".formatted(tenant, device), credentials);
    }

    static String credentials(String authId, String password) {
        return """
                [{"type":"hashed-password","auth-id":"%s","secrets":[{"pwd-plain":"%s"}]}]""".formatted(authId, password);
    }

    HttpResponse<String> call(String method, String path, String body) {
        return call(method, path, body, token, Map.of());
    }

    HttpResponse<String> call(String method, String path, String body, String bearer, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(gateway.httpPort(), path)))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + bearer)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes a record as an application of the tenant would. */
    void write(String topic, String key, Map<String, String> headers, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (Producer<String, byte[]> producer =
                KafkaSender.producer(KafkaConnection.to(kafka), Duration.ofSeconds(20), 1024 * 1024)) {
            var unused = producer.send(record); // closing waits for it
        }
    }

    /** The headers of a record, as text. */
    static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        if (headers.size() != record.headers().toArray().length) {
            throw new IllegalStateException("a header twice: " + record.headers());
        }
        return headers;
    }

    /** Everything on a topic now, in the order of each partition. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() {
        gateway.close();
    }

    private static Admin admin(String kafka) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka));
    }

    private static void expect(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new IllegalStateException(
                    "%d expected, got %d: %s".formatted(status, response.statusCode(), response.body()));
        }
    }

    private static String administrator(TestDatabase database) {
        try (var pool = RegistryDatabase.pool(database.url(), Roles.GATEWAY, Roles.GATEWAY, 1)) {
            return new ApiTokens(new RegistryDatabase(pool))
                    .create(new TokenIdentity(TokenIdentity.ADMINISTRATOR, TokenIdentity.PLATFORM, Optional.empty()));
        }
    }
}
