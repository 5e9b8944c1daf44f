package io.derwent.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonWordsTest {
    private final ClinicalWords words = new ClinicalWords(new Texts());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "systolic_bp >= 180 mm[Hg] | Systolic pressure 180 mmHg or more",
                "mean systolic_bp >= 135 mm[Hg] | mean systolic pressure 135 mmHg or more",
                "body_weight up 2.4 kg from 78.6, more than 2.0 within 3 days"
                        + " | weight up 2.4 kg from 78.6, more than 2.0 within 3 days",
                "resting_heart_rate above its usual on two nights | resting heart rate above its usual on two nights",
                "spo2 90, usual 94 | oxygen level 90, usual 94",
                "sleepier_or_agitated | sleepier or more agitated",
                "mean 136.50/81.93 of 22 readings on 6 full days, the first day left out"
                        + " | mean 136.50/81.93 of 22 readings on 6 full days, the first day left out",
                "battery of oximeter-030 nearly flat then | battery of oximeter-030 nearly flat then",
                "no spo2 at 2026-11-22T09:00:00Z | no oxygen level at 09:00 on 22 November"
            })
    void codesAndUnitsAreSpelledOut(String reason, String spelled) {
        assertThat(words.limits(List.of(reason))).containsExactly(spelled);
    }
}
