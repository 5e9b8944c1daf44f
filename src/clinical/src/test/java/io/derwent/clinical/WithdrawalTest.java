package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.at;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.set;
import static io.derwent.clinical.Case.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reading that turns out to be another person's. */
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
