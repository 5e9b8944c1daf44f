package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.alertEvent;
import static io.derwent.store.Samples.bloodPressure;
import static io.derwent.store.Samples.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.AlertEvent.Audience;
import io.derwent.model.AlertEvent.Kind;
import io.derwent.model.Severity;
import io.derwent.store.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts that a clock caused; those a reading caused are in {@link CasesTest}. */
class PromptsTest {
    private static final Instant LATER = NOON.plusSeconds(600);

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.open(Roles.CONSOLE);
    private final Database jobs = postgres.open(Roles.JOBS);

    @BeforeEach
    void ada() {
        console.inTenant("north", c -> Patients.create(c, patient("north", "ada")));
    }

    @AfterEach
    void close() {
        console.close();
        jobs.close();
    }

    private void apply(AlertEvent event) {
        String body = "{\"missing\": [\"bp_panel\"], \"readings\": []}";
        console.inTenant("north", c -> Cases.apply(c, event, body));
    }

    private List<String> open() {
        return console.inTenant("north", c -> Prompts.open(c, "north", "ada", LATER)).stream()
                .map(Prompts.Prompt::kind)
                .toList();
    }

    private List<String> all() {
        return console.inTenant("north", c -> Prompts.ofPatient(c, "north", "ada", 10)).stream()
                .map(Prompts.Prompt::kind)
                .toList();
    }

    private static AlertEvent step(Kind kind, Instant at) {
        return alertEvent("north", "ada", "a1", kind, Severity.AMBER, at);
    }

    @Test
    void aMissingReadingIsAskedForUntilItComes() {
        apply(step(Kind.PROMPTED, NOON).to(Audience.PATIENT));
        assertThat(open()).containsExactly("measure");

        jobs.inPlatform(c -> Readings.write(c, List.of(bloodPressure("north", "r1", "ada", NOON.plusSeconds(60)))));

        assertThat(open()).isEmpty();
    }

    @Test
    void whatTheCarerIsAskedIsNotShownToThePatient() {
        apply(step(Kind.PROMPTED, NOON).to(Audience.CARER));

        assertThat(all()).containsExactly("ask_carer");
        assertThat(open()).isEmpty();
    }

    @ParameterizedTest(name = "{0} missing: {1}")
    @CsvSource({"hub_line, check_hub", "device_line, check_device"})
    void whereTheLineIsMissingThePatientIsAskedToSeeToIt(String missing, String asked) {
        apply(Samples.missing(step(Kind.PROMPTED, NOON), List.of("bp_panel", missing))
                .to(Audience.PATIENT));
        apply(Samples.missing(step(Kind.PROMPTED, NOON.plusSeconds(60)), List.of("bp_panel", missing))
                .to(Audience.CARER));
        assertThat(open()).containsExactly(asked);
        assertThat(all()).containsExactlyInAnyOrder(asked, "ask_carer");

        jobs.inPlatform(c -> Readings.write(c, List.of(bloodPressure("north", "r1", "ada", NOON.plusSeconds(60)))));

        assertThat(open()).isEmpty();
    }

    @Test
    void tellingTheLeadDoesNotEndWhatThePatientIsAsked() {
        apply(step(Kind.PROMPTED, NOON).to(Audience.PATIENT));

        apply(step(Kind.ESCALATED, NOON.plusSeconds(60)).to(Audience.LEAD));
        assertThat(open()).containsExactly("measure");

        apply(step(Kind.UPDATED, NOON.plusSeconds(120)));
        assertThat(open()).isEmpty();
    }
}
