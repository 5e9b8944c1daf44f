package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.console.cases.CaseActions;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.store.Readings;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON API against a real server and a real database. */
class ApiTest {
    private final Instant now = Instant.now();
    private static final List<String> SEVERE = List.of("systolic_bp >= 180 mm[Hg]");

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
    void aPatientIsCreatedOnceAndReadBack() {
        String body = "{'id':'p-ada','givenName':'Ada','familyName':'Byron','nhsNumber':'943 476 5919',"
                + "'dateOfBirth':'1951-03-28'}";

        Answer created = console.post(nurse.token(), "/api/v1/patients", body);
        Answer again = console.post(nurse.token(), "/api/v1/patients", body);
        Answer read = console.get(nurse.token(), "/api/v1/patients/p-ada");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("id").asText()).isEqualTo("p-ada");
        assertThat(again.status()).isEqualTo(409);
        assertThat(read.json().path("nhsNumber").asText()).isEqualTo("9434765919");
        assertThat(read.json().path("tenant").asText()).isEqualTo(RunningConsole.DERBY);
    }

    @Test
    void aBodyIsReadAsJsonWhateverTheClientCallsIt() {
        Answer answer = console.postForm(
                "/api/v1/patients",
                Map.of("Authorization", "Bearer " + nurse.token()),
                "{\"id\":\"p-curl\",\"givenName\":\"Al & Bo\",\"familyName\":\"100%\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(console.get(nurse.token(), "/api/v1/patients/p-curl")
                        .json()
                        .path("givenName")
                        .asText())
                .isEqualTo("Al & Bo");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '|',
            value = {
                "not JSON ~ {'id' ~ the body is not JSON",
                "an array ~ [] ~ the body is no JSON object",
                "a member nobody knows ~ {'givenName':'A','familyName':'B','colour':'blue'} ~ colour is not known here",
                "no family name ~ {'givenName':'A'} ~ familyName is missing",
                "a number for a name ~ {'givenName':1,'familyName':'B'} ~ givenName is 1, a text is expected",
                "an id with a slash ~ {'id':'a/b','givenName':'A','familyName':'B'} ~ id is",
                "a mistyped NHS number ~ {'givenName':'A','familyName':'B','nhsNumber':'9434765918'} ~ modulus 11",
                "an NHS number of nine digits ~ {'givenName':'A','familyName':'B','nhsNumber':'943476591'} ~ ten digits",
                "a birth to come ~ {'givenName':'A','familyName':'B','dateOfBirth':'2999-01-01'} ~ to today is expected",
            })
    void aWrongPatientIsRefusedWithTheRule(String name, String body, String sentence) {
        Answer answer = console.post(nurse.token(), "/api/v1/patients", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(sentence);
    }

    @Test
    void anAssignmentSendsTheDevicesCompleteHistory() {
        console.patient(RunningConsole.DERBY, "p-assigned", "Bo", "Ash");
        console.registerDevice(RunningConsole.DERBY, "cuff-9");

        Answer created = console.post(
                nurse.token(),
                "/api/v1/assignments",
                "{'device':'cuff-9','patient':'p-assigned','from':'2026-01-01T00:00:00Z'}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("version").asLong()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(console.published())
                .filteredOn(record -> record.topic().equals(DerwentTopics.ASSIGNMENTS))
                .filteredOn(record -> record.key().equals("derby/cuff-9"))
                .singleElement()
                .satisfies(record -> assertThat(
                                Codecs.assignments().decode(record.value()).assignments())
                        .hasSize(1)));
        assertThat(console.get(nurse.token(), "/api/v1/assignments?device=cuff-9")
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void twoPatientsCannotHaveOneDeviceAtOnce() {
        console.patient(RunningConsole.DERBY, "p-first", "A", "A");
        console.patient(RunningConsole.DERBY, "p-second", "B", "B");
        console.registerDevice(RunningConsole.DERBY, "cuff-8");
        String both = "{'assignments':[{'patient':'p-first','from':'2026-01-01T00:00:00Z'},"
                + "{'patient':'p-second','from':'2026-02-01T00:00:00Z'}]}";

        Answer answer = console.put(nurse.token(), "/api/v1/assignments/cuff-8", both);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.error()).contains("p-first").contains("p-second");
    }

    @Test
    void anUnregisteredDeviceIsNotAssigned() {
        console.patient(RunningConsole.DERBY, "p-nodevice", "A", "A");

        Answer answer = console.post(nurse.token(), "/api/v1/assignments", "{'device':'ghost','patient':'p-nodevice'}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("derby has no device ghost");
    }

    @Test
    void aCarePlanHasItsIncludedRulesAndItsScheduleOrThatOfThePathway() {
        console.patient(RunningConsole.DERBY, "p-heart", "E", "E");
        console.put(nurse.token(), "/api/v1/care-plans/p-heart", "{'pathway':'heart-failure'}");

        Answer changed = console.put(nurse.token(), "/api/v1/care-plans/p-heart", """
                {'pathway':'heart-failure','include':['wearable','hypertension/BP-07'],
                'schedule':{'expected':[{'kind':'weight','at':'06:30','days':['monday']}]}}""");

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        JsonNode versions = console.get(nurse.token(), "/api/v1/care-plans?patient=p-heart")
                .json()
                .path("items");
        assertThat(versions.path(0).path("rules").findValuesAsText("id")).contains("HF-01", "WR-01", "BP-07");
        assertThat(versions.at("/0/schedule/expected")).hasSize(1);
        assertThat(versions.at("/0/schedule/expected/0/at").asText()).isEqualTo("06:30:00");
        assertThat(versions.at("/0/decision/include").toString()).isEqualTo("[\"wearable\",\"hypertension/BP-07\"]");
        assertThat(versions.path(1).path("rules").findValuesAsText("id"))
                .contains("HF-01")
                .doesNotContain("WR-01");
        assertThat(versions.at("/1/schedule/expected")).hasSize(2);
    }

    @Test
    void aCarePlanGoesOutCompleteWithThePersonalLimit() {
        console.patient(RunningConsole.DERBY, "p-plan", "C", "C");

        Answer created = console.post(nurse.token(), "/api/v1/care-plans", """
                {'patient':'p-plan','pathway':'hypertension','thresholds':[{'rule':'BP-03','parameter':'systolic_bp',
                'value':170,'owner':'Dr Gray','reason':'recent stroke','reviewOn':'2030-01-01'}]}""");

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        await().untilAsserted(() -> assertThat(console.published())
                .filteredOn(record -> record.topic().equals(DerwentTopics.CARE_PLANS))
                .filteredOn(record -> record.key().equals("derby/p-plan"))
                .singleElement()
                .satisfies(record -> assertThat(Codecs.carePlans()
                                .decode(record.value())
                                .rules()
                                .toString())
                        .contains("systolic_bp >= 170")));
        JsonNode stored = console.get(nurse.token(), "/api/v1/care-plans?patient=p-plan")
                .json()
                .path("items")
                .path(0);
        assertThat(stored.path("decision")
                        .path("thresholds")
                        .path(0)
                        .path("owner")
                        .asText())
                .isEqualTo("Dr Gray");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '|',
            value = {
                "unknown pathway ~ {'patient':'p-wrong','pathway':'gout'} ~ one of hypertension",
                "scale 2 without a decision ~ {'patient':'p-wrong','pathway':'oximetry','spo2Scale':2} ~ scale2Decision",
                "COPD on scale 1 ~ {'patient':'p-wrong','pathway':'copd'} ~ needs scale 2",
                "scale 3 ~ {'patient':'p-wrong','pathway':'oximetry','spo2Scale':3} ~ a whole number from 1 to 2",
                "a limit without a reason ~ {'patient':'p-wrong','pathway':'hypertension','thresholds':[{'rule':'BP-03','parameter':'systolic_bp','value':170,'owner':'x','reviewOn':'2030-01-01'}]} ~ thresholds[0].reason is missing",
                "an included rule nobody has ~ {'patient':'p-wrong','pathway':'hypertension','include':['BP-99']} ~ include is",
                "a pathway of the other scale ~ {'patient':'p-wrong','pathway':'hypertension','include':['copd']} ~ needs scale 2",
                "a schedule of nothing ~ {'patient':'p-wrong','pathway':'hypertension','schedule':{'expected':[{'kind':'mood','at':'08:00'}]}} ~ schedule.expected[0].kind is",
                "a rule of another pathway ~ {'patient':'p-wrong','pathway':'hypertension','thresholds':[{'rule':'OX-03','parameter':'spo2','value':90,'owner':'x','reason':'y','reviewOn':'2030-01-01'}]} ~ no threshold rule OX-03",
            })
    void aWrongCarePlanIsRefusedWithTheRule(String name, String body, String sentence) {
        Answer answer = console.post(nurse.token(), "/api/v1/care-plans", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(sentence);
    }

    @Test
    void alertsOfOnePatientFoldIntoOneCaseWhichIsAcknowledgedAndResolved() {
        // Given
        console.patient(RunningConsole.DERBY, "p-case", "Dora", "Hill");
        Reading first = Alerting.bloodPressure(RunningConsole.DERBY, "p-case", 192, 124, now.minusSeconds(300));
        Reading second = Alerting.bloodPressure(RunningConsole.DERBY, "p-case", 194, 121, now.minusSeconds(180));
        AlertEvent pressure = Alerting.raised("BP-03", Severity.RED, SEVERE, first, second);
        AlertEvent oxygen = Alerting.raised(
                "OX-02",
                Severity.AMBER,
                List.of("spo2 < 95 %"),
                Alerting.oxygen(RunningConsole.DERBY, "p-case", 94, now));
        console.receive(pressure);
        console.receive(oxygen);
        console.receive(pressure);

        // When
        JsonNode listed = ofPatient(console.get(nurse.token(), "/api/v1/cases"), "p-case");
        String id = listed.path("id").asText();
        Answer acknowledged = console.post(nurse.token(), "/api/v1/cases/" + id + "/acknowledge", "");
        Answer withoutOutcome = console.post(nurse.token(), "/api/v1/cases/" + id + "/resolve", "{}");
        Answer resolved = console.post(
                nurse.token(), "/api/v1/cases/" + id + "/resolve", "{'outcome':'advice_given','note':'rang, resting'}");
        Answer again = console.post(nurse.token(), "/api/v1/cases/" + id + "/resolve", "{'outcome':'advice_given'}");

        // Then
        assertThat(listed.path("severity").asText()).isEqualTo("red");
        assertThat(listed.path("patientName").asText()).isEqualTo("Dora Hill");
        assertThat(listed.path("alerts")).hasSize(2);
        assertThat(acknowledged.json().path("state").asText()).isEqualTo("acknowledged");
        assertThat(acknowledged.json().path("acknowledgedBy").asText()).isEqualTo("nina");
        assertThat(withoutOutcome.status()).isEqualTo(400);
        assertThat(withoutOutcome.error()).contains("outcome is missing");
        assertThat(resolved.json().path("outcome").asText()).isEqualTo("advice_given");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.error()).contains("is resolved already, advice_given, by nina at 20");
        assertThat(ofPatient(console.get(nurse.token(), "/api/v1/cases"), "p-case")
                        .isMissingNode())
                .isTrue();
        await().untilAsserted(() -> assertThat(actionsPublished("derby/p-case"))
                .contains(AlertAction.Kind.ACKNOWLEDGED, AlertAction.Kind.RESOLVED)
                .hasSize(4));
        JsonNode detail = console.get(nurse.token(), "/api/v1/cases/" + id).json();
        assertThat(detail.path("alerts").path(0).path("events").path(0).path("readings"))
                .hasSize(2);
        assertThat(detail.path("history")).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void whoDealsWithACaseKeepsItUntilSomebodySaysThatTheyTakeItOver() {
        // Given
        Person other = console.nurse(RunningConsole.DERBY, "olga");
        console.patient(RunningConsole.DERBY, "p-held", "Hal", "Held");
        console.receive(Alerting.raised(
                "OX-02",
                Severity.AMBER,
                List.of("spo2 < 95 %"),
                Alerting.oxygen(RunningConsole.DERBY, "p-held", 94, now)));
        String id = ofPatient(console.get(nurse.token(), "/api/v1/cases"), "p-held")
                .path("id")
                .asText();
        String path = "/api/v1/cases/" + id + "/acknowledge";

        // When
        Answer first = console.post(nurse.token(), path, "");
        Answer again = console.post(nurse.token(), path, "{'takeOver':false}");
        Answer second = console.post(other.token(), path, "");
        Answer takenOver = console.post(other.token(), path, "{'takeOver':true}");
        Answer wrong = console.post(other.token(), path, "{'takeOver':'yes'}");

        // Then
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.error()).contains("is with nina since 20").contains("\"takeOver\": true");
        assertThat(takenOver.status()).isEqualTo(200);
        assertThat(takenOver.json().path("acknowledgedBy").asText()).isEqualTo("olga");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(console.get(nurse.token(), "/api/v1/cases/" + id).json().path("history"))
                .hasSize(3);
        await().untilAsserted(() -> assertThat(actionsPublished("derby/p-held")).hasSize(2));
    }

    @Test
    void aNoteMayBeAsLongInTheApiAsOnThePageAndNoLonger() {
        console.patient(RunningConsole.DERBY, "p-note", "Nan", "Note");
        console.receive(Alerting.raised(
                "OX-02",
                Severity.AMBER,
                List.of("spo2 < 95 %"),
                Alerting.oxygen(RunningConsole.DERBY, "p-note", 94, now)));
        String path = "/api/v1/cases/"
                + ofPatient(console.get(nurse.token(), "/api/v1/cases"), "p-note")
                        .path("id")
                        .asText()
                + "/resolve";
        String body = "{'outcome':'advice_given','note':'%s'}";

        Answer tooLong = console.post(nurse.token(), path, body.formatted("n".repeat(2001)));
        Answer longest = console.post(nurse.token(), path, body.formatted("n".repeat(2000)));

        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.error()).isEqualTo("note has 2001 characters, limit 2000");
        assertThat(longest.status()).as(longest.body()).isEqualTo(200);
        assertThat(console.get("", "/api/v1/openapi.json")
                        .json()
                        .at("/paths/~1api~1v1~1cases~1{id}~1resolve/post/requestBody/content/application~1json/schema"
                                + "/properties/note/maxLength")
                        .asInt())
                .isEqualTo(CaseActions.LONGEST_NOTE);
    }

    @Test
    void aPatientSeesTheirOwnReadingsAndPromptsAndNobodyElses() {
        console.patient(RunningConsole.DERBY, "p-own", "Eve", "Own");
        console.patient(RunningConsole.DERBY, "p-other", "Olaf", "Other");
        Person patient = console.patientAccount(RunningConsole.DERBY, "eve", "p-own");
        Reading reading = Alerting.bloodPressure(RunningConsole.DERBY, "p-own", 182, 101, now.minusSeconds(60));
        try (var jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, List.of(reading)));
        }
        console.receive(Alerting.event(AlertEvent.Kind.PROMPTED, "BP-03", Severity.RED, SEVERE, reading));

        Answer readings = console.get(patient.token(), "/api/v1/patients/p-own/readings?kind=bp_panel");

        assertThat(readings.json()
                        .path("items")
                        .path(0)
                        .path("quantities")
                        .path("systolic_bp")
                        .asInt())
                .isEqualTo(182);
        assertThat(console.get(patient.token(), "/api/v1/patients/p-own/prompts")
                        .json()
                        .path("items"))
                .hasSize(1);
        assertThat(console.get(patient.token(), "/api/v1/patients/p-other/readings")
                        .status())
                .isEqualTo(404);
        assertThat(console.get(patient.token(), "/api/v1/cases").status()).isEqualTo(403);
        assertThat(console.get(patient.token(), "/api/v1/patients").status()).isEqualTo(403);
    }

    @Test
    void aReadingTellsHowManyOfItsDeviceAreMissingBeforeIt() {
        console.patient(RunningConsole.DERBY, "p-gap", "Gus", "Gap");
        Reading before = Alerting.counted(pressureOf("p-gap", Duration.ofDays(40)), 11);
        Reading after = Alerting.counted(pressureOf("p-gap", Duration.ofDays(2)), 15);
        Reading next = Alerting.counted(pressureOf("p-gap", Duration.ofDays(1)), 16);
        Reading uncounted = pressureOf("p-gap", Duration.ofHours(1));
        write(before, after, next, uncounted);

        JsonNode items = console.get(nurse.token(), "/api/v1/patients/p-gap/readings")
                .json()
                .path("items");

        assertThat(items)
                .extracting(
                        item -> item.path("seq").asText(),
                        item -> item.path("missingBefore").asText())
                .containsExactly(tuple("", ""), tuple("16", ""), tuple("15", "3"));
        JsonNode described =
                console.get("", "/api/v1/openapi.json").json().at("/components/schemas/Reading/properties");
        assertThat(described.fieldNames())
                .toIterable()
                .containsAll(() -> items.path(2).fieldNames());

        write(
                Alerting.counted(pressureOf("p-gap", Duration.ofDays(4)), 12),
                Alerting.counted(pressureOf("p-gap", Duration.ofDays(3)), 14));
        assertThat(console.get(nurse.token(), "/api/v1/patients/p-gap/readings?kind=bp_panel&limit=4")
                        .json()
                        .path("items"))
                .extracting(
                        item -> item.path("seq").asText(),
                        item -> item.path("missingBefore").asText())
                .containsExactly(tuple("", ""), tuple("16", ""), tuple("15", ""), tuple("14", "1"));
    }

    @Test
    void withoutATokenNothingIsSaid() {
        Answer answer = console.get("", "/api/v1/cases");
        Answer wrong = console.get("not-a-token", "/api/v1/cases");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(answer.raw().headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void aPlatformAdministratorMustNameTheTenant() {
        Answer answer = console.get(RunningConsole.ADMIN_TOKEN, "/api/v1/patients");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("Derwent-Tenant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/patients/%00",
                "/api/v1/patients/a%00b/readings",
                "/api/v1/cases/%00",
                "/api/v1/assignments?device=%00",
                "/api/v1/care-plans?patient=p%00",
            })
    void aNulInAnAddressIsRefused(String path) {
        Answer answer = console.get(nurse.token(), path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("contains the character NUL");
    }

    @Test
    void aStreamRefusesAsAnythingElseDoes() {
        Answer answer = console.get(RunningConsole.ADMIN_TOKEN, "/api/v1/cases/stream");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("Derwent-Tenant");
    }

    @Test
    void aPlatformAdministratorActsForRegisteredTenantsOnly() {
        Answer read = console.adminGet("derbyy", "/api/v1/cases");
        Answer created = console.adminPost("derbyy", "/api/v1/patients", "{'givenName':'Nobody','familyName':'Knows'}");

        assertThat(read.status()).isEqualTo(404);
        assertThat(read.error()).isEqualTo("there is no tenant derbyy; register it first");
        assertThat(created.status()).isEqualTo(404);
    }

    @Test
    void anExportHasEachRowOnceAndIsForThePlatformOnly() {
        console.patient(RunningConsole.STAFFORD, "p-export", "F", "F");
        Reading reading = Alerting.bloodPressure(RunningConsole.STAFFORD, "p-export", 120, 80, now);
        try (var jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, List.of(reading)));
        }

        Answer export = console.get(RunningConsole.ADMIN_TOKEN, "/api/v1/export/readings?tenant=stafford");

        assertThat(export.body().lines()).hasSize(1).first().asString().contains(reading.id());
        assertThat(console.get(nurse.token(), "/api/v1/export/readings?tenant=stafford")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/patients",
                "/api/v1/openapi.json",
                "/api/v1/cases/no-such-case",
                "/api/v1/nothing",
                "/cases",
                "/login",
                "/health/live",
                "/assets/derwent/live.js",
            })
    void headAnswersLikeGetWithoutTheBody(String path) {
        Answer get = console.ask("GET", nurse.token(), path);
        Answer head = console.ask("HEAD", nurse.token(), path);

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Type", "Content-Length", "Cache-Control")) {
            assertThat(head.raw().headers().firstValue(name))
                    .as(name)
                    .isEqualTo(get.raw().headers().firstValue(name));
        }
    }

    @Test
    void headOfAStreamEnds() {
        Answer head = console.ask("HEAD", nurse.token(), "/api/v1/cases/stream");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.raw().headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        assertThat(console.ask("HEAD", "", "/api/v1/cases/stream").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/v1/patients       | GET, HEAD, POST",
                "PUT    | /api/v1/cases/one      | GET, HEAD",
                "GET    | /api/v1/assignments/x  | PUT",
                "POST   | /patients              | GET, HEAD",
                "HEAD   | /logout                | POST",
                "POST   | /assets/derwent/live.js | GET, HEAD",
            })
    void whatAPathCannotDoIsToldFromWhatItCan(String method, String path, String allowed) {
        Answer answer = console.ask(method, nurse.token(), path);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.raw().headers().firstValue("Allow")).contains(allowed);
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        assertThat(console.get(nurse.token(), "/api/v1/nothing").status()).isEqualTo(404);
        assertThat(console.get(nurse.token(), "/api/v1/nothing").error()).contains("nothing at /api/v1/nothing");
        assertThat(console.get(nurse.token(), "/api/v1/cases/no-such-case").status())
                .isEqualTo(404);
    }

    private Reading pressureOf(String patient, Duration ago) {
        return Alerting.bloodPressure(RunningConsole.DERBY, patient, 140, 85, now.minus(ago));
    }

    private static void write(Reading... readings) {
        try (var jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, List.of(readings)));
        }
    }

    private static List<AlertAction.Kind> actionsPublished(String key) {
        return console.published().stream()
                .filter(record -> record.topic().equals(DerwentTopics.ALERT_ACTIONS))
                .filter(record -> record.key().equals(key))
                .map(record -> Codecs.alertActions().decode(record.value()).kind())
                .toList();
    }

    private static JsonNode ofPatient(Answer list, String patient) {
        for (JsonNode one : list.json().path("items")) {
            if (one.path("patient").asText().equals(patient)) {
                return one;
            }
        }
        return list.json().path("none");
    }
}
