package io.derwent.launcher.gs1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.launcher.Derwent;
import io.derwent.launcher.lines.Run;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class Gs1CommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> answers(String... lines) throws IOException {
        Gs1Command.Parse parse = new Gs1Command.Parse();
        parse.in = new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        Run run = new Run(parse, "--lines");
        assertThat(run.code).isZero();
        List<JsonNode> answers = new ArrayList<>();
        for (String line : run.lines()) {
            answers.add(JSON.readTree(line));
        }
        assertThat(answers).as("one answer a line").hasSize(lines.length);
        return answers;
    }

    @Test
    void aScanIsAnsweredWithAisKeyAndLink() throws IOException {
        JsonNode answer = answers("{\"scan\":\"]d2010505512300001221ABC\\u001d1727123110LOT7\"}")
                .get(0);

        assertThat(answer).isEqualTo(JSON.readTree("""
                        {"valid":true,
                         "ais":[{"ai":"01","value":"05055123000012","title":"GTIN"},
                                {"ai":"21","value":"ABC","title":"SERIAL"},
                                {"ai":"17","value":"271231","title":"USE BY or EXPIRY"},
                                {"ai":"10","value":"LOT7","title":"BATCH/LOT"}],
                         "key":{"ai":"01","value":"05055123000012","qualifiers":[{"ai":"21","value":"ABC"}],
                                "text":"(01)05055123000012(21)ABC"},
                         "digitalLink":"https://id.gs1.org/01/05055123000012/10/LOT7/21/ABC?17=271231",
                         "hri":"(01) 05055123000012 (21) ABC (17) 271231 (10) LOT7"}
                        """));
    }

    @Test
    void theThreeSpellingsSayTheSame() throws IOException {
        List<JsonNode> answers = answers(
                "{\"scan\":\"]C14145055123000012254WARD204\"}",
                "{\"text\":\"(414)5055123000012(254)WARD204\"}",
                "{\"uri\":\"https://example.nhs.uk/414/5055123000012/254/WARD204?x=1\"}");

        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        assertThat(answers.get(2)).isEqualTo(answers.get(0));
    }

    @Test
    void anErrorNamesRuleAiAndPlace() throws IOException {
        assertThat(answers("{\"text\":\"(01)05055123000016\"}").get(0)).isEqualTo(JSON.readTree("""
                        {"valid":false,
                         "error":"AI (01): the check digit of 05055123000016 is 6, 2 is expected",
                         "rule":"check_digit","ai":"01","at":17}
                        """));
        assertThat(answers("{\"text\":\"(3103)000123\"}").get(0).path("error").textValue())
                .isEqualTo("AI (3103) NET WEIGHT (kg) is not read yet");
    }

    @Test
    void theConversationGoesOnAfterWhatCannotBeUnderstood() throws IOException {
        List<JsonNode> answers = answers(
                "not json",
                "",
                "[1]",
                "{\"text\":1}",
                "{\"scan\":\"]d1A\",\"text\":\"(21)1\"}",
                "{\"text\":\"(21)1\"} {}",
                "{\"text\":\"(21)\u20ac\"}",
                "{\"text\":\"(8004)5055123HD00417\"}");

        assertThat(answers.subList(0, 7)).allSatisfy(answer -> {
            assertThat(answer.path("valid").booleanValue()).isFalse();
            assertThat(answer.path("error").textValue()).isNotBlank();
            assertThat(answer.has("ai")).isTrue();
            assertThat(answer.has("at")).isTrue();
        });
        assertThat(answers.get(7).path("valid").booleanValue()).isTrue();
    }

    @Test
    void plainTextIsValidAndHoldsNothing() throws IOException {
        JsonNode answer = answers("{\"scan\":\"]d1ABC\"}").get(0);

        assertThat(answer.path("valid").booleanValue()).isTrue();
        assertThat(answer.path("ais")).isEmpty();
        assertThat(answer.path("key").isNull()).isTrue();
        assertThat(answer.path("digitalLink").isNull()).isTrue();
    }

    @Test
    void aScriptMayWaitForEachAnswer() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Derwent.class.getName(),
                        "gs1",
                        "parse",
                        "--lines")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedWriter to =
                        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
                BufferedReader from =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text : List.of("(8004)5055123HD1", "(8004)5055123HD2")) {
                to.write("{\"text\":\"" + text + "\"}\n");
                to.flush();
                assertThat(JSON.readTree(from.readLine())
                                .path("key")
                                .path("text")
                                .textValue())
                        .isEqualTo(text);
            }
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void peopleSeeTitlesAndDates() {
        Gs1Command.Parse parse = new Gs1Command.Parse();
        parse.clock = Clock.fixed(Instant.parse("2026-11-26T09:00:00Z"), ZoneOffset.UTC);
        Run run = new Run(parse, "(01)05055123000012(17)271200(10)LOT7");

        assertThat(run.code).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "(01) 05055123000012  GTIN",
                        "(17) 271200          USE BY or EXPIRY, 2027-12-31",
                        "(10) LOT7            BATCH/LOT",
                        "key           (01)05055123000012",
                        "Digital Link  https://id.gs1.org/01/05055123000012/10/LOT7?17=271200");
    }

    @Test
    void peopleSeeWhereItGoesWrong() {
        Run run = new Run(new Gs1Command.Parse(), "(01)05055123000016");

        assertThat(run.code).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly(
                        "(01)05055123000016",
                        "                 ^ AI (01): the check digit of 05055123000016 is 6, 2 is expected");
    }

    @Test
    void aPartIsReadWhereItIsAskedFor() {
        assertThat(new Run(new Gs1Command.Parse(), "(21)ABC").code).isEqualTo(1);
        assertThat(new Run(new Gs1Command.Parse(), "--partial", "(21)ABC").code).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--lines (21)1"})
    void eitherLinesOrTexts(String arguments) {
        Run run = new Run(new Gs1Command.Parse(), arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
