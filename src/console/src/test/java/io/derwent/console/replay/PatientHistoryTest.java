package io.derwent.console.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.CarePlan;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientHistoryTest {
    private static final Instant TO = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant FROM = ago(30);

    /** Everything in days before the end of the span of thirty. */
    @ParameterizedTest(name = "plan {0}, reading {1}, cut at {2}: watched for {3} days")
    @CsvSource(
            nullValues = "-",
            value = {
                "90, 60, -, 30",
                "90,  3, -, 30",
                " 5, 60, -, 30",
                " 5,  3, -,  5",
                " 3,  5, -,  5",
                " 5,  -, -,  5",
                " -,  5, -,  5",
                " -,  -, -,  0",
                "90, 20, 20, 20",
                "90, 60, 60, 30",
            })
    void aPatientIsWatchedSinceThereIsAPlanOrAReadingButNotBeforeReadingsThatWereLeftOut(
            @Nullable Integer plan, @Nullable Integer reading, @Nullable Integer cut, int days) {
        PatientHistory history = new PatientHistory(
                plan == null ? List.of() : List.of(plan(ago(plan))),
                reading == null ? List.of() : List.of(reading(ago(reading))),
                List.of(),
                Optional.ofNullable(cut).map(PatientHistoryTest::ago));

        assertThat(history.watchedFrom(FROM, TO)).isEqualTo(ago(days));
    }

    private static Instant ago(int days) {
        return TO.minus(Duration.ofDays(days));
    }

    private static CarePlan plan(Instant validFrom) {
        return new CarePlan("derby", "ann", 1, "hypertension", 1, 1, validFrom, true, List.of());
    }

    private static Reading reading(Instant at) {
        return new Reading(
                "r1",
                0,
                "derby",
                "scale-1",
                "ann",
                Kind.WEIGHT,
                Map.of(Parameter.BODY_WEIGHT, BigDecimal.TEN),
                Map.of(),
                at,
                at,
                Set.of(),
                null);
    }
}
