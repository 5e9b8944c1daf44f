package io.derwent.console.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.console.Alerting;
import io.derwent.console.TestClock;
import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.store.Cases;
import io.derwent.store.Database;
import io.derwent.store.PatientCase;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Roles;
import io.derwent.store.Shares;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The board beside a database that changes, told of some changes and not of others. */
class CaseBoardTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database database = postgres.open(Roles.CONSOLE);
    private final TestClock clock = new TestClock(Instant.parse("2026-11-27T10:00:00Z"));
    private final CaseBoard board = new CaseBoard(database, clock);

    @BeforeEach
    void twoPatients() {
        board.startAgain();
        patient("derby", "ada");
        patient("derby", "bob");
        raise("derby", "ada", Severity.AMBER);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsHeardOfStandsThereAtOnce() {
        assertThat(patients("derby")).containsExactly("ada");

        board.hear("{\"tenant\":\"derby\",\"case\":\"" + raise("derby", "bob", Severity.RED) + "\"}");

        assertThat(patients("derby")).containsExactly("bob", "ada");
    }

    @Test
    void whatWasDoneHereStandsThereBeforeItIsHeardOf() {
        String id = board.of("derby").cases().get(0).id();
        database.inTenant("derby", c -> Cases.acknowledge(c, "derby", id, "x", "nina", clock.instant()));

        board.changed(id);

        assertThat(board.of("derby").cases().get(0).heldBy()).contains("nina");
    }

    @Test
    void whatIsResolvedGoes() {
        String id = board.of("derby").cases().get(0).id();
        database.inTenant(
                "derby", c -> Cases.resolve(c, "derby", id, "x", "nina", clock.instant(), "advice_given", ""));

        board.changed(id);

        assertThat(patients("derby")).isEmpty();
    }

    @Test
    void whatIsNotHeardOfComesWithinAMinute() {
        assertThat(patients("derby")).containsExactly("ada");
        raise("derby", "bob", Severity.RED);
        assertThat(patients("derby")).containsExactly("ada");

        clock.advance(Duration.ofMinutes(1));

        assertThat(patients("derby")).containsExactly("bob", "ada");
    }

    @Test
    void withoutEarsItReadsEachTime() {
        assertThat(patients("derby")).containsExactly("ada");
        board.lost();

        raise("derby", "bob", Severity.RED);

        assertThat(patients("derby")).containsExactly("bob", "ada");
    }

    @Test
    void whoHearsAgainReadsAll() {
        assertThat(patients("derby")).containsExactly("ada");
        raise("derby", "bob", Severity.RED);

        board.startAgain();

        assertThat(patients("derby")).containsExactly("bob", "ada");
    }

    @Test
    void anOrganisationSeesItsOwnAndWhatIsSharedWithIt() {
        patient("stafford", "sam");
        patient("stafford", "hal");
        raise("stafford", "sam", Severity.RED);
        raise("stafford", "hal", Severity.RED);
        Shares.Share share =
                new Shares.Share("stafford", "s1", "derby", "sam", null, "clinic", "admin", clock.instant());
        database.inTenant("stafford", c -> {
            Shares.declare(c, share);
            return true;
        });

        assertThat(patients("derby")).containsExactly("sam", "ada");
        assertThat(patients("stafford")).containsExactlyInAnyOrder("sam", "hal");
    }

    @Test
    void withoutTheDatabaseNothingOldIsShownAsNew() {
        board.of("derby");
        database.close();
        board.changed("any");

        assertThatThrownBy(() -> board.of("derby")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> board.of("derby")).as("nor the second time").isInstanceOf(IllegalStateException.class);
    }

    private List<String> patients(String tenant) {
        return board.of(tenant).cases().stream().map(PatientCase::patient).toList();
    }

    private void patient(String tenant, String id) {
        Patient patient = new Patient(tenant, id, id, "Example", null, null, Patients.Care.UNKNOWN);
        database.inTenant(tenant, c -> Patients.create(c, patient));
    }

    private String raise(String tenant, String patient, Severity severity) {
        AlertEvent event = Alerting.raised(
                "OX-03", severity, List.of("spo2 <= 92 %"), Alerting.oxygen(tenant, patient, 90, clock.instant()));
        String id = database.inTenant(tenant, c -> Cases.apply(c, event, "{}")).caseId();
        return id == null ? "" : id;
    }
}
