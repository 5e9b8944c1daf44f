package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // null stands for no extension
class PlaceTest {
    @Test
    void aPlaceIsSpelledOneWay() {
        assertThat(place("5055123000012", null).id()).isEqualTo("5055123000012");
        assertThat(place("5055123000012", "BAY.3/B").id()).isEqualTo("5055123000012.BAY.3/B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "505512300001", "50551230000123", "505512300001X", "٥٠٥٥١٢٣٠٠٠٠١٢"})
    void whatIsNoGlnIsRefused(String gln) {
        assertThatThrownBy(() -> place(gln, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gln is \"%s\", 13 digits are expected", gln);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "#1", "ABCDEFGHIJKLMNOPQRSTU", "É"})
    void whatIsNoExtensionIsRefused(String extension) {
        assertThatThrownBy(() -> place("5055123000012", extension)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "5055123000012,true",
        "5055123000012.1,true",
        "5055123000012.!\"%&'()*+,true",
        "5055123000012.,false",
        "5055123000012.A B,false",
        "505512300001.1,false",
        "reader-1,false",
    })
    void anIdIsToldByItsSpelling(String text, boolean isId) {
        assertThat(Place.isId(text)).isEqualTo(isId);
    }

    private static Place place(String gln, String extension) {
        return new Place("derby", 1, gln, extension, "Ward 204", null, null, true, List.of());
    }
}
