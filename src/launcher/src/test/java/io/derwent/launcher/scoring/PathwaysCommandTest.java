package io.derwent.launcher.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.wire.ShippedPathways;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PathwaysCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory = Path.of("");

    private final StringWriter out = new StringWriter();

    @Test
    void thePathwaysAreListedWithEveryRuleAndItsSource() throws IOException {
        assertThat(run("list", "--json")).isZero();

        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).hasSameSizeAs(ShippedPathways.all().all());
        JsonNode hypertension = lines.get(0);
        assertThat(hypertension.path("code").asText()).isEqualTo("hypertension");
        assertThat(hypertension.path("rules").findValuesAsText("id")).contains("BP-03", "BP-07");
        assertThat(hypertension.path("rules").findValuesAsText("source")).doesNotContain("");
        assertThat(hypertension.path("listed").findValuesAsText("as")).contains("question", "target");
    }

    @Test
    void peopleReadTheSame() {
        assertThat(run("list")).isZero();

        assertThat(out.toString())
                .contains(
                        "hypertension, version", "BP-07    red            Average blood pressure very high (optional)")
                .contains("BP-04, question: ");
    }

    @Test
    void aValidFileIsValid() throws IOException {
        Path file = file("own.json", new String(ShippedPathways.file("copd"), StandardCharsets.UTF_8));

        assertThat(run("check", file.toString())).isZero();
        assertThat(out.toString()).contains("own.json: pathway copd, version ", " rules: valid");
    }

    @Test
    void everythingThatIsWrongIsSaidAndTheOtherFilesAreCheckedToo() throws IOException {
        Path wrong = file("wrong.json", "{\"code\":\"x\",\"titel\":\"X\",\"rules\":[]}");

        assertThat(run("check", wrong.toString(), directory.resolve("none.json").toString()))
                .isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "wrong.json: error: titel is not known here",
                        "wrong.json: error: version is missing",
                        "none.json cannot be read");
    }

    @Test
    void anEscalationIsCheckedToo() throws IOException {
        String copd = new String(ShippedPathways.file("copd"), StandardCharsets.UTF_8);
        String toTheLead = "{\"escalation\":{\"amber_high\":[{\"audience\":\"lead\",\"after\":\"%s\"}]},";
        Path wrong = file("wrong.json", copd.replaceFirst("\\{", toTheLead.formatted("P8D")));
        Path late = file("late.json", copd.replaceFirst("\\{", toTheLead.formatted("P2D")));

        assertThat(run("check", wrong.toString(), late.toString())).isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "wrong.json: error: escalation.amber_high[0].after is PT192H, from PT1M to PT168H is expected",
                        "late.json: warning: escalation.amber_high comes to lead after PT48H, not later than amber after PT24H",
                        "late.json: pathway copd");
    }

    @Test
    void scriptsReadTheSame() throws IOException {
        Path wrong = file("wrong.json", "{\"code\":\"x\",\"title\":\"X\",\"rules\":[]}");

        assertThat(run("check", "--json", wrong.toString())).isEqualTo(1);

        JsonNode line = JSON.readTree(out.toString());
        assertThat(line.path("valid").asBoolean(true)).isFalse();
        assertThat(line.path("errors").findValuesAsText("member")).containsExactly("version", "rules");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private int run(String... arguments) {
        return new CommandLine(new PathwaysCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments);
    }
}
