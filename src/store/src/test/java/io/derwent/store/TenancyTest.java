package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.alertEvent;
import static io.derwent.store.Samples.bloodPressure;
import static io.derwent.store.Samples.lastSeen;
import static io.derwent.store.Samples.move;
import static io.derwent.store.Samples.patient;
import static io.derwent.store.Samples.place;
import static io.derwent.store.Samples.pump;
import static io.derwent.store.Samples.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.LastSeen;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Severity;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Shares.Share;
import io.derwent.store.UnknownTags.Unknown;
import io.derwent.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two organisations on one pooled connection. */
class TenancyTest {
    private static final List<String> SHARED_TABLES =
            List.of("patient", "assignment", "reading", "score", "alert", "alert_event", "patient_case", "case_event");

    private static final List<String> OWN_TABLES = List.of(
            "asset",
            "asset_tag",
            "place",
            "reader",
            "reader_antenna",
            "reader_status",
            "whereabouts",
            "asset_event",
            "unknown_tag");

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database jobs = postgres.open(Roles.JOBS);
    private final Database console = postgres.openPooledOnOne(Roles.CONSOLE);

    @BeforeEach
    void twoTenantsWithAPatientEach() {
        for (String tenant : List.of("north", "south")) {
            String name = tenant.equals("north") ? "ada" : "bob";
            jobs.inPlatform(c -> Readings.write(c, List.of(bloodPressure(tenant, "r1", name, NOON)))
                    + Readings.write(c, List.of(bloodPressure(tenant, "nobody's", null, NOON)))
                    + Scores.write(c, List.of(score(tenant, "r1", 0, name, NOON))));
            console.inTenant(tenant, c -> {
                Patients.create(c, patient(tenant, name));
                Assignments.assign(c, tenant, "cuff-1", new Assignment(name, NOON, null, null));
                AlertEvent raised = alertEvent(tenant, name, "a-" + name, AlertEvent.Kind.RAISED, Severity.RED, NOON);
                return Cases.apply(c, raised, "{}");
            });
            equip(tenant);
        }
    }

    private void equip(String tenant) {
        String ward = place(tenant, "WARD").id();
        console.inTenant(tenant, c -> {
            Assets.create(c, pump(tenant, "pump", "5055123HD1"));
            Places.create(c, place(tenant, null));
            Places.create(c, place(tenant, "WARD"));
            return Readers.create(
                    c, new ReaderPlaces(tenant, "reader-1", 1, ward, 60, List.of(new Antenna(2, ward, NOON, null))));
        });
        jobs.inPlatform(c -> Whereabouts.write(c, List.of(lastSeen(tenant, "pump", 1, ward, NOON)))
                + ReaderStatuses.write(c, List.of(new ReaderStatus(tenant, "reader-1", true, NOON, NOON, null)))
                + AssetEvents.write(c, List.of(move(tenant, "pump", 1, NOON)))
                + UnknownTags.write(c, List.of(new Unknown(tenant, "30AA", null, NOON, NOON, "reader-1", 2, ward))));
    }

    @AfterEach
    void close() {
        jobs.close();
        console.close();
    }

    @Test
    void eachTenantSeesItsOwnRowsOnTheSameConnection() {
        for (String table : everyTable()) {
            assertThat(tenantsSeen("north", table)).as(table).containsOnly("north");
            assertThat(tenantsSeen("south", table)).as(table).containsOnly("south");
        }
    }

    @Test
    void withoutATenantThereAreNoRows() {
        for (String table : everyTable()) {
            assertThat(console.<List<String>>inPlatform(c -> tenants(c, table)))
                    .as(table)
                    .isEmpty();
        }
    }

    @Test
    void anEmptyTenantIsNoTenant() {
        assertThat(tenantsSeen("", "reading")).isEmpty();
    }

    @Test
    void aTenantCannotWriteAnothersRows() {
        assertThatThrownBy(() -> console.inTenant("south", c -> Patients.create(c, patient("north", "eve"))))
                .hasMessageContaining("row-level security");
        assertThat(console.<Integer>inTenant(
                        "south", c -> Sql.update(c, "update patient set given_name = 'Eve' where tenant = 'north'")))
                .isZero();
    }

    @Test
    void aTenantCannotWriteAnothersEquipment() {
        assertThatThrownBy(() -> console.inTenant("south", c -> Assets.create(c, pump("north", "eve", "5055123HD2"))))
                .hasMessageContaining("row-level security");
        assertThat(console.<Integer>inTenant(
                        "south", c -> Sql.update(c, "update place set name = 'Eve' where tenant = 'north'")))
                .isZero();
    }

    @Test
    void theConsoleDoesNotWriteWhatTheJobSaw() {
        assertThatThrownBy(() -> console.inTenant(
                        "north",
                        c -> Whereabouts.write(c, List.of(lastSeen("north", "pump", 2, "5055123000012", NOON)))))
                .hasMessageContaining("permission denied");
    }

    @Test
    void theJobsSeeEveryTenantsEquipmentAndChangeNoneOfIt() {
        for (String table : OWN_TABLES) {
            assertThat(jobs.<List<String>>inPlatform(c -> tenants(c, table)))
                    .as(table)
                    .containsExactly("north", "south");
        }
        assertThatThrownBy(() -> jobs.inPlatform(c -> Assets.create(c, pump("north", "eve", "5055123HD2"))))
                .hasMessageContaining("permission denied");
    }

    @Test
    void sharingEveryPatientSharesNoEquipment() {
        declare(null);

        for (String table : OWN_TABLES) {
            assertThat(tenantsSeen("south", table)).as(table).containsOnly("south");
        }
    }

    @Test
    void theJobsSeeEveryTenantsReadings() {
        assertThat(jobs.<List<String>>inPlatform(c -> tenants(c, "reading"))).containsExactly("north", "south");
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient", "reading", "alert", "account", "session", "outbox", "audit", "asset", "place"})
    void theGatewayReachesNoTableOfOurs(String table) throws SQLException {
        try (Connection gateway = postgres.connect(Roles.GATEWAY)) {
            assertThatThrownBy(() -> Sql.query(gateway, "select count(*) from " + table, row -> row.getLong(1)))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void theGatewayReadsWhichPlacesReadersHaveAndWritesNone() throws SQLException {
        try (Connection gateway = postgres.connect(Roles.GATEWAY)) {
            assertThat(tenants(gateway, "reader")).containsExactly("north", "south");
            assertThat(tenants(gateway, "reader_antenna")).containsExactly("north", "south");
            assertThatThrownBy(() -> Sql.update(gateway, "update reader set place = null"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void everyTableWithATenantIsUnderRowSecurityUnlessNamedHere() throws SQLException {
        try (Connection owner = postgres.connect(TestDatabase.OWNER)) {
            assertThat(Sql.query(owner, """
                            select relname from pg_class
                            where relnamespace = 'derwent'::regnamespace and relkind in ('r', 'p')
                              and not (relrowsecurity and relforcerowsecurity)
                            order by 1
                            """, row -> row.getString(1)))
                    .containsExactly(
                            "account",
                            "api_token",
                            "audit_anchor",
                            "audit_seal",
                            "command_subscription",
                            "credential",
                            "delivery_queue",
                            "device",
                            "flyway_schema_history",
                            "gateway_instance",
                            "outbox",
                            "push_key",
                            "session",
                            "tenant");
        }
    }

    @Nested
    class GivenNorthSharesOnePatient {
        @BeforeEach
        void share() {
            addPatient("north", "eve");
            declare("ada");
        }

        @Test
        void theOtherSeesThatPatientAndNobodyElse() {
            assertThat(patientsSeenBySouth()).containsExactlyInAnyOrder("ada", "bob");
            for (String table : SHARED_TABLES) {
                assertThat(tenantsSeen("south", table)).as(table).containsOnly("north", "south");
            }
        }

        @Test
        void readingsOfNobodyStayUnseen() {
            assertThat(console.<List<String>>inTenant(
                            "south",
                            c -> Sql.query(
                                    c, "select id from reading where tenant = 'north'", row -> row.getString("id"))))
                    .containsExactly("r1");
        }

        @Test
        void sharingWorksOneWay() {
            assertThat(tenantsSeen("north", "patient")).containsOnly("north");
        }

        @Test
        void aThirdTenantSeesNothing() {
            assertThat(tenantsSeen("west", "patient")).isEmpty();
        }

        @Test
        void theOtherSeesButDoesNotWrite() {
            PatientCase shared =
                    console.<List<PatientCase>>inTenant("south", c -> Cases.open(c, Reach.ALL, 10)).stream()
                            .filter(one -> one.tenant().equals("north"))
                            .findFirst()
                            .orElseThrow();

            assertThat(shared.patientName()).isEqualTo("Ada Lovelace");
            assertThat(console.<Optional<PatientCase>>inTenant(
                            "south", c -> Cases.acknowledge(c, "north", shared.id(), "action-1", "nurse", NOON)))
                    .isEmpty();
        }

        @Test
        void anEndedShareShowsNothing() {
            assertThat(console.<Boolean>inTenant("north", c -> Shares.end(c, "north", "s-ada", NOON)))
                    .isTrue();

            assertThat(patientsSeenBySouth()).containsExactly("bob");
        }

        @Test
        void onlyTheOwnerOfThePatientMayEndIt() {
            assertThat(console.<Boolean>inTenant("south", c -> Shares.end(c, "north", "s-ada", NOON)))
                    .isFalse();
        }

        @Test
        void theSameShareTwiceIsOne() {
            assertThat(declare("ada")).isFalse();
        }
    }

    @Nested
    class GivenNorthSharesItsWardAndSouthsPumpIsThere {
        private final String ward = place("north", "WARD").id();

        @BeforeEach
        void share() {
            sharePlace(ward);
            jobs.inPlatform(c ->
                    Whereabouts.write(c, List.of(lastSeen("south", "pump", 2, ward + "@north", NOON.plusSeconds(1)))));
        }

        @Test
        void theGuestSeesThePlaceAndItsReaderAndNothingElse() {
            for (String table : List.of("place", "reader", "reader_antenna", "reader_status")) {
                assertThat(tenantsSeen("south", table)).as(table).containsOnly("north", "south");
            }
            for (String table : List.of("asset", "asset_tag", "whereabouts", "asset_event", "unknown_tag", "patient")) {
                assertThat(tenantsSeen("south", table)).as(table).containsOnly("south");
            }
            assertThat(console.<List<Place>>inTenant("south", c -> Places.visible(c, Optional.empty(), 9)))
                    .extracting(one -> one.in("south"))
                    .containsExactlyInAnyOrder("5055123000012", ward, ward + "@north");
        }

        @Test
        void theHostSeesTheGuestsThingAndNothingElse() {
            for (String table : List.of("asset", "asset_tag", "whereabouts")) {
                assertThat(tenantsSeen("north", table)).as(table).containsOnly("north", "south");
            }
            for (String table :
                    List.of("place", "reader", "reader_antenna", "reader_status", "asset_event", "unknown_tag")) {
                assertThat(tenantsSeen("north", table)).as(table).containsOnly("north");
            }
            assertThat(guests())
                    .singleElement()
                    .isEqualTo(new Whereabouts.Guest(
                            "south",
                            "Infusion pump pump",
                            "infusion pump",
                            ward,
                            NOON.plusSeconds(1),
                            NOON.plusSeconds(1)));
        }

        @Test
        void aThirdTenantSeesNothing() {
            for (String table : OWN_TABLES) {
                assertThat(tenantsSeen("west", table)).as(table).isEmpty();
            }
        }

        @Test
        void theGuestCallsTheReaderByItsTenant() {
            List<String> called = List.of("reader-1", "reader-1@north", "reader-1@west");
            List<ReaderPlaces> readers = console.inTenant("south", c -> Readers.ofDevices(c, "south", called));

            assertThat(readers).extracting(ReaderPlaces::device).containsExactly("reader-1", "reader-1@north");
            assertThat(readers.get(1).place()).isEqualTo(ward + "@north");
            assertThat(readers.get(1).placeAt(2, NOON)).contains(ward + "@north");
            assertThat(console.<List<ReaderPlaces>>inTenant(
                            "south", c -> Readers.list(c, "south", Optional.of("reader-1"), 9)))
                    .containsExactly(readers.get(1));
            assertThat(console.<Map<String, ReaderStatus>>inTenant(
                            "south", c -> ReaderStatuses.ofReaders(c, "south", called)))
                    .containsOnlyKeys("reader-1", "reader-1@north");
        }

        @Test
        void anAntennaElsewhereStaysUnseen() {
            String site = place("north", null).id();
            console.inTenant(
                    "north",
                    c -> Readers.change(
                            c,
                            new ReaderPlaces(
                                    "north",
                                    "reader-1",
                                    2,
                                    site,
                                    60,
                                    List.of(
                                            new Antenna(1, site, NOON, null),
                                            new Antenna(2, ward, NOON, null),
                                            new Antenna(3, ward, NOON, NOON.plusSeconds(1))))));

            ReaderPlaces seen = console.<List<ReaderPlaces>>inTenant(
                            "south", c -> Readers.ofDevices(c, "south", List.of("reader-1@north")))
                    .get(0);

            assertThat(seen.place()).isNull();
            assertThat(seen.antennas()).containsExactly(new Antenna(2, ward + "@north", NOON, null));
        }

        @Test
        void aGuestThatHasLeftIsNoGuest() {
            LastSeen there = lastSeen("south", "pump", 3, ward + "@north", NOON.plusSeconds(2));
            jobs.inPlatform(c -> Whereabouts.write(
                    c,
                    List.of(new LastSeen(
                            "south",
                            "pump",
                            there.mobility(),
                            3,
                            there.place(),
                            false,
                            there.since(),
                            there.lastSeenAt(),
                            there.reader(),
                            there.antenna(),
                            there.standing(),
                            there.patienceMillis()))));

            assertThat(guests()).isEmpty();
            assertThat(tenantsSeen("north", "asset")).containsOnly("north");
        }

        @Test
        void anEndedShareShowsNeitherTheOther() {
            console.inTenant("north", c -> {
                Shares.end(c, "north", "s-" + ward, NOON);
                return Places.spreadShares(c, "north", ward);
            });

            for (String table : OWN_TABLES) {
                assertThat(tenantsSeen("south", table)).as(table).containsOnly("south");
                assertThat(tenantsSeen("north", table)).as(table).containsOnly("north");
            }
            assertThat(guests()).isEmpty();
        }

        @Test
        void neitherWritesTheOthers() {
            assertThat(console.<Integer>inTenant(
                            "south",
                            c -> Sql.update(c, "update place set name = 'Eve' where tenant = 'north'")
                                    + Sql.update(c, "update reader set version = 9 where tenant = 'north'")))
                    .isZero();
            assertThat(console.<Integer>inTenant(
                            "north", c -> Sql.update(c, "update asset set name = 'Eve' where tenant = 'south'")))
                    .isZero();
        }

        @Test
        void aGuestsTagIsNotUnknown() {
            jobs.inPlatform(c -> UnknownTags.write(
                    c, List.of(new Unknown("north", "30BB", "(8004)5055123HD1S", NOON, NOON, "reader-1", 2, ward))));
            console.inTenant(
                    "south",
                    c -> Sql.update(
                            c,
                            "insert into asset_tag (tenant, tag, asset) values ('south', '(8004)5055123HD1S', 'pump')"));

            assertThat(console.<List<Unknown>>inTenant("north", c -> UnknownTags.list(c, "north", 9)))
                    .extracting(Unknown::epc)
                    .containsExactly("30AA");
        }

        private List<Whereabouts.Guest> guests() {
            return console.inTenant("north", c -> Whereabouts.guests(c, 9));
        }

        private void sharePlace(String id) {
            console.inTenant("north", c -> {
                Shares.declare(c, new Share("north", "s-" + id, "south", null, id, "joint unit", "admin", NOON));
                return Places.spreadShares(c, "north", id);
            });
        }
    }

    @Test
    void sharingAllPatientsIncludesThoseWhoComeLater() {
        declare(null);

        addPatient("north", "eve");

        assertThat(patientsSeenBySouth()).containsExactlyInAnyOrder("ada", "bob", "eve");
    }

    private void addPatient(String tenant, String id) {
        console.inTenant(tenant, c -> Patients.create(c, patient(tenant, id)));
    }

    private boolean declare(@Nullable String patient) {
        String id = "s-" + (patient == null ? "all" : patient);
        return console.inTenant(
                "north",
                c -> Shares.declare(c, new Share("north", id, "south", patient, null, "joint ward", "admin", NOON)));
    }

    private List<String> patientsSeenBySouth() {
        return console.<List<Patient>>inTenant("south", c -> Patients.list(c, Reach.ALL, 100)).stream()
                .map(Patient::id)
                .toList();
    }

    private static List<String> everyTable() {
        return Stream.concat(SHARED_TABLES.stream(), OWN_TABLES.stream()).toList();
    }

    private List<String> tenantsSeen(String tenant, String table) {
        return console.inTenant(tenant, c -> tenants(c, table));
    }

    private static List<String> tenants(Connection connection, String table) throws SQLException {
        return Sql.query(
                connection,
                "select distinct tenant from " + table + " order by tenant",
                row -> row.getString("tenant"));
    }
}
