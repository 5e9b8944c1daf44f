package io.derwent.gs1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.gs1.InvalidGs1.Rule;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked // table rows are maps whose columns are there
class AiTest {
    static Stream<Map<String, String>> assigned() {
        return Csv.rows(AiTest.class, "ais.csv").stream();
    }

    @ParameterizedTest
    @MethodSource("assigned")
    void everyAssignedAiIsReadOrSaysThatItIsNot(Map<String, String> row) {
        String code = row.get("ai");
        try {
            assertThat(Ai.of(code).title()).isEqualTo(row.get("data_title"));
        } catch (InvalidGs1 e) {
            assertThat(e.rule()).isEqualTo(Rule.NOT_READ_YET);
            assertThat(e).hasMessageStartingWith("AI (" + code + ") ").hasMessageEndingWith("is not read yet");
        }
    }

    @ParameterizedTest
    @MethodSource("assigned")
    void itsLengthFollowsFromItsFirstTwoDigits(Map<String, String> row) {
        String firstTwo = row.get("ai").substring(0, 2);

        assertThat(AiTable.digits(firstTwo)).isEqualTo(row.get("ai").length());
        assertThat(AiTable.fixedLength(firstTwo) == null)
                .isEqualTo(row.get("fnc1_required").equals("Y"));
    }

    @Test
    void whatIsNotAssignedIsUnknown() {
        assertThatThrownBy(() -> Ai.of("29")).hasMessage("AI (29) is unknown");
        assertThatThrownBy(() -> Ai.of("")).isInstanceOf(InvalidGs1.class);
    }

    @Test
    void theDatesAreDates() {
        assertThat(Stream.of("11", "12", "13", "15", "16", "17"))
                .allMatch(code -> Ai.of(code).isDate());
        assertThat(Ai.of("01").isDate()).isFalse();
    }
}
