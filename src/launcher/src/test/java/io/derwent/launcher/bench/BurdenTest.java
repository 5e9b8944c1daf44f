package io.derwent.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.devicesim.cohort.Deterioration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurdenTest {
    private static final Deterioration WORSE = new Deterioration("sepsis", day(10), day(12), day(15));

    private static Instant day(int day) {
        return Instant.parse("2026-03-01T00:00:00Z").plusSeconds(86_400L * day);
    }

    private static Watching.Alert alert(Instant at) {
        return new Watching.Alert(at, at);
    }

    private static Burden of(int prompts, Watching.Alert... alerts) {
        Burden burden = new Burden();
        burden.add(20, List.of(WORSE), new Watching(Arrays.asList(alerts), prompts));
        return burden;
    }

    @Test
    void theFirstAlertBeforeTheEmergencyCounts() {
        Burden burden = of(0, alert(day(11)), alert(day(11).plusSeconds(3_600)));

        assertThat(burden.sensitivity()).hasValue(1.0);
        assertThat(burden.leadHours(0.5)).hasValue(24.0);
        assertThat(burden.needless()).hasValue(0.0);
    }

    @Test
    void anAlertBeforeTheOnsetIsNeedlessAndSeesNothing() {
        Burden burden = of(0, alert(day(10).minusSeconds(1)));

        assertThat(burden.sensitivity()).hasValue(0.0);
        assertThat(burden.leadHours(0.5)).isEmpty();
        assertThat(burden.needless()).hasValue(1.0);
    }

    @Test
    void atOnsetIsInTimeAndAtTheEmergencyIsTooLate() {
        assertThat(of(0, alert(day(10))).leadHours(0.5)).hasValue(48.0);
        assertThat(of(0, alert(day(12))).sensitivity()).hasValue(0.0);
        assertThat(of(0, alert(day(12))).needless()).hasValue(0.0);
    }

    @Test
    void whatWasMeasuredBeforeTheOnsetSeesNothingWhenItArrivesLater() {
        Burden burden = of(0, new Watching.Alert(day(11), day(9)));

        assertThat(burden.sensitivity()).hasValue(0.0);
        assertThat(burden.needless()).hasValue(1.0);
    }

    @Test
    void whatWasMeasuredInTimeAndArrivesAfterTheEmergencyIsNotNeedless() {
        Burden burden = of(0, new Watching.Alert(day(16), day(11)));

        assertThat(burden.sensitivity()).hasValue(0.0);
        assertThat(burden.needless()).hasValue(0.0);
    }

    @Test
    void alertsAndPromptsAreCountedByPatientAndDay() {
        Burden burden = of(3, alert(day(1)), alert(day(11)), alert(day(18)), alert(day(19)));
        burden.add(20, List.of(), new Watching(List.of(), 1));

        assertThat(burden.patients()).isEqualTo(2);
        assertThat(burden.patientDays()).isEqualTo(40);
        assertThat(burden.alertsPerPatientDay()).isEqualTo(0.1);
        assertThat(burden.promptsPerPatientDay()).isEqualTo(0.1);
        assertThat(burden.needless()).hasValue(0.75);
    }

    @Test
    void quartilesLieBetweenNeighbours() {
        Burden sum = Burden.sum(List.of(
                of(0, alert(day(11))),
                of(0, alert(day(11).plusSeconds(43_200))),
                of(0, alert(day(10))),
                of(0, alert(day(10).plusSeconds(43_200)))));

        assertThat(sum.seenInTime()).isEqualTo(4);
        assertThat(sum.deteriorations()).isEqualTo(4);
        assertThat(sum.leadHours(0.5)).hasValue(30.0);
        assertThat(sum.leadHours(0.25)).hasValue(21.0);
        assertThat(sum.leadHours(0.75)).hasValue(39.0);
    }

    @Test
    void nobodyAndNothingHaveNoShares() {
        Burden burden = new Burden();

        assertThat(burden.sensitivity()).isEmpty();
        assertThat(burden.needless()).isEmpty();
        assertThat(burden.alertsPerPatientDay()).isZero();
    }
}
