package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.alertEvent;
import static io.derwent.store.Samples.bloodPressure;
import static io.derwent.store.Samples.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.AlertEvent.Kind;
import io.derwent.model.Ids;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.CaseEvents.CaseEvent;
import io.derwent.store.Cases.Change;
import io.derwent.store.Prompts.Prompt;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CasesTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.open(Roles.CONSOLE);

    @BeforeEach
    void ada() {
        console.inTenant("north", c -> Patients.create(c, patient("north", "ada")));
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void aRaisedAlertOpensACase() {
        assertThat(apply(raised("a1", Severity.RED, 0))).isEqualTo(Change.OPENED);

        PatientCase opened = theOpenCase();
        assertThat(opened.id()).isEqualTo(Ids.of("case", "north", "ada", "a1"));
        assertThat(opened.patientName()).isEqualTo("Ada Lovelace");
        assertThat(opened.severity()).isEqualTo(Severity.RED);
        assertThat(opened.state()).isEqualTo(PatientCase.State.OPEN);
        assertThat(opened.openedAt()).isEqualTo(NOON);
        assertThat(opened.alerts()).extracting(Alert::id).containsExactly("a1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PROMPTED", "WOULD_HAVE", "NOTED", "CLEARED"})
    void whatIsNoAlarmOpensNoCase(Kind kind) {
        assertThat(apply(event("a1", kind, Severity.RED, 0))).isEqualTo(Change.RECORDED);

        assertThat(openCases()).isEmpty();
        assertThat(eventsOf("a1")).hasSize(1);
    }

    @Test
    void anAlertAboutADeviceIsRecordedButOpensNoCase() {
        AlertEvent raised = raised("a1", Severity.AMBER, 0);
        AlertEvent aboutDevice = new AlertEvent(
                raised.id(),
                "a1",
                Kind.RAISED,
                "north",
                Subject.device("cuff-1"),
                "DEV-01",
                1,
                Severity.AMBER,
                NOON,
                NOON,
                NOON,
                NOON,
                false,
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                null);

        assertThat(apply(aboutDevice)).isEqualTo(Change.RECORDED);
        assertThat(openCases()).isEmpty();
    }

    @Test
    void anotherAlertOfThePatientJoinsTheOpenCase() {
        apply(raised("a1", Severity.AMBER, 0));

        assertThat(apply(raised("a2", Severity.RED, 1))).isEqualTo(Change.UPDATED);

        assertThat(theOpenCase().severity()).isEqualTo(Severity.RED);
        assertThat(theOpenCase().alerts()).extracting(Alert::id).containsExactly("a2", "a1");
    }

    @Test
    void whatChangedSinceATimeComesInOrderOfTheChangeAndResolvedOnesToo() {
        console.inTenant("north", c -> Patients.create(c, patient("north", "bob")));
        apply(raised("a1", Severity.RED, 0));
        Instant between = console.inTenant("north", Database::now);
        apply(alertEvent("north", "bob", "b1", Kind.RAISED, Severity.RED, NOON));
        console.inTenant("north", c -> Cases.resolve(c, "north", caseId(), "act", "nina", NOON, "advice_given", ""));

        List<PatientCase> changed = changedSince("north", between);

        assertThat(changed).extracting(PatientCase::patient).containsExactly("bob", "ada");
        assertThat(changed.get(1).state()).isEqualTo(PatientCase.State.RESOLVED);
        Instant after = console.inTenant("north", Database::now);
        assertThat(changedSince("north", after)).isEmpty();
        assertThat(changedSince("south", between)).isEmpty();
    }

    @Test
    void severityOnlyRises() {
        apply(raised("a1", Severity.RED, 0));

        apply(event("a1", Kind.UPDATED, Severity.AMBER, 1));
        apply(raised("a2", Severity.INFO, 2));

        assertThat(theOpenCase().severity()).isEqualTo(Severity.RED);
        assertThat(alert("a1").severity()).isEqualTo(Severity.RED);
    }

    @Test
    void aRepromptedThenRaisedAlertKeepsTheEarliestBreach() {
        apply(event("a1", Kind.PROMPTED, Severity.RED, 0));
        apply(raised("a1", Severity.RED, 5));

        Alert alert = alert("a1");
        assertThat(alert.firstBreachAt()).isEqualTo(at(0).minus(Duration.ofMinutes(2)));
        assertThat(alert.effectiveTime()).isEqualTo(at(5).minus(Duration.ofMinutes(1)));
        assertThat(alert.raisedAt()).isEqualTo(at(5));
    }

    @Test
    void aClearedAlertLeavesTheCaseForANurse() {
        apply(raised("a1", Severity.RED, 0));

        assertThat(apply(event("a1", Kind.CLEARED, Severity.RED, 10))).isEqualTo(Change.UPDATED);

        assertThat(theOpenCase().state()).isEqualTo(PatientCase.State.OPEN);
        assertThat(alert("a1").state()).isEqualTo(Alerts.State.CLEARED);
    }

    @Test
    void theCaseEndsWhenItsLastAlertWasAboutSomebodyElse() {
        apply(raised("a1", Severity.RED, 0));
        apply(raised("a2", Severity.RED, 1));

        assertThat(apply(event("a1", Kind.WITHDRAWN, Severity.RED, 2))).isEqualTo(Change.UPDATED);
        assertThat(apply(event("a2", Kind.WITHDRAWN, Severity.RED, 3))).isEqualTo(Change.RESOLVED);

        assertThat(openCases()).isEmpty();
        assertThat(theCase().outcome()).isEqualTo("withdrawn");
    }

    @Nested
    class GivenAClearedAlert {
        @BeforeEach
        void cleared() {
            apply(raised("a1", Severity.RED, 0));
            apply(event("a1", Kind.CLEARED, Severity.RED, 10));
        }

        @Test
        void raisedAgainItIsOpenAgain() {
            apply(raised("a1", Severity.RED, 20));

            assertThat(alert("a1").state()).isEqualTo(Alerts.State.OPEN);
            assertThat(alert("a1").raisedAt()).isEqualTo(at(20));
            assertThat(alert("a1").endedAt()).isNull();
        }

        @Test
        void raisedAgainItNeedsAPersonAgain() {
            acknowledge("act-1");

            assertThat(apply(raised("a1", Severity.RED, 20))).isEqualTo(Change.REOPENED);

            assertThat(theOpenCase().state()).isEqualTo(PatientCase.State.OPEN);
        }

        @Test
        void gettingWorseAfterItsCaseWasResolvedReopensIt() {
            resolve("act-1");

            assertThat(apply(event("a1", Kind.ESCALATED, Severity.RED_EMERGENCY, 20)))
                    .isEqualTo(Change.REOPENED);

            assertThat(theOpenCase().severity()).isEqualTo(Severity.RED_EMERGENCY);
        }

        @Test
        void moreOfTheSameLeavesItCleared() {
            apply(event("a1", Kind.UPDATED, Severity.RED, 20));

            assertThat(alert("a1").state()).isEqualTo(Alerts.State.CLEARED);
        }
    }

    @Test
    void anAlertWithdrawnByMistakeComesBackWithItsReading() {
        apply(raised("a1", Severity.RED, 0));
        assertThat(apply(event("a1", Kind.WITHDRAWN, Severity.RED, 5))).isEqualTo(Change.RESOLVED);

        assertThat(apply(raised("a1", Severity.RED, 10))).isEqualTo(Change.REOPENED);

        assertThat(theOpenCase().alerts()).extracting(Alert::state).containsExactly(Alerts.State.OPEN);
    }

    @Nested
    class GivenAnEventSeenBefore {
        private final AlertEvent raised = raised("a1", Severity.RED, 0);

        @Test
        void itChangesNothing() {
            apply(raised);

            assertThat(apply(raised)).isEqualTo(Change.SEEN_BEFORE);

            assertThat(history()).hasSize(1);
            assertThat(eventsOf("a1")).hasSize(1);
        }

        @Test
        void itNeverReopensAResolvedCase() {
            apply(raised);
            resolve("act-1");

            assertThat(apply(raised)).isEqualTo(Change.SEEN_BEFORE);

            assertThat(openCases()).isEmpty();
        }
    }

    @Nested
    class GivenAnAcknowledgedCase {
        @BeforeEach
        void acknowledged() {
            apply(raised("a1", Severity.AMBER, 0));
            assertThat(acknowledge("act-1")).isPresent();
        }

        @Test
        void moreOfTheSameLeavesItAcknowledged() {
            assertThat(apply(event("a1", Kind.UPDATED, Severity.AMBER, 1))).isEqualTo(Change.UPDATED);

            assertThat(theOpenCase().state()).isEqualTo(PatientCase.State.ACKNOWLEDGED);
            assertThat(theOpenCase().acknowledgedBy()).isEqualTo("nurse-1");
        }

        @Test
        void aNewAlertNeedsAPersonAgain() {
            assertThat(apply(raised("a2", Severity.AMBER, 1))).isEqualTo(Change.REOPENED);

            assertThat(theOpenCase().state()).isEqualTo(PatientCase.State.OPEN);
            assertThat(theOpenCase().acknowledgedBy()).isNull();
        }

        @Test
        void anAlertThatGetsWorseNeedsAPersonAgain() {
            assertThat(apply(event("a1", Kind.ESCALATED, Severity.RED, 1))).isEqualTo(Change.REOPENED);
        }

        @Test
        void theSameActionTwiceIsOne() {
            assertThat(acknowledge("act-1")).isPresent();

            assertThat(history()).extracting(CaseEvent::kind).containsExactly("opened", "acknowledged");
        }
    }

    @Nested
    class GivenAResolvedCase {
        @BeforeEach
        void resolved() {
            apply(raised("a1", Severity.AMBER, 0));
            assertThat(resolve("act-1")).isPresent();
        }

        @Test
        void aNewAlertOpensANewCase() {
            assertThat(apply(raised("a2", Severity.AMBER, 60))).isEqualTo(Change.OPENED);

            assertThat(theOpenCase().id()).isEqualTo(Ids.of("case", "north", "ada", "a2"));
        }

        @Test
        void moreOfTheSameAlertIsOnlyRecorded() {
            assertThat(apply(event("a1", Kind.UPDATED, Severity.AMBER, 1))).isEqualTo(Change.RECORDED);

            assertThat(openCases()).isEmpty();
        }

        @Test
        void anAlertThatGetsWorseReopensIt() {
            assertThat(apply(event("a1", Kind.UPDATED, Severity.RED, 1))).isEqualTo(Change.REOPENED);

            assertThat(theOpenCase().resolvedBy()).isNull();
            assertThat(theOpenCase().severity()).isEqualTo(Severity.RED);
        }

        @Test
        void itCannotBeAcknowledged() {
            assertThat(acknowledge("act-2")).isEmpty();
        }

        @Test
        void itKeepsWhoResolvedItAndHow() {
            PatientCase resolved = theCase();
            assertThat(resolved.state()).isEqualTo(PatientCase.State.RESOLVED);
            assertThat(resolved.resolvedBy()).isEqualTo("nurse-1");
            assertThat(resolved.outcome()).isEqualTo("called");
            assertThat(resolved.note()).isEqualTo("feels well");
        }
    }

    @Test
    void anActOnACaseIsOneOnEachAlertThereWasByThen() {
        // Given
        apply(raised("a1", Severity.AMBER, 0));
        apply(raised("a2", Severity.AMBER, 1));
        String id = theOpenCase().id();
        console.inTenant("north", c -> Cases.snooze(c, "north", id, "x1", "nurse", at(2), at(60), "asleep"));
        apply(raised("a3", Severity.AMBER, 3));
        console.inTenant("north", c -> Cases.resolve(c, "north", id, "x2", "nurse", at(4), "advice_given", ""));

        // When
        List<AlertAction> all = console.inTenant("north", c -> CaseEvents.actions(c, "north", "ada", NOON));
        List<AlertAction> late = console.inTenant("north", c -> CaseEvents.actions(c, "north", "ada", at(3)));

        // Then
        assertThat(all)
                .extracting(AlertAction::alert, AlertAction::kind, AlertAction::at, AlertAction::until)
                .containsExactly(
                        tuple("a1", AlertAction.Kind.SNOOZED, at(2), at(60)),
                        tuple("a2", AlertAction.Kind.SNOOZED, at(2), at(60)),
                        tuple("a1", AlertAction.Kind.RESOLVED, at(4), null),
                        tuple("a2", AlertAction.Kind.RESOLVED, at(4), null),
                        tuple("a3", AlertAction.Kind.RESOLVED, at(4), null));
        assertThat(late)
                .extracting(AlertAction::outcome)
                .containsOnly("advice_given")
                .hasSize(3);
    }

    @Test
    void aSnoozedCaseIsAcknowledgedUntilThen() {
        apply(raised("a1", Severity.AMBER, 0));

        Optional<PatientCase> snoozed = console.inTenant(
                "north", c -> Cases.snooze(c, "north", caseId(), "act-1", "nurse-1", at(1), at(60), "asleep"));

        assertThat(snoozed.orElseThrow().snoozedUntil()).isEqualTo(at(60));
        assertThat(snoozed.orElseThrow().state()).isEqualTo(PatientCase.State.ACKNOWLEDGED);
    }

    @Test
    void aPromptIsOpenUntilTheAlertGoesOn() {
        apply(event("a1", Kind.PROMPTED, Severity.RED, 0));
        assertThat(openPrompts(at(10))).extracting(Prompt::alert).containsExactly("a1");
        assertThat(openPrompts(at(61))).isEmpty();

        apply(raised("a1", Severity.RED, 5));
        assertThat(openPrompts(at(10))).isEmpty();
    }

    @Nested
    class GivenAPrompt {
        @BeforeEach
        void asked() {
            AlertEvent prompted = event("a1", Kind.PROMPTED, Severity.RED, 0);
            String json = "{\"readings\": [{\"kind\": \"bp_panel\"}]}";
            console.inTenant("north", c -> Cases.apply(c, prompted, json));
            assertThat(openPrompts(at(10))).hasSize(1);
        }

        @Test
        void aLaterMeasurementAnswersIt() {
            measured(bloodPressure("north", "r1", "ada", at(3)));

            assertThat(openPrompts(at(10))).isEmpty();
        }

        @Test
        void anEarlierOneOrAnotherPersonsDoesNot() {
            measured(bloodPressure("north", "r1", "ada", at(-1)));
            measured(bloodPressure("north", "r2", "bob", at(3)));

            assertThat(openPrompts(at(10))).hasSize(1);
        }

        private void measured(Reading reading) {
            try (Database jobs = postgres.open(Roles.JOBS)) {
                jobs.inPlatform(c -> Readings.write(c, List.of(reading)));
            }
        }
    }

    @Test
    void alertsThatComeAtOnceShareOneCase() {
        List<Change> changes = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> apply(raised("a" + i, Severity.RED, i)))
                .toList();

        assertThat(changes).filteredOn(change -> change == Change.OPENED).hasSize(1);
        assertThat(theOpenCase().alerts()).hasSize(16);
    }

    @Test
    void worstCasesComeFirst() {
        apply(raised("a1", Severity.AMBER, 0));
        console.inTenant(
                "north", c -> Cases.apply(c, alertEvent("north", "bob", "b1", Kind.RAISED, Severity.RED, at(5)), "{}"));

        assertThat(openCases()).extracting(PatientCase::patient).containsExactly("bob", "ada");
    }

    private Change apply(AlertEvent event) {
        return console.inTenant("north", c -> Cases.apply(c, event, "{\"id\": \"" + event.id() + "\"}"))
                .change();
    }

    private Optional<PatientCase> acknowledge(String action) {
        return console.inTenant("north", c -> Cases.acknowledge(c, "north", caseId(), action, "nurse-1", at(1)));
    }

    private Optional<PatientCase> resolve(String action) {
        return console.inTenant(
                "north", c -> Cases.resolve(c, "north", caseId(), action, "nurse-1", at(30), "called", "feels well"));
    }

    private static AlertEvent raised(String alert, Severity severity, int minute) {
        return event(alert, Kind.RAISED, severity, minute);
    }

    private static AlertEvent event(String alert, Kind kind, Severity severity, int minute) {
        return alertEvent("north", "ada", alert, kind, severity, at(minute));
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private static String caseId() {
        return Ids.of("case", "north", "ada", "a1");
    }

    private List<PatientCase> changedSince(String tenant, Instant since) {
        return console.inTenant(tenant, c -> Cases.changedSince(c, since, 10));
    }

    private List<PatientCase> openCases() {
        return console.inTenant("north", c -> Cases.open(c, Reach.ALL, 10));
    }

    private PatientCase theOpenCase() {
        assertThat(openCases()).hasSize(1);
        return openCases().get(0);
    }

    private PatientCase theCase() {
        return console.inTenant("north", c -> Cases.find(c, caseId())).orElseThrow();
    }

    private Alert alert(String id) {
        return console.inTenant("north", c -> Alerts.find(c, "north", id)).orElseThrow();
    }

    private List<CaseEvent> history() {
        return console.inTenant("north", c -> CaseEvents.ofCase(c, "north", caseId()));
    }

    private List<String> eventsOf(String alert) {
        return console.inTenant("north", c -> AlertEvents.ofAlert(c, "north", alert));
    }

    private List<Prompt> openPrompts(Instant now) {
        return console.inTenant("north", c -> Prompts.open(c, "north", "ada", now));
    }
}
