package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.at;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.set;
import static io.derwent.clinical.Case.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.model.Subject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A reading that turns out to be another person's. */
@NullUnmarked // an episode that was never raised is null
class WithdrawalTest {
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
        assertThat(hypertension.episode()).isNull();
    }

    @Test
    void givenBackItRaisesTheSameAlertByAnotherStep() {
        hypertension.observe(first);
        hypertension.observe(second);
        AlertEvent before = hypertension.last();
        hypertension.withdraw(first, minute(60));

        hypertension.observe(first.attributedTo("p1", 2));

        assertThat(hypertension.last().kind()).isEqualTo(AlertEvent.Kind.RAISED);
        assertThat(hypertension.last().alert()).isEqualTo(before.alert());
        assertThat(hypertension.last().id()).isNotEqualTo(before.id());
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
    void aNoteThatOnlyTheirReadingMadeIsRaisedAfterAll() {
        Reading fine = bp("fine", minute(60), 130, 80);
        hypertension.observe(fine);
        hypertension.observe(bp("r1", NOON, Duration.ofHours(2), 192, 124));
        hypertension.observe(bp("r2", minute(2), Duration.ofHours(2), 190, 122));
        assertThat(hypertension.story()).containsExactly("NOTED BP-03 red");

        List<AlertEvent> steps = hypertension.withdraw(fine, minute(180));

        assertThat(steps).extracting(Case::line).containsExactly("RAISED BP-03 red");
        assertThat(steps.get(0).alert()).isEqualTo(Ids.alert("derby", Subject.patient("p1"), "BP-03", "r1"));
        assertThat(steps.get(0).readings())
                .extracting(AlertEvent.Evidence::reading)
                .containsExactly("r1", "r2");
        assertThat(steps.get(0).at()).isEqualTo(minute(180));
        hypertension.observe(bp("r3", minute(200), 130, 80));
        assertThat(hypertension.last().kind()).isEqualTo(AlertEvent.Kind.CLEARED);
    }

    @Test
    void aNoteStaysANoteWhileAnotherReadingIsInRange() {
        Reading theirs = bp("theirs", minute(60), 130, 80);
        hypertension.observe(theirs);
        hypertension.observe(bp("own", minute(61), 131, 80));
        hypertension.observe(bp("r1", NOON, Duration.ofHours(2), 192, 124));
        hypertension.observe(bp("r2", minute(2), Duration.ofHours(2), 190, 122));

        assertThat(hypertension.withdraw(theirs, minute(180))).isEmpty();
    }

    @Test
    void duringTheCoolDownNothingIsRaisedAfterAll() {
        Case oximetry = new Case("oximetry");
        oximetry.observe(spo2("r1", NOON, "90"));
        oximetry.act(Case.action(AlertAction.Kind.RESOLVED, oximetry.episode().alert(), minute(5)));
        Reading fine = spo2("fine", minute(60), "97");
        oximetry.observe(fine);
        oximetry.observe(spo2("late", minute(30), Duration.ofMinutes(40), "90"));

        assertThat(oximetry.withdraw(fine, minute(180))).isEmpty();
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
