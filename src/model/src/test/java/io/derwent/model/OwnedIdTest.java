package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnedIdTest {
    @ParameterizedTest(name = "{0} is {1} of {2}")
    @CsvSource({
        "5055123000012, 5055123000012, derby",
        "5055123000012.STORE/1, 5055123000012.STORE/1, derby",
        "5055123000012.STORE/1@north, 5055123000012.STORE/1, north",
        "reader-1@a.b_c-d, reader-1, a.b_c-d",
    })
    void itIsOnesOwnUnlessItSaysWhose(String text, String id, String tenant) {
        OwnedId read = OwnedId.read(text, "derby");

        assertThat(read).isEqualTo(new OwnedId(tenant, id));
        assertThat(read.in("derby")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"derby, ward", "north, ward@derby"})
    void eachWritesItInItsOwnWords(String viewer, String text) {
        assertThat(new OwnedId("derby", "ward").in(viewer)).isEqualTo(text);
    }
}
