package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.action;
import static io.derwent.clinical.Case.at;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.Mark;
import io.derwent.model.Subject;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of an episode: updated, cleared, resolved, and actions that come before it. */
class EpisodeTest {
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
        void itIsRaisedAgainWhenALaterBreachConfirmsItsOpeningReading() {
            Case hypertension = new Case("hypertension");
            hypertension.observe(bp("r1", NOON, 225, 110));
            hypertension.observe(bp("r2", minute(5), 150, 90));
            hypertension.observe(bp("r3", minute(20), 190, 121));

            assertThat(hypertension.story())
                    .containsExactly("RAISED BP-03 red", "CLEARED BP-03 red", "RAISED BP-03 red");
            assertThat(hypertension.last().alert())
                    .isEqualTo(hypertension.events().get(0).alert());
            assertThat(hypertension.last().id())
                    .isNotEqualTo(hypertension.events().get(0).id());
        }

        @Test
        void afterResolvingTheRuleIsQuietForTwelveHours() {
            String alert = oximetry.episode().alert();
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
            String alert = oximetry.episode().alert();

            oximetry.act(action(AlertAction.Kind.ACKNOWLEDGED, alert, minute(1)));
            oximetry.observe(spo2("r2", minute(5), "90"));

            assertThat(oximetry.story()).containsExactly("UPDATED OX-03 red");
            assertThat(oximetry.episode().acknowledgedBy()).isEqualTo("nurse");
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

        @ParameterizedTest(name = "an action {0} old is applied: {1}")
        @CsvSource({"P7D, true", "P7DT1S, false"})
        void itWaitsSevenDays(Duration age, boolean applied) {
            oximetry.act(
                    action(AlertAction.Kind.RESOLVED, alert, NOON.plusSeconds(1).minus(age)));

            oximetry.observe(spo2("r1", NOON, "90"));

            assertThat(oximetry.episode().isOpen()).isEqualTo(!applied);
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
