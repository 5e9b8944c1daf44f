package io.derwent.gs1.epc;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.gs1.Csv;
import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.epc.UnreadTag.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@code epc_examples.csv}, both ways: TDS annex E.3, and ours. */
@NullUnmarked // table rows are maps whose columns are there
class WorkedExamplesTest {
    static Stream<Map<String, String>> rows() {
        return Csv.rows(WorkedExamplesTest.class, "/gs1/epc_examples.csv").stream();
    }

    static Stream<Map<String, String>> built() {
        return rows().filter(row -> scheme(row).isPresent());
    }

    static Stream<Map<String, String>> notBuilt() {
        return rows().filter(row -> scheme(row).isEmpty());
    }

    private static Optional<EpcScheme> scheme(Map<String, String> row) {
        return Arrays.stream(EpcScheme.values())
                .filter(scheme -> scheme.standardName().equals(row.get("scheme")))
                .findFirst();
    }

    @ParameterizedTest
    @MethodSource("built")
    void isDecoded(Map<String, String> row) {
        String hex = row.get("epc_hex_gen2_words");

        assertThat(Tag.read(hex.toLowerCase(Locale.ROOT))).isInstanceOfSatisfying(Epc.class, epc -> {
            assertThat(epc.scheme()).isEqualTo(scheme(row).orElseThrow());
            assertThat(epc.tagUrn()).isEqualTo(row.get("epc_tag_uri"));
            assertThat(epc.pureIdentityUrn()).isEqualTo(row.get("pure_identity_uri"));
            assertThat(epc.key().text()).isEqualTo(row.get("element_string"));
            assertThat(epc.hex()).isEqualTo(hex);
        });
    }

    @ParameterizedTest
    @MethodSource("built")
    void isEncoded(Map<String, String> row) {
        String[] parts = row.get("epc_tag_uri").split("[:.]", -1);
        int filter = Integer.parseInt(parts[4]);
        int prefixLength = parts[5].length();

        Epc epc = Epc.of(scheme(row).orElseThrow(), filter, prefixLength, Gs1Key.parse(row.get("element_string")));

        assertThat(epc.hex()).isEqualTo(row.get("epc_hex_gen2_words"));
    }

    @ParameterizedTest
    @MethodSource("notBuilt")
    void isKeptWhereItsSchemeIsNotBuilt(Map<String, String> row) {
        assertThat(Tag.read(row.get("epc_hex_gen2_words"))).isInstanceOfSatisfying(UnreadTag.class, tag -> {
            assertThat(tag.hex()).isEqualTo(row.get("epc_hex_gen2_words"));
            assertThat(tag.reason()).isEqualTo(Reason.NOT_READ_YET);
            assertThat(tag.sentence()).isEqualTo(row.get("scheme") + " is not read yet");
        });
    }
}
