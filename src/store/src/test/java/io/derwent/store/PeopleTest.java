package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.AssignmentHistory.Correction;
import io.derwent.model.CarePlan;
import io.derwent.store.Accounts.Account;
import io.derwent.store.Assignments.Overlapping;
import io.derwent.store.CarePlans.Stored;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Sessions.Session;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.open(Roles.CONSOLE);

    @AfterEach
    void close() {
        console.close();
    }

    @Nested
    class APatient {
        private final Patient ada = new Patient(
                "north", "ada", "Ada", "Lovelace", "9434765919", LocalDate.of(1955, 12, 10), Patients.Care.UNKNOWN);

        @Test
        void comesBackAsCreated() {
            assertThat(create(ada)).isTrue();

            assertThat(console.<Optional<Patient>>inTenant("north", c -> Patients.find(c, "north", "ada")))
                    .contains(ada);
        }

        @Test
        void cannotBeCreatedTwice() {
            create(ada);

            assertThat(create(patient("north", "ada"))).isFalse();
            assertThat(create(new Patient("north", "eve", "Eve", "Moore", "9434765919", null, Patients.Care.UNKNOWN)))
                    .as("same NHS number")
                    .isFalse();
        }

        private boolean create(Patient patient) {
            return console.inTenant("north", c -> Patients.create(c, patient));
        }
    }

    @Nested
    class ADevice {
        @Test
        void hasItsWholeHistoryWithARisingVersion() {
            AssignmentHistory first = assign("ada", 0, null, null);
            AssignmentHistory second = assign("bob", 5, null, null);

            assertThat(first.version()).isEqualTo(1);
            assertThat(second.version()).isEqualTo(2);
            assertThat(second.assignments())
                    .containsExactly(
                            new Assignment("ada", day(0), day(5), null), new Assignment("bob", day(5), null, null));
            assertThat(history()).contains(second);
        }

        @Test
        void cannotBelongToTwoPatientsAtOnce() {
            assign("ada", 0, 10, null);

            assertThatThrownBy(() -> assign("bob", 5, 15, null))
                    .isInstanceOf(Overlapping.class)
                    .hasMessageContaining("ada")
                    .hasMessageContaining("bob");
            assertThat(history().orElseThrow().version()).isEqualTo(1);
        }

        @Test
        void belongsToTwoPatientsByUserSlot() {
            assign("ada", 0, null, 1);

            AssignmentHistory both = assign("bob", 0, null, 2);

            assertThat(both.assignments()).hasSize(2).allMatch(assignment -> assignment.to() == null);
        }

        @Test
        void isCorrectedAsAWhole() {
            assign("ada", 0, null, null);

            AssignmentHistory corrected = console.inTenant(
                    "north",
                    c -> Assignments.replace(
                            c, "north", "cuff-1", List.of(new Assignment("bob", day(-3), null, null))));

            assertThat(corrected.version()).isEqualTo(2);
            assertThat(history()).contains(corrected);
            assertThat(console.<List<AssignmentHistory>>inTenant(
                            "north", c -> Assignments.ofPatient(c, "north", "bob")))
                    .containsExactly(corrected);
        }

        @Test
        void tellsWhatPeopleSaidOfItsReadings() {
            assign("ada", 0, null, 1);
            correct("r1", "ada");
            correct("r2", null);

            AssignmentHistory corrected = correct("r1", "bob");

            assertThat(corrected.version()).isEqualTo(4);
            assertThat(corrected.assignments()).hasSize(1);
            assertThat(corrected.corrections())
                    .extracting(Correction::reading, Correction::patient, Correction::by)
                    .containsExactly(tuple("r2", null, "nurse-1"), tuple("r1", "bob", "nurse-1"));
            assertThat(history()).contains(corrected);
            assertThat(assign("bob", 0, null, 2).corrections()).isEqualTo(corrected.corrections());
        }

        private AssignmentHistory correct(String reading, @Nullable String patient) {
            return console.inTenant(
                    "north", c -> Assignments.correct(c, "north", "cuff-1", reading, patient, "nurse-1"));
        }

        private AssignmentHistory assign(String patient, int from, @Nullable Integer to, @Nullable Integer slot) {
            return console.inTenant(
                    "north",
                    c -> Assignments.assign(
                            c,
                            "north",
                            "cuff-1",
                            new Assignment(patient, day(from), to == null ? null : day(to), slot)));
        }

        private Optional<AssignmentHistory> history() {
            return console.inTenant("north", c -> Assignments.history(c, "north", "cuff-1"));
        }

        private static Instant day(int day) {
            return NOON.plus(Duration.ofDays(day));
        }
    }

    @Test
    void theHighestVersionOfACarePlanIsInForce() {
        for (int i = 0; i < 2; i++) {
            console.inTenant("north", c -> {
                long version = CarePlans.nextVersion(c, "north", "ada");
                CarePlan plan = new CarePlan("north", "ada", version, "hypertension", 1, 1, NOON, true, List.of());
                return CarePlans.add(c, plan, "{\"version\": %d}".formatted(version), "{}", "dr-1", NOON);
            });
        }

        assertThat(console.<Optional<Stored>>inTenant("north", c -> CarePlans.current(c, "north", "ada")))
                .hasValueSatisfying(plan -> {
                    assertThat(plan.version()).isEqualTo(2);
                    assertThat(plan.json()).isEqualTo("{\"version\": 2}");
                });
        assertThat(console.<List<Stored>>inTenant("north", c -> CarePlans.versions(c, "north", "ada")))
                .extracting(Stored::version)
                .containsExactly(2L, 1L);
    }

    @Test
    void onAPathwayIsWhoseNewestPlanIsActiveOnIt() {
        console.inTenant("north", c -> Patients.create(c, patient("north", "moved")));
        console.inTenant("north", c -> Patients.create(c, patient("north", "ended")));
        decide("ada", 1, "copd", true);
        decide("ada", 2, "hypertension", true);
        decide("moved", 1, "hypertension", true);
        decide("moved", 2, "copd", true);
        decide("ended", 1, "hypertension", true);
        decide("ended", 2, "hypertension", false);

        assertThat(onPathway("hypertension")).containsExactly(new CarePlans.Key("north", "ada"));
    }

    @Test
    void onAPathwayIsAlsoWhosePlanIncludesRulesOfIt() {
        console.inTenant("north", c -> Patients.create(c, patient("north", "whole")));
        console.inTenant("north", c -> Patients.create(c, patient("north", "other")));
        decide("ada", 1, "copd", true, "{\"include\":[\"wearable/WR-01\"]}");
        decide("whole", 1, "copd", true, "{\"include\":[\"wearable\"]}");
        decide("other", 1, "copd", true, "{\"include\":[\"wearables-of-ours\"]}");

        assertThat(onPathway("wearable")).extracting(CarePlans.Key::patient).containsExactly("ada", "whole");
    }

    private List<CarePlans.Key> onPathway(String code) {
        return console.inTenant("north", c -> CarePlans.onPathway(c, code, false, 10));
    }

    private void decide(String patient, long version, String pathway, boolean active) {
        decide(patient, version, pathway, active, "{}");
    }

    private void decide(String patient, long version, String pathway, boolean active, String decision) {
        CarePlan plan = new CarePlan("north", patient, version, pathway, 1, 1, NOON, active, List.of());
        console.inTenant("north", c -> CarePlans.add(c, plan, "{}", decision, "dr-1", NOON));
    }

    @Nested
    class AnAccount {
        private final byte[] cookie = new byte[32];
        private final Account nurse = new Account("nurse-1", "north", "nurse", "Flo", null, "hash", true);

        @Test
        void opensASessionUntilItExpires() {
            open();

            assertThat(session(NOON.plusSeconds(59)))
                    .hasValueSatisfying(session -> assertThat(session.account()).isEqualTo(nurse));
            assertThat(session(NOON.plusSeconds(60))).isEmpty();
        }

        @Test
        void losesItsSessionsWithANewPasswordOrWhenDisabled() {
            open();
            assertThat(console.<Boolean>inPlatform(c -> Accounts.setPassword(c, "nurse-1", "other")))
                    .isTrue();
            assertThat(session(NOON)).isEmpty();

            console.inPlatform(c -> Accounts.disable(c, "nurse-1"));
            assertThat(console.<Optional<Account>>inPlatform(c -> Accounts.find(c, "nurse-1")))
                    .hasValueSatisfying(account -> assertThat(account.enabled()).isFalse());
        }

        @Test
        void ofTheAdministratorIsMadeOnce() {
            assertThat(console.<Boolean>inPlatform(c -> Accounts.ensureAdministrator(c, "first")))
                    .isTrue();
            assertThat(console.<Boolean>inPlatform(c -> Accounts.ensureAdministrator(c, "second")))
                    .isFalse();

            assertThat(console.<Optional<Account>>inPlatform(c -> Accounts.find(c, "admin")))
                    .hasValueSatisfying(
                            admin -> assertThat(admin.passwordHash()).isEqualTo("first"));
        }

        private void open() {
            console.inPlatform(c -> {
                Accounts.create(c, nurse);
                Sessions.open(c, cookie, "nurse-1", "csrf", NOON, NOON.plusSeconds(60));
                return true;
            });
        }

        private Optional<Session> session(Instant now) {
            return console.inPlatform(c -> Sessions.find(c, cookie, now));
        }
    }

    @Test
    void onlyTheRightPasswordMatches() {
        String stored = Passwords.hash("correct horse");

        assertThat(Passwords.matches("correct horse", stored)).isTrue();
        assertThat(Passwords.matches("correct house", stored)).isFalse();
        assertThat(Passwords.hash("correct horse")).isNotEqualTo(stored);
    }
}
