package io.derwent.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a reading did not come, as a nurse reads it. */
class ClinicalWordsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "hub h1 offline since 2026-11-23T07:12:00Z, readings may be on it"
                        + "|hub h1 offline since 07:12 on 23 November, readings may be on it",
                "last one at 2026-07-01T08:00:00.123Z|last one at 09:00 on 1 July",
                "none so far|none so far"
            })
    void timesAreThoseOfHere(String told, String read) {
        assertThat(new ClinicalWords(new Texts()).limits(List.of(told))).containsExactly(read);
    }
}
