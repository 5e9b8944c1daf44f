package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.alertEvent;
import static io.derwent.store.Samples.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.store.CaseEvents.CaseEvent;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with a case between opening and closing it, and what that makes of its waiting. */
class CaseWorkTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.open(Roles.CONSOLE);

    @BeforeEach
    void aPatientHasACase() {
        console.inTenant("north", c -> Patients.create(c, patient("north", "ada")));
        apply("a1", AlertEvent.Kind.RAISED, Severity.AMBER, 0);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void aNewCaseWaitsFromTheAlertOn() {
        assertThat(theCase().waitingSince()).isEqualTo(at(0));
        assertThat(theCase().worsenedAt()).isNull();
    }

    @Test
    void whatSomebodyHasDoesNotWait() {
        acknowledge(5);

        assertThat(theCase().waitingSince()).isNull();
        assertThat(theCase().heldBy()).contains("nina");
    }

    @Test
    void whatIsGivenBackWaitsAnew() {
        acknowledge(5);

        console.inTenant(
                "north",
                c -> Cases.release(c, "north", id(), "x2", "nina", at(20), "given_back", "rings off each time"));

        assertThat(theCase().state()).isEqualTo(PatientCase.State.OPEN);
        assertThat(theCase().heldBy()).isEmpty();
        assertThat(theCase().waitingSince()).isEqualTo(at(20));
        assertThat(lastEvent().detail()).isEqualTo(Map.of("why", "given_back", "note", "rings off each time"));
    }

    @Test
    void whatIsAssignedIsHeldByWhoeverItWentTo() {
        console.inTenant("north", c -> Cases.assign(c, "north", id(), "x1", "lena", at(5), "nina", "knows her well"));

        assertThat(theCase().heldBy()).contains("nina");
        assertThat(lastEvent().who()).isEqualTo("lena");
        assertThat(lastEvent().detail()).isEqualTo(Map.of("to", "nina", "note", "knows her well"));
    }

    @Test
    void forItsAlertsWhoeverItWentToTookIt() {
        console.inTenant("north", c -> Cases.assign(c, "north", id(), "x1", "lena", at(5), "nina", ""));
        console.inTenant("north", c -> Cases.release(c, "north", id(), "x2", "nina", at(6), "given_back", ""));

        List<AlertAction> actions = console.inTenant("north", c -> CaseEvents.actions(c, "north", "ada", NOON));

        assertThat(actions)
                .extracting(AlertAction::alert, AlertAction::kind, AlertAction::who, AlertAction::at)
                .containsExactly(
                        tuple("a1", AlertAction.Kind.ACKNOWLEDGED, "nina", at(5)),
                        tuple("a1", AlertAction.Kind.RELEASED, "nina", at(6)));
    }

    @Test
    void askingTheLeadIsOverWhenTheCaseComesBack() {
        console.inTenant("north", c -> Cases.escalate(c, "north", id(), "x1", "nina", at(5), "please ring her GP"));
        assertThat(theCase().escalatedAt()).isEqualTo(at(5));
        resolve(10);

        apply("a1", AlertEvent.Kind.ESCALATED, Severity.RED, 30);

        assertThat(theCase().escalatedAt()).isNull();
    }

    @Test
    void aNoteChangesNothingElse() {
        PatientCase before = theCase();

        console.inTenant(
                "north",
                c -> Cases.note(c, "north", id(), "x1", "called", "nina", at(5), Map.of("result", "no_answer")));

        assertThat(theCase().state()).isEqualTo(before.state());
        assertThat(theCase().waitingSince()).isEqualTo(before.waitingSince());
        assertThat(theCase().updatedAt()).isEqualTo(at(5));
        assertThat(lastEvent().kind()).isEqualTo("called");
    }

    @Test
    void theSameActTwiceIsOne() {
        acknowledge(5);
        for (int i = 0; i < 2; i++) {
            console.inTenant("north", c -> Cases.release(c, "north", id(), "x2", "nina", at(20), "given_back", ""));
        }
        console.inTenant("north", c -> Cases.acknowledge(c, "north", id(), "x3", "bob", at(21)));

        console.inTenant("north", c -> Cases.release(c, "north", id(), "x2", "nina", at(20), "given_back", ""));

        assertThat(theCase().heldBy()).contains("bob");
    }

    @Test
    void aResolvedCaseTakesNoMoreWork() {
        resolve(10);

        Optional<PatientCase> after =
                console.inTenant("north", c -> Cases.assign(c, "north", id(), "x9", "lena", at(11), "nina", ""));

        assertThat(after).isEmpty();
        assertThat(theCase().waitingSince()).isNull();
    }

    @Test
    void itIsWorseWhenAnAlertRisesOrJoins() {
        apply("a1", AlertEvent.Kind.UPDATED, Severity.AMBER, 3);
        assertThat(theCase().worsenedAt()).isNull();

        apply("a2", AlertEvent.Kind.RAISED, Severity.AMBER, 5);
        assertThat(theCase().worsenedAt()).isEqualTo(at(5));

        apply("a1", AlertEvent.Kind.ESCALATED, Severity.RED, 9);
        assertThat(theCase().worsenedAt()).isEqualTo(at(9));
    }

    @Test
    void whatComesBackWaitsFromThenOn() {
        acknowledge(5);

        apply("a1", AlertEvent.Kind.ESCALATED, Severity.RED, 9);

        assertThat(theCase().state()).isEqualTo(PatientCase.State.OPEN);
        assertThat(theCase().waitingSince()).isEqualTo(at(9));
    }

    private void acknowledge(int minute) {
        console.inTenant("north", c -> Cases.acknowledge(c, "north", id(), "ack", "nina", at(minute)));
    }

    private void resolve(int minute) {
        console.inTenant("north", c -> Cases.resolve(c, "north", id(), "done", "nina", at(minute), "advice_given", ""));
    }

    private void apply(String alert, AlertEvent.Kind kind, Severity severity, int minute) {
        AlertEvent event = alertEvent("north", "ada", alert, kind, severity, at(minute));
        console.inTenant("north", c -> Cases.apply(c, event, "{}"));
    }

    private String id() {
        return theCase().id();
    }

    private PatientCase theCase() {
        return console.<List<PatientCase>>inTenant("north", c -> Cases.ofPatient(c, "north", "ada", 1))
                .get(0);
    }

    private CaseEvent lastEvent() {
        List<CaseEvent> events = console.inTenant("north", c -> CaseEvents.ofCase(c, "north", id()));
        return events.get(events.size() - 1);
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }
}
