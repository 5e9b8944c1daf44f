package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.at;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.Subject;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that asks for a repeat before it raises. */
@NullUnmarked // null leaves a part out of an observation set
class ConfirmedBreachTest {
    private final Case hypertension = new Case("hypertension");

    @Test
    void theFirstBreachAsksThePatientToRepeatAndTheSecondRaises() {
        hypertension.observe(bp("r1", NOON, 192, 124));
        hypertension.observe(bp("r2", minute(2), 190, 122));

        assertThat(hypertension.story()).containsExactly("PROMPTED BP-03 red", "RAISED BP-03 red");
        AlertEvent raised = hypertension.last();
        assertThat(raised.alert()).isEqualTo(Ids.alert("derby", Subject.patient("p1"), "BP-03", "r1"));
        assertThat(raised.alert()).isEqualTo(hypertension.events().get(0).alert());
        assertThat(raised.readings()).extracting(AlertEvent.Evidence::reading).containsExactly("r1", "r2");
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
    void aRepeatOfTheMomentIsNewsEvenIfTheFirstCameLate() {
        hypertension.observe(bp("r1", NOON, Duration.ofMinutes(20), 192, 124));
        hypertension.observe(bp("r2", minute(25), 190, 122));

        AlertEvent raised = hypertension.last();
        assertThat(raised.kind()).isEqualTo(AlertEvent.Kind.RAISED);
        assertThat(raised.effectiveTime()).isEqualTo(minute(25));
        assertThat(raised.late()).isFalse();
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
