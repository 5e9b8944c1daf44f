package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Severity;
import io.derwent.wire.ShippedPathways;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pathways of an organisation's own. */
class PathwaysTest {
    private static final String OURS =
            "{'code':'hypertension','version':%d,'title':'Ours','rules':[{'type':'threshold',"
                    + "'id':'OUR-01','version':1,'title':'High for us','severity':'amber','anyOf':['systolic_bp >= 150'],"
                    + "'source':'us','verified':'no'}],'schedule':{'expected':[{'kind':'bp_panel','at':'07:00'}]},"
                    + "'escalation':{'red':[{'audience':'out_of_hours','after':'PT5M'}],'amber':[]}}";

    private RunningConsole console;
    private Person nurse;

    @BeforeEach
    void start() {
        console = RunningConsole.start();
        nurse = console.nurse(RunningConsole.DERBY, "nina");
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void thoseThatComeWithTheHouseAreThereForEverybody() {
        JsonNode items = console.get(nurse.token(), "/api/v1/pathways").json().path("items");

        assertThat(items.findValuesAsText("code")).contains("hypertension", "care-home", "wearable");
        assertThat(items.findValuesAsText("own")).containsOnly("false");
        assertThat(console.get(nurse.token(), "/api/v1/pathways/copd").body())
                .isEqualTo(new String(ShippedPathways.file("copd"), StandardCharsets.UTF_8));
        assertThat(console.get(nurse.token(), "/api/v1/pathways/gout").status()).isEqualTo(404);
    }

    @Test
    void carePlansMadeAfterwardsStartFromTheOrganisationsOwnVersion() {
        // Given
        console.patient(RunningConsole.DERBY, "p-1", "A", "A");
        console.patient(RunningConsole.STAFFORD, "p-2", "B", "B");
        Person neighbour = console.nurse(RunningConsole.STAFFORD, "nick");
        plan(nurse, "p-1");

        // When
        Answer stored = console.adminPut(RunningConsole.DERBY, "/api/v1/pathways/hypertension", OURS.formatted(9));

        // Then
        assertThat(stored.status()).as(stored.body()).isEqualTo(200);
        plan(nurse, "p-1");
        plan(neighbour, "p-2");
        JsonNode versions = plans(nurse, "p-1");
        assertThat(versions.path(1).path("rules").findValuesAsText("id")).contains("BP-03");
        assertThat(versions.path(0).path("rules").findValuesAsText("id")).containsExactly("OUR-01");
        assertThat(versions.path(0).path("pathwayVersion").asInt()).isEqualTo(9);
        assertThat(versions.at("/0/schedule/expected/0/at").asText()).startsWith("07:00");
        assertThat(versions.at("/0/escalation/red").findValuesAsText("after")).containsExactly("PT5M");
        assertThat(versions.at("/1/escalation/red")).hasSize(2);
        assertThat(console.get(nurse.token(), "/pathways/hypertension").body())
                .contains("Red: to the out-of-hours team after 5 min.", "Amber: to nobody else.");
        assertThat(plans(neighbour, "p-2").path(0).path("rules").findValuesAsText("id"))
                .contains("BP-03");
        assertThat(console.get(nurse.token(), "/api/v1/pathways/hypertension")
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("Ours");
    }

    @Test
    void aVersionMustRise() {
        assertThat(put("hypertension", OURS.formatted(1)).error())
                .contains("version is 1, more than", "the version of pathway hypertension in force, is expected");
        assertThat(put("hypertension", OURS.formatted(9)).status()).isEqualTo(200);

        Answer again = put("hypertension", OURS.formatted(9));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.error()).contains("version is 9, more than 9");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Answer answer = put("gout", "{'code':'gout','version':1,'titel':'Gout','rules':[{'type':'guess'}]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo(answer.json().at("/errors/0").asText());
        assertThat(answer.json().path("errors").toString())
                .contains("titel is not known here", "title is missing", "rules[0].type is \\\"guess\\\"");
    }

    @Test
    void theAddressAndTheFileNameTheSamePathway() {
        assertThat(put("gout", OURS.formatted(9)).error())
                .isEqualTo("code is \"hypertension\", \"gout\" of the address is expected");
    }

    @Test
    void onlyAdministratorsChangePathways() {
        assertThat(console.put(nurse.token(), "/api/v1/pathways/hypertension", OURS.formatted(9))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void pagesCallARuleOfTheirsWhatItsFileCallsIt() {
        console.patient(RunningConsole.DERBY, "p-1", "A", "A");
        put("hypertension", OURS.formatted(9));

        console.receive(Alerting.raised(
                "OUR-01",
                Severity.AMBER,
                List.of("systolic_bp >= 150 mm[Hg]"),
                Alerting.bloodPressure(RunningConsole.DERBY, "p-1", 160, 90, Instant.now())));

        assertThat(console.get(nurse.token(), "/cases").body())
                .contains("High for us")
                .doesNotContain("OUR-01");
    }

    private Answer put(String code, String json) {
        return console.adminPut(RunningConsole.DERBY, "/api/v1/pathways/" + code, json);
    }

    private void plan(Person who, String patient) {
        Answer answer = console.put(who.token(), "/api/v1/care-plans/" + patient, "{'pathway':'hypertension'}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private JsonNode plans(Person who, String patient) {
        return console.get(who.token(), "/api/v1/care-plans?patient=" + patient)
                .json()
                .path("items");
    }
}
