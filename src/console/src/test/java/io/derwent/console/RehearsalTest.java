package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Reading;
import io.derwent.store.Database;
import io.derwent.store.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another plan would have raised, by API. */
class RehearsalTest {
    private static final String THRESHOLD =
            "{'rule':'BP-03','parameter':'systolic_bp','value':%d,'owner':'Dr Gray','reason':'stroke','reviewOn':'2999-01-01'}";

    private static Instant now;
    private static RunningConsole console;
    private static Person nurse;

    @BeforeAll
    static void start() {
        now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        console = RunningConsole.start();
        nurse = console.nurse(RunningConsole.DERBY, "nina");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void aLowerLimitRaisesMoreAndSaysOnWhichDays() {
        watched("p-lower");
        live(episode("p-lower", 3, 185), episode("p-lower", 5, 165));

        JsonNode answer = rehearse("p-lower", 160);

        assertThat(answer.path("before").path("alerts").asInt()).isEqualTo(1);
        assertThat(answer.path("after").path("alerts").asInt()).isEqualTo(2);
        assertThat(answer.path("added")).hasSize(1);
        assertThat(answer.path("lost")).isEmpty();
        assertThat(sum(answer, "before")).isEqualTo(1);
        assertThat(sum(answer, "after")).isEqualTo(2);
        assertThat(answer.path("words").path(0).asText())
                .contains("raises 1 alert (0.200 a day)", "raises 2 (0.400 a day)");
        assertThat(answer.path("words").path(2).asText()).contains("No alert");
        assertThat(console.get(nurse.token(), "/api/v1/care-plans?patient=p-lower")
                        .json()
                        .path("items"))
                .as("nothing is saved")
                .hasSize(1);
    }

    @Test
    void whatWouldBeLostIsNamedWithWhatCameOfIt() {
        watched("p-higher");
        live(episode("p-higher", 3, 185), episode("p-higher", 5, 205));
        String open = caseOf("p-higher");
        console.post(nurse.token(), "/api/v1/cases/" + open + "/resolve", "{'outcome':'treatment_changed'}");

        JsonNode answer = rehearse("p-higher", 200);

        JsonNode lost = answer.path("lost").path(0);
        assertThat(answer.path("lost")).hasSize(1);
        assertThat(lost.path("caseId").asText()).isEqualTo(open);
        assertThat(lost.path("outcome").asText()).isEqualTo("treatment_changed");
        assertThat(lost.path("wasReal").asBoolean()).isTrue();
        assertThat(answer.path("words").path(2).asText()).contains("1 alert whose case was closed as real");
    }

    @Test
    void whoHasNoOlderPlanOrReadingIsCountedOverTheDaysThereAre() {
        watched("p-young");
        live(episode("p-young", 3, 165), episode("p-young", 5, 185));

        JsonNode answer = rehearse("p-young", 160);

        assertThat(answer.path("days").asInt()).isEqualTo(30);
        assertThat(answer.path("watchedDays").decimalValue()).isEqualByComparingTo("5.0");
        assertThat(answer.path("perDay").size()).isBetween(5, 7);
        assertThat(answer.path("words").path(1).asText())
                .isEqualTo("This was counted over 5 days, of the last 30 days asked for:"
                        + " there is no older plan or reading.");
    }

    @Test
    void whoWasWatchedForLongIsCountedOverAllThatWasAskedFor() {
        watched("p-long");
        live(episode("p-long", 3, 185), episode("p-long", 40, 120));

        JsonNode answer = rehearse("p-long", 160);

        assertThat(answer.path("watchedDays").decimalValue()).isEqualByComparingTo("30");
        assertThat(answer.path("words").path(0).asText()).contains("raises 1 alert (0.033 a day)");
        assertThat(answer.path("words").path(1).asText()).isEqualTo("This was counted over the last 30 days.");
    }

    @Test
    void nothingIsExpectedFromBeforeTheFirstPlan() {
        console.patient(RunningConsole.DERBY, "p-new", "Ada", "Ash");
        console.put(nurse.token(), "/api/v1/care-plans/p-new", "{'pathway':'hypertension'}");

        JsonNode answer = console.post(
                        nurse.token(), "/api/v1/patients/p-new/care-plan/rehearsal", "{'pathway':'hypertension'}")
                .json();

        assertThat(answer.path("before").path("alerts").asInt()).isZero();
        assertThat(answer.path("words").path(1).asText()).contains("counted over less than a day");
    }

    @Test
    void ofWhomThereIsNothingNothingIsSaid() {
        console.patient(RunningConsole.DERBY, "p-none", "Ada", "Ash");

        JsonNode answer = rehearse("p-none", 160);

        assertThat(answer.path("watchedDays").decimalValue()).isEqualByComparingTo("0");
        assertThat(answer.path("after").path("alerts").asInt()).isZero();
        assertThat(answer.path("words"))
                .singleElement()
                .satisfies(words -> assertThat(words.asText()).contains("says nothing about the change"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "too few days | {'pathway':'hypertension','days':7} | days is 7",
                "days as a text | {'pathway':'hypertension','days':'40'} | days is",
                "no pathway | {'days':40} | pathway is missing",
                "an unknown pathway | {'pathway':'colds'} | one of",
                "a member nobody knows | {'pathway':'hypertension','colour':'blue'} | colour is not known here",
                "an array | [] | no JSON object",
                "no JSON | {'pathway' | the body is not JSON",
            })
    void aRehearsalOfNonsenseIsRefused(String name, String body, String sentence) {
        Answer answer = console.post(nurse.token(), "/api/v1/patients/p-any/care-plan/rehearsal", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(sentence);
    }

    private static JsonNode rehearse(String patient, int systolic) {
        Answer answer = console.post(
                nurse.token(),
                "/api/v1/patients/" + patient + "/care-plan/rehearsal",
                "{'pathway':'hypertension','schedule':{},'thresholds':[" + THRESHOLD.formatted(systolic) + "]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static int sum(JsonNode answer, String member) {
        return StreamSupport.stream(answer.path("perDay").spliterator(), false)
                .mapToInt(day -> day.path(member).asInt())
                .sum();
    }

    private static String caseOf(String patient) {
        return StreamSupport.stream(
                        console.get(nurse.token(), "/api/v1/cases")
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .filter(one -> one.path("patient").asText().equals(patient))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    private static void watched(String patient) {
        watched(RunningConsole.DERBY, nurse, patient, "");
    }

    /** Nothing is expected of them: only limits are rehearsed. */
    private static void watched(String tenant, Person by, String patient, String threshold) {
        console.patient(tenant, patient, "Ada", "Ash");
        Answer answer = console.put(
                by.token(),
                "/api/v1/care-plans/" + patient,
                "{'pathway':'hypertension','schedule':{},'thresholds':[" + threshold + "]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static List<Reading> episode(String patient, int daysAgo, int systolic) {
        return episode(RunningConsole.DERBY, patient, daysAgo, systolic);
    }

    /** A confirmed breach, and an hour later a reading in range. */
    private static List<Reading> episode(String tenant, String patient, int daysAgo, int systolic) {
        Instant start = now.minus(Duration.ofDays(daysAgo));
        return List.of(
                Alerting.bloodPressure(tenant, patient, systolic, 90, start),
                Alerting.bloodPressure(tenant, patient, systolic + 1, 90, start.plusSeconds(300)),
                Alerting.bloodPressure(tenant, patient, 120, 80, start.plusSeconds(3600)));
    }

    /** What the vitals job does: stores the readings, and sends the steps that follow, oldest episode first. */
    @SafeVarargs
    private static void live(List<Reading>... newestFirst) {
        List<Reading> readings = new ArrayList<>();
        for (int i = newestFirst.length - 1; i >= 0; i--) {
            readings.addAll(newestFirst[i]);
        }
        store(readings);
        Alerting.scored("hypertension", readings).forEach(console::receive);
    }

    private static void store(List<Reading> readings) {
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, readings));
        }
    }
}
