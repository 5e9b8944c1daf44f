package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.action;
import static io.derwent.clinical.Case.glucose;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.set;
import static io.derwent.clinical.Case.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Rules of several severities. */
@NullUnmarked // null leaves a part out of an observation set
class GradesTest {
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
    void aLateBreachWithinAClearedEpisodeIsANoteOnlyIfItIsWorse() {
        copd.observe(spo2("r1", NOON, "87"));
        copd.observe(spo2("r2", minute(5), "87"));
        copd.observe(spo2("fine", minute(30), "91"));
        copd.events().clear();

        copd.observe(spo2("same", minute(3), Duration.ofHours(1), "86"));
        assertThat(copd.events()).isEmpty();

        copd.observe(spo2("worse", minute(4), Duration.ofHours(1), "82"));
        assertThat(copd.story()).containsExactly("NOTED OX-04 red");
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

        assertThat(copd.story()).containsExactly("PROMPTED OX-04 amber", "RAISED OX-04 amber", "ESCALATED OX-04 red");
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
