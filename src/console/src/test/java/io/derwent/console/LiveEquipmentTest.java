package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.derwent.console.RunningConsole.Person;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stream of equipment against a real server. */
class LiveEquipmentTest {
    private static final String STREAM = "/api/v1/assets/stream";

    private static RunningConsole console;
    private static Hospital hospital;
    private static Person estates;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        estates = console.estates(RunningConsole.DERBY, "esme");
        hospital = Hospital.open(console, estates);
    }

    @AfterAll
    static void stop() {
        hospital.close();
        console.close();
    }

    @Test
    void anOpenStreamHearsOfMovesReadersAndTagsOfItsOwnOrganisationOnly() throws Exception {
        // Given
        List<String> lines = new CopyOnWriteArrayList<>();
        List<String> elsewhere = new CopyOnWriteArrayList<>();
        EventStream.open(console, STREAM, console.nurse(RunningConsole.DERBY, "nina"), "", lines);
        EventStream.open(console, STREAM, console.estates(RunningConsole.STAFFORD, "ed"), "", elsewhere);

        // When
        hospital.sees("monitor-9", 1, Hospital.WARD, null, Hospital.WELL, Hospital.now(), true);
        hospital.heardOf(Hospital.WELL, false);
        hospital.stray("E2FFEE");

        // Then
        await().untilAsserted(() -> assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("data: ")
                        .contains("\"id\":\"monitor-9\"", "\"state\":\"here\"", "\"placeName\":\"Ward 204\""))
                .anySatisfy(line ->
                        assertThat(line).startsWith("data: ").contains("\"device\":\"reader-ward-204\",\"version\":1"))
                .anySatisfy(line -> assertThat(line).startsWith("data: ").contains("\"epc\":\"E2FFEE\"")));
        assertThat(lines).contains("event: asset", "event: reader", "event: unknown-tag");
        assertThat(elsewhere).noneMatch(line -> line.startsWith("data: "));
    }

    @Test
    void whoComesBackIsToldWhatChangedMeanwhile() throws Exception {
        // Given
        List<String> before = new CopyOnWriteArrayList<>();
        HttpResponse<InputStream> lost = EventStream.open(console, STREAM, estates, "", before);
        hospital.thing("lamp-1", "Lamp 1", "lamp", "'number':'L1'");
        await().untilAsserted(() ->
                assertThat(before).anyMatch(line -> line.startsWith("data: ") && line.contains("\"lamp-1\"")));
        String place = EventStream.last(before, "id: ");
        lost.body().close();

        // When
        hospital.thing("lamp-2", "Lamp 2", "lamp", "'number':'L2'");
        List<String> after = new CopyOnWriteArrayList<>();
        EventStream.open(console, STREAM, estates, place, after);

        // Then
        assertThat(after).doesNotContain("event: start");
        assertThat(after).anyMatch(line -> line.startsWith("data: ") && line.contains("\"lamp-2\""));
        assertThat(after).contains("id: " + place);
    }

    @Test
    void aPlaceThatIsNotKnownIsStartedFromAnew() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();

        EventStream.open(console, STREAM, estates, "no-time", lines);

        assertThat(lines).contains("event: start");
    }
}
