package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.console.push.Carriers;
import io.derwent.console.push.PushConfig;
import io.derwent.model.AlertEvent;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an alert event to what people are told, through a running console. */
class TellingTest {
    private static final List<String> SEVERE = List.of("systolic_bp >= 180 mm[Hg]");

    private final Carriers outside = new Carriers();
    private RunningConsole console;
    private Person nurse;

    @BeforeEach
    void start() {
        console = RunningConsole.start(
                Clock.systemUTC(),
                new PushConfig(
                        Optional.empty(),
                        Optional.of(new PushConfig.Notify(
                                java.net.URI.create(outside.endpoint()),
                                "test-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222",
                                "template-1")),
                        Optional.empty()));
        nurse = console.nurse(RunningConsole.DERBY, "nina");
        console.patient(RunningConsole.DERBY, "p-dora", "Dora", "Hill");
    }

    @AfterEach
    void stop() {
        console.close();
        outside.close();
    }

    private static AlertEvent event(AlertEvent.Kind kind) {
        Reading high = Alerting.bloodPressure(
                RunningConsole.DERBY, "p-dora", 190, 118, Instant.now().minusSeconds(5));
        return Alerting.event(kind, "BP-03", Severity.RED, SEVERE, high);
    }

    private JsonNode deliveries() {
        return console.get(nurse.token(), "/api/v1/patients/p-dora/deliveries")
                .json()
                .path("items");
    }

    @Test
    void aPatientWithoutAChannelIsOnRecordOnceAndShown() {
        AlertEvent asked = event(AlertEvent.Kind.PROMPTED);

        console.receive(asked);
        console.receive(asked);

        assertThat(deliveries()).hasSize(1);
        assertThat(deliveries().get(0).path("person").asText()).isEqualTo("patient/p-dora");
        assertThat(deliveries().get(0).path("state").asText()).isEqualTo("no_channel");
        assertThat(deliveries().get(0).path("what").asText()).isEqualTo("measure_again");
        String page = console.get(nurse.token(), "/patients/p-dora").body();
        assertThat(page).contains("Patient: asked to measure again").contains("no channel: ring");
    }

    @Test
    void aTeamNobodyOfWhichCanBeToldIsOnRecord() {
        console.receive(event(AlertEvent.Kind.RAISED));

        assertThat(deliveries()).hasSize(1);
        assertThat(deliveries().get(0).path("person").asText()).isEqualTo("audience/team");
        assertThat(deliveries().get(0).path("state").asText()).isEqualTo("no_channel");
    }

    @Test
    void aRedAlertThatJoinsACaseNobodyHasTakenIsToldAnew() {
        Reading low = Alerting.oxygen(
                RunningConsole.DERBY, "p-dora", 94, Instant.now().minusSeconds(9));
        console.receive(Alerting.raised("OX-02", Severity.AMBER, List.of("spo2 <= 94 %"), low));
        console.receive(Alerting.event(AlertEvent.Kind.UPDATED, "OX-02", Severity.AMBER, List.of("spo2 <= 94 %"), low));
        assertThat(deliveries()).as("more of the same is not").hasSize(1);

        console.receive(event(AlertEvent.Kind.RAISED));

        assertThat(deliveries()).hasSize(2);
    }

    @Test
    void aPatientIsToldByTheChannelThatStaffSaidAndTheTextNamesNobody() {
        Answer said = console.put(
                nurse.token(),
                "/api/v1/patients/p-dora/contact",
                "{'channels':['web_push','sms'],'phone':'07700 900 982','quietFrom':'22:00','quietTo':'07:00'}");
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        assertThat(said.json().path("phone").asText()).isEqualTo("07700900982");

        console.receive(event(AlertEvent.Kind.PROMPTED));

        Awaitility.await().untilAsserted(() -> {
            JsonNode one = deliveries().get(0);
            assertThat(one.path("state").asText()).isEqualTo("sent");
            assertThat(one.path("channel").asText()).isEqualTo("sms");
        });
        assertThat(outside.textsSaid()).containsExactly("You have a message from your care team. Open Derwent.");
        assertThat(console.get(nurse.token(), "/patients/p-dora").body())
                .contains("Patient: asked to measure again by text message");
    }

    @Test
    void aWrongAddressIsRefused() {
        Answer said = console.put(
                nurse.token(), "/api/v1/patients/p-dora/contact", "{'channels':['sms'],'phone':'not a number'}");

        assertThat(said.status()).isEqualTo(400);
    }

    @Test
    void theServiceWorkerIsServedAtTheRootWithItsWords() {
        Answer worker = console.get("", "/sw.js?for=patient");

        assertThat(worker.status()).isEqualTo(200);
        assertThat(worker.raw().headers().firstValue("Service-Worker-Allowed")).contains("/");
        assertThat(worker.raw().headers().firstValue("Content-Type").orElse("")).startsWith("text/javascript");
        assertThat(worker.body())
                .contains("You have a message from your care team.")
                .contains("\"/me\"");
    }

    @Test
    void whichChannelIsInTroubleIsSaid() {
        assertThat(console.get("", "/health/channels").json().path("status").asText())
                .isEqualTo("UP");
    }
}
