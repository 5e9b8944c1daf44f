package io.derwent.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain        | plain",
                "``           | ``",
                "a,b          | \"a,b\"",
                "say \"so\"  | \"say \"\"so\"\"\"",
                "=1+1         | '=1+1",
                "+44 1332     | '+44 1332",
                "-            | '-",
                "@home        | '@home",
            })
    void whatIsWrittenIsReadAsText(String value, String field) {
        assertThat(Csv.field(value)).isEqualTo(field);
    }
}
