package io.derwent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"v2\"                 | true",
                "\"v1\"                 | false",
                "\"v1\", \"v2\"         | true",
                "\"v1\",\"v2\",\"v3\"   | true",
                "\"v1\" , , \"v3\"      | false",
                "\"v1,v2\"              | false",
                "W/\"v2\"               | false",
                "W/\"v2\", \"v2\"       | true",
                "v2                     | true",
                "v1, v2                 | true",
                "*                      | true",
                "\"\"                   | false",
            })
    void oneOfTheTagsMustBeTheVersion(String header, boolean holds) {
        assertThat(IfMatch.parse(List.of(header)).holds("v2")).isEqualTo(holds);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(IfMatch.parse(Arrays.asList("\"v1\"", "\"v2\"")).holds("v2")).isTrue();
        assertThat(IfMatch.parse(List.of()).holds("v2")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v2", "*, \"v2\"", "\"v1\"\"v2\"", "w/\"v2\"", "v\"2\""})
    void whatIsNoListIsRefused(String header) {
        assertThatThrownBy(() -> IfMatch.parse(List.of(header)))
                .isInstanceOf(RegistryRefusal.class)
                .hasMessageStartingWith("If-Match is " + header);
    }
}
