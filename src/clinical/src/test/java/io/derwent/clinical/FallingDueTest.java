package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.action;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.glucose;
import static io.derwent.clinical.Case.marked;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.weight;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens because time passes. */
class FallingDueTest {
    private static final Rule.Missed MISSED = new Rule.Missed(
            "DQ-01", 1, Severity.AMBER, Duration.ofHours(4), Duration.ofHours(2), 2, Timing.of(Severity.AMBER));

    private static String told(AlertEvent event) {
        AlertEvent.Audience audience = event.audience();
        return "%s %s%s at %s"
                .formatted(event.kind(), event.rule(), audience == null ? "" : " " + audience.code(), event.at());
    }

    private static List<String> told(Case patient) {
        return patient.events().stream().map(FallingDueTest::told).toList();
    }

    @Nested
    class GivenADailyWeightAtEight {
        private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
        private static final Schedule AT_EIGHT = new Schedule(
                List.of(new Schedule.Expected(Kind.WEIGHT, LocalTime.of(8, 0), List.of())),
                new Schedule.QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0)));

        private final Case patient = Case.expecting(AT_EIGHT, MONDAY, MISSED);

        private static Instant hour(int hour) {
            return MONDAY.plus(Duration.ofHours(hour));
        }

        @Test
        void thePatientIsAskedFirstThenTheCarerThenTheTeamKnows() {
            patient.tick(hour(72));

            assertThat(told(patient))
                    .containsExactly(
                            "PROMPTED DQ-01 patient at 2026-11-23T12:00:00Z",
                            "PROMPTED DQ-01 carer at 2026-11-23T14:00:00Z",
                            "PROMPTED DQ-01 patient at 2026-11-24T12:00:00Z",
                            "RAISED DQ-01 at 2026-11-24T12:00:00Z",
                            "PROMPTED DQ-01 carer at 2026-11-24T14:00:00Z",
                            "PROMPTED DQ-01 patient at 2026-11-25T12:00:00Z",
                            "UPDATED DQ-01 at 2026-11-25T12:00:00Z",
                            "ESCALATED DQ-01 lead at 2026-11-25T12:00:00Z",
                            "PROMPTED DQ-01 carer at 2026-11-25T14:00:00Z");
        }

        @Test
        void manySmallTicksTellTheSame() {
            Case watchedClosely = Case.expecting(AT_EIGHT, MONDAY, MISSED);
            for (int minute = 0; minute <= 72 * 60; minute += 7) {
                watchedClosely.tick(MONDAY.plus(Duration.ofMinutes(minute)));
            }
            patient.tick(hour(72));

            assertThat(told(watchedClosely)).isEqualTo(told(patient));
            assertThat(watchedClosely.events()).extracting(AlertEvent::id).doesNotHaveDuplicates();
        }

        @ParameterizedTest(name = "weighed at {0}")
        @CsvSource({"2026-11-22T20:00:00Z", "2026-11-23T07:00:00Z", "2026-11-23T11:59:59Z"})
        void aWeightNearTheTimeIsTheOneExpected(Instant taken) {
            patient.observe(weight("w", taken, "80"));

            patient.tick(hour(24));

            assertThat(patient.story()).isEmpty();
        }

        @Test
        void lastEveningsWeightIsNot() {
            patient.observe(weight("w", Instant.parse("2026-11-22T19:59:59Z"), "80"));

            patient.tick(hour(13));

            assertThat(told(patient)).containsExactly("PROMPTED DQ-01 patient at 2026-11-23T12:00:00Z");
        }

        @Test
        void anotherKindDoesNotHelp() {
            patient.observe(bp("bp", hour(8), 120, 80));

            patient.tick(hour(13));

            assertThat(patient.story()).containsExactly("PROMPTED DQ-01 amber");
        }

        @Test
        void aWeightEndsIt() {
            patient.tick(hour(37));

            patient.observe(weight("w", hour(38), "80"));

            assertThat(told(patient)).endsWith("CLEARED DQ-01 at 2026-11-24T14:00:01Z");
            patient.tick(hour(47));
            assertThat(told(patient)).endsWith("CLEARED DQ-01 at 2026-11-24T14:00:01Z");
        }

        @Test
        void aWeightThatWasOnItsWayEndsItToo() {
            patient.tick(hour(37));

            patient.observe(weight("w", hour(32), Duration.ofHours(6), "80"));

            assertThat(told(patient)).endsWith("CLEARED DQ-01 at 2026-11-24T14:00:00Z");
        }

        /** A hub lets time pass only once it has no line: what the team did about an alert by then it heard before. */
        @ParameterizedTest
        @EnumSource(
                value = AlertAction.Kind.class,
                names = {"ACKNOWLEDGED", "RESOLVED"})
        void whoActedBeforeItWasFoundHereHasActed(AlertAction.Kind kind) {
            Case elsewhere = Case.expecting(AT_EIGHT, MONDAY, MISSED);
            elsewhere.tick(hour(37));

            patient.act(action(kind, elsewhere.last().alert(), hour(37)));
            patient.tick(hour(72));

            assertThat(patient.story()).contains("RAISED DQ-01 amber").doesNotContain("ESCALATED DQ-01 amber");
            assertThat(patient.state().waiting()).isEmpty();
        }

        @Test
        void aFlatBatteryIsTold() {
            patient.observe(marked(weight("w", hour(-16), "80"), Mark.LOW_BATTERY));

            patient.tick(hour(13));

            assertThat(patient.last().limits())
                    .containsExactly(
                            "no weight at 2026-11-23T08:00:00Z",
                            "last one at 2026-11-22T08:00:00Z",
                            "battery of device-1 nearly flat then");
        }

        @Test
        void whatWasDueWhileNobodyWatchedIsDueHalfAnHourLater() {
            patient.tick(hour(10));
            patient.pause(hour(12), hour(15));

            patient.tick(hour(15));
            assertThat(patient.story()).isEmpty();

            patient.tick(hour(16));
            assertThat(told(patient)).containsExactly("PROMPTED DQ-01 patient at 2026-11-23T15:30:00Z");
            assertThat(patient.last().limits())
                    .endsWith("nothing was received by us from 2026-11-23T12:00:00Z to 2026-11-23T15:00:00Z");
        }

        @Test
        void aReadingTheHubKeptArrivesInThatTime() {
            patient.tick(hour(10));
            patient.pause(hour(12), hour(15));
            patient.tick(hour(15));

            patient.observe(weight("w", hour(8), Duration.ofHours(7), "80"));
            patient.tick(hour(20));

            assertThat(patient.story()).isEmpty();
        }

        @Test
        void nobodyIsAskedInQuietHours() {
            Schedule late = new Schedule(
                    List.of(new Schedule.Expected(Kind.WEIGHT, LocalTime.of(18, 0), List.of())), AT_EIGHT.quietHours());
            Case sleeper = Case.expecting(late, MONDAY, MISSED);

            sleeper.tick(hour(36));

            assertThat(told(sleeper))
                    .containsExactly(
                            "PROMPTED DQ-01 patient at 2026-11-24T07:00:00Z",
                            "PROMPTED DQ-01 carer at 2026-11-24T07:00:00Z");
        }

        @Test
        void whatThePlanDidNotExpectYetIsNotMissing() {
            Case starter = Case.expecting(AT_EIGHT, hour(9), MISSED);

            starter.tick(hour(31));

            assertThat(starter.story()).isEmpty();
        }

        @Test
        void onlySomeDays() {
            Schedule fridays = new Schedule(
                    List.of(new Schedule.Expected(Kind.WEIGHT, LocalTime.of(8, 0), List.of(DayOfWeek.FRIDAY))), null);
            Case patientOfFridays = Case.expecting(fridays, MONDAY, MISSED);

            assertThat(PatientWatch.nextDue(patientOfFridays.state(), patientOfFridays.plan(), MONDAY))
                    .isEqualTo(Optional.of(Instant.parse("2026-11-27T12:00:00Z")));
        }
    }

    @ParameterizedTest(name = "expected at eight on {0}: asked at {1}")
    @CsvSource({
        "2027-03-27T00:00:00Z, 2027-03-27T12:00:00Z",
        "2027-03-28T00:00:00Z, 2027-03-28T11:00:00Z",
        "2026-10-24T00:00:00Z, 2026-10-24T11:00:00Z",
        "2026-10-25T02:00:00Z, 2026-10-25T12:00:00Z",
    })
    void eightIsEightByTheClockOnTheWall(Instant validFrom, Instant due) {
        Schedule schedule =
                new Schedule(List.of(new Schedule.Expected(Kind.WEIGHT, LocalTime.of(8, 0), List.of())), null);
        Case patient = Case.expecting(schedule, validFrom, MISSED);

        assertThat(PatientWatch.nextDue(patient.state(), patient.plan(), validFrom))
                .isEqualTo(Optional.of(due));
    }

    @Nested
    class GivenARedAlert {
        private final Case patient = new Case("hypertension");

        private String alert() {
            patient.observe(bp("a", NOON, 230, 120));
            return patient.last().alert();
        }

        @Test
        void theLeadAndThenWhoIsOnDutyAreToldWhileNobodyActs() {
            alert();

            patient.tick(minute(200));

            assertThat(told(patient))
                    .containsExactly(
                            "RAISED BP-03 at 2026-11-22T12:00:01Z",
                            "ESCALATED BP-03 lead at 2026-11-22T12:30:01Z",
                            "ESCALATED BP-03 out_of_hours at 2026-11-22T13:00:01Z");
        }

        @ParameterizedTest
        @CsvSource({"ACKNOWLEDGED", "RESOLVED"})
        void nobodyElseOnceSomebodyActed(AlertAction.Kind kind) {
            String alert = alert();
            patient.tick(minute(31));

            patient.act(action(kind, alert, minute(32)));
            patient.tick(minute(200));

            assertThat(told(patient)).endsWith("ESCALATED BP-03 lead at 2026-11-22T12:30:01Z");
        }

        @Test
        void theClocksRunAnewOnceWhoTookItGivesItBack() {
            String alert = alert();
            patient.act(action(AlertAction.Kind.ACKNOWLEDGED, alert, minute(10)));

            patient.act(action(AlertAction.Kind.RELEASED, alert, minute(100)));
            patient.tick(minute(300));

            assertThat(told(patient))
                    .containsExactly(
                            "RAISED BP-03 at 2026-11-22T12:00:01Z",
                            "ESCALATED BP-03 lead at 2026-11-22T14:10:00Z",
                            "ESCALATED BP-03 out_of_hours at 2026-11-22T14:40:00Z");
        }

        @Test
        void givingBackWhatNobodyTookChangesNothing() {
            String alert = alert();
            PatientState before = patient.state();

            patient.act(action(AlertAction.Kind.RELEASED, alert, minute(10)));

            assertThat(patient.state()).isEqualTo(before);
        }

        @ParameterizedTest
        @CsvSource({"RESOLVED", "ACKNOWLEDGED"})
        void givingBackBeforeItIsOverOrTakenAgainTellsNobody(AlertAction.Kind last) {
            String alert = alert();
            patient.act(action(AlertAction.Kind.ACKNOWLEDGED, alert, minute(1)));
            patient.act(action(AlertAction.Kind.RELEASED, alert, minute(2)));

            patient.act(action(last, alert, minute(3)));
            patient.tick(minute(300));

            assertThat(told(patient)).hasSize(1);
        }

        @Test
        void redIgnoresASnooze() {
            String alert = alert();

            patient.act(snoozed(alert, minute(300)));
            patient.tick(minute(31));

            assertThat(told(patient)).endsWith("ESCALATED BP-03 lead at 2026-11-22T12:30:01Z");
        }
    }

    @Test
    void anAmberAlertThatIsSnoozedWaitsForTheEndOfTheSnooze() {
        Case patient = new Case("diabetes");
        patient.observe(glucose("g", NOON, "12"));
        Instant until = NOON.plus(Duration.ofHours(8));

        patient.act(snoozed(patient.last().alert(), until));

        assertThat(PatientWatch.nextDue(patient.state(), patient.plan(), NOON))
                .isEqualTo(Optional.of(until.plus(Duration.ofHours(24))));
    }

    private static AlertAction snoozed(String alert, Instant until) {
        return new AlertAction(
                "x", "derby", Subject.patient("p1"), alert, AlertAction.Kind.SNOOZED, "nurse", NOON, until, null);
    }

    @Nested
    class GivenALowGlucose {
        private final Case patient = new Case("diabetes");

        @Test
        void thePatientIsAskedToMeasureAgainAfterFifteenMinutesAndAfterThirty() {
            patient.observe(glucose("g", NOON, "3.4"));

            patient.tick(minute(60));

            assertThat(told(patient))
                    .containsExactly(
                            "RAISED GL-01 at 2026-11-22T12:00:01Z",
                            "PROMPTED GL-01 at 2026-11-22T12:00:01Z",
                            "PROMPTED GL-01 patient at 2026-11-22T12:15:01Z",
                            "PROMPTED GL-01 patient at 2026-11-22T12:30:01Z");
        }

        @Test
        void notWhenTheNextOneIsFine() {
            patient.observe(glucose("g", NOON, "3.4"));
            patient.observe(glucose("h", minute(14), "5.1"));

            patient.tick(minute(60));

            assertThat(told(patient)).endsWith("CLEARED GL-01 at 2026-11-22T12:14:01Z");
        }

        @Test
        void oneThatArrivesHoursLaterIsNotToBeMeasuredAgain() {
            patient.observe(Case.reading(
                    "g",
                    Kind.GLUCOSE,
                    NOON,
                    Duration.ofHours(3),
                    Map.of(Parameter.BLOOD_GLUCOSE, new BigDecimal("3.4")),
                    Map.of()));

            assertThat(patient.tick(minute(180 + 60))).isEmpty();
        }

        @Test
        void anotherLowOneStartsTheClockAgain() {
            patient.observe(glucose("g", NOON, "3.4"));
            patient.observe(glucose("h", minute(14), "3.6"));

            patient.tick(minute(40));

            assertThat(told(patient)).endsWith("PROMPTED GL-01 patient at 2026-11-22T12:29:01Z");
        }
    }
}
