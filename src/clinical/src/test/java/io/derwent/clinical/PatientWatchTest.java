package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.glucose;
import static io.derwent.clinical.Case.set;
import static io.derwent.clinical.Case.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked // null leaves a part out of an observation set
class PatientWatchTest {
    private static Instant at(Duration afterNoon) {
        return NOON.plus(afterNoon);
    }

    private static Instant minute(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    private static AlertAction action(AlertAction.Kind kind, String alert, Instant at) {
        return new AlertAction("x-" + kind, "derby", Subject.patient("p1"), alert, kind, "nurse", at, null, "treated");
    }

    @Nested
    class GivenARuleThatAsksForARepeat {
        private final Case hypertension = new Case("hypertension");

        @Test
        void theFirstBreachAsksThePatientToRepeatAndTheSecondRaises() {
            hypertension.observe(bp("r1", NOON, 192, 124));
            hypertension.observe(bp("r2", minute(2), 190, 122));

            assertThat(hypertension.story()).containsExactly("PROMPTED BP-03 red", "RAISED BP-03 red");
            AlertEvent raised = hypertension.last();
            assertThat(raised.alert()).isEqualTo(Ids.alert("derby", Subject.patient("p1"), "BP-03", "r1"));
            assertThat(raised.alert()).isEqualTo(hypertension.events().get(0).alert());
            assertThat(raised.readings())
                    .extracting(AlertEvent.Evidence::reading)
                    .containsExactly("r1", "r2");
            assertThat(raised.firstBreachAt()).isEqualTo(NOON);
            assertThat(raised.late()).isFalse();
            assertThat(raised.limits()).containsExactly("systolic_bp >= 180 mm[Hg]", "diastolic_bp >= 120 mm[Hg]");
        }

        @ParameterizedTest(name = "{0} apart: raised {1}")
        @CsvSource({"PT59S, false", "PT1M, true", "PT29M59S, true", "PT30M, true", "PT30M1S, false", "PT2H, false"})
        void bothEndsOfTheSpanConfirm(Duration apart, boolean raised) {
            hypertension.observe(bp("r1", NOON, 185, 100));
            hypertension.observe(bp("r2", at(apart), 185, 100));

            assertThat(hypertension.story().contains("RAISED BP-03 red")).isEqualTo(raised);
        }

        @ParameterizedTest(name = "{0}/{1} is a breach: {2}")
        @CsvSource({
            "179, 119, false",
            "180, 119, true",
            "179, 120, true",
            "180, 120, true",
            "150, 95, false",
            "220, 100, true",
        })
        void eitherLimbSuffices(int systolic, int diastolic, boolean breach) {
            hypertension.observe(bp("r1", NOON, systolic, diastolic));

            assertThat(hypertension.events().isEmpty()).isNotEqualTo(breach);
        }

        @ParameterizedTest(name = "{0}/{1} alerts at once: {2}")
        @CsvSource({"219, 129, false", "220, 100, true", "190, 130, true", "250, 140, true"})
        void anExtremeValueAlertsAtOnceAndAsksForNoRepeat(int systolic, int diastolic, boolean atOnce) {
            hypertension.observe(bp("r1", NOON, systolic, diastolic));

            assertThat(hypertension.story()).containsExactly(atOnce ? "RAISED BP-03 red" : "PROMPTED BP-03 red");
        }

        @Test
        void theRepeatMayArriveBeforeTheFirst() {
            hypertension.observe(bp("r2", minute(2), 190, 122));
            hypertension.observe(bp("r1", NOON, Duration.ofMinutes(3), 192, 124));

            AlertEvent raised = hypertension.last();
            assertThat(raised.kind()).isEqualTo(AlertEvent.Kind.RAISED);
            assertThat(raised.alert()).isEqualTo(Ids.alert("derby", Subject.patient("p1"), "BP-03", "r1"));
            assertThat(raised.effectiveTime()).isEqualTo(NOON);
        }

        @Test
        void aPairThatArrivesHoursLaterIsRaisedAsLateAndAsksForNoRepeat() {
            hypertension.observe(bp("r1", NOON, Duration.ofHours(3), 192, 124));
            hypertension.observe(bp("r2", minute(2), Duration.ofHours(3), 190, 122));

            assertThat(hypertension.story()).containsExactly("RAISED BP-03 red");
            assertThat(hypertension.last().late()).isTrue();
            assertThat(hypertension.last().receivedAt()).isEqualTo(minute(2 + 180));
        }

        @Test
        void oneOfThePairTooOldToActOnIsEnoughForWouldHaveOnly() {
            hypertension.observe(bp("r1", NOON, Duration.ofSeconds(5), 192, 124));
            hypertension.observe(bp("r2", minute(2), Duration.ofHours(25), 190, 122));

            assertThat(hypertension.story()).containsExactly("PROMPTED BP-03 red", "WOULD_HAVE BP-03 red");
        }

        @Test
        void aNormalReadingBetweenDoesNotUnsayThePair() {
            hypertension.observe(bp("r1", NOON, 192, 124));
            hypertension.observe(bp("r2", minute(1), 130, 80));
            hypertension.observe(bp("r3", minute(2), 190, 122));

            assertThat(hypertension.story()).contains("RAISED BP-03 red");
        }

        @Test
        void systolicPressureOfAnObservationSetCounts() {
            hypertension.observe(bp("r1", NOON, 192, 124));
            hypertension.observe(set("r2", minute(5), null, null, null, "184", null, null, null));

            assertThat(hypertension.story()).contains("RAISED BP-03 red");
        }

        @Test
        void lowPressureIsAmber() {
            hypertension.observe(bp("r1", NOON, 99, 60));
            hypertension.observe(bp("r2", minute(10), 98, 60));

            assertThat(hypertension.story()).containsExactly("PROMPTED BP-08 amber", "RAISED BP-08 amber");
        }
    }

    @Nested
    class GivenARuleThatAlertsAtOnce {
        private final Case oximetry = new Case("oximetry");

        @Test
        void aLowSaturationIsRaisedAndThePatientAskedToRepeat() {
            oximetry.observe(spo2("r1", NOON, "90"));

            assertThat(oximetry.story()).containsExactly("RAISED OX-03 red", "PROMPTED OX-03 red");
        }

        @ParameterizedTest(name = "{0} old: {1}")
        @CsvSource({
            "PT0S, RAISED, false",
            "PT15M, RAISED, false",
            "PT15M1S, RAISED, true",
            "PT3H, RAISED, true",
            "PT24H, RAISED, true",
            "PT24H1S, WOULD_HAVE, true",
            "P21D, WOULD_HAVE, true",
        })
        void ageAtArrivalDecides(Duration age, AlertEvent.Kind kind, boolean late) {
            oximetry.observe(spo2("r1", NOON, age, "90"));

            assertThat(oximetry.events().get(0).kind()).isEqualTo(kind);
            assertThat(oximetry.events().get(0).late()).isEqualTo(late);
            assertThat(oximetry.events().get(0).effectiveTime()).isEqualTo(NOON);
            assertThat(oximetry.events().get(0).receivedAt()).isEqualTo(at(age));
            assertThat(oximetry.story().contains("PROMPTED OX-03 red")).isEqualTo(!late);
        }

        @Test
        void beyondTheHorizonNothingIsScored() {
            oximetry.observe(spo2("r1", NOON, Duration.ofDays(61), "80"));

            assertThat(oximetry.events()).isEmpty();
            assertThat(oximetry.state()).isEqualTo(PatientState.empty());
        }

        @Test
        void anOldEpisodeIsToldOnceNotOncePerReading() {
            for (int hour = 0; hour < 10; hour++) {
                oximetry.observe(spo2("r" + hour, at(Duration.ofHours(hour)), Duration.ofDays(21), "90"));
            }
            oximetry.observe(spo2("fine", at(Duration.ofHours(11)), Duration.ofDays(21), "97"));
            oximetry.observe(spo2("again", at(Duration.ofHours(12)), Duration.ofDays(21), "89"));

            assertThat(oximetry.story()).containsExactly("WOULD_HAVE OX-03 red", "WOULD_HAVE OX-03 red");
        }

        @Test
        void anOldReadingOnlyWouldHaveAlertedAlsoWhileAnEpisodeIsOpen() {
            oximetry.observe(spo2("r1", NOON, "90"));
            oximetry.observe(spo2("old", at(Duration.ofDays(-21)), Duration.ofDays(21), "88"));

            assertThat(oximetry.last().kind()).isEqualTo(AlertEvent.Kind.WOULD_HAVE);
            assertThat(oximetry.state().rules().get(0).episode().firstBreachAt())
                    .isEqualTo(NOON);
        }

        @Test
        void aNewerReadingInRangeMakesALateBreachANote() {
            oximetry.observe(spo2("fine", minute(60), "97"));
            oximetry.observe(spo2("late", NOON, Duration.ofHours(3), "90"));

            assertThat(oximetry.story()).containsExactly("NOTED OX-03 red");
        }

        @Test
        void aNewerReadingInBetweenDoesNot() {
            oximetry.observe(spo2("so-so", minute(60), "93"));
            oximetry.observe(spo2("late", NOON, Duration.ofHours(3), "90"));

            assertThat(oximetry.story()).contains("RAISED OX-03 red");
        }

        @Test
        void decimalsLeaveNoGapBetweenRedAndAmber() {
            oximetry.observe(spo2("r1", NOON, "92.4"));
            oximetry.observe(spo2("r2", minute(30), "94.9"));

            assertThat(oximetry.story()).containsExactly("PROMPTED OX-02 amber", "RAISED OX-02 amber");
        }

        @Test
        void amberIsConfirmedWithinAnHourAndActionableForAWeek() {
            oximetry.observe(spo2("r1", NOON, Duration.ofDays(6), "93"));
            oximetry.observe(spo2("r2", minute(60), Duration.ofDays(6), "94"));

            assertThat(oximetry.story()).containsExactly("RAISED OX-02 amber");
            assertThat(oximetry.last().late()).isTrue();
        }

        @Test
        void saturationOfAnObservationSetCounts() {
            oximetry.observe(set("r1", NOON, null, "91", null, null, null, null, null));

            assertThat(oximetry.story()).contains("RAISED OX-03 red");
        }
    }

    @Nested
    class GivenAnOpenEpisode {
        private final Case oximetry = new Case("oximetry");

        GivenAnOpenEpisode() {
            oximetry.observe(spo2("r1", NOON, "90"));
            oximetry.events().clear();
        }

        @Test
        void anotherBreachUpdatesIt() {
            oximetry.observe(spo2("r2", minute(5), "89"));

            assertThat(oximetry.story()).containsExactly("UPDATED OX-03 red");
            assertThat(oximetry.last().readings())
                    .extracting(AlertEvent.Evidence::reading)
                    .containsExactly("r1", "r2");
        }

        @Test
        void theSameReadingTwiceChangesNothing() {
            PatientState before = oximetry.state();

            oximetry.observe(spo2("r1", NOON, "90"));

            assertThat(oximetry.events()).isEmpty();
            assertThat(oximetry.state()).isEqualTo(before);
        }

        @Test
        void anEarlierLateBreachMovesFirstBreachAtButNotTheId() {
            oximetry.observe(spo2("r0", minute(-60), Duration.ofMinutes(61), "88"));

            assertThat(oximetry.story()).containsExactly("UPDATED OX-03 red");
            assertThat(oximetry.last().firstBreachAt()).isEqualTo(minute(-60));
            assertThat(oximetry.last().alert()).isEqualTo(Ids.alert("derby", Subject.patient("p1"), "OX-03", "r1"));
        }

        @Test
        void onlyAReadingPastTheClearingLimitClearsIt() {
            oximetry.observe(spo2("r2", minute(5), "93"));
            assertThat(oximetry.story()).doesNotContain("CLEARED OX-03 red");

            oximetry.observe(spo2("r3", minute(10), "94"));
            assertThat(oximetry.story()).contains("CLEARED OX-03 red");
        }

        @Test
        void aLateReadingInTheMiddleDoesNotClearIt() {
            oximetry.observe(spo2("r2", minute(30), "89"));
            oximetry.observe(spo2("middle", minute(10), Duration.ofMinutes(40), "97"));

            assertThat(oximetry.story()).containsExactly("UPDATED OX-03 red");
        }

        @Test
        void aDoubtfulReadingDoesNotClearIt() {
            oximetry.observe(Case.marked(spo2("r2", minute(5), "99"), Mark.DOUBTFUL));

            assertThat(oximetry.events()).isEmpty();
        }

        @Test
        void aNewEpisodeAfterClearingIsANewAlert() {
            oximetry.observe(spo2("r2", minute(10), "97"));
            oximetry.observe(spo2("r3", minute(20), "90"));

            assertThat(oximetry.story()).containsExactly("CLEARED OX-03 red", "RAISED OX-03 red", "PROMPTED OX-03 red");
            assertThat(oximetry.last().alert()).isEqualTo(Ids.alert("derby", Subject.patient("p1"), "OX-03", "r3"));
        }

        @Test
        void afterResolvingTheRuleIsQuietForTwelveHours() {
            String alert = oximetry.state().rules().get(0).episode().alert();
            oximetry.act(action(AlertAction.Kind.RESOLVED, alert, minute(30)));

            oximetry.observe(spo2("r2", minute(60), "90"));
            oximetry.observe(spo2("r3", minute(30 + 12 * 60 - 1), "90"));
            assertThat(oximetry.events()).isEmpty();

            oximetry.observe(spo2("r4", minute(30 + 12 * 60), "90"));
            assertThat(oximetry.story()).contains("RAISED OX-03 red");
            assertThat(oximetry.events().get(0).alert()).isNotEqualTo(alert);
        }

        @Test
        void acknowledgingKeepsItOpen() {
            String alert = oximetry.state().rules().get(0).episode().alert();

            oximetry.act(action(AlertAction.Kind.ACKNOWLEDGED, alert, minute(1)));
            oximetry.observe(spo2("r2", minute(5), "90"));

            assertThat(oximetry.story()).containsExactly("UPDATED OX-03 red");
            assertThat(oximetry.state().rules().get(0).episode().acknowledgedBy())
                    .isEqualTo("nurse");
        }
    }

    @Nested
    class GivenSeveralGrades {
        private final Case copd = new Case("copd", 2);

        @Test
        void aMoreSevereBreachEscalatesAndALesserOneDoesNotLower() {
            copd.observe(set("r1", NOON, null, "93", "oxygen", null, null, null, null));
            copd.observe(set("r2", minute(10), null, "97", "oxygen", null, null, null, null));
            copd.observe(set("r3", minute(20), null, "95", "oxygen", null, null, null, null));

            assertThat(copd.story()).containsExactly("RAISED OX-05 amber", "ESCALATED OX-05 red", "UPDATED OX-05 red");
        }

        @Test
        void higherSeverityReopensDuringTheCoolDown() {
            copd.observe(set("r1", NOON, null, "93", "oxygen", null, null, null, null));
            String alert = copd.last().alert();
            copd.act(action(AlertAction.Kind.RESOLVED, alert, minute(5)));

            copd.observe(set("r2", minute(10), null, "94", "oxygen", null, null, null, null));
            assertThat(copd.events()).hasSize(1);

            copd.observe(set("r3", minute(20), null, "96", "oxygen", null, null, null, null));
            assertThat(copd.last().kind()).isEqualTo(AlertEvent.Kind.ESCALATED);
            assertThat(copd.last().alert()).isEqualTo(alert);
            assertThat(copd.last().severity()).isEqualTo(Severity.AMBER_HIGH);
        }

        @Test
        void overOxygenationNeedsOxygen() {
            copd.observe(set("r1", NOON, null, "98", "air", null, null, null, null));
            copd.observe(spo2("r2", minute(1), "98"));

            assertThat(copd.events()).isEmpty();
        }

        @Test
        void lowSaturationIsAmberWhenRepeatedAndRedAtOnce() {
            copd.observe(spo2("r1", NOON, "87"));
            copd.observe(spo2("r2", minute(5), "86"));
            copd.observe(spo2("r3", minute(10), "85"));

            assertThat(copd.story())
                    .containsExactly("PROMPTED OX-04 amber", "RAISED OX-04 amber", "ESCALATED OX-04 red");
        }

        @Test
        void highGlucoseIsRedOnlyWhenItPersists() {
            Case diabetes = new Case("diabetes");
            diabetes.observe(glucose("r1", NOON, "16"));
            diabetes.observe(glucose("r2", minute(120), "15.5"));

            assertThat(diabetes.story()).containsExactly("RAISED GL-04 amber", "ESCALATED GL-04 red");
        }

        @Test
        void lowGlucoseIsOneRuleOrTheOther() {
            Case diabetes = new Case("diabetes");
            diabetes.observe(glucose("r1", NOON, "3.9"));
            diabetes.observe(glucose("r2", minute(20), "2.9"));

            assertThat(diabetes.story())
                    .containsExactly(
                            "RAISED GL-01 amber", "PROMPTED GL-01 amber", "RAISED GL-02 red", "PROMPTED GL-02 red");
        }
    }

    @Nested
    class GivenAVirtualWard {
        private final Case ward = new Case("virtual-ward");

        @Test
        void aTotalOfFiveIsUrgent() {
            ward.observe(set("r1", NOON, "21", "93", "air", "120", "95", "A", "37.5"));

            assertThat(ward.story()).containsExactly("RAISED NW-01 red");
            assertThat(ward.last().score().total()).isEqualTo(5);
            assertThat(ward.last().missing()).isEmpty();
        }

        @Test
        void aSingleThreeIsUrgent() {
            ward.observe(set("r1", NOON, "16", "97", "air", "120", "131", "A", "37"));

            assertThat(ward.story()).containsExactly("RAISED NW-01 red");
        }

        @Test
        void sevenIsAnEmergencyAndNotUrgentAsWell() {
            ward.observe(set("r1", NOON, "25", "91", "air", "120", "95", "A", "37"));

            assertThat(ward.story()).containsExactly("RAISED NW-02 red_emergency");
        }

        @Test
        void gettingWorseDoesNotClearTheUrgentEpisode() {
            ward.observe(set("r1", NOON, "21", "93", "air", "120", "95", "A", "37.5"));
            ward.observe(set("r2", minute(10), "25", "91", "air", "120", "95", "A", "37"));

            assertThat(ward.story()).containsExactly("RAISED NW-01 red", "RAISED NW-02 red_emergency");
        }

        @Test
        void anIncompleteSetAlertsOnItsLowerBoundAndSaysWhatIsMissing() {
            ward.observe(set("r1", NOON, "24", "92", "air", "105", null, null, null));

            assertThat(ward.story()).containsExactly("RAISED NW-03 red");
            assertThat(ward.last().missing()).containsExactly("pulse", "acvpu", "temp_c");
            assertThat(ward.last().score().total()).isNull();
            assertThat(ward.last().score().lowerBound()).isEqualTo(5);
        }

        @Test
        void anIncompleteSetClearsNothingThatItCouldHide() {
            ward.observe(set("r1", NOON, "21", "93", "air", "120", "95", "A", "37.5"));
            ward.observe(set("r2", minute(10), "16", "97", null, "120", "70", "A", "37"));
            assertThat(ward.story()).containsExactly("RAISED NW-01 red");

            ward.observe(set("r3", minute(20), "16", "97", "air", "120", "70", "A", "37"));
            assertThat(ward.story()).containsExactly("RAISED NW-01 red", "CLEARED NW-01 red");
        }

        @Test
        void aCompleteSetGetsItsScore() {
            PatientWatch.Outcome outcome = PatientWatch.observe(
                    PatientState.empty(), ward.plan(), set("r1", NOON, "21", "93", "air", "120", "95", "A", "37.5"));

            Score score = outcome.score().orElseThrow();
            assertThat(score.total()).isEqualTo(5);
            assertThat(score.band()).isEqualTo("medium");
            assertThat(score.monitoring()).isEqualTo("1h");
        }
    }

    @Nested
    class GivenAReadingOfAnotherPerson {
        private final Case hypertension = new Case("hypertension");
        private final Reading first = bp("r1", NOON, 192, 124);
        private final Reading second = bp("r2", minute(2), 190, 122);

        @Test
        void theEpisodeItHeldUpIsWithdrawn() {
            hypertension.observe(first);
            hypertension.observe(second);

            List<AlertEvent> steps = hypertension.withdraw(second, minute(60));

            assertThat(steps).extracting(Case::line).containsExactly("WITHDRAWN BP-03 red");
            assertThat(steps.get(0).at()).isEqualTo(minute(60));
            assertThat(PatientWatch.isOpen(hypertension.state())).isFalse();
        }

        @Test
        void theEpisodeStandsOnWhatIsLeft() {
            hypertension.observe(first);
            hypertension.observe(second);
            hypertension.observe(bp("r3", minute(4), 191, 121));

            List<AlertEvent> steps = hypertension.withdraw(first, minute(60));

            assertThat(steps).extracting(Case::line).containsExactly("UPDATED BP-03 red");
            assertThat(steps.get(0).firstBreachAt()).isEqualTo(minute(2));
        }

        @Test
        void aClearingThatWasNotTheirsOpensTheEpisodeAgain() {
            Reading fine = bp("fine", minute(5), 130, 80);
            hypertension.observe(first);
            hypertension.observe(second);
            hypertension.observe(fine);

            List<AlertEvent> steps = hypertension.withdraw(fine, minute(60));

            assertThat(steps).extracting(Case::line).containsExactly("RAISED BP-03 red");
        }

        @Test
        void aWouldHaveIsWithdrawnToo() {
            Case oximetry = new Case("oximetry");
            Reading old = spo2("r1", NOON, Duration.ofDays(21), "88");
            oximetry.observe(old);

            assertThat(oximetry.withdraw(old, at(Duration.ofDays(22))))
                    .extracting(Case::line)
                    .containsExactly("WITHDRAWN OX-03 red");
        }

        @Test
        void itsScoreIsWithdrawnUnderTheSameId() {
            Case ward = new Case("virtual-ward");
            Reading set = set("r1", NOON, "16", "97", "air", "120", "70", "A", "37");
            Score score = PatientWatch.observe(PatientState.empty(), ward.plan(), set)
                    .score()
                    .orElseThrow();

            Score withdrawn = PatientWatch.withdraw(
                            PatientState.empty(), ward.plan(), set.attributedTo("p1", 1), minute(60))
                    .score()
                    .orElseThrow();

            assertThat(withdrawn.id()).isEqualTo(score.id());
            assertThat(withdrawn.revision()).isEqualTo(1);
            assertThat(withdrawn.withdrawn()).isTrue();
        }
    }

    @Nested
    class GivenAnActionForAnAlertNotKnownYet {
        private final Case oximetry = new Case("oximetry");
        private final String alert = Ids.alert("derby", Subject.patient("p1"), "OX-03", "r1");

        @Test
        void itWaitsAndIsAppliedWhenTheAlertIsRaised() {
            oximetry.act(action(AlertAction.Kind.RESOLVED, alert, minute(10)));

            oximetry.observe(spo2("r1", NOON, "90"));
            oximetry.observe(spo2("r2", minute(20), "90"));

            assertThat(oximetry.story()).containsExactly("RAISED OX-03 red", "PROMPTED OX-03 red");
            assertThat(oximetry.state().waiting()).isEmpty();
        }

        @Test
        void itIsForgottenAfterSevenDays() {
            oximetry.act(action(AlertAction.Kind.RESOLVED, alert, at(Duration.ofDays(-8))));

            oximetry.observe(spo2("r0", minute(-10), "98"));

            assertThat(oximetry.state().waiting()).isEmpty();
        }

        @Test
        void theSameActionTwiceIsOne() {
            oximetry.act(action(AlertAction.Kind.RESOLVED, alert, minute(10)));
            oximetry.act(action(AlertAction.Kind.RESOLVED, alert, minute(10)));

            assertThat(oximetry.state().waiting()).hasSize(1);
        }
    }
}
