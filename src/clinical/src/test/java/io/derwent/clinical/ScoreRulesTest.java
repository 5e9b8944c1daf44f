package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Score;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** NEWS2 on a virtual ward, complete sets and others. */
@NullUnmarked // null leaves a part out of an observation set
class ScoreRulesTest {
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
