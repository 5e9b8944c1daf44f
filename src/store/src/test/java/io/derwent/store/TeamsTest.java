package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.store.Accounts.Account;
import io.derwent.store.BreakGlass.Look;
import io.derwent.store.Patients.Care;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Teams.Member;
import io.derwent.store.Teams.Team;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TeamsTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.open(Roles.CONSOLE);

    @BeforeEach
    void twoTeamsAndThreePatients() {
        account("nina", true);
        account("omar", true);
        account("gone", false);
        console.inTenant("north", c -> {
            Teams.put(c, "north", new Team("belper", "Belper"));
            Teams.put(c, "north", new Team("ripley", "Ripley"));
            Teams.setMembers(c, "north", "belper", Set.of("nina", "gone"));
            Teams.setMembers(c, "north", "ripley", Set.of("omar"));
            return true;
        });
        patient("ada", "belper");
        patient("bob", "ripley");
        patient("cyd", null);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void aTeamHasAnotherNameAndStaysTheSame() {
        console.inTenant("north", c -> {
            Teams.put(c, "north", new Team("ripley", "Ripley and Heanor"));
            return true;
        });

        assertThat(console.<List<Team>>inTenant("north", Teams::list))
                .containsExactly(new Team("belper", "Belper"), new Team("ripley", "Ripley and Heanor"));
    }

    @Test
    void whoMayNotLogInIsNoMember() {
        assertThat(console.<List<Member>>inTenant("north", Teams::members))
                .extracting(Member::team, Member::account)
                .containsExactly(tuple("belper", "nina"), tuple("ripley", "omar"));
    }

    @Test
    void membersAreReplaced() {
        console.inTenant("north", c -> {
            Teams.setMembers(c, "north", "belper", Set.of("omar"));
            return true;
        });

        assertThat(teamsOf("nina")).isEmpty();
        assertThat(teamsOf("omar")).containsExactlyInAnyOrder("belper", "ripley");
    }

    @Test
    void anotherOrganisationSeesNoTeams() {
        assertThat(console.<List<Team>>inTenant("south", Teams::list)).isEmpty();
        assertThat(console.<List<Member>>inTenant("south", Teams::members)).isEmpty();
    }

    @Test
    void aTeamReachesItsPatientsAndThoseOfNoTeam() {
        assertThat(patients(new Reach(Optional.of(Set.of("belper")), Set.of()))).containsExactly("ada", "cyd");
        assertThat(patients(new Reach(Optional.of(Set.of()), Set.of()))).containsExactly("cyd");
        assertThat(patients(new Reach(Optional.of(Set.of()), Set.of("bob")))).containsExactly("bob", "cyd");
        assertThat(patients(Reach.ALL)).containsExactly("ada", "bob", "cyd");
    }

    @Test
    void soDoTheListOfCasesAndTheRecordItself() {
        for (String patient : List.of("ada", "bob", "cyd")) {
            AlertEvent event =
                    Samples.alertEvent("north", patient, "of-" + patient, AlertEvent.Kind.RAISED, Severity.RED, NOON);
            console.inTenant("north", c -> Cases.apply(c, event, "{}"));
        }
        Reach belper = new Reach(Optional.of(Set.of("belper")), Set.of());

        List<PatientCase> cases = console.inTenant("north", c -> Cases.open(c, belper, 10));

        assertThat(cases)
                .extracting(PatientCase::patient, one -> one.care().team())
                .containsExactlyInAnyOrder(tuple("ada", "belper"), tuple("cyd", null));
        assertThat(belper.includes("ada", "belper")).isTrue();
        assertThat(belper.includes("bob", "ripley")).isFalse();
        assertThat(belper.includes("cyd", null)).isTrue();
    }

    @Test
    void aReasonOpensOnePatientForAWhile() {
        console.inTenant("north", c -> {
            BreakGlass.append(
                    c,
                    new Look("north", "l1", "nina", "bob", "he is at my clinic", NOON, NOON.plus(Duration.ofHours(4))));
            return true;
        });

        assertThat(opened("nina", 3)).containsExactly("bob");
        assertThat(opened("nina", 4)).isEmpty();
        assertThat(opened("omar", 3)).isEmpty();
        assertThat(console.<List<Look>>inTenant("north", c -> BreakGlass.newest(c, NOON, 10)))
                .extracting(Look::reason)
                .containsExactly("he is at my clinic");
        assertThat(console.<List<Look>>inTenant("south", c -> BreakGlass.newest(c, NOON, 10)))
                .isEmpty();
    }

    @Test
    void howAPatientIsReachedComesBackAsItWasSaid() {
        Care care = new Care(
                "ripley",
                "Heanor",
                "01773 555 0100",
                "1 Mill Lane",
                "Jan (son), 01773 555 0101",
                Set.of("large_print"),
                "pl");

        boolean changed = console.inTenant("north", c -> Patients.setCare(c, "north", "ada", care));

        assertThat(changed).isTrue();
        assertThat(console.<Optional<Patient>>inTenant("north", c -> Patients.find(c, "north", "ada"))
                        .orElseThrow()
                        .care())
                .isEqualTo(care);
        assertThat(console.<Boolean>inTenant("north", c -> Patients.setCare(c, "north", "nobody", care)))
                .isFalse();
    }

    private void account(String id, boolean enabled) {
        console.inPlatform(c -> Accounts.create(
                c, new Account(id, "north", "nurse", id.toUpperCase(java.util.Locale.ROOT), null, "x", enabled)));
    }

    private void patient(String id, @Nullable String team) {
        Care care = new Care(team, "", "", "", "", Set.of(), "en");
        console.inTenant("north", c -> Patients.create(c, new Patient("north", id, id, "Example", null, null, care)));
    }

    private Set<String> teamsOf(String account) {
        return console.inTenant("north", c -> Teams.of(c, account));
    }

    private Set<String> opened(String account, int hours) {
        return console.inTenant("north", c -> BreakGlass.patients(c, account, NOON.plus(Duration.ofHours(hours))));
    }

    private List<String> patients(Reach reach) {
        return console.<List<Patient>>inTenant("north", c -> Patients.list(c, reach, 10)).stream()
                .map(Patient::id)
                .toList();
    }
}
