package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.AlertAction;
import io.derwent.model.Severity;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Two teams of one organisation: who sees whom, who has what, and how it goes from one to the other. */
class TeamsTest {
    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-11-27T10:00:00Z"));

    private static RunningConsole console;
    private static Person nina;
    private static Person nora;
    private static Person omar;
    private static Person lena;
    private static int patients;

    @BeforeAll
    static void twoTeams() {
        console = RunningConsole.start(CLOCK);
        nina = console.nurse(RunningConsole.DERBY, "nina");
        nora = console.nurse(RunningConsole.DERBY, "nora");
        omar = console.nurse(RunningConsole.DERBY, "omar");
        lena = console.lead(RunningConsole.DERBY, "lena");
        console.team(RunningConsole.DERBY, "belper", "Belper", "nina", "nora", "lena");
        console.team(RunningConsole.DERBY, "ripley", "Ripley", "omar");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    /** A new patient of Belper with an open case; the case's id. */
    private static String aCase() {
        String patient = "b-" + ++patients;
        console.patient(RunningConsole.DERBY, patient, "Bea", "Belper" + patients, "belper");
        return caseOf(patient);
    }

    private static String caseOf(String patient) {
        console.receive(Alerting.raised(
                "OX-02",
                Severity.AMBER,
                List.of("spo2 < 95 %"),
                Alerting.oxygen(RunningConsole.DERBY, patient, 94, CLOCK.instant())));
        return listed(nina, patient).path("id").asText();
    }

    private static JsonNode listed(Person who, String patient) {
        for (JsonNode one : console.get(who.token(), "/api/v1/cases").json().path("items")) {
            if (one.path("patient").asText().equals(patient)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    void anotherTeamsPatientIsOutOfReachInEveryWay() {
        String id = aCase();
        String patient = "b-" + patients;

        Answer record = console.get(omar.token(), "/api/v1/patients/" + patient);
        Answer theCase = console.get(omar.token(), "/api/v1/cases/" + id);
        Answer act = console.post(omar.token(), "/api/v1/cases/" + id + "/acknowledge", "");

        assertThat(List.of(record.status(), theCase.status(), act.status())).containsOnly(403);
        assertThat(record.error()).contains("a team you are not in").contains("/break-glass");
        assertThat(listed(omar, patient).isMissingNode()).isTrue();
        assertThat(console.get(omar.token(), "/api/v1/patients").body()).doesNotContain('"' + patient + '"');
        assertThat(console.get(nora.token(), "/api/v1/patients/" + patient).status())
                .isEqualTo(200);
    }

    @Test
    void whoSaysWhyMayLookForFourHoursAndTheLeadSeesIt() {
        String id = aCase();
        String patient = "b-" + patients;
        String path = "/api/v1/patients/" + patient + "/break-glass";

        Answer without = console.post(omar.token(), path, "{'reason':' '}");
        Answer with = console.post(omar.token(), path, "{'reason':'she rang our number'}");

        assertThat(without.status()).isEqualTo(400);
        assertThat(with.status()).isEqualTo(204);
        assertThat(console.get(omar.token(), "/api/v1/patients/" + patient).status())
                .isEqualTo(200);
        assertThat(console.get(omar.token(), "/api/v1/cases/" + id).status()).isEqualTo(200);
        assertThat(console.get(lena.token(), "/api/v1/break-glass").body())
                .contains("she rang our number")
                .contains("\"account\":\"omar\"");
        assertThat(console.get(omar.token(), "/api/v1/break-glass").status()).isEqualTo(403);
        assertThat(console.post(omar.token(), "/api/v1/patients/nobody/break-glass", "{'reason':'x'}")
                        .status())
                .isEqualTo(404);

        CLOCK.advance(Duration.ofHours(4));
        assertThat(console.get(omar.token(), "/api/v1/patients/" + patient).status())
                .isEqualTo(403);
    }

    @Test
    void aPatientOfNoTeamIsEverybodys() {
        console.patient(RunningConsole.DERBY, "n-1", "Nan", "Noteam");

        assertThat(console.get(omar.token(), "/api/v1/patients/n-1").status()).isEqualTo(200);
        assertThat(console.get(nina.token(), "/api/v1/patients/n-1").status()).isEqualTo(200);
    }

    @Test
    void whatIsGivenBackIsFreeAndTheJobHearsOfIt() {
        String id = aCase();
        console.post(nina.token(), "/api/v1/cases/" + id + "/acknowledge", "");

        Answer byAnother = console.post(nora.token(), "/api/v1/cases/" + id + "/release", "");
        Answer byHer = console.post(nina.token(), "/api/v1/cases/" + id + "/release", "{'note':'rings off'}");
        Answer again = console.post(nina.token(), "/api/v1/cases/" + id + "/release", "");

        assertThat(byAnother.status()).isEqualTo(409);
        assertThat(byHer.json().path("state").asText()).isEqualTo("open");
        assertThat(byHer.json().has("acknowledgedBy")).isFalse();
        assertThat(again.json()).isEqualTo(byHer.json());
        told("b-" + patients, AlertAction.Kind.ACKNOWLEDGED, AlertAction.Kind.RELEASED);
    }

    @Test
    void whatIsHandedOverIsWithTheOther() {
        String id = aCase();
        console.post(nina.token(), "/api/v1/cases/" + id + "/acknowledge", "");

        Answer toOmar = console.post(nina.token(), "/api/v1/cases/" + id + "/assign", "{'to':'omar'}");
        Answer toNora =
                console.post(nina.token(), "/api/v1/cases/" + id + "/assign", "{'to':'nora','note':'knows her'}");
        Answer byNina = console.post(nina.token(), "/api/v1/cases/" + id + "/assign", "{'to':'nina'}");
        Answer byTheLead = console.post(lena.token(), "/api/v1/cases/" + id + "/assign", "{'to':'nina'}");

        assertThat(toOmar.status()).as("not of the patient's team").isEqualTo(400);
        assertThat(toOmar.error()).contains("to is \"omar\"");
        assertThat(toNora.json().path("acknowledgedBy").asText()).isEqualTo("nora");
        assertThat(byNina.status()).as("hers no longer").isEqualTo(409);
        assertThat(byTheLead.json().path("acknowledgedBy").asText()).isEqualTo("nina");
        told(
                "b-" + patients,
                AlertAction.Kind.ACKNOWLEDGED,
                AlertAction.Kind.ACKNOWLEDGED,
                AlertAction.Kind.ACKNOWLEDGED);
    }

    @Test
    void notesCallsAndAskingTheLeadStandInTheHistoryAndChangeNothingElse() {
        String id = aCase();

        console.post(nina.token(), "/api/v1/cases/" + id + "/notes", "{'note':'new tablets on Monday'}");
        console.post(nina.token(), "/api/v1/cases/" + id + "/calls", "{'result':'no_answer'}");
        console.post(nina.token(), "/api/v1/cases/" + id + "/escalate", "{'note':'third day'}");

        JsonNode one = console.get(nina.token(), "/api/v1/cases/" + id).json();
        assertThat(one.path("state").asText()).isEqualTo("open");
        assertThat(one.path("escalatedAt").asText()).isEqualTo(CLOCK.instant().toString());
        assertThat(one.path("history").findValuesAsText("kind")).contains("note_written", "called", "escalated");
        assertThat(one.path("history").toString())
                .contains("new tablets on Monday")
                .contains("no_answer")
                .contains("third day");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '~',
            value = {
                "release ~ {'note':3} ~ note is 3",
                "assign ~ {} ~ to is missing",
                "escalate ~ {} ~ note is missing",
                "notes ~ {} ~ note is missing",
                "calls ~ {'result':'sang'} ~ result is \"sang\", one of spoke_to_patient",
                "snooze ~ {'until':'2026-11-27T12:00:00Z'} ~ reason is missing",
                "snooze ~ {'until':'2026-12-27T12:00:00Z','reason':'away'} ~ a time within the next 24 hours",
                "snooze ~ {'reason':'away'} ~ until is missing",
            })
    void badInputIsNamed(String act, String body, String message) {
        String id = aCase();

        Answer answer = console.post(nina.token(), "/api/v1/cases/" + id + '/' + act, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "{'team':'nowhere'} ~ team is \"nowhere\", there is no such team",
                "{'phone':'ring me'} ~ phone is \"ring me\"",
                "{'needs':['shouting']} ~ needs has \"shouting\", one of large_print",
                "{'language':'fr'} ~ language is \"fr\", en or pl is expected",
            })
    void careThatCannotBeIsNamed(String body, String message) {
        aCase();

        Answer answer = console.put(nina.token(), "/api/v1/patients/b-" + patients + "/care", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(message);
    }

    @Test
    void howAPatientIsReachedIsSaidAnewAsAWhole() {
        aCase();
        String path = "/api/v1/patients/b-" + patients;

        console.put(
                nina.token(),
                path + "/care",
                "{'team':'belper','place':'Milford House','needs':['large_print','through_carer'],'language':'pl'}");

        JsonNode patient = console.get(nina.token(), path).json();
        assertThat(patient.path("place").asText()).isEqualTo("Milford House");
        assertThat(patient.path("needs")).hasSize(2);
        assertThat(patient.has("phone")).isFalse();
    }

    @Test
    void onlyStaffOfTheOrganisationAreInItsTeams() {
        console.nurse(RunningConsole.STAFFORD, "stan");

        Answer foreign = console.adminPut(RunningConsole.DERBY, "/api/v1/teams/x", "{'name':'X','members':['stan']}");
        Answer byNurse = console.put(nina.token(), "/api/v1/teams/x", "{'name':'X','members':[]}");

        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.error()).contains("members has \"stan\"");
        assertThat(byNurse.status()).isEqualTo(403);
        assertThat(console.get(nina.token(), "/api/v1/teams").body()).contains("\"name\":\"Nurse nora\"");
    }

    @Test
    void theStreamTellsOfTheTeamsCasesOnly() throws Exception {
        List<String> ofNina = new CopyOnWriteArrayList<>();
        List<String> ofOmar = new CopyOnWriteArrayList<>();
        HttpResponse<InputStream> one = EventStream.open(console, "/api/v1/cases/stream", nina, "", ofNina);
        HttpResponse<InputStream> two = EventStream.open(console, "/api/v1/cases/stream", omar, "", ofOmar);
        console.patient(RunningConsole.DERBY, "r-1", "Rob", "Ripley", "ripley");

        aCase();
        caseOf("r-1");

        await().untilAsserted(() -> {
            assertThat(ofNina).anyMatch(line -> line.contains("\"patient\":\"b-" + patients + '"'));
            assertThat(ofOmar).anyMatch(line -> line.contains("\"patient\":\"r-1\""));
        });
        assertThat(ofNina).noneMatch(line -> line.contains("\"patient\":\"r-1\""));
        assertThat(ofOmar).noneMatch(line -> line.contains("\"patient\":\"b-"));
        one.body().close();
        two.body().close();
    }

    private static void told(String patient, AlertAction.Kind... kinds) {
        await().untilAsserted(() -> assertThat(console.published().stream()
                        .filter(record -> record.topic().equals(DerwentTopics.ALERT_ACTIONS)
                                && record.key().endsWith("/" + patient))
                        .map(record ->
                                Codecs.alertActions().decode(record.value()).kind()))
                .containsExactly(kinds));
    }
}
