package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.console.outage.AlertingPath;
import io.derwent.wire.Beat;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One banner about our own outage, on every page. */
@NullUnmarked // the console is started before each test
class OutageTest {
    private static final String STAFF_TITLE = "Part of Derwent has stopped. Alerts may be late";
    private static final String PATIENTS_TITLE = "We have a technical problem";

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T09:12:00Z"));
    private RunningConsole console;
    private AlertingPath path;

    @BeforeEach
    void start() {
        console = RunningConsole.start(clock);
        path = console.console().alertingPath();
        path.watch(clock.instant());
        vitalsLives();
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private void vitalsLives() {
        path.heard(new Beat(Beat.VITALS, "one", clock.instant()));
    }

    private void vitalsAloneIsSilent() {
        clock.advance(Duration.ofSeconds(30));
        for (AlertingPath.Part part : AlertingPath.Part.values()) {
            if (part != AlertingPath.Part.VITALS) {
                path.heard(part, clock.instant());
            }
        }
    }

    private Answer page(Person person, String path) {
        return console.getPage(path, Map.of("Authorization", "Bearer " + person.token()));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/cases", "/patients", "/equipment"})
    void everyPageOfStaffSaysIt(String page) {
        Person nurse = console.nurse(RunningConsole.DERBY, "nina");

        vitalsAloneIsSilent();

        assertThat(page(nurse, page).body())
                .containsOnlyOnce(STAFF_TITLE)
                .contains("Nothing has been scored since today 09:12.")
                .contains("Ring patients you worry about.");
    }

    @Test
    void thePatientsPageSaysItInOtherWords() {
        console.patient(RunningConsole.DERBY, "p-1", "Ada", "Byron");
        Person ada = console.patientAccount(RunningConsole.DERBY, "ada", "p-1");

        vitalsAloneIsSilent();

        assertThat(page(ada, "/me").body()).containsOnlyOnce(PATIENTS_TITLE).doesNotContain(STAFF_TITLE);
    }

    @Test
    void openPagesHearOfItWithoutAnAccountAndThatItIsOver() {
        assertThat(console.getPage("/outage?for=staff", Map.of()).body()).isEmpty();

        vitalsAloneIsSilent();
        assertThat(console.getPage("/outage?for=staff", Map.of()).body()).contains(STAFF_TITLE, "scored");
        assertThat(console.getPage("/outage", Map.of()).body())
                .contains(PATIENTS_TITLE)
                .doesNotContain("scored");
        vitalsLives();

        assertThat(console.getPage("/outage?for=staff", Map.of()).body()).isEmpty();
    }

    @Test
    void whoeverRunsItIsToldToo() {
        assertThat(console.getPage("/health/alerting", Map.of()).status()).isEqualTo(200);

        vitalsAloneIsSilent();

        Answer answer = console.getPage("/health/alerting", Map.of());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("\"vitals\"").contains("2026-11-22T09:12:00Z");
        assertThat(console.getPage("/health/live", Map.of()).status()).isEqualTo(200);
    }
}
