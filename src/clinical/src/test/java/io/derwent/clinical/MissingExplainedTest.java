package io.derwent.clinical;

import static io.derwent.clinical.Case.weight;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Kind;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A reading that did not come was not taken, or cannot come: the device or its hub is offline, or we were. */
class MissingExplainedTest {
    private static final Rule.Missed MISSED = new Rule.Missed(
            "DQ-01", 1, Severity.AMBER, Duration.ofHours(4), Duration.ofHours(2), 1, Timing.of(Severity.AMBER));
    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Schedule AT_EIGHT =
            new Schedule(List.of(new Schedule.Expected(Kind.WEIGHT, LocalTime.of(8, 0), List.of())), null);
    private static final String SCALE = "device-1";
    private static final Instant TWELVE_PAST_SEVEN = MONDAY.plus(Duration.ofMinutes(7 * 60 + 12));

    private final Case patient = Case.expecting(AT_EIGHT, MONDAY, MISSED);

    private static Instant hour(int hour) {
        return MONDAY.plus(Duration.ofHours(hour));
    }

    private static List<String> told(List<AlertEvent> events) {
        return events.stream()
                .map(event -> event.kind() + " " + event.missing())
                .toList();
    }

    @BeforeEach
    void aWeightOfYesterday() {
        patient.observe(weight("w", hour(-16), "80"));
    }

    @Test
    void notTakenIsAllThatIsSaidWhenTheLineStands() {
        patient.tick(hour(13));

        assertThat(told(patient.events())).containsExactly("PROMPTED [weight]", "RAISED [weight]");
        assertThat(patient.last().limits())
                .containsExactly("no weight at 2026-11-23T08:00:00Z", "last one at 2026-11-22T08:00:00Z");
    }

    @Nested
    class GivenTheHubIsOffline {
        @BeforeEach
        void theHubGoes() {
            patient.lost(new Offline(SCALE, "hub-1", TWELVE_PAST_SEVEN));
        }

        @Test
        void theStepsSayThatTheLineIsMissingToo() {
            patient.tick(hour(15));

            assertThat(told(patient.events()))
                    .containsExactly(
                            "PROMPTED [weight, hub_line]", "RAISED [weight, hub_line]", "PROMPTED [weight, hub_line]");
            assertThat(patient.events().get(1).limits())
                    .containsExactly(
                            "no weight at 2026-11-23T08:00:00Z",
                            "last one at 2026-11-22T08:00:00Z",
                            "hub hub-1 offline since 2026-11-23T07:12:00Z, readings may be on it");
        }

        @Test
        void theyAreTheStepsThatWouldHaveBeenToldAnyway() {
            Case connected = Case.expecting(AT_EIGHT, MONDAY, MISSED);
            connected.observe(weight("w", hour(-16), "80"));

            patient.tick(hour(15));
            connected.tick(hour(15));

            assertThat(patient.events())
                    .extracting(AlertEvent::id)
                    .isEqualTo(connected.events().stream().map(AlertEvent::id).toList());
        }

        @Test
        void onceItIsBackNothingButTheReadingIsMissing() {
            patient.backOnLine(SCALE);

            patient.tick(hour(13));

            assertThat(told(patient.events())).containsExactly("PROMPTED [weight]", "RAISED [weight]");
        }

        @Test
        void anotherDevicesLineExplainsNothing() {
            patient.backOnLine(SCALE);
            patient.lost(new Offline("device-2", "hub-1", TWELVE_PAST_SEVEN));

            patient.tick(hour(13));

            assertThat(told(patient.events())).containsExactly("PROMPTED [weight]", "RAISED [weight]");
        }

        @Test
        void aReadingThatCameSinceCameByAnotherLine() {
            patient.observe(weight("w2", hour(9), "80"));

            patient.tick(hour(37));

            assertThat(told(patient.events())).containsExactly("PROMPTED [weight]", "RAISED [weight]");
        }

        @Test
        void oneThatWasOnItsWayWhenTheLineWentSaysNothingOfIt() {
            patient.observe(weight("w2", hour(7), "80"));

            patient.tick(hour(37));

            assertThat(told(patient.events())).startsWith("PROMPTED [weight, hub_line]");
        }
    }

    @Test
    void aDeviceWithALineOfItsOwnIsTheOneToBeSeenTo() {
        patient.lost(new Offline(SCALE, SCALE, TWELVE_PAST_SEVEN));

        patient.tick(hour(13));

        assertThat(told(patient.events()))
                .containsExactly("PROMPTED [weight, device_line]", "RAISED [weight, device_line]");
        assertThat(patient.last().limits())
                .endsWith("device device-1 offline since 2026-11-23T07:12:00Z, readings may be on it");
    }

    @Test
    void ofManyLostDevicesTheOldestAreForgotten() {
        IntStream.range(0, 50)
                .forEach(i -> patient.lost(new Offline("d" + i, "hub-1", TWELVE_PAST_SEVEN.plusSeconds(i))));

        assertThat(patient.state().offline()).hasSize(PatientState.MOST_OFFLINE);
        assertThat(patient.state().offline("d49")).isPresent();
    }

    @Test
    void stateOfBeforeKnowsOfNoLines() {
        PatientState before = new PatientState(List.of(), List.of(), null, null, null, null, null);

        PatientState after = PatientWatch.lost(before, new Offline(SCALE, "hub-1", TWELVE_PAST_SEVEN));

        assertThat(after.offline(SCALE)).isPresent();
        assertThat(PatientWatch.backOnLine(before, SCALE)).isEqualTo(before);
    }

    @Nested
    class GivenNothingCouldComeInFromNineOn {
        @BeforeEach
        void nobodyKnowsUntilWhen() {
            patient.tick(hour(9));
            patient.pause(hour(9), hour(33));
        }

        @Test
        void nobodyIsAskedMeanwhile() {
            patient.tick(hour(20));

            assertThat(patient.events()).isEmpty();
        }

        @Test
        void halfAnHourAfterItIsOverTheyAre() {
            patient.tick(hour(14));
            patient.pause(hour(9), hour(14));

            patient.tick(hour(15));

            assertThat(told(patient.events())).containsExactly("PROMPTED [weight]", "RAISED [weight]");
            assertThat(patient.last().at()).isEqualTo("2026-11-23T14:30:00Z");
            assertThat(patient.last().limits())
                    .endsWith("nothing was received by us from 2026-11-23T09:00:00Z to 2026-11-23T14:00:00Z");
        }

        @Test
        void aPauseOfTheJobWithinItIsNoNews() {
            patient.pause(hour(12), hour(13));

            patient.tick(hour(20));

            assertThat(patient.events()).isEmpty();
        }
    }
}
