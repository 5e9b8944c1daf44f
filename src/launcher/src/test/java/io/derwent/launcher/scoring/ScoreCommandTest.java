package io.derwent.launcher.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.model.Pathway;
import io.derwent.wire.ShippedPathways;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ScoreCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HYPERTENSION = "{\"pathway\":\"hypertension\"}";
    private static final String FIRST = """
            {"type":"reading","id":"r-1","kind":"bp_panel","systolic":192,"diastolic":124,\
            "effectiveTime":"2026-11-22T08:00:00Z","receivedAt":"2026-11-22T08:00:01Z"}""";
    private static final String SECOND = """
            {"type":"reading","id":"r-2","kind":"bp_panel","systolic":190,"diastolic":122,\
            "effectiveTime":"2026-11-22T08:02:00Z","receivedAt":"2026-11-22T08:02:01Z"}""";

    @TempDir
    Path directory = Path.of("");

    @Test
    void whatFallsDueIsToldAtATick() throws IOException {
        String alert = score(HYPERTENSION, FIRST, SECOND).get(1).path("alert").asText();
        String taken = """
                {"type":"action","kind":"acknowledged","alert":"%s","at":"2026-11-22T08:33:00Z"}""".formatted(alert);

        List<JsonNode> said = score(
                HYPERTENSION,
                FIRST,
                SECOND,
                "{\"type\":\"tick\",\"at\":\"2026-11-22T08:32:00Z\"}",
                "{\"type\":\"tick\",\"at\":\"2026-11-22T08:32:01Z\"}",
                "{\"type\":\"tick\",\"at\":\"2026-11-22T08:32:01Z\"}",
                taken,
                "{\"type\":\"tick\",\"at\":\"2026-11-22T12:00:00Z\"}");

        assertThat(said).hasSize(3);
        JsonNode escalated = said.get(2);
        assertThat(escalated.path("event").asText()).isEqualTo("escalated");
        assertThat(escalated.path("audience").asText()).isEqualTo("lead");
        assertThat(escalated.path("alert").asText()).isEqualTo(alert);
        assertThat(escalated.path("at").asText()).isEqualTo("2026-11-22T08:32:01Z");
        assertThat(escalated.path("why").asText()).isEqualTo("nobody has acted since 2026-11-22T08:02:01Z");
    }

    @Test
    void aSeverePressurePromptsItsRepeatAlertsAndANormalOneClears() throws IOException {
        List<JsonNode> said = score(HYPERTENSION, FIRST, SECOND, """
                {"type":"reading","id":"r-3","kind":"bp_panel","systolic":140,"diastolic":85,\
                "effectiveTime":"2026-11-22T09:00:00Z","receivedAt":"2026-11-22T09:00:01Z"}""");

        assertThat(said).hasSize(3);
        assertThat(said.get(0).path("type").asText()).isEqualTo("prompt");
        JsonNode raised = said.get(1);
        assertThat(raised.path("type").asText()).isEqualTo("alert");
        assertThat(raised.path("event").asText()).isEqualTo("raised");
        assertThat(raised.path("rule").asText()).isEqualTo("BP-03");
        assertThat(raised.path("severity").asText()).isEqualTo("red");
        assertThat(raised.path("at").asText()).isEqualTo("2026-11-22T08:02:01Z");
        assertThat(raised.path("readings")).extracting(JsonNode::asText).containsExactly("r-1", "r-2");
        assertThat(raised.path("why").asText())
                .startsWith("systolic_bp >= 180 mm[Hg] and diastolic_bp >= 120 mm[Hg]; ")
                .contains("systolic_bp 192", "at 2026-11-22T08:02:00Z");
        assertThat(said.get(2).path("event").asText()).isEqualTo("cleared");
        assertThat(said)
                .extracting(answer -> answer.path("alert").asText())
                .containsOnly(raised.path("alert").asText());
    }

    @Test
    void aPathwaysFileStandsInPlaceOfTheOneThatComesWithTheHouse() throws IOException {
        Path own = directory.resolve("own.json");
        Files.writeString(own, """
                {"code":"hypertension","version":9,"title":"Ours","rules":[{"type":"threshold","id":"OUR-01","version":1,
                 "title":"High","severity":"amber","anyOf":["systolic_bp >= 150"],"source":"us","verified":"no"}]}""");

        List<JsonNode> said = score(HYPERTENSION, List.of("--pathway", own.toString()), FIRST);

        assertThat(said).singleElement().satisfies(raised -> {
            assertThat(raised.path("rule").asText()).isEqualTo("OUR-01");
            assertThat(raised.path("severity").asText()).isEqualTo("amber");
        });
    }

    @Test
    void aWrongPathwaysFileIsRefusedWithEverythingThatIsWrong() throws IOException {
        Path own = directory.resolve("own.json");
        Files.writeString(own, "{\"code\":\"x\",\"rules\":[]}");

        Run run = run(HYPERTENSION, List.of("--pathway", own.toString()), "");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("own.json", "version is missing", "title is missing", "rules is missing");
    }

    @Test
    void theSameLineAgainSaysNothing() throws IOException {
        assertThat(score(HYPERTENSION, FIRST, SECOND, SECOND, FIRST)).isEqualTo(score(HYPERTENSION, FIRST, SECOND));
    }

    @Test
    void whoeverComesSecondConfirms() throws IOException {
        assertThat(score(HYPERTENSION, SECOND, FIRST)).last().satisfies(raised -> {
            assertThat(raised.path("event").asText()).isEqualTo("raised");
            assertThat(raised.path("readings")).extracting(JsonNode::asText).containsExactly("r-1", "r-2");
        });
    }

    @Test
    void patientsAreWatchedApart() throws IOException {
        String ofAnother = SECOND.replace("\"type\"", "\"patient\":\"p-2\",\"type\"");

        assertThat(score(HYPERTENSION, FIRST, ofAnother))
                .extracting(answer -> answer.path("event").asText())
                .containsExactly("prompted", "prompted");
    }

    @Test
    void whatIsThreeWeeksOldOnlyWouldHaveAlerted() throws IOException {
        List<JsonNode> said = score("{\"pathway\":\"oximetry\"}", """
                {"type":"reading","kind":"spo2","percent":90,"effectiveTime":"2026-11-01T08:00:00Z",\
                "receivedAt":"2026-11-22T08:00:00Z"}""");

        assertThat(said).singleElement().satisfies(answer -> {
            assertThat(answer.path("event").asText()).isEqualTo("would_have");
            assertThat(answer.path("late").asBoolean()).isTrue();
            assertThat(answer.path("why").asText())
                    .endsWith("taken 2026-11-01T08:00:00Z, arrived 2026-11-22T08:00:00Z");
        });
    }

    @Test
    void aSetWithoutTemperatureHasBoundsAndNoTotal() throws IOException {
        List<JsonNode> said = score("{\"pathway\":\"virtual-ward\"}", """
                {"type":"reading","id":"set","kind":"observation_set","rr":20,"spo2":95,"air_or_oxygen":"air","sbp":111,\
                "pulse":78,"acvpu":"A","effectiveTime":"2026-11-22T08:00:00Z","receivedAt":"2026-11-22T08:00:00Z"}""");

        assertThat(said).first().satisfies(score -> {
            assertThat(score.path("type").asText()).isEqualTo("score");
            assertThat(score.path("status").asText()).isEqualTo("partial");
            assertThat(score.path("total").isNull()).isTrue();
            assertThat(score.path("lower_bound").asInt()).isEqualTo(1);
            assertThat(score.path("upper_bound").asInt()).isEqualTo(4);
            assertThat(score.path("missing")).extracting(JsonNode::asText).containsExactly("temp_c");
            assertThat(score.path("why").asText())
                    .isEqualTo("no NEWS2, temp_c missing: at least 1, at most 4 (spo2 1)");
        });
    }

    @Test
    void aPlanCountsForWhatIsReceivedFromThen() throws IOException {
        String tighter = """
                {"type":"plan","at":"2026-11-22T08:01:00Z","plan":{"pathway":"oximetry","thresholds":[{"rule":"OX-03",\
                "parameter":"spo2","value":94,"owner":"Dr Gray","reason":"lung fibrosis","reviewOn":"2027-01-01"}]}}""";
        String reading = """
                {"type":"reading","kind":"spo2","percent":94,"effectiveTime":"2026-11-22T08:0%d:00Z",\
                "receivedAt":"2026-11-22T08:0%d:00Z"}""";

        List<JsonNode> said =
                score("{\"pathway\":\"oximetry\"}", reading.formatted(0, 0), tighter, reading.formatted(2, 2));

        assertThat(said)
                .filteredOn(answer -> answer.path("event").asText().equals("raised"))
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.path("rule").asText()).isEqualTo("OX-03");
                    assertThat(answer.path("at").asText()).isEqualTo("2026-11-22T08:02:00Z");
                });
    }

    @Test
    void aResolvedAlertStaysQuiet() throws IOException {
        List<JsonNode> before = score(HYPERTENSION, FIRST, SECOND);
        String resolved = """
                {"type":"action","alert":"%s","kind":"resolved","at":"2026-11-22T08:10:00Z"}""".formatted(before.get(1).path("alert").asText());
        String third = SECOND.replace("r-2", "r-3").replace("T08:02", "T08:12");

        assertThat(score(HYPERTENSION, FIRST, SECOND, resolved, third)).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', textBlock = """
            no JSON           ~ {"type"                                                     ~ the line is not JSON
            no type           ~ {"kind":"spo2","percent":90}                                ~ type is ""
            no time           ~ {"type":"reading","kind":"spo2","percent":90}               ~ receivedAt is missing
            a misspelt time   ~ {"type":"reading","kind":"spo2","percent":90,"receivedAt":"now"} ~ receivedAt is "now"
            no plausible      ~ {"type":"reading","kind":"spo2","percent":9,"receivedAt":"2026-11-22T08:00:00Z"} ~ plausible is 50 to 100
            a patient of many ~ {"type":"reading","patient":["a"],"kind":"spo2","percent":90,"receivedAt":"2026-11-22T08:00:00Z"} ~ patient is ["a"]
            no such action    ~ {"type":"action","alert":"a","kind":"ignored","at":"2026-11-22T08:00:00Z"} ~ kind is "ignored", one of acknowledged
            an endless snooze ~ {"type":"action","alert":"a","kind":"snoozed","at":"2026-11-22T08:00:00Z"} ~ until is missing
            no such pathway   ~ {"type":"plan","plan":{"pathway":"gout"},"at":"2026-11-22T08:00:00Z"} ~ pathway is "gout", one of
            a plan from when  ~ {"type":"plan","plan":{"pathway":"copd"}}                   ~ at is missing
            a tick of nothing ~ {"type":"tick"}                                             ~ at is missing
            """)
    void aLineThatCannotBeReadIsAnsweredAndTheNextOneToo(String name, String line, String sentence) throws IOException {
        List<JsonNode> said = score(HYPERTENSION, FIRST, line, SECOND);

        assertThat(said).hasSize(3);
        assertThat(said.get(1).path("error").asText()).contains(sentence);
        assertThat(said.get(2).path("event").asText()).isEqualTo("raised");
    }

    @Test
    void everyPathwayHasAnExampleThatCanBeScored() throws IOException {
        JsonNode schema = JSON.readTree(resource("/schemas/care-plan.schema.json"));
        List<String> pathways =
                ShippedPathways.all().all().stream().map(Pathway::code).toList();

        assertThat(schema.path("examples"))
                .extracting(example -> example.path("pathway").asText())
                .containsExactlyInAnyOrderElementsOf(pathways);
        for (JsonNode example : schema.path("examples")) {
            assertThat(score(example.toString(), "{\"type\":\"tick\",\"at\":\"2026-11-22T08:00:00Z\"}"))
                    .noneMatch(said -> said.has("error"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', textBlock = """
            {"pathway":"gout"}                       ~ pathway is "gout", one of hypertension
            {"pathway":"copd"}                       ~ needs scale 2
            {"path":"copd"}                          ~ path is not known here
            pathway: copd                            ~ is not JSON
            """)
    void aWrongPlanIsRefusedWithItsName(String plan, String sentence) throws IOException {
        Run run = run(plan, List.of(), "");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("plan.json", sentence);
    }

    private record Run(int code, String out, String err) {}

    private List<JsonNode> score(String plan, String... lines) throws IOException {
        return score(plan, List.of(), lines);
    }

    private List<JsonNode> score(String plan, List<String> options, String... lines) throws IOException {
        Run run = run(plan, options, String.join("\n", lines));
        assertThat(run.code()).as(run.err()).isZero();
        List<JsonNode> said = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            said.add(parsed(line));
        }
        return said;
    }

    private Run run(String plan, List<String> options, String input) throws IOException {
        Path file = Files.writeString(directory.resolve("plan.json"), plan);
        ScoreCommand command = new ScoreCommand();
        command.in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("--plan", file.toString(), "--lines"));
        arguments.addAll(options);
        int code = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ScoreCommandTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
