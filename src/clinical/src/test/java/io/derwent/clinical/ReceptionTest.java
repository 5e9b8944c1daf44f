package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When nothing could come in because no gateway was there. */
class ReceptionTest {
    private static final Instant NINE = Instant.parse("2026-11-23T09:00:00Z");
    private static final Reception HEARD = Reception.sign(null, NINE).after();

    private static Instant second(int seconds) {
        return NINE.plusSeconds(seconds);
    }

    @Test
    void signsThatKeepComingAreNoNews() {
        Reception reception = HEARD;
        for (int i = 1; i < 100; i++) {
            Reception.Step step = Reception.sign(reception, second(5 * i));
            assertThat(step.news()).isEmpty();
            reception = step.after();
        }
        assertThat(reception.lastSign()).isEqualTo(second(495));
    }

    @Test
    void theFirstSignEverSaysNothingOfTheTimeBefore() {
        assertThat(Reception.sign(null, NINE).news()).isEmpty();
    }

    @Test
    void twoMinutesOfSilenceAreAPauseWhileItLasts() {
        assertThat(HEARD.due()).isEqualTo(second(120));
        assertThat(HEARD.at(second(119)).news()).isEmpty();

        Reception.Step silent = HEARD.at(second(120));

        assertThat(silent.news()).hasValue(new Pause(second(120), second(120).plus(Duration.ofDays(1))));
        assertThat(silent.after().at(second(130)).news()).isEmpty();
    }

    @Test
    void theNextSignEndsIt() {
        Reception silent = HEARD.at(second(120)).after();

        Reception.Step back = Reception.sign(silent, second(900));

        assertThat(back.news()).hasValue(new Pause(second(120), second(900)));
        assertThat(back.after().due()).isEqualTo(second(900 + 120));
    }

    @Test
    void aGapIsFoundInTheSignsThemselvesToo() {
        assertThat(Reception.sign(HEARD, second(120)).news()).isEmpty();
        assertThat(Reception.sign(HEARD, second(121)).news()).hasValue(new Pause(second(120), second(121)));
    }

    @Test
    void oneThatLastsADayIsBelievedForAnother() {
        Reception silent = HEARD.at(second(120)).after();

        Reception.Step longer = silent.at(silent.due());

        assertThat(longer.news()).hasValue(new Pause(second(120), second(120).plus(Duration.ofDays(2))));
    }

    @Test
    void anOlderSignOfAnotherGatewayChangesNothing() {
        assertThat(Reception.sign(HEARD, second(-3)).after()).isEqualTo(HEARD);
    }
}
