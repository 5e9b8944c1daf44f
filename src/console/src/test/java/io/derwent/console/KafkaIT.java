package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.http.ApiJson;
import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.registry.RegistryDatabase;
import io.derwent.registry.TenantDocument;
import io.derwent.registry.Tenants;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import io.derwent.wire.testing.EmbeddedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The console as it runs: a real broker, a real database, started from an environment, migrating by itself. */
class KafkaIT {
    private static final String TOKEN = "first-token";

    @Test
    void alertsBecomeCasesPlansArePublishedAndARestartRepeatsNothing() throws Exception {
        TestDatabase postgres = TestDatabase.fresh();
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            ConsoleConfig config = ConsoleConfig.fromEnvironment(Map.of(
                    "DERWENT_KAFKA",
                    kafka.bootstrapServers(),
                    "DERWENT_CONSOLE_HTTP",
                    "127.0.0.1:0",
                    "DERWENT_DB_URL",
                    postgres.url(),
                    "DERWENT_DB_USER",
                    Roles.CONSOLE,
                    "DERWENT_DB_PASSWORD",
                    Roles.CONSOLE,
                    "DERWENT_DB_OWNER_USER",
                    TestDatabase.OWNER,
                    "DERWENT_DB_OWNER_PASSWORD",
                    TestDatabase.OWNER,
                    "DERWENT_ADMIN_PASSWORD",
                    "first-password",
                    "DERWENT_ADMIN_TOKEN",
                    TOKEN));
            AlertEvent alert = Alerting.raised(
                    "OX-03",
                    Severity.RED,
                    List.of("spo2 <= 92 %"),
                    Alerting.oxygen(RunningConsole.DERBY, "p-1", 90, Instant.now()));
            createTenant(postgres);

            try (Console console = Console.start(config, Clock.systemUTC())) {
                post(console, "/api/v1/patients", "{\"id\":\"p-1\",\"givenName\":\"Ada\",\"familyName\":\"Byron\"}");
                post(console, "/api/v1/care-plans", "{\"patient\":\"p-1\",\"pathway\":\"oximetry\"}");
                publish(kafka, alert);
                publish(kafka, alert);

                await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                    JsonNode items = get(console, "/api/v1/cases").path("items");
                    assertThat(items).hasSize(1);
                    assertThat(items.path(0).path("patientName").asText()).isEqualTo("Ada Byron");
                });
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(keysOn(kafka, DerwentTopics.CARE_PLANS))
                                .containsExactly("derby/p-1"));
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(get(console, "/health/ready")
                                        .path("status")
                                        .asText())
                                .isEqualTo("UP"));
            }

            try (Console again = Console.start(config, Clock.systemUTC())) {
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(get(again, "/health/ready")
                                        .path("status")
                                        .asText())
                                .isEqualTo("UP"));
                assertThat(get(again, "/api/v1/cases").path("items")).hasSize(1);
                assertThat(keysOn(kafka, DerwentTopics.CARE_PLANS)).containsExactly("derby/p-1");
            }
        }
    }

    private static void createTenant(TestDatabase postgres) {
        try (var pool = RegistryDatabase.pool(postgres.url(), Roles.GATEWAY, Roles.GATEWAY, 1)) {
            new Tenants(new RegistryDatabase(pool))
                    .create(RunningConsole.DERBY, TenantDocument.parse("{}".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void publish(EmbeddedKafka kafka, AlertEvent alert) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            DerwentTopics.ALERTS,
                            Keys.of(alert.tenant(), alert.subject().id()),
                            Codecs.alertEvents().encode(alert)))
                    .get();
        }
    }

    private static List<String> keysOn(EmbeddedKafka kafka, String topic) {
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition)
                            < Optional.ofNullable(ends.get(partition)).orElse(0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> keys.add(record.key()));
            }
        }
        return keys;
    }

    private static JsonNode get(Console console, String path) throws Exception {
        return send(request(console, path).GET().build());
    }

    private static JsonNode post(Console console, String path, String body) throws Exception {
        return send(request(console, path)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpRequest.Builder request(Console console, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Derwent-Tenant", RunningConsole.DERBY);
    }

    private static JsonNode send(HttpRequest request) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return ApiJson.MAPPER.readTree(response.body());
    }
}
