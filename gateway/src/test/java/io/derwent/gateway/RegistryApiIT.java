package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.registry.ApiTokens;
import io.derwent.registry.RegistryDatabase;
import io.derwent.registry.TokenIdentity;
import io.derwent.store.Roles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hono's registry API over HTTP, on a real database and broker. */
class RegistryApiIT {
    private static final RunningGateway GATEWAY = RunningGateway.shared();

    @BeforeAll
    static void register() {
        GATEWAY.withTenant("api", "{}").withDevice("api", "hub", "{}").withDevice("api", "cuff", "{\"via\":\"hub\"}");
    }

    @Test
    void aTenantsFourTopicsAreCreatedWithIt() throws Exception {
        HttpResponse<String> created = GATEWAY.call("POST", "/v1/tenants/api-topics", "{}");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("location")).hasValue("/v1/tenants/api-topics");
        assertThat(created.headers().firstValue("etag")).isPresent();
        assertThat(new JsonObject(created.body())).isEqualTo(new JsonObject().put("id", "api-topics"));
        try (Admin admin = GATEWAY.kafkaAdmin()) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS))
                            .contains(
                                    "hono.telemetry.api-topics",
                                    "hono.event.api-topics",
                                    "hono.command.api-topics",
                                    "hono.command_response.api-topics"));
        }
    }

    @Test
    void anIdIsMadeUpWhenNoneIsGiven() {
        String tenant = new JsonObject(GATEWAY.call("POST", "/v1/tenants", "").body()).getString("id");
        String device =
                new JsonObject(GATEWAY.call("POST", "/v1/devices/" + tenant, "").body()).getString("id");

        assertThat(GATEWAY.call("GET", "/v1/devices/%s/%s".formatted(tenant, device), "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(GATEWAY.call("GET", "/v1/credentials/%s/%s".formatted(tenant, device), "")
                        .body())
                .isEqualTo("[]");
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "POST   | /v1/tenants/api              | {}                     | 409",
                "POST   | /v1/tenants/a%20b            | {}                     | 400",
                "POST   | /v1/tenants/api2             | {'colour':'red'}       | 400",
                "POST   | /v1/tenants/api2             | not JSON               | 400",
                "GET    | /v1/tenants/nowhere          | ''                     | 404",
                "PUT    | /v1/tenants/nowhere          | {}                     | 404",
                "DELETE | /v1/tenants/nowhere          | ''                     | 404",
                "POST   | /v1/devices/nowhere/d        | {}                     | 404",
                "POST   | /v1/devices/api/hub          | {}                     | 409",
                "POST   | /v1/devices/api/x            | {'enabled':1}          | 400",
                "GET    | /v1/devices/api/nobody       | ''                     | 404",
                "GET    | /v1/devices/api?pageSize=201 | ''                     | 400",
                "GET    | /v1/devices/api?pageSize=200 | ''                     | 200",
                "GET    | /v1/devices/api?pageSize=0   | ''                     | 200",
                "GET    | /v1/devices/api?pageOffset=-1 | ''                    | 400",
                "GET    | /v1/devices/api?isGateway=maybe | ''                  | 400",
                "GET    | /v1/devices/api?filterJson=x | ''                     | 400",
                "GET    | /v1/devices/api?filterJson=  | ''                     | 400",
                "GET    | /v1/devices/api?sortJson=[]  | ''                     | 400",
                "GET    | /v1/tenants?filterJson=x     | ''                     | 400",
                "GET    | /v1/tenants?sortJson=x       | ''                     | 400",
                "PUT    | /v1/credentials/api/nobody   | []                     | 404",
                "PUT    | /v1/credentials/api/hub      | [{'type':'psk'}]       | 400",
                "GET    | /v1/credentials/api/nobody   | ''                     | 404",
                "GET    | /v1/colours                  | ''                     | 404",
                "PATCH  | /v1/tenants/api              | {}                     | 405",
                "DELETE | /v1/tenants                  | ''                     | 405",
                "PUT    | /v1/devices/api              | {}                     | 405",
                "POST   | /v1/credentials/api/hub      | []                     | 405",
                "PUT    | /v1/tenants/api              | {'trusted-ca':[{'cert':'bm8gY2VydGlmaWNhdGU='}]} | 400",
                "GET    | /v1/tenants/api              | ''                     | 200",
                "GET    | /v1/devices/api              | ''                     | 200",
            })
    void everyRequestGetsItsStatus(String method, String path, String body, int status) {
        HttpResponse<String> response = GATEWAY.call(method, path, body.equals("''") ? "" : body.replace('\'', '"'));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        if (status >= 400) {
            assertThat(new JsonObject(response.body()).getString("error")).isNotBlank();
        }
    }

    @Test
    void whatAPathCannotDoIsToldFromWhatItCan() {
        assertThat(GATEWAY.call("DELETE", "/v1/credentials/api/hub", "")
                        .headers()
                        .firstValue("allow"))
                .hasValue("GET, PUT");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "application/json,                  204",
        "Application/JSON; charset=utf-8,   204",
        "text/plain,                        415",
        "application/x-www-form-urlencoded, 415",
    })
    void aBodyThatSaysItIsNotJsonIsNotRead(String contentType, int status) {
        HttpResponse<String> response =
                GATEWAY.call("PUT", "/v1/tenants/api", "{}", GATEWAY.token(), Map.of("Content-Type", contentType));

        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void idsThatKafkaCannotTellApartCollide() {
        assertThat(GATEWAY.call("POST", "/v1/tenants/col.li_de", "{}").statusCode())
                .isEqualTo(201);
        assertThat(GATEWAY.call("POST", "/v1/tenants/col_li.de", "{}").statusCode())
                .isEqualTo(409);
        assertThat(GATEWAY.call("POST", "/v1/tenants/COL.li_de", "{}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void aStaleEtagIsRefused() {
        String path = "/v1/devices/api/etagged";
        String etag =
                GATEWAY.call("POST", path, "{}").headers().firstValue("etag").orElseThrow();

        HttpResponse<String> updated = put(path, "{\"ext\":{\"n\":1}}", etag);
        HttpResponse<String> stale = put(path, "{\"ext\":{\"n\":2}}", etag);

        assertThat(updated.statusCode()).isEqualTo(204);
        assertThat(updated.headers().firstValue("etag")).isPresent().isNotEqualTo(Optional.of(etag));
        assertThat(stale.statusCode()).isEqualTo(412);
        JsonObject device = new JsonObject(GATEWAY.call("GET", path, "").body());
        assertThat(device.getJsonObject("ext").getInteger("n")).isEqualTo(1);
        assertThat(device.getJsonObject("status").getString("created")).isNotBlank();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"other\", ETAG | 204",
                "*               | 204",
                "\"other\", W/ETAG | 412",
                "\"unfinished     | 400",
            })
    void aVersionMayBeOneOfSeveralOrAny(String ifMatch, int status) {
        String path = "/v1/tenants/api";
        String etag = GATEWAY.call("GET", path, "").headers().firstValue("etag").orElseThrow();

        assertThat(put(path, "{}", ifMatch.replace("ETAG", etag)).statusCode()).isEqualTo(status);
    }

    @Test
    void hashesAreNeverGivenOut() {
        JsonArray shown =
                new JsonArray(GATEWAY.call("GET", "/v1/credentials/api/hub", "").body());

        assertThat(shown.getJsonObject(0).getString("auth-id")).isEqualTo("hub");
        JsonObject secret = shown.getJsonObject(0).getJsonArray("secrets").getJsonObject(0);
        assertThat(secret.fieldNames()).containsExactly("id");
    }

    @Test
    void anAuthIdBelongsToOneDeviceOfATenant() {
        HttpResponse<String> clash =
                GATEWAY.putCredentials("api", "cuff", RunningGateway.credentials("hub", RunningGateway.PASSWORD));

        assertThat(clash.statusCode()).isEqualTo(409);
    }

    @Test
    void gatewayDevicesCanBeSearchedFor() {
        JsonObject gateways = new JsonObject(
                GATEWAY.call("GET", "/v1/devices/api?isGateway=true", "").body());

        assertThat(gateways.getInteger("total")).isEqualTo(1);
        assertThat(gateways.getJsonArray("result").getJsonObject(0).getString("id"))
                .isEqualTo("hub");
    }

    @Test
    void aPageIsWhatWasAskedFor() {
        JsonObject page = new JsonObject(GATEWAY.call("GET", "/v1/devices/api?pageSize=1&pageOffset=1", "")
                .body());

        assertThat(page.getInteger("total")).isGreaterThanOrEqualTo(2);
        assertThat(page.getJsonArray("result")).hasSize(1);
    }

    @Test
    void aSearchIsFilteredAndSortedAsAsked() {
        GATEWAY.withTenant("searched", "{\"ext\":{\"ward\":\"north\"}}");
        for (int n = 1; n <= 4; n++) {
            GATEWAY.withDevice(
                    "searched",
                    "d" + n,
                    "{\"enabled\":%s,\"ext\":{\"room\":\"12%d\",\"shelf\":%d}}".formatted(n < 4, n, -n));
        }

        JsonObject found = search(
                "devices/searched",
                "filterJson",
                "{'field':'/enabled','op':'eq','value':true}",
                "filterJson",
                "{'field':'/ext/room','value':'1?*'}",
                "sortJson",
                "{'field':'/ext/shelf','direction':'asc'}",
                "pageSize",
                "2");
        JsonObject tenants = search("tenants", "filterJson", "{'field':'/ext/ward','op':'eq','value':'nort?'}");
        JsonObject none = search("devices/searched", "filterJson", "{'field':'/ext/room','value':'9*'}");

        assertThat(found.getInteger("total")).isEqualTo(3);
        assertThat(ids(found)).containsExactly("d3", "d2");
        assertThat(ids(tenants)).containsExactly("searched");
        assertThat(none).isEqualTo(new JsonObject().put("total", 0).put("result", new JsonArray()));
    }

    @Test
    void onlyAdministratorsOfThatTenantOrThePlatformMayCallIt() {
        String north = token(TokenIdentity.ADMINISTRATOR, "api");
        String nurse = token("nurse", "api");

        assertThat(as("no-token", "GET", "/v1/tenants/api")).isEqualTo(401);
        assertThat(as(nurse, "GET", "/v1/tenants/api")).isEqualTo(403);
        assertThat(as(north, "GET", "/v1/tenants/api")).isEqualTo(200);
        assertThat(as(north, "GET", "/v1/devices/api")).isEqualTo(200);
        assertThat(as(north, "GET", "/v1/devices/other")).isEqualTo(403);
        assertThat(as(north, "GET", "/v1/tenants")).isEqualTo(403);
        assertThat(as(north, "POST", "/v1/tenants/of-mine")).isEqualTo(403);
    }

    @Test
    void aBodyTooLargeIsRefused() {
        String body = "{\"ext\":{\"x\":\"" + "x".repeat(300_000) + "\"}}";

        assertThat(GATEWAY.call("POST", "/v1/devices/api/large", body).statusCode())
                .isEqualTo(413);
    }

    @Test
    void metricsCarryHonosNames() {
        assertThat(GATEWAY.call("GET", "/metrics", "").body())
                .contains("hono_connections_open", "jvm_memory_used_bytes");
        assertThat(GATEWAY.call("GET", "/health/live", "").statusCode()).isEqualTo(200);
        assertThat(GATEWAY.call("GET", "/health/ready", "").statusCode()).isEqualTo(200);
    }

    private static JsonObject search(String collection, String... parameters) {
        StringBuilder path = new StringBuilder("/v1/" + collection + "?");
        for (int i = 0; i < parameters.length; i += 2) {
            String value = parameters[i + 1].replace('\'', '"');
            path.append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .append('&');
        }
        return new JsonObject(GATEWAY.call("GET", path.toString(), "").body());
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("result").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static HttpResponse<String> put(String path, String body, String etag) {
        return GATEWAY.call("PUT", path, body, GATEWAY.token(), Map.of("If-Match", etag));
    }

    private static int as(String token, String method, String path) {
        return GATEWAY.call(method, path, "", token, Map.of()).statusCode();
    }

    private static String token(String role, String tenant) {
        try (var pool = RegistryDatabase.pool(GATEWAY.database().url(), Roles.GATEWAY, Roles.GATEWAY, 1)) {
            return new ApiTokens(new RegistryDatabase(pool)).create(new TokenIdentity(role, tenant, Optional.empty()));
        }
    }
}
