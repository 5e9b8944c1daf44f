package io.derwent.console.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent.Audience;
import io.derwent.store.Accounts;
import io.derwent.store.Accounts.Account;
import io.derwent.store.Database;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Care;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Roles;
import io.derwent.store.Teams;
import io.derwent.store.Teams.Team;
import io.derwent.store.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhoLooksAfterTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database database = postgres.open(Roles.CONSOLE);

    @BeforeEach
    void twoTeams() {
        account("nina", "nurse");
        account("omar", "nurse");
        account("lena", "lead");
        account("ed", "estates");
        database.inTenant("derby", c -> {
            Teams.put(c, "derby", new Team("belper", "Belper"));
            Teams.put(c, "derby", new Team("ripley", "Ripley"));
            Teams.put(c, "derby", new Team("empty", "Empty"));
            Teams.setMembers(c, "derby", "belper", Set.of("nina", "lena"));
            Teams.setMembers(c, "derby", "ripley", Set.of("omar"));
            return true;
        });
        patient("p-belper", "belper");
        patient("p-ripley", "ripley");
        patient("p-empty", "empty");
        patient("p-none", null);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theTeamIsToldOrEverybodyWhereThereIsNone() {
        assertThat(told("p-belper", Audience.TEAM)).containsExactly("account/lena", "account/nina");
        assertThat(told("p-none", Audience.TEAM)).containsExactly("account/lena", "account/nina", "account/omar");
        assertThat(told("p-empty", Audience.TEAM)).as("nobody is in it").hasSize(3);
        assertThat(told("p-ripley", Audience.OUT_OF_HOURS)).containsExactly("account/omar");
    }

    @Test
    void theTeamsLeadOrTheOrganisationsOrElseTheTeamIsTold() {
        assertThat(told("p-belper", Audience.LEAD)).containsExactly("account/lena");
        assertThat(told("p-ripley", Audience.LEAD))
                .as("its own team has no lead")
                .containsExactly("account/lena");
        database.inPlatform(c -> Accounts.disable(c, "lena"));
        assertThat(told("p-ripley", Audience.LEAD)).containsExactly("account/omar");
    }

    @Test
    void patientsAndCarersAreThemselves() {
        assertThat(told("p-belper", Audience.PATIENT)).containsExactly("patient/p-belper");
        assertThat(told("p-belper", Audience.CARER)).containsExactly("carer/p-belper");
    }

    private List<String> told(String patient, Audience audience) {
        return database
                .<List<Person>>inTenant("derby", c -> new WhoLooksAfter().of(c, "derby", patient, audience))
                .stream()
                .map(Person::key)
                .toList();
    }

    private void account(String id, String role) {
        database.inPlatform(c -> Accounts.create(c, new Account(id, "derby", role, id, null, "x", true)));
    }

    private void patient(String id, @Nullable String team) {
        Care care = new Care(team, "", "", "", "", Set.of(), "en");
        database.inTenant("derby", c -> Patients.create(c, new Patient("derby", id, id, "Example", null, null, care)));
    }
}
