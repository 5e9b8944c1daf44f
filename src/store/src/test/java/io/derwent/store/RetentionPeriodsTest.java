package io.derwent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPeriodsTest {
    @Test
    void everythingIsKeptUnlessSomebodySaysOtherwise() {
        assertThat(RetentionPeriods.fromEnvironment(Map.of()).isEmpty()).isTrue();
        assertThat(RetentionPeriods.fromEnvironment(Map.of("DERWENT_RETENTION", " ")))
                .isEqualTo(RetentionPeriods.NONE);
    }

    @Test
    void tablesAreNamedWithTheirPeriods() {
        assertThat(RetentionPeriods.parse("reading=P8Y, reading_source=P60D").periods())
                .isEqualTo(Map.of(
                        Retention.Table.READING, Period.ofYears(8),
                        Retention.Table.READING_SOURCE, Period.ofDays(60)));
    }

    @Test
    void aPeriodEndsAtTheBeginningOfADay() {
        assertThat(RetentionPeriods.parse("score=P1Y")
                        .cutOff(Retention.Table.SCORE, Instant.parse("2028-02-29T13:14:15Z")))
                .isEqualTo("2027-02-28T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "patient=P8Y ~ one of reading, reading_source, score, asset_event, audit is expected",
                "reading ~ DERWENT_RETENTION says \"reading\"",
                "reading=P59D ~ at least 60 days",
                "reading=PT9000H ~ at least 60 days",
                "reading=-P8Y ~ at least 60 days",
                "reading=P8Y,reading=P9Y ~ twice",
                "reading=P8Y, ~ names the table \"\"",
            })
    void whatIsWrongIsNamed(String text, String sentence) {
        assertThatThrownBy(() -> RetentionPeriods.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
