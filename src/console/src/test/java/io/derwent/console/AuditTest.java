package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may see who did what, and what they see. */
class AuditTest {
    private static RunningConsole console;
    private static Person nurse;
    private static Person auditor;
    private static Person foreigner;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        nurse = console.nurse(RunningConsole.DERBY, "nina");
        auditor = console.auditor(RunningConsole.DERBY, "ada");
        foreigner = console.auditor(RunningConsole.STAFFORD, "stan");
        console.patient(RunningConsole.DERBY, "p-1", "Dora", "Derby");
        console.patient(RunningConsole.STAFFORD, "p-2", "Sam", "Shared");
        console.post(
                RunningConsole.ADMIN_TOKEN, "/api/v1/shares", "{'from':'stafford','to':'derby','patients':['p-2']}");
        console.get(nurse.token(), "/api/v1/patients/p-1");
        console.get(nurse.token(), "/api/v1/patients/p-2/readings");
        console.get(nurse.token(), "/api/v1/patients/nobody");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void anAuditorFindsWhatSomebodySaw() {
        JsonNode found = console.get(auditor.token(), "/api/v1/audit?who=nina&patient=p-1")
                .json()
                .path("items");

        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("what").asText()).isEqualTo("patient.read");
        assertThat(found.path(0).path("why").asText()).isEqualTo("own tenant");
    }

    @Test
    void refusalsStandThereToo() {
        assertThat(console.get(auditor.token(), "/api/v1/audit?what=patient.read.refused")
                        .body())
                .contains("\"subject\":\"nobody\"");
    }

    @Test
    void anOrganisationSeesWhatOthersDidWithItsPatientsAndNothingElseOfThem() {
        JsonNode seen =
                console.get(foreigner.token(), "/api/v1/audit?who=nina").json().path("items");

        assertThat(seen.findValuesAsText("patient")).containsOnly("p-2");
        assertThat(seen.findValuesAsText("tenant")).containsOnly(RunningConsole.DERBY);
    }

    @Test
    void thatSomebodyLookedIsWrittenDown() {
        console.get(auditor.token(), "/api/v1/audit?patient=p-9");

        assertThat(console.get(auditor.token(), "/api/v1/audit?who=ada&what=audit.read")
                        .body())
                .contains("\"patient\":\"p-9\"");
    }

    @Test
    void anAuditorSeesNoRecordAndNobodyElseSeesTheAudit() {
        assertThat(console.get(auditor.token(), "/api/v1/patients/p-1").status())
                .isEqualTo(403);
        assertThat(console.get(auditor.token(), "/api/v1/cases").status()).isEqualTo(403);
        assertThat(console.get(nurse.token(), "/api/v1/audit").status()).isEqualTo(403);
    }

    @Test
    void aLongListIsGoneOnWith() {
        Answer first = console.get(auditor.token(), "/api/v1/audit?limit=1&to=" + Instant.now());
        Answer second = console.get(auditor.token(), first.json().path("next").asText());

        assertThat(first.json().path("more").asBoolean()).isTrue();
        assertThat(second.json().path("items")).hasSize(1);
        assertThat(second.json().path("items").path(0).path("id"))
                .isNotEqualTo(first.json().path("items").path(0).path("id"));
    }

    @Test
    void nonsenseIsNamed() {
        assertThat(console.get(auditor.token(), "/api/v1/audit?after=x").error())
                .contains("after is \"x\"");
        assertThat(console.get(auditor.token(), "/api/v1/audit?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")
                        .error())
                .contains("a time before to");
    }
}
