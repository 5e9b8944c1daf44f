package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.AssignmentHistory.Assignment;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentHistoryTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            nullValues = "nobody",
            value = {
                "2026-04-30T23:59:59Z,nobody",
                "2026-05-01T00:00:00Z,ann",
                "2026-05-31T23:59:59Z,ann",
                "2026-06-01T00:00:00Z,nobody",
                "2026-07-01T00:00:00Z,bob",
                "2030-01-01T00:00:00Z,bob",
            })
    void theFromBelongsToAnAssignmentAndTheToDoesNot(Instant effectiveTime, String patient) {
        AssignmentHistory history = new AssignmentHistory(
                "derby",
                "cuff-1",
                1,
                List.of(new Assignment("ann", MAY, JUNE, null), new Assignment("bob", JULY, null, null)));

        assertThat(history.attributionAt(effectiveTime, null).patient()).isEqualTo(patient);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
    void aTimeNoTableKnowsIsRefused(Instant time) {
        assertThatThrownBy(() -> new Assignment("ann", time, null, null)).hasMessageContaining("from");
        assertThatThrownBy(() -> new Assignment("ann", MAY, time, null)).hasMessageContaining("to");
    }

    @Test
    void whileSeveralShareADeviceNobodyIsGuessed() {
        AssignmentHistory history = new AssignmentHistory(
                "derby",
                "scale-1",
                1,
                List.of(new Assignment("ann", MAY, null, 1), new Assignment("bob", JUNE, JULY, 2)));

        assertThat(history.attributionAt(MAY, null).owner()).contains("ann");
        assertThat(history.attributionAt(JUNE, null)).isEqualTo(Attribution.NOBODYS);
        assertThat(history.attributionAt(JULY, null).owner()).contains("ann");
    }
}
