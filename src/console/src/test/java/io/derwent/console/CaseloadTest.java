package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Reading;
import io.derwent.store.Audit;
import io.derwent.store.Database;
import io.derwent.store.Readings;
import io.derwent.wire.ShippedPathways;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change of a pathway would have raised for everybody on it, by API. */
class CaseloadTest {
    private static final String PATH = "/api/v1/pathways/hypertension/rehearsal";
    private static final String SYSTOLIC = "{'thresholds':[{'rule':'BP-03','parameter':'systolic_bp','value':%d}]}";

    private Instant now;
    private RunningConsole console;
    private Person nurse;

    @BeforeEach
    void start() {
        now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        console = RunningConsole.start();
        nurse = console.nurse(RunningConsole.DERBY, "nina");
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void alertsOfEverybodyOnThePathwayAreCountedWithTheChangeAndWithout() {
        watched("p-usual", "");
        watched(
                "p-own",
                "{'rule':'BP-03','parameter':'systolic_bp','value':200,'owner':'Dr Gray','reason':'stroke','reviewOn':'2999-01-01'}");
        episode("p-usual", 3, 165);
        episode("p-usual", 5, 185);
        episode("p-own", 3, 165);

        JsonNode run = done(SYSTOLIC.formatted(160));

        JsonNode result = run.path("result");
        assertThat(run.path("patients").asInt()).isEqualTo(2);
        assertThat(result.path("patients").asInt()).isEqualTo(2);
        assertThat(result.at("/before/alerts").asInt()).isEqualTo(1);
        assertThat(result.at("/after/alerts").asInt()).as("p-own keeps 200").isEqualTo(2);
        assertThat(result.at("/byRule/0/of").asText()).isEqualTo("BP-03");
        assertThat(result.at("/bySeverity/0/of").asText()).isEqualTo("red");
        assertThat(result.at("/gained/all").asInt()).isEqualTo(1);
        assertThat(result.at("/gained/items/0/patient").asText()).isEqualTo("p-usual");
        assertThat(result.at("/lost/all").asInt()).isZero();
        assertThat(result.at("/mostChanged/0/name").asText()).isEqualTo("Ada Ash");
        assertThat(result.path("patientDays").decimalValue()).isEqualByComparingTo("8.0");
        assertThat(result.path("watchedForLess").asInt()).isEqualTo(2);
        assertThat(result.path("words").toString())
                .contains(
                        "of 2 patients",
                        "over 2 patients and 8 patient-days, of the last 30 days asked for;"
                                + " 2 patients were watched for less",
                        "No alert whose case");
    }

    @Test
    void thePathwayInForceChangesNothing() {
        watched("p-1", "");
        watched("p-2", "");
        episode("p-1", 3, 185);
        episode("p-1", 100, 120);
        episode("p-2", 9, 92);
        episode("p-2", 100, 120);

        JsonNode result = done("{'days':90,'document':"
                        + new String(ShippedPathways.file("hypertension"), StandardCharsets.UTF_8) + "}")
                .path("result");

        assertThat(result.at("/before/alerts").asInt()).isEqualTo(2);
        assertThat(result.path("after")).isEqualTo(result.path("before"));
        assertThat(result.at("/lost/all").asInt()).isZero();
        assertThat(result.at("/gained/all").asInt()).isZero();
        assertThat(result.path("mostChanged")).isEmpty();
        assertThat(result.path("patientDays").decimalValue()).isEqualByComparingTo("180");
        assertThat(result.path("watchedForLess").asInt()).isZero();
        assertThat(result.path("words").toString())
                .contains("over 2 patients and 180 patient-days: each of the last 90 days");
    }

    @Test
    void whatWouldBeLostComesFirstWhereItWasReal() {
        watched("p-1", "");
        watched("p-2", "");
        Alerting.scored("hypertension", episode("p-1", 3, 185)).forEach(console::receive);
        episode("p-2", 2, 186);
        String open = console.get(nurse.token(), "/api/v1/cases")
                .json()
                .at("/items/0/id")
                .asText();
        console.post(nurse.token(), "/api/v1/cases/" + open + "/resolve", "{'outcome':'sent_to_hospital'}");

        JsonNode lost = done(SYSTOLIC.formatted(210)).at("/result/lost");

        assertThat(lost.path("all").asInt()).isEqualTo(2);
        assertThat(lost.path("real").asInt()).isEqualTo(1);
        assertThat(lost.at("/items/0/patient").asText()).isEqualTo("p-1");
        assertThat(lost.at("/items/0/outcome").asText()).isEqualTo("sent_to_hospital");
        assertThat(lost.at("/items/0/caseId").asText()).isEqualTo(open);
        assertThat(lost.at("/items/1/wasReal").isMissingNode()).isTrue();
    }

    @Test
    void whoCannotBeReplayedIsNamedWithTheReasonAndNotCounted() {
        watched("p-silent", "");
        watched(
                "p-own",
                "{'rule':'BP-03','parameter':'systolic_bp','value':200,'owner':'Dr Gray','reason':'stroke','reviewOn':'2999-01-01'}");
        episode("p-own", 3, 165);
        String sooner = new String(ShippedPathways.file("hypertension"), StandardCharsets.UTF_8)
                .replace("\"systolic_bp >= 220 mm[Hg]\"", "\"systolic_bp >= 195 mm[Hg]\"");

        JsonNode result = done("{'document':" + sooner + "}").path("result");

        assertThat(result.path("leftOut").findValuesAsText("patient")).containsExactlyInAnyOrder("p-silent", "p-own");
        assertThat(result.path("leftOut").findValuesAsText("reason"))
                .containsExactlyInAnyOrder("no_readings", "does_not_fit");
        assertThat(result.path("patients").asInt()).isZero();
        assertThat(result.path("words").toString()).contains("Nobody could be replayed", "2 patients were left out");
    }

    @Test
    void nobodySeesPatientsOfOthersAndTheRecordSaysHowManyWereLookedAt() {
        watched("p-1", "");
        Person stafford = console.nurse(RunningConsole.STAFFORD, "sam");

        Answer theirs = console.post(stafford.token(), PATH, SYSTOLIC.formatted(160));
        JsonNode ours = done(SYSTOLIC.formatted(160));

        assertThat(theirs.json().path("patients").asInt()).isZero();
        assertThat(ours.path("patients").asInt()).isEqualTo(1);
        assertThat(console.get(
                                stafford.token(),
                                "/api/v1/rehearsals/" + ours.path("id").asText())
                        .status())
                .isEqualTo(404);
        assertThat(audited("pathway.rehearse"))
                .singleElement()
                .satisfies(detail -> assertThat(detail)
                        .containsEntry("number", "1")
                        .containsEntry("patients", "derby/p-1")
                        .containsEntry("pathway", "hypertension"));
    }

    @Test
    void sharedPatientsAreLookedAtWhereThatIsAskedFor() {
        watched("p-1", "");
        episode("p-1", 3, 165);
        Answer shared = console.post(
                RunningConsole.ADMIN_TOKEN,
                "/api/v1/shares",
                "{'from':'derby','to':'stafford','patients':['p-1'],'reason':'joint clinic'}");
        assertThat(shared.status()).as(shared.body()).isEqualTo(201);
        nurse = console.nurse(RunningConsole.STAFFORD, "sam");

        assertThat(done(SYSTOLIC.formatted(160)).path("patients").asInt()).isZero();
        assertThat(done(SYSTOLIC.formatted(160).replace("{'thr", "{'shared':true,'thr"))
                        .path("patients")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aCancelledRunShowsNothing() {
        String id = console.post(nurse.token(), PATH, SYSTOLIC.formatted(160))
                .json()
                .path("id")
                .asText();

        Answer cancelled = console.ask("DELETE", nurse.token(), "/api/v1/rehearsals/" + id);

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().path("state").asText()).isIn("cancelled", "done");
        assertThat(cancelled.json().has("result"))
                .isEqualTo(cancelled.json().path("state").asText().equals("done"));
    }

    @Test
    void whatWasRehearsedIsOnRecordWhenItIsStored() {
        watched("p-1", "");
        episode("p-1", 3, 165);
        Answer started = console.adminPost(RunningConsole.DERBY, PATH, SYSTOLIC.formatted(160));
        String id = started.json().path("id").asText();
        await().untilAsserted(() -> assertThat(console.adminGet(RunningConsole.DERBY, "/api/v1/rehearsals/" + id)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("done"));
        int version = ShippedPathways.all().named("hypertension").version();
        String file = new String(ShippedPathways.file("hypertension"), StandardCharsets.UTF_8)
                .replaceFirst("\"version\": *" + version, "\"version\": " + (version + 1));

        Answer other = console.adminPut(RunningConsole.DERBY, "/api/v1/pathways/hypertension?rehearsal=" + id, file);
        Answer same = console.adminPut(
                RunningConsole.DERBY,
                "/api/v1/pathways/hypertension?rehearsal=" + id,
                file.replaceFirst("(\"id\": *\"BP-03\",\\s*\"version\": *)2", "$13")
                        .replace("\"systolic_bp >= 180 mm[Hg]\"", "\"systolic_bp >= 160 mm[Hg]\"")
                        .replace("\"systolic_bp < 175 mm[Hg]\"", "\"systolic_bp < 155 mm[Hg]\""));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.error()).contains("was of something else");
        assertThat(same.status()).as(same.body()).isEqualTo(200);
        assertThat(audited("pathway.change"))
                .singleElement()
                .satisfies(detail -> assertThat(detail)
                        .containsEntry("rehearsal", id)
                        .containsEntry("alertsBefore", "0")
                        .containsEntry("alertsAfter", "1")
                        .containsEntry("realLost", "0")
                        .containsEntry("rehearsedPatientDays", "3.0")
                        .containsEntry("watchedForLess", "1"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing is changed | {'days':30} | either document, a whole pathway, or thresholds",
                "too few days | {'days':7,'thresholds':[]} | days is 7",
                "an unknown rule | {'thresholds':[{'rule':'XX-1','parameter':'systolic_bp','value':1}]} | no threshold rule XX-1",
                "a limit beyond another | {'thresholds':[{'rule':'BP-03','parameter':'systolic_bp','value':230}]} | beyond its own limit",
                "a broken document | {'document':{'code':'hypertension'}} | version is missing",
                "another pathway | {'pathway':'copd','thresholds':[]} | pathway is another one",
            })
    void aRehearsalOfNonsenseIsRefused(String name, String body, String sentence) {
        Answer answer = console.post(nurse.token(), PATH, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(sentence);
    }

    private JsonNode done(String body) {
        Answer started = console.post(nurse.token(), PATH, body);
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        String id = started.json().path("id").asText();
        return await().until(
                        () -> console.get(nurse.token(), "/api/v1/rehearsals/" + id)
                                .json(),
                        run -> run.path("state").asText().equals("done"));
    }

    private List<Map<String, String>> audited(String what) {
        try (Database database = console.asConsole()) {
            return database
                    .<List<Audit.Entry>>inTenant(
                            RunningConsole.DERBY,
                            c -> Audit.ofTenant(c, RunningConsole.DERBY, Instant.EPOCH, now.plusSeconds(3600), 100))
                    .stream()
                    .filter(entry -> entry.what().equals(what))
                    .map(Audit.Entry::detail)
                    .toList();
        }
    }

    private void watched(String patient, String threshold) {
        console.patient(RunningConsole.DERBY, patient, "Ada", "Ash");
        Answer answer = console.put(
                nurse.token(),
                "/api/v1/care-plans/" + patient,
                "{'pathway':'hypertension','schedule':{},'thresholds':[" + threshold + "]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** A confirmed breach, and an hour later a reading in range. */
    private List<Reading> episode(String patient, int daysAgo, int systolic) {
        Instant start = now.minus(Duration.ofDays(daysAgo));
        List<Reading> readings = List.of(
                Alerting.bloodPressure(RunningConsole.DERBY, patient, systolic, 80, start),
                Alerting.bloodPressure(RunningConsole.DERBY, patient, systolic + 1, 80, start.plusSeconds(300)),
                Alerting.bloodPressure(RunningConsole.DERBY, patient, 120, 80, start.plusSeconds(3600)));
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, readings));
        }
        return readings;
    }
}
