package io.derwent.launcher.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.launcher.lines.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RehearseLinesTest {
    private static final String HIGHER =
            "{'pathway':'hypertension','thresholds':[{'rule':'BP-03','parameter':'systolic_bp','value':200}]}";
    private static final String PATIENT =
            "{'patient':'%s','plan':{'pathway':'hypertension','schedule':{}%s},'readings':["
                    + "{'kind':'bp_panel','effectiveTime':'2026-11-20T08:00:00Z','systolic':185,'diastolic':90},"
                    + "{'kind':'bp_panel','effectiveTime':'2026-11-20T08:05:00Z','systolic':186,'diastolic':90},"
                    + "{'kind':'bp_panel','effectiveTime':'2026-11-20T10:00:00Z','systolic':120,'diastolic':80}]%s}";

    @TempDir
    Path directory = Path.of("");

    @Test
    void eachPatientIsAnsweredAndTheLastLineAddsThemUp() throws IOException {
        Run first = rehearse(HIGHER, PATIENT.formatted("p-1", "", ""));
        String alert = Conversation.json(first.lines().get(0)).at("/lost/0/id").asText();
        String closed =
                ",'actions':[{'alert':'%s','kind':'resolved','at':'2026-11-20T09:00:00Z','outcome':'visit_arranged'}]"
                        .formatted(alert);

        Run run = rehearse(HIGHER, PATIENT.formatted("p-1", "", closed), PATIENT.formatted("p-2", "", ""));

        assertThat(run.code).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(3);
        JsonNode one = Conversation.json(run.lines().get(0));
        assertThat(one.at("/before/alerts").asInt()).isEqualTo(1);
        assertThat(one.at("/after/alerts").asInt()).isZero();
        assertThat(one.at("/lost/0/outcome").asText()).isEqualTo("visit_arranged");
        assertThat(one.at("/lost/0/wasReal").asBoolean()).isTrue();
        JsonNode total = Conversation.json(run.lines().get(2)).path("total");
        assertThat(total.path("patients").asInt()).isEqualTo(2);
        assertThat(total.path("refused").asInt()).isZero();
        assertThat(total.path("days").asInt()).isEqualTo(30);
        assertThat(total.path("patientDays").decimalValue())
                .as("two hours each, and a day at least")
                .isEqualByComparingTo("2");
        assertThat(total.path("watchedForLess").asInt()).isEqualTo(2);
        assertThat(total.at("/before/alerts").asInt()).isEqualTo(2);
        assertThat(total.path("lost").asInt()).isEqualTo(2);
        assertThat(total.path("lostReal").asInt()).isEqualTo(1);
        assertThat(total.at("/byRule/0/of").asText()).isEqualTo("BP-03");
    }

    @Test
    void aPatientsOwnLimitStaysTheirs() throws IOException {
        String own = ",'thresholds':[{'rule':'BP-03','parameter':'systolic_bp','value':182,'owner':'Dr Gray',"
                + "'reason':'stroke','reviewOn':'2999-01-01'}]";

        JsonNode one = Conversation.json(
                rehearse(HIGHER, PATIENT.formatted("p-1", own, "")).lines().get(0));

        assertThat(one.at("/after/alerts").asInt()).isEqualTo(1);
        assertThat(one.path("lost")).isEmpty();
    }

    @Test
    void aLineThatCannotBeReadIsAnsweredInItsPlaceAndTheExitCodeSaysSo() throws IOException {
        Run run = rehearse(
                HIGHER,
                "{'patient':",
                PATIENT.formatted("p-1", "", ""),
                "{'patient':'p-2','plan':{'pathway':'copd'}}",
                PATIENT.formatted("p-3", "", "").replace("hypertension", "heart-failure"),
                "{'patient':'p-4','plan':{'pathway':'hypertension'},'readings':7}");

        assertThat(run.code).isEqualTo(1);
        List<String> lines = run.lines();
        assertThat(lines.get(0)).contains("\"error\"", "not JSON");
        assertThat(lines.get(1)).contains("\"patient\":\"p-1\"");
        assertThat(lines.get(2)).contains("there are no readings");
        assertThat(lines.get(3)).contains("includes nothing of hypertension");
        assertThat(lines.get(4)).contains("readings is 7, an array is expected");
        assertThat(Conversation.json(lines.get(5)).at("/total/refused").asInt()).isEqualTo(4);
        assertThat(Conversation.json(lines.get(5)).at("/total/patients").asInt())
                .isEqualTo(1);
    }

    @Test
    void aChangeThatCannotBeIsAUsageError() throws IOException {
        Run run = rehearse(HIGHER.replace("200", "300"), "");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err()).contains("BP-03");
    }

    private Run rehearse(String change, String... lines) throws IOException {
        Path file = directory.resolve("change.json");
        Files.writeString(file, change.replace('\'', '"'));
        RehearseCommand command = new RehearseCommand();
        command.in = new ByteArrayInputStream(
                String.join("\n", lines).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return new Run(command, "--lines", "--plan", file.toString());
    }
}
