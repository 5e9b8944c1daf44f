package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.store.Assignments;
import io.derwent.store.Audit;
import io.derwent.store.Readings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose a reading of a shared device is, as people say it. */
class WhoseTest {
    private static final String TENANT = RunningConsole.DERBY;

    private static RunningConsole console;
    private static Person nurse;

    private final Instant now = Instant.now();

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        nurse = console.nurse(TENANT, "nina");
        console.patient(TENANT, "joan", "Joan", "Lake");
        console.patient(TENANT, "mary", "Mary", "Hill");
        console.patient(TENANT, "later", "Lee", "Later");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void whatANurseSaysGoesOutWithTheDevicesHistory() {
        Reading reading = onTrust("mary", 150);
        String path = "/api/v1/assignments/%s/readings/%s".formatted(reading.device(), reading.id());

        Answer joans = console.put(nurse.token(), path, "{'patient':'joan'}");
        Answer nobodys = console.put(nurse.token(), path, "{'nobodys':true}");

        assertThat(joans.status()).as(joans.body()).isEqualTo(200);
        assertThat(nobodys.json().path("version").asLong())
                .isEqualTo(joans.json().path("version").asLong() + 1);
        assertThat(corrections(reading)).singleElement().satisfies(said -> {
            assertThat(said.patient()).isNull();
            assertThat(said.by()).isEqualTo("nina");
        });
    }

    @Test
    void onlyWhoHadTheDeviceThenCanHaveMeasured() {
        Reading reading = onTrust("mary", 151);
        String path = "/api/v1/assignments/%s/readings/".formatted(reading.device());

        Answer stranger = console.put(nurse.token(), path + reading.id(), "{'patient':'later'}");
        Answer nobodySaid = console.put(nurse.token(), path + reading.id(), "{}");
        Answer both = console.put(nurse.token(), path + reading.id(), "{'patient':'mary','nobodys':true}");
        Answer unknown = console.put(nurse.token(), path + "ghost", "{'patient':'mary'}");

        assertThat(stranger.status()).isEqualTo(400);
        assertThat(stranger.error()).contains("later did not have " + reading.device());
        assertThat(nobodySaid.status()).isEqualTo(400);
        assertThat(both.status()).isEqualTo(400);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(corrections(reading)).isEmpty();
    }

    @Test
    void thePatientsPageAsksAboutAReadingOnTrustAndTakesTheAnswer() {
        Reading reading = onTrust("mary", 152);
        Map<String, String> session = logIn();

        String page = console.getPage("/patients/mary", session).body();
        String action = "/patients/mary/readings/%s/whose".formatted(reading.id());
        Answer answer = console.postForm(
                action,
                session,
                "csrf=%s&device=%s&whose=mary"
                        .formatted(URLEncoder.encode(hidden(page, "csrf"), StandardCharsets.UTF_8), reading.device()));

        assertThat(page)
                .contains("nobody has confirmed whose reading this is")
                .contains("action=\"" + action + "\"")
                .contains("<option value=\"joan\">Joan Lake</option>")
                .contains("<option value=\"mary\">The person of this page</option>");
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        assertThat(answer.raw().headers().firstValue("Location")).contains("/patients/mary");
        assertThat(corrections(reading))
                .extracting(AssignmentHistory.Correction::patient)
                .containsExactly("mary");
        assertThat(trail("mary", reading))
                .singleElement()
                .satisfies(entry -> assertThat(entry.why()).isEqualTo("own tenant"));
    }

    @Test
    void whatIsSaidStandsInTheTrailOfEverybodyItConcernsAlsoIfItOnlyConfirms() {
        Reading reading = onTrust("mary", 153);
        String path = "/api/v1/assignments/%s/readings/%s".formatted(reading.device(), reading.id());

        console.put(nurse.token(), path, "{'patient':'mary'}");

        assertThat(trail("mary", reading)).singleElement().satisfies(entry -> {
            assertThat(entry.who()).isEqualTo("nina");
            assertThat(entry.detail()).containsEntry("was", "mary").containsEntry("is", "mary");
        });
        assertThat(trail("joan", reading)).isEmpty();

        console.put(nurse.token(), path, "{'patient':'joan'}");
        console.put(nurse.token(), path, "{'nobodys':true}");

        assertThat(trail("mary", reading)).extracting(WhoseTest::is).containsExactlyInAnyOrder("mary", "joan", "");
        assertThat(trail("joan", reading))
                .as("it was given to her, and taken back")
                .extracting(WhoseTest::is)
                .containsExactlyInAnyOrder("joan", "");
    }

    private static String is(Audit.Entry entry) {
        return String.valueOf(entry.detail().get("is"));
    }

    /** Both have had the device for ever; the reading says that it is this patient's. */
    private Reading onTrust(String patient, int systolic) {
        Reading reading = Alerting.bloodPressure(TENANT, patient, systolic, 90, now.minusSeconds(systolic))
                .marking(Mark.SHARED_KIT, true);
        try (var jobs = console.asJob();
                var store = console.asConsole()) {
            store.inTenant(
                    TENANT,
                    connection -> Assignments.replace(
                            connection,
                            TENANT,
                            reading.device(),
                            List.of(
                                    new AssignmentHistory.Assignment("joan", Instant.EPOCH, null, 1),
                                    new AssignmentHistory.Assignment("mary", Instant.EPOCH, null, 2),
                                    new AssignmentHistory.Assignment("later", now, null, 3))));
            jobs.inPlatform(connection -> Readings.write(connection, List.of(reading)));
        }
        return reading;
    }

    private static List<AssignmentHistory.Correction> corrections(Reading reading) {
        try (var store = console.asConsole()) {
            return store
                    .inTenant(TENANT, connection -> Assignments.history(connection, TENANT, reading.device()))
                    .orElseThrow()
                    .corrections()
                    .stream()
                    .filter(one -> one.reading().equals(reading.id()))
                    .toList();
        }
    }

    /** What a patient's own trail holds of who said whose this reading is. */
    private static List<Audit.Entry> trail(String patient, Reading reading) {
        try (var store = console.asConsole()) {
            List<Audit.Entry> entries = store.inTenant(
                    TENANT,
                    connection -> Audit.ofPatient(
                            connection, TENANT, patient, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 100));
            return entries.stream()
                    .filter(entry -> entry.what().equals("reading.whose")
                            && reading.id().equals(entry.detail().get("reading")))
                    .toList();
        }
    }

    private static Map<String, String> logIn() {
        Answer form = console.getPage("/login", Map.of());
        Answer answer = console.postForm(
                "/login",
                Map.of("Cookie", cookie(form, "derwent-login")),
                "user=%s&password=%s&token=%s"
                        .formatted(
                                nurse.user(),
                                URLEncoder.encode(nurse.password(), StandardCharsets.UTF_8),
                                URLEncoder.encode(hidden(form.body(), "token"), StandardCharsets.UTF_8)));
        return Map.of("Cookie", cookie(answer, "derwent-session"));
    }

    private static String cookie(Answer answer, String name) {
        return answer.raw().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name))
                .map(cookie -> cookie.split(";", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    private static String hidden(String page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertThat(field.find()).isTrue();
        return field.group(1);
    }
}
