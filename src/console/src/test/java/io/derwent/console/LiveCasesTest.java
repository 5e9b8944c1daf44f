package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of cases against a real server. */
class LiveCasesTest {
    private static RunningConsole console;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        console.patient(RunningConsole.DERBY, "p-1", "Dora", "Derby");
        console.patient(RunningConsole.DERBY, "p-4", "Dan", "Derby");
        console.patient(RunningConsole.DERBY, "p-5", "Dot", "Derby");
        console.patient(RunningConsole.STAFFORD, "p-2", "Sam", "Stafford");
        console.patient(RunningConsole.STAFFORD, "p-3", "Sue", "Shared");
        console.post(
                RunningConsole.ADMIN_TOKEN, "/api/v1/shares", "{'from':'stafford','to':'derby','patients':['p-3']}");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void anOpenStreamHearsOfItsOwnAndOfSharedCasesAtOnceAndOfNoOthers() throws Exception {
        // Given
        Person nurse = console.nurse(RunningConsole.DERBY, "nina");
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpResponse<InputStream> response = open(nurse, "", lines);

        // When
        raise(RunningConsole.STAFFORD, "p-2");
        raise(RunningConsole.STAFFORD, "p-3");
        raise(RunningConsole.DERBY, "p-1");

        // Then
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(data(lines)).hasSize(2));
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(data(lines).get(0)).contains("\"patient\":\"p-3\"");
        assertThat(data(lines).get(1)).contains("\"patient\":\"p-1\"").contains("\"patientName\":\"Dora Derby\"");
        assertThat(lines).contains("event: case");
    }

    @Test
    void whoComesBackIsToldWhatChangedMeanwhile() throws Exception {
        // Given
        Person nurse = console.nurse(RunningConsole.DERBY, "nora");
        List<String> before = new CopyOnWriteArrayList<>();
        HttpResponse<InputStream> lost = open(nurse, "", before);
        raise(RunningConsole.DERBY, "p-4");
        await().untilAsserted(() -> assertThat(data(before)).hasSize(1));
        String place = EventStream.last(before, "id: ");
        lost.body().close();

        // When
        raise(RunningConsole.STAFFORD, "p-2");
        raise(RunningConsole.DERBY, "p-5");
        List<String> after = new CopyOnWriteArrayList<>();
        open(nurse, place, after);

        // Then
        assertThat(before).doesNotContain("event: start");
        assertThat(after).doesNotContain("event: start");
        assertThat(data(after)).last().asString().contains("\"patient\":\"p-5\"");
        assertThat(data(after)).noneMatch(data -> data.contains("\"patient\":\"p-2\""));
        assertThat(after).contains("id: " + place);
        assertThat(Instant.parse(EventStream.last(after, "id: "))).isAfter(Instant.parse(place));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-time", "2999-01-01T00:00:00Z", "2020-01-01T00:00:00Z"})
    void aPlaceThatIsNotKnownIsStartedFromAnew(String place) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();

        open(console.nurse(RunningConsole.DERBY, "nan-" + place.substring(0, 4)), place, lines);

        assertThat(lines).contains("event: start");
        assertThat(data(lines)).isEmpty();
    }

    private static HttpResponse<InputStream> open(Person nurse, String lastEventId, List<String> lines)
            throws IOException, InterruptedException {
        return EventStream.open(console, "/api/v1/cases/stream", nurse, lastEventId, lines);
    }

    private static void raise(String tenant, String patient) {
        console.receive(Alerting.raised(
                "OX-03", Severity.RED, List.of("spo2 <= 92 %"), Alerting.oxygen(tenant, patient, 90, Instant.now())));
    }

    /** Of cases. */
    private static List<String> data(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("data: {\"id\"")).toList();
    }
}
