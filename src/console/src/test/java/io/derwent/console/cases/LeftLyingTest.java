package io.derwent.console.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.Alerting;
import io.derwent.console.TestClock;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.store.CaseEvents;
import io.derwent.store.Cases;
import io.derwent.store.Database;
import io.derwent.store.PatientCase;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftLyingTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database database = postgres.open(Roles.CONSOLE);
    private final TestClock clock = new TestClock(NOON);
    private final List<String> changed = new ArrayList<>();
    private final LeftLying leftLying = new LeftLying(database, () -> List.of("derby"), changed::add, clock);

    @BeforeEach
    void aPatient() {
        Patient patient = new Patient("derby", "ada", "Ada", "Example", null, null, Patients.Care.UNKNOWN);
        database.inTenant("derby", c -> Patients.create(c, patient));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0}: after {1} minutes")
    @CsvSource({"RED_EMERGENCY, 30", "RED, 120", "AMBER_HIGH, 480", "AMBER, 1440"})
    void whatIsLeftAloneGoesBackToTheTeam(Severity severity, int minutes) {
        taken(severity);

        clock.advance(Duration.ofMinutes(minutes).minusMillis(1));
        assertThat(leftLying.once()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(leftLying.once()).isEqualTo(1);

        assertThat(theCase().state()).isEqualTo(PatientCase.State.OPEN);
        assertThat(theCase().waitingSince()).isEqualTo(clock.instant());
        assertThat(changed).containsExactly(theCase().id());
        assertThat(leftLying.once()).isZero();
    }

    @Test
    void informationMayLieForEver() {
        taken(Severity.INFO);

        clock.advance(Duration.ofDays(30));

        assertThat(leftLying.once()).isZero();
    }

    @Test
    void aNoteIsSomething() {
        taken(Severity.RED);
        clock.advance(Duration.ofMinutes(119));
        database.inTenant(
                "derby",
                c -> Cases.note(
                        c,
                        "derby",
                        theCase().id(),
                        "n",
                        "called",
                        "nina",
                        clock.instant(),
                        Map.of("result", "no_answer")));

        clock.advance(Duration.ofMinutes(119));
        assertThat(leftLying.once()).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(leftLying.once()).isEqualTo(1);
    }

    @Test
    void anAlertThatGoesOnIsNothingAPersonDid() {
        taken(Severity.AMBER);
        clock.advance(Duration.ofHours(23));
        raise(Severity.AMBER, AlertEvent.Kind.UPDATED);

        clock.advance(Duration.ofHours(1));

        assertThat(leftLying.once()).isEqualTo(1);
    }

    @Test
    void whatIsPutOffWaitsForItsEnd() {
        taken(Severity.AMBER_HIGH);
        Instant until = NOON.plus(Duration.ofHours(8));
        database.inTenant(
                "derby", c -> Cases.snooze(c, "derby", theCase().id(), "s", "nina", clock.instant(), until, "asleep"));

        clock.advance(Duration.ofHours(15));
        assertThat(leftLying.once()).isZero();
        clock.advance(Duration.ofHours(1));
        assertThat(leftLying.once()).isEqualTo(1);
    }

    @Test
    void itsAlertsAreGivenBackToo() {
        taken(Severity.RED);
        clock.advance(Duration.ofHours(2));
        leftLying.once();

        List<AlertAction> actions =
                database.inTenant("derby", c -> CaseEvents.actions(c, "derby", "ada", NOON.minusSeconds(60)));

        assertThat(actions)
                .extracting(AlertAction::kind)
                .containsExactly(AlertAction.Kind.ACKNOWLEDGED, AlertAction.Kind.RELEASED);
        assertThat(actions.get(1).who()).isEqualTo(LeftLying.WHO);
    }

    private void taken(Severity severity) {
        raise(severity, AlertEvent.Kind.RAISED);
        database.inTenant("derby", c -> Cases.acknowledge(c, "derby", theCase().id(), "a", "nina", clock.instant()));
    }

    private void raise(Severity severity, AlertEvent.Kind kind) {
        AlertEvent event = Alerting.event(
                kind,
                "OX-03",
                severity,
                List.of("spo2 <= 92 %"),
                Alerting.oxygen("derby", "ada", 90, NOON.minusSeconds(1)));
        database.inTenant("derby", c -> Cases.apply(c, event, "{}"));
    }

    private PatientCase theCase() {
        return database.<List<PatientCase>>inTenant("derby", c -> Cases.ofPatient(c, "derby", "ada", 1))
                .get(0);
    }
}
