package io.derwent.gs1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.gs1.InvalidGs1.Rule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@code gs1_examples.csv}: what GS1's own engine says, ours says, as far as its AIs are read. */
@NullUnmarked // table rows are maps whose columns are there
class WorkedExamplesTest {
    private static final Set<String> NOT_READ_YET = Set.of("415", "8017", "8018");

    private final Gs1Reader reader =
            Gs1Reader.ofWholeMessages(Clock.fixed(Instant.parse("2026-11-26T09:00:00Z"), ZoneOffset.UTC));

    static Stream<Map<String, String>> rows(String result) {
        return Csv.rows(WorkedExamplesTest.class, "/gs1/gs1_examples.csv").stream()
                .filter(row -> row.get("result").equals(result));
    }

    static Stream<Map<String, String>> valid() {
        return rows("valid").filter(row -> !isNotReadYet(row));
    }

    static Stream<Map<String, String>> validButNotReadYet() {
        return rows("valid").filter(WorkedExamplesTest::isNotReadYet);
    }

    static Stream<Map<String, String>> invalid() {
        return rows("invalid");
    }

    private static boolean isNotReadYet(Map<String, String> row) {
        return NOT_READ_YET.stream().anyMatch(ai -> row.get("bracketed").contains("(" + ai + ")"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void isRead(Map<String, String> row) {
        Gs1Message message = reader.read(withSeparators(row.get("input")));

        assertThat(message.bracketed()).isEqualTo(row.get("bracketed").equals("-") ? "" : row.get("bracketed"));
        assertThat(message.digitalLink().orElse("")).isEqualTo(row.get("canonical_digital_link"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void saysTheSameInEverySpelling(Map<String, String> row) {
        Gs1Message message = reader.read(withSeparators(row.get("input")));

        assertThat(reader.scan(withSeparators(row.get("scan_data_data_matrix_or_as_scanned"))))
                .isEqualTo(message);
        assertThat(reader.text(message.bracketed().isEmpty() ? "(8004)5055" : message.bracketed()))
                .isEqualTo(message.elements().isEmpty() ? reader.text("(8004)5055") : message);
        message.digitalLink()
                .ifPresent(link -> assertThat(elements(reader.uri(link))).isEqualTo(elements(message)));
        if (!message.elements().isEmpty()) {
            assertThat(elements(reader.scan("]d2" + message.scanData()))).isEqualTo(elements(message));
        }
    }

    @ParameterizedTest
    @MethodSource("validButNotReadYet")
    void saysThatItIsNotReadYet(Map<String, String> row) {
        assertThatThrownBy(() -> reader.read(row.get("input"))).isInstanceOfSatisfying(InvalidGs1.class, error -> {
            assertThat(error.rule()).isEqualTo(Rule.NOT_READ_YET);
            assertThat(error).hasMessageEndingWith(" is not read yet");
        });
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isRefused(Map<String, String> row) {
        assertThatThrownBy(() -> reader.read(withSeparators(row.get("input")))).isInstanceOf(InvalidGs1.class);
    }

    private static Set<ElementString> elements(Gs1Message message) {
        return new HashSet<>(message.elements());
    }

    private static String withSeparators(String text) {
        return text.replace("<GS>", "\u001d");
    }
}
