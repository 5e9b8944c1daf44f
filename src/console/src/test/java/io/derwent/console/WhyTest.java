package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Reading;
import io.derwent.store.Audit;
import io.derwent.store.Database;
import io.derwent.store.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why there was an alert, or none: the API, and the words on the page. */
class WhyTest {

    /** Begins an hour that is over. */
    private static Instant hour;

    private static RunningConsole console;
    private static Person nurse;

    @BeforeAll
    static void start() {
        hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));
        console = RunningConsole.start();
        nurse = console.nurse(RunningConsole.DERBY, "nina");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void aReadingThatStoodAloneExplainsTheSilence() {
        watched("p-alone");
        Reading high = taken("p-alone", 192, 5);
        receive(high, taken("p-alone", 140, 15));

        JsonNode rule = rule(why("p-alone"), "BP-03");

        assertThat(rule.path("then").path("reason").asText()).isEqualTo("stood_alone");
        assertThat(rule.path("then").path("words").asText())
                .contains("192/95 mmHg", "out of range, but alone", "None came", "asked to measure again");
        assertThat(rule.path("limits").toString())
                .isEqualTo("[[\"systolic_bp >= 180 mm[Hg]\"],[\"diastolic_bp >= 120 mm[Hg]\"]]");
        JsonNode seen = rule.path("readings").path(0);
        assertThat(seen.path("reading").path("id").asText()).isEqualTo(high.id());
        assertThat(seen.path("verdict").asText()).isEqualTo("breach");
        assertThat(seen.path("prompted").asBoolean()).isTrue();
        assertThat(seen.path("until").asText())
                .isEqualTo(high.effectiveTime().plus(Duration.ofMinutes(30)).toString());
        assertThat(rule.path("steps").path(0).path("kind").asText()).isEqualTo("prompted");
        assertThat(rule.path("notRecorded")).isEmpty();
        assertThat(rule.path("notReplayed")).isEmpty();
        assertThat(rule(why("p-alone"), "BP-08").path("then").path("reason").asText())
                .isEqualTo("in_range");
    }

    @Test
    void whatANurseClosedKeepsTheRuleQuietAndSaysUntilWhen() {
        watched("p-closed");
        receive(taken("p-closed", 192, 5), taken("p-closed", 193, 10));
        String open = console.get(nurse.token(), "/api/v1/cases").json().findParents("patient").stream()
                .filter(one -> one.path("patient").asText().equals("p-closed"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        console.post(nurse.token(), "/api/v1/cases/" + open + "/resolve", "{'outcome':'advice_given'}");
        Instant now = Instant.now();
        Reading one = Alerting.bloodPressure(RunningConsole.DERBY, "p-closed", 190, 95, now.plusSeconds(60));
        Reading two = Alerting.bloodPressure(RunningConsole.DERBY, "p-closed", 191, 95, now.plusSeconds(180));
        store(one, two);

        JsonNode answer = ask("p-closed", "from=%s&to=%s".formatted(now, now.plusSeconds(600)));

        JsonNode rule = rule(answer, "BP-03");
        assertThat(rule.path("then").path("reason").asText()).isEqualTo("cool_down");
        assertThat(rule.path("alert").path("phase").asText()).isEqualTo("resolved");
        assertThat(Instant.parse(rule.path("readings").path(1).path("until").asText()))
                .isAfter(now.plus(Duration.ofHours(11)));
    }

    @Test
    void whatArrivedLaterIsToldApartFromWhatWasKnownThen() {
        watched("p-late");
        Reading late = Alerting.bloodPressure(
                RunningConsole.DERBY,
                "p-late",
                225,
                95,
                hour.plus(Duration.ofMinutes(5)),
                hour.plus(Duration.ofHours(3)));
        receive(late);

        JsonNode rule = rule(why("p-late"), "BP-03");

        assertThat(rule.path("then").path("reason").asText()).isEqualTo("arrived_later");
        assertThat(rule.path("now").path("reason").asText()).isEqualTo("raised");
        String page = page("p-late").body();
        assertThat(page).contains("What we knew then:", "was not known then", "What we know now:", "opened an alert");
        assertThat(page)
                .contains(
                        "While nobody acts, the alert goes to the team lead after 30 min and the out-of-hours team after");
    }

    @Test
    void aStepOnRecordThatDoesNotFollowFromWhatIsStoredSaysSo() {
        watched("p-corrected");
        receive(taken("p-corrected", 225, 5));
        try (Database jobs = console.asJob()) {
            Reading others = taken("p-corrected", 225, 5).attributedTo(null, 1);
            jobs.inPlatform(connection -> Readings.write(connection, List.of(others)));
        }

        JsonNode rule = rule(why("p-corrected"), "BP-03");

        assertThat(rule.path("then").path("reason").asText()).isEqualTo("no_reading");
        assertThat(rule.path("notReplayed")).hasSizeGreaterThanOrEqualTo(1);
        assertThat(page("p-corrected").body()).contains("not those that follow from what is stored now");
    }

    @Test
    void aScoreShowsItsPartsAndWhatStaffDo() {
        console.patient(RunningConsole.DERBY, "p-ward", "Wynn", "Ward");
        console.put(
                nurse.token(),
                "/api/v1/care-plans/p-ward",
                "{'pathway':'virtual-ward','validFrom':'2026-01-01T00:00:00Z'}");
        store(Alerting.observations(RunningConsole.DERBY, "p-ward", hour.plus(Duration.ofMinutes(5))));

        JsonNode seen = rule(why("p-ward"), "NW-02").path("readings").path(0).path("news2");

        assertThat(seen.path("total").asInt()).isEqualTo(8);
        assertThat(seen.path("parts").path("pulse").asInt()).isEqualTo(2);
        assertThat(seen.path("response").asText()).contains("emergency assessment");
    }

    @Test
    void withoutAPlanNothingIsJudgedAndItSaysSo() {
        console.patient(RunningConsole.DERBY, "p-planless", "Pia", "None");
        store(taken("p-planless", 225, 5));

        JsonNode answer = why("p-planless");

        assertThat(answer.has("plan")).isFalse();
        assertThat(answer.path("rules")).isEmpty();
        assertThat(answer.path("words").asText()).contains("no care plan");
    }

    @Test
    void theQuestionIsAuditedAndAnotherTenantsPatientIsNone() {
        watched("p-seen");
        why("p-seen");
        Person other = console.nurse(RunningConsole.STAFFORD, "sam");

        assertThat(console.get(other.token(), "/api/v1/patients/p-seen/why").status())
                .isEqualTo(404);
        try (Database database = console.asConsole()) {
            List<Audit.Entry> entries = database.inTenant(
                    RunningConsole.DERBY,
                    connection -> Audit.ofPatient(
                            connection,
                            RunningConsole.DERBY,
                            "p-seen",
                            Instant.EPOCH,
                            Instant.now().plusSeconds(1),
                            10));
            assertThat(entries).extracting(Audit.Entry::who, Audit.Entry::what).contains(tuple("nina", "why.read"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no time | at=noon | at is \"noon\"",
                "only a beginning | from=2026-01-01T00:00:00Z | to is missing",
                "backwards | from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z | a time before to",
                "too long | from=2026-01-01T00:00:00Z&to=2026-01-09T00:00:00Z | longer than 7 days",
            })
    void aQuestionThatCannotBeAnsweredIsRefused(String name, String query, String sentence) {
        watched("p-refused-" + name.replace(' ', '-'));

        Answer answer =
                console.get(nurse.token(), "/api/v1/patients/p-refused-" + name.replace(' ', '-') + "/why?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(sentence);
    }

    private static void watched(String patient) {
        console.patient(RunningConsole.DERBY, patient, "Ada", "Ash");
        Answer answer = console.put(
                nurse.token(),
                "/api/v1/care-plans/" + patient,
                "{'pathway':'hypertension','validFrom':'2026-01-01T00:00:00Z'}");
        assertThat(answer.status()).isEqualTo(200);
    }

    private static Reading taken(String patient, int systolic, int minute) {
        return Alerting.bloodPressure(
                RunningConsole.DERBY, patient, systolic, 95, hour.plus(Duration.ofMinutes(minute)));
    }

    /** What the vitals job does: stores the readings, and sends the steps that follow. */
    private static void receive(Reading... readings) {
        store(readings);
        Alerting.scored("hypertension", List.of(readings)).forEach(console::receive);
    }

    private static void store(Reading... readings) {
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, List.of(readings)));
        }
    }

    private static JsonNode why(String patient) {
        return ask(patient, "at=" + hour.plus(Duration.ofMinutes(20)));
    }

    private static JsonNode ask(String patient, String query) {
        Answer answer = console.get(nurse.token(), "/api/v1/patients/" + patient + "/why?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static Answer page(String patient) {
        Answer answer =
                console.get(nurse.token(), "/patients/" + patient + "/why?at=" + hour.plus(Duration.ofMinutes(20)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static JsonNode rule(JsonNode answer, String rule) {
        return StreamSupport.stream(answer.path("rules").spliterator(), false)
                .filter(one -> one.path("rule").asText().equals(rule))
                .findFirst()
                .orElseThrow();
    }
}
