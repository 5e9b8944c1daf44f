package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Severity;
import io.derwent.store.Audit;
import io.derwent.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sees whom, on two tenants with one shared patient, and what is written down about it. */
class AccessTest {
    private static RunningConsole console;
    private static Map<String, Person> people;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        console.patient(RunningConsole.DERBY, "p-derby", "Dora", "Derby");
        console.patient(RunningConsole.STAFFORD, "p-shared", "Sam", "Shared");
        console.patient(RunningConsole.STAFFORD, "p-hidden", "Hal", "Hidden");
        console.post(
                RunningConsole.ADMIN_TOKEN,
                "/api/v1/shares",
                "{'from':'stafford','to':'derby','patients':['p-shared'],'reason':'joint clinic'}");
        people = Map.of(
                "nurse of derby", console.nurse(RunningConsole.DERBY, "nina"),
                "nurse of stafford", console.nurse(RunningConsole.STAFFORD, "stan"),
                "patient of derby", console.patientAccount(RunningConsole.DERBY, "dora", "p-derby"));
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "nurse of derby,      reads,   p-derby,  200",
        "nurse of derby,      reads,   p-shared, 200",
        "nurse of derby,      reads,   p-hidden, 404",
        "nurse of derby,      changes, p-derby,  201",
        "nurse of derby,      changes, p-shared, 403",
        "nurse of derby,      changes, p-hidden, 404",
        "nurse of stafford,   reads,   p-derby,  404",
        "nurse of stafford,   reads,   p-shared, 200",
        "nurse of stafford,   changes, p-shared, 201",
        "patient of derby,    reads,   p-derby,  200",
        "patient of derby,    reads,   p-shared, 404",
        "patient of derby,    changes, p-derby,  403",
    })
    void onlyWhoMaySeeSees(String who, String does, String patient, int status) {
        String token = token(who);

        Answer answer = does.equals("reads")
                ? console.get(token, "/api/v1/patients/" + patient)
                : console.post(
                        token, "/api/v1/care-plans", "{'patient':'%s','pathway':'hypertension'}".formatted(patient));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void aSharedPatientsCaseIsSeenButNotActedOn() {
        console.receive(Alerting.raised(
                "OX-03",
                Severity.RED,
                List.of("spo2 <= 92 %"),
                Alerting.oxygen(RunningConsole.STAFFORD, "p-shared", 90, Instant.now())));
        JsonNode seen =
                console.get(token("nurse of derby"), "/api/v1/cases").json().path("items");
        String id = seen.path(0).path("id").asText();

        Answer byOther = console.post(token("nurse of derby"), "/api/v1/cases/" + id + "/acknowledge", "");
        Answer byOwn = console.post(token("nurse of stafford"), "/api/v1/cases/" + id + "/acknowledge", "");

        assertThat(seen).hasSize(1);
        assertThat(byOther.status()).isEqualTo(403);
        assertThat(byOther.error()).contains("stafford");
        assertThat(byOwn.status()).isEqualTo(200);
    }

    @Test
    void everyLookIsWrittenDownAndTheOwnersSeeIt() {
        Instant before = Instant.now();
        console.get(token("nurse of derby"), "/api/v1/patients/p-shared/readings");
        console.get(token("nurse of derby"), "/api/v1/patients/p-hidden/readings");

        try (Database database = console.asConsole()) {
            List<Audit.Entry> ofPatient = database.inTenant(
                    RunningConsole.STAFFORD,
                    connection -> Audit.ofPatient(
                            connection,
                            RunningConsole.STAFFORD,
                            "p-shared",
                            before,
                            Instant.now().plusSeconds(60),
                            10));
            List<Audit.Entry> ofDerby = database.inTenant(
                    RunningConsole.DERBY,
                    connection -> Audit.ofTenant(
                            connection,
                            RunningConsole.DERBY,
                            before,
                            Instant.now().plusSeconds(60),
                            50));

            assertThat(ofPatient).anySatisfy(entry -> {
                assertThat(entry.who()).isEqualTo("nina");
                assertThat(entry.tenant()).isEqualTo(RunningConsole.DERBY);
                assertThat(entry.what()).isEqualTo("readings.read");
                assertThat(entry.why()).isEqualTo("shared by stafford");
            });
            assertThat(ofDerby).anySatisfy(entry -> {
                assertThat(entry.what()).isEqualTo("readings.read.refused");
                assertThat(entry.detail()).containsEntry("subject", "p-hidden");
            });
        }
    }

    @Test
    void aNurseIsNoAdministrator() {
        Answer account = console.post(
                token("nurse of derby"), "/api/v1/accounts", "{'user':'x','role':'nurse','tenant':'derby','name':'X'}");
        Answer letters = console.get(token("nurse of derby"), "/api/v1/dead-letters");

        assertThat(account.status()).isEqualTo(403);
        assertThat(letters.status()).isEqualTo(403);
    }

    private static String token(String who) {
        return Objects.requireNonNull(people.get(who), who).token();
    }
}
