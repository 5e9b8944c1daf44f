package io.derwent.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.feeds.Publisher;
import io.derwent.console.http.ApiJson;
import io.derwent.console.push.PushConfig;
import io.derwent.model.AlertEvent;
import io.derwent.registry.DeviceDocument;
import io.derwent.registry.Devices;
import io.derwent.registry.RegistryDatabase;
import io.derwent.registry.TenantDocument;
import io.derwent.registry.Tenants;
import io.derwent.store.Database;
import io.derwent.store.RetentionPeriods;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import io.derwent.wire.Codecs;
import io.derwent.wire.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A console on a database of its own with two tenants, derby and stafford; what it publishes to Kafka is kept in a list, and
 * tests hand it alert events themselves.
 */
public final class RunningConsole implements AutoCloseable {
    static final String ADMIN_TOKEN = "admin-token-of-the-tests";
    static final String ADMIN_PASSWORD = "admin-password-of-the-tests";
    static final String DERBY = "derby";
    static final String STAFFORD = "stafford";

    private final TestDatabase postgres = TestDatabase.fresh();
    private final List<ProducerRecord<String, byte[]>> published = new CopyOnWriteArrayList<>();
    private final Console console;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final RegistryDatabase registry;
    private final DataSource registryPool;

    private RunningConsole(Clock clock, PushConfig push) {
        var pool = RegistryDatabase.pool(postgres.url(), Roles.GATEWAY, Roles.GATEWAY, 1);
        registryPool = pool;
        registry = new RegistryDatabase(pool);
        Tenants tenants = new Tenants(registry);
        TenantDocument empty = TenantDocument.parse("{}".getBytes(StandardCharsets.UTF_8));
        tenants.create(DERBY, empty);
        tenants.create(STAFFORD, empty);
        ConsoleConfig config = new ConsoleConfig(
                KafkaConnection.to("none"),
                new ConsoleConfig.Address("127.0.0.1", 0),
                postgres.as(Roles.CONSOLE),
                Optional.empty(),
                RetentionPeriods.NONE,
                Optional.of(new ConsoleConfig.FirstAdministrator(ADMIN_PASSWORD, ADMIN_TOKEN)),
                push);
        Publisher publisher = published::addAll;
        console = Console.startWithoutKafka(config, clock, publisher);
    }

    static RunningConsole start() {
        return new RunningConsole(Clock.systemUTC(), PushConfig.NONE);
    }

    static RunningConsole start(Clock clock) {
        return new RunningConsole(clock, PushConfig.NONE);
    }

    /** With channels to people. */
    static RunningConsole start(Clock clock, PushConfig push) {
        return new RunningConsole(clock, push);
    }

    String url() {
        return "http://127.0.0.1:" + console.port();
    }

    Console console() {
        return console;
    }

    List<ProducerRecord<String, byte[]>> published() {
        return published;
    }

    /** A pool of the job's role, to write readings as the job does. */
    Database asJob() {
        return postgres.open(Roles.JOBS);
    }

    Database asConsole() {
        return postgres.open(Roles.CONSOLE);
    }

    void registerDevice(String tenant, String device) {
        new Devices(registry).create(tenant, device, DeviceDocument.parse("{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** What the alerts consumer does with a record. */
    void receive(AlertEvent event) {
        console.alertSink().fold(event, new String(Codecs.alertEvents().encode(event), StandardCharsets.UTF_8));
    }

    /** An answer: status, JSON (missing if it is none), raw body and headers. */
    record Answer(int status, JsonNode json, String body, HttpResponse<String> raw) {
        String error() {
            return json.path("error").asText();
        }
    }

    Answer get(String token, String path) {
        return send(request(token, path).GET());
    }

    /** Asks with any method, without a body. */
    Answer ask(String method, String token, String path) {
        return send(request(token, path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    Answer post(String token, String path, String json) {
        return send(request(token, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    Answer put(String token, String path, String json) {
        return send(request(token, path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    Answer postForm(String path, Map<String, String> headers, String form) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        headers.forEach(builder::header);
        return send(builder);
    }

    Answer getPage(String path, Map<String, String> headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url() + path));
        headers.forEach(builder::header);
        return send(builder);
    }

    /** The admin acts for this tenant. */
    Answer adminPost(String tenant, String path, String json) {
        return send(request(ADMIN_TOKEN, path)
                .header("Derwent-Tenant", tenant)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    Answer adminPut(String tenant, String path, String json) {
        return send(request(ADMIN_TOKEN, path)
                .header("Derwent-Tenant", tenant)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    Answer adminGet(String tenant, String path) {
        return send(request(ADMIN_TOKEN, path).header("Derwent-Tenant", tenant).GET());
    }

    Answer adminDelete(String tenant, String path) {
        return send(request(ADMIN_TOKEN, path).header("Derwent-Tenant", tenant).DELETE());
    }

    /** Creates a patient. */
    void patient(String tenant, String id, String givenName, String familyName) {
        Answer answer = adminPost(
                tenant,
                "/api/v1/patients",
                "{'id':'%s','givenName':'%s','familyName':'%s'}".formatted(id, givenName, familyName));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** Somebody who can log in. */
    record Person(String user, String password, String token) {}

    Person nurse(String tenant, String user) {
        return account("{'user':'%s','role':'nurse','tenant':'%s','name':'Nurse %s'}".formatted(user, tenant, user));
    }

    Person lead(String tenant, String user) {
        return account("{'user':'%s','role':'lead','tenant':'%s','name':'Lead %s'}".formatted(user, tenant, user));
    }

    Person auditor(String tenant, String user) {
        return account(
                "{'user':'%s','role':'auditor','tenant':'%s','name':'Auditor %s'}".formatted(user, tenant, user));
    }

    /** Makes a team of these people. */
    void team(String tenant, String id, String name, String... members) {
        Answer answer = adminPut(
                tenant,
                "/api/v1/teams/" + id,
                "{'name':'%s','members':[%s]}"
                        .formatted(
                                name, Stream.of(members).map("'%s'"::formatted).collect(Collectors.joining(","))));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** Creates a patient whom a team looks after. */
    void patient(String tenant, String id, String givenName, String familyName, String team) {
        patient(tenant, id, givenName, familyName);
        Answer answer = adminPut(
                tenant, "/api/v1/patients/" + id + "/care", "{'team':'%s','phone':'01332 555 0100'}".formatted(team));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    Person estates(String tenant, String user) {
        return account(
                "{'user':'%s','role':'estates','tenant':'%s','name':'Estates %s'}".formatted(user, tenant, user));
    }

    Person patientAccount(String tenant, String user, String patient) {
        return account("{'user':'%s','role':'patient','tenant':'%s','name':'%s','patient':'%s'}"
                .formatted(user, tenant, user, patient));
    }

    private Person account(String json) {
        Answer answer = post(ADMIN_TOKEN, "/api/v1/accounts", json);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.body());
        }
        return new Person(
                answer.json().path("user").asText(),
                answer.json().path("password").asText(),
                answer.json().path("token").asText());
    }

    private HttpRequest.Builder request(String token, String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url() + path));
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            JsonNode json = isJson && !response.body().isEmpty()
                    ? ApiJson.MAPPER.readTree(response.body())
                    : ApiJson.MAPPER.missingNode();
            return new Answer(response.statusCode(), json, response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        console.close();
        if (registryPool instanceof AutoCloseable pool) {
            try {
                pool.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
