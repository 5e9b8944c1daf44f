package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.store.Patients;
import io.derwent.store.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists that end before everything was said. */
class ListsTest {
    private final Instant now = Instant.now();

    private static RunningConsole console;
    private static Person nurse;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        nurse = console.nurse(RunningConsole.DERBY, "nina");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void aListThatIsCutSaysSoAndItsNextGoesOnWithoutLossOrRepetition() {
        // Given
        Instant same = now.minusSeconds(3600);
        List<Reading> readings = new ArrayList<>();
        for (int systolic = 120; systolic < 124; systolic++) {
            readings.add(Alerting.bloodPressure(RunningConsole.DERBY, "p-cut-1", systolic, 80, same));
        }
        readings.add(Alerting.bloodPressure(RunningConsole.DERBY, "p-cut-1", 119, 80, now.minusSeconds(60)));
        readings.add(Alerting.bloodPressure(RunningConsole.DERBY, "p-cut-1", 124, 80, now.minusSeconds(7200)));
        try (var jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, readings));
        }
        for (String id : List.of("p-cut-1", "p-cut-2", "p-cut-3")) {
            console.patient(RunningConsole.DERBY, id, "Same", "Name");
            console.receive(Alerting.raised(
                    "OX-02",
                    Severity.AMBER,
                    List.of("spo2 < 95 %"),
                    Alerting.oxygen(RunningConsole.DERBY, id, 94, now)));
        }

        // Then
        for (String path :
                List.of("/api/v1/patients/p-cut-1/readings", "/api/v1/patients/p-cut-1/alerts", "/api/v1/patients")) {
            assertThat(walk(path + "?limit=2")).as(path).containsExactlyElementsOf(walk(path));
        }
        assertThat(walk("/api/v1/cases?limit=2")).hasSizeGreaterThan(2).hasSameElementsAs(walk("/api/v1/cases"));
        assertThat(walk("/api/v1/patients/p-cut-1/readings?kind=bp_panel&limit=2"))
                .hasSize(6);
        assertThat(console.get(nurse.token(), "/api/v1/patients?after=derby/nobody")
                        .error())
                .contains("there is no such patient");
    }

    /** Ids of everything a list has, by way of each {@code next}. */
    private static List<String> walk(String path) {
        List<String> ids = new ArrayList<>();
        JsonNode page;
        do {
            Answer answer = console.get(nurse.token(), path);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            page = answer.json();
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            assertThat(page.has("next")).isEqualTo(page.path("more").booleanValue());
            path = page.path("next").asText();
        } while (page.path("more").booleanValue());
        return ids;
    }

    @Test
    void aPageThatDoesNotShowEverythingSaysSo() {
        // Given
        List<Reading> readings = new ArrayList<>();
        for (int minute = 0; minute <= 1000; minute++) {
            readings.add(Alerting.bloodPressure(
                    RunningConsole.STAFFORD, "p-100", 120, 80, now.minus(Duration.ofMinutes(minute + 1))));
        }
        try (var jobs = console.asJob();
                var database = console.asConsole()) {
            jobs.inPlatform(connection -> Readings.write(connection, readings));
            database.inTenant(RunningConsole.STAFFORD, connection -> {
                for (int n = 100; n <= 600; n++) {
                    Patients.create(
                            connection,
                            new Patients.Patient(
                                    RunningConsole.STAFFORD,
                                    "p-" + n,
                                    "Pat",
                                    "Many-" + n,
                                    null,
                                    null,
                                    Patients.Care.UNKNOWN));
                }
                return true;
            });
        }

        // When
        String first = console.adminGet(RunningConsole.STAFFORD, "/patients").body();
        String second = console.adminGet(RunningConsole.STAFFORD, "/patients?after=stafford/p-599")
                .body();
        String patient =
                console.adminGet(RunningConsole.STAFFORD, "/patients/p-100").body();

        // Then
        assertThat(first)
                .contains("This page shows 500 patients. There are more.")
                .contains("href=\"/patients?tenant=stafford&amp;after=stafford/p-599\"")
                .doesNotContain("Many-600");
        assertThat(second).contains("Many-600").doesNotContain("Many-599").doesNotContain("There are more");
        assertThat(patient).contains("Only the newest 1,000 are shown. There are older ones.");
    }
}
