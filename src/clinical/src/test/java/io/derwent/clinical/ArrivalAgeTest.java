package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.at;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.set;
import static io.derwent.clinical.Case.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that alerts at once, and what a reading's age at arrival makes of it. */
@NullUnmarked // null leaves a part out of an observation set
class ArrivalAgeTest {
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
        assertThat(oximetry.episode().firstBreachAt()).isEqualTo(NOON);
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
