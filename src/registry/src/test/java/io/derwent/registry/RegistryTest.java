package io.derwent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import io.derwent.registry.RegistryRefusal.Kind;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry's rules on a real PostgreSQL, as the gateway's role. */
class RegistryTest {
    private static final String SECRET = "a-long-enough-secret";
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private static TestDatabase postgres;
    private static HikariDataSource pool;
    private static RegistryDatabase database;
    private static Tenants tenants;
    private static Devices devices;
    private static Credentials credentials;

    @BeforeAll
    static void open() {
        postgres = TestDatabase.fresh();
        pool = RegistryDatabase.pool(postgres.url(), Roles.GATEWAY, Roles.GATEWAY, 4);
        database = new RegistryDatabase(pool);
        tenants = new Tenants(database);
        devices = new Devices(database);
        credentials = new Credentials(database);
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Test
    void theRegistrySeesThatItIsMigrated() {
        TestDatabase empty = TestDatabase.empty();
        try (HikariDataSource nothing = RegistryDatabase.pool(empty.url(), TestDatabase.OWNER, TestDatabase.OWNER, 1)) {
            assertThat(new RegistryDatabase(nothing).isMigrated()).isFalse();
        }
        assertThat(database.isMigrated()).isTrue();
    }

    @Nested
    class GivenTenants {
        @Test
        void idsThatKafkaCannotTellApartCollide() {
            tenants.create("a.b", tenant("{}"));

            assertRefused(Kind.TAKEN, () -> tenants.create("a_b", tenant("{}")));
            assertRefused(Kind.TAKEN, () -> tenants.create("a.b", tenant("{}")));
            tenants.create("A.B", tenant("{}"));
        }

        @Test
        void anUpdateNeedsTheCurrentEtagIfItNamesOne() {
            String first = tenants.create("etag", tenant("{}"));
            String second = tenants.update("etag", tenant("{\"alias\":\"x\"}"), IfMatch.of(first));

            assertThat(second).isNotEqualTo(first);
            assertRefused(Kind.CHANGED, () -> tenants.update("etag", tenant("{}"), IfMatch.of(first)));
            assertRefused(Kind.CHANGED, () -> tenants.delete("etag", IfMatch.of(first)));
            tenants.update("etag", tenant("{}"), IfMatch.ANY);
        }

        @Test
        void anAuthorityBelongsToOneTenantOrToOneTrustAnchorGroup() {
            String trusted = "\"trusted-ca\":[{\"cert\":\"" + DocumentsTest.CERTIFICATE + "\"}]}";
            tenants.create("trusting", tenant("{" + trusted));
            tenants.create("trusting-too", tenant("{}"));

            assertRefused(Kind.TAKEN, () -> tenants.create("trusting-also", tenant("{" + trusted)));
            assertRefused(Kind.TAKEN, () -> tenants.update("trusting-too", tenant("{" + trusted), IfMatch.ANY));
            tenants.update("trusting", tenant("{\"trust-anchor-group\":\"g\"," + trusted), IfMatch.ANY);
            assertRefused(Kind.TAKEN, () -> tenants.update("trusting-too", tenant("{" + trusted), IfMatch.ANY));
            tenants.update("trusting-too", tenant("{\"trust-anchor-group\":\"g\"," + trusted), IfMatch.ANY);
        }

        @Test
        void deletingOneTakesItsDevicesAlong() {
            givenDevice("gone", "d", "{}");

            tenants.delete("gone", IfMatch.ANY);

            assertThat(devices.read("gone", "d")).isEmpty();
            assertThat(credentials.read("gone", "d")).isEmpty();
            assertRefused(Kind.NOT_FOUND, () -> tenants.delete("gone", IfMatch.ANY));
        }
    }

    @Nested
    class GivenDevices {
        @Test
        void aTenantHasAsManyAsItMay() {
            tenants.create("small", tenant("{\"registration-limits\":{\"max-devices\":1}}"));
            devices.create("small", "d1", device("{}"));

            assertRefused(Kind.LIMIT, () -> devices.create("small", "d2", device("{}")));
        }

        @Test
        void aDeviceNeedsItsTenant() {
            assertRefused(Kind.NOT_FOUND, () -> devices.create("nowhere", "d", device("{}")));
            assertRefused(Kind.NOT_FOUND, () -> devices.search("nowhere", search(30, 0), Optional.empty()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"ext\":{\"x\":\"\\u0000\"}}", "{\"ext\":{\"x\":1E999999}}"})
        void whatTheDatabaseCannotKeepIsTheCallersMistake(String document) {
            tenants.create("unkept", tenant("{}"));

            assertRefused(Kind.INVALID, () -> devices.create("unkept", "d", device(document)));
            tenants.delete("unkept", IfMatch.ANY);
        }

        @Test
        void pagesComeInIdOrder() {
            tenants.create("paged", tenant("{}"));
            for (String id : List.of("d3", "d1", "d2")) {
                devices.create("paged", id, device("{}"));
            }

            Page page = devices.search("paged", search(2, 1), Optional.empty());

            assertThat(page.total()).isEqualTo(3);
            assertThat(page.items()).extracting(Stored::id).containsExactly("d3");
        }

        @Test
        void gatewaysAreThoseNamedInAViaOrMembersOfAGroup() {
            tenants.create("hubs", tenant("{}"));
            devices.create("hubs", "hub", device("{}"));
            devices.create("hubs", "member", device("{\"memberOf\":[\"g\"]}"));
            devices.create("hubs", "cuff", device("{\"via\":[\"hub\"]}"));

            assertThat(devices.search("hubs", search(30, 0), Optional.of(true)).items())
                    .extracting(Stored::id)
                    .containsExactly("hub", "member");
            assertThat(devices.search("hubs", search(30, 0), Optional.of(false)).items())
                    .extracting(Stored::id)
                    .containsExactly("cuff");
        }
    }

    @Nested
    class GivenCredentials {
        @Test
        void anAuthIdBelongsToOneDevice() {
            givenDevice("clash", "d1", "{}");
            devices.create("clash", "d2", device("{}"));

            assertRefused(Kind.TAKEN, () -> credentials.replace("clash", "d2", password("d1", SECRET), IfMatch.ANY));
            assertThat(credentials.read("clash", "d2").orElseThrow().json()).isEmpty();
        }

        @Test
        void aSetIsReplacedAsAWhole() {
            givenDevice("whole", "d", "{}");

            credentials.replace("whole", "d", password("other", SECRET), IfMatch.ANY);

            DeviceDirectory directory = directory(NOW);
            assertThat(directory.logIn("whole", "other", SECRET).device().id()).isEqualTo("d");
            assertThatThrownBy(() -> directory.logIn("whole", "d", SECRET)).isInstanceOf(LoginRefused.class);
        }
    }

    @Nested
    class GivenLogins {
        @Test
        void whoIsNotKnownAndWhoIsSwitchedOffAreToldApart() {
            givenDevice("logins", "on", "{}");
            givenDevice("logins", "off", "{\"enabled\":false}");
            DeviceDirectory directory = directory(NOW);

            assertThat(directory.logIn("logins", "on", SECRET).device().id()).isEqualTo("on");
            assertLoginRefused(LoginRefused.Reason.BAD_CREDENTIALS, () -> directory.logIn("logins", "on", "wrong"));
            assertLoginRefused(LoginRefused.Reason.BAD_CREDENTIALS, () -> directory.logIn("logins", "no", SECRET));
            assertLoginRefused(LoginRefused.Reason.BAD_CREDENTIALS, () -> directory.logIn("no", "on", SECRET));
            assertLoginRefused(LoginRefused.Reason.NOT_ALLOWED, () -> directory.logIn("logins", "off", SECRET));
            assertLoginRefused(LoginRefused.Reason.BAD_CREDENTIALS, () -> directory.logIn("logins", "off", "wrong"));
        }

        @Test
        void whileTwoSecretsOverlapEitherIsGood() {
            givenDevice("rotate", "d", "{}");
            credentials.replace("rotate", "d", document("""
                            [{"type":"hashed-password","auth-id":"d","secrets":[
                                {"pwd-plain":"the-old-long-secret","not-after":"2026-11-22T09:00:00Z"},
                                {"pwd-plain":"the-new-long-secret","not-before":"2026-11-22T07:00:00Z"}]}]"""), IfMatch.ANY);

            assertThat(directory(NOW)
                            .logIn("rotate", "d", "the-old-long-secret")
                            .validUntil())
                    .hasValue(Instant.parse("2026-11-22T09:00:00Z"));
            directory(NOW).logIn("rotate", "d", "the-new-long-secret");
            assertLoginRefused(
                    LoginRefused.Reason.BAD_CREDENTIALS,
                    () -> directory(NOW.plus(Duration.ofHours(2))).logIn("rotate", "d", "the-old-long-secret"));
            assertLoginRefused(
                    LoginRefused.Reason.BAD_CREDENTIALS,
                    () -> directory(NOW.minus(Duration.ofHours(2))).logIn("rotate", "d", "the-new-long-secret"));
        }

        @Test
        void anAuthIdThatMovesToAnotherDeviceIsFoundThere() {
            givenDevice("moves", "d1", "{}");
            devices.create("moves", "d2", device("{}"));
            DeviceDirectory directory = directory(NOW);
            directory.logIn("moves", "d1", SECRET);

            credentials.replace("moves", "d1", document("[]"), IfMatch.ANY);
            credentials.replace("moves", "d2", password("d1", SECRET), IfMatch.ANY);
            directory.forget(new RegistryChange("moves", Optional.of("d1")));
            directory.forget(new RegistryChange("moves", Optional.of("d2")));

            assertThat(directory.logIn("moves", "d1", SECRET).device().id()).isEqualTo("d2");
        }

        @Test
        void nobodyIsRefusedByWhatIsOnlyRemembered() {
            givenDevice("stale", "d", "{}");
            DeviceDirectory directory = directory(NOW);
            directory.logIn("stale", "d", SECRET);
            String other = "another-long-secret";

            credentials.replace("stale", "d", password("d", other), IfMatch.ANY);

            assertThat(directory.logIn("stale", "d", other).device().id()).isEqualTo("d");
            assertLoginRefused(LoginRefused.Reason.BAD_CREDENTIALS, () -> directory.logIn("stale", "d", SECRET));
        }

        @Test
        void aLoginCountsUntilItsOwnSecretIsReplaced() {
            givenDevice("counts", "d", "{}");
            DeviceDirectory directory = directory(NOW);
            Login login = directory.logIn("counts", "d", SECRET);
            assertThat(directory.confirm(login)).isEqualTo(login);

            credentials.replace("counts", "d", password("d", SECRET), IfMatch.ANY);
            directory.forget(new RegistryChange("counts", Optional.of("d")));

            assertLoginRefused(LoginRefused.Reason.BAD_CREDENTIALS, () -> directory.confirm(login));
        }
    }

    @Nested
    class GivenAReader {
        private final DeviceDirectory directory = directory(NOW);

        @Test
        void itIsKnownByTheConsolesRegistration() throws Exception {
            givenDevice("reading", "r", "{}");
            assertThat(directory.device("reading", "r").orElseThrow().reader())
                    .isEqualTo(ReaderPlaces.unregistered("reading", "r"));

            asConsole("reading", """
                    insert into place (tenant, id, version, gln, extension, name, active)
                    values ('reading', '5055123000012.A/1', 1, '5055123000012', 'A/1', 'Store', true);
                    insert into reader (tenant, device, version, place, silent_after_seconds)
                    values ('reading', 'r', 3, '5055123000012.A/1', 300);
                    insert into reader_antenna (tenant, device, ordinal, antenna, place, valid_from, valid_to)
                    values ('reading', 'r', 1, 2, '5055123000012.A/1', '2026-05-01T12:00:00.25Z', null),
                           ('reading', 'r', 2, 1, '5055123000012.A/1', '2026-05-01Z', '2026-06-01Z')""");

            ReaderPlaces registered = new ReaderPlaces(
                    "reading",
                    "r",
                    3,
                    "5055123000012.A/1",
                    300,
                    List.of(
                            new Antenna(2, "5055123000012.A/1", Instant.parse("2026-05-01T12:00:00.25Z"), null),
                            new Antenna(
                                    1,
                                    "5055123000012.A/1",
                                    Instant.parse("2026-05-01T00:00:00Z"),
                                    Instant.parse("2026-06-01T00:00:00Z"))));
            assertThat(directory.deviceAnew("reading", "r").orElseThrow().reader())
                    .isEqualTo(registered);
            assertThat(directory.logIn("reading", "r", SECRET).device().reader())
                    .isEqualTo(registered);
        }

        @Test
        void theDatabaseIsAskedAnewOnceASecondAtMost() throws Exception {
            givenDevice("doubted", "r", "{}");
            assertThat(directory
                            .deviceAnew("doubted", "r")
                            .orElseThrow()
                            .reader()
                            .version())
                    .isZero();

            asConsole("doubted", "insert into reader (tenant, device, version) values ('doubted', 'r', 1)");

            assertThat(directory
                            .deviceAnew("doubted", "r")
                            .orElseThrow()
                            .reader()
                            .version())
                    .isZero();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(directory
                                    .deviceAnew("doubted", "r")
                                    .orElseThrow()
                                    .reader()
                                    .version())
                            .isEqualTo(1));
        }
    }

    @Nested
    class GivenSomebodyListens {
        @Test
        void everyChangeIsTold() {
            List<RegistryChange> told = new CopyOnWriteArrayList<>();
            try (RegistryChanges changes =
                    new RegistryChanges(postgres.url(), Roles.GATEWAY, Roles.GATEWAY, told::add)) {
                changes.start();
                Awaitility.await().untilAsserted(() -> assertThat(told).contains(RegistryChange.everything()));

                givenDevice("told", "d", "{}");
                devices.delete("told", "d", IfMatch.ANY);
                tenants.update("told", tenant("{\"enabled\":false}"), IfMatch.ANY);

                RegistryChange ofDevice = new RegistryChange("told", Optional.of("d"));
                RegistryChange ofTenant = new RegistryChange("told", Optional.empty());
                Awaitility.await()
                        .untilAsserted(() ->
                                assertThat(told).containsSubsequence(ofTenant, ofDevice, ofDevice, ofDevice, ofTenant));
            }
        }
    }

    @Nested
    class GivenTokens {
        private final ApiTokens tokens = new ApiTokens(database);
        private final TokenIdentity nurse = new TokenIdentity("nurse", "north", Optional.of("account-1"));

        @Test
        void aTokenIsWhoseItIsUntilItIsRevoked() {
            String token = tokens.create(nurse);

            assertThat(tokens.verify(token)).hasValue(nurse);
            assertThat(tokens.verify(token + "x")).isEmpty();
            tokens.revoke(token);
            assertThat(tokens.verify(token)).isEmpty();
        }

        @Test
        void theTokenItselfIsNotStored() {
            String token = tokens.create(nurse);

            String stored = database.query(connection -> Rows.all(
                            connection, "select to_jsonb(t)::text from api_token t", row -> row.getString(1))
                    .toString());

            assertThat(stored).doesNotContain(token);
        }

        @Test
        void aTokenMadeElsewhereIsMadeOnce() {
            TokenIdentity administrator =
                    new TokenIdentity(TokenIdentity.ADMINISTRATOR, TokenIdentity.PLATFORM, Optional.empty());

            tokens.ensure("given-token", administrator);
            tokens.ensure("given-token", nurse);

            assertThat(tokens.verify("given-token")).hasValue(administrator);
        }

        @Test
        void anAdministratorAdministersItsOwn() {
            TokenIdentity north = new TokenIdentity(TokenIdentity.ADMINISTRATOR, "north", Optional.empty());

            assertThat(north.administers("north")).isTrue();
            assertThat(north.administers("south")).isFalse();
            assertThat(north.administersPlatform()).isFalse();
            assertThat(nurse.administers("north")).isFalse();
        }
    }

    private static void givenDevice(String tenant, String id, String document) {
        if (tenants.read(tenant).isEmpty()) {
            tenants.create(tenant, tenant("{}"));
        }
        devices.create(tenant, id, device(document));
        credentials.replace(tenant, id, password(id, SECRET), IfMatch.ANY);
    }

    private static void asConsole(String tenant, String sql) throws SQLException {
        try (Connection connection = postgres.connect(Roles.CONSOLE);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('derwent.tenant', '%s', true)".formatted(tenant));
            statement.execute(sql);
            connection.commit();
        }
    }

    private static Search search(int size, int offset) {
        return Search.everything(new Page.Request(size, offset));
    }

    private static DeviceDirectory directory(Instant now) {
        return new DeviceDirectory(database, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void assertRefused(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RegistryRefusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }

    private static void assertLoginRefused(LoginRefused.Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LoginRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static TenantDocument tenant(String json) {
        return TenantDocument.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static DeviceDocument device(String json) {
        return DeviceDocument.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static CredentialsDocument password(String authId, String password) {
        return document("[{\"type\":\"hashed-password\",\"auth-id\":\"%s\",\"secrets\":[{\"pwd-plain\":\"%s\"}]}]"
                .formatted(authId, password));
    }

    private static CredentialsDocument document(String json) {
        return CredentialsDocument.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
