package io.derwent.launcher.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.launcher.lines.Run;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class News2CommandTest {
    private static final String REST = "'spo2':97,'air_or_oxygen':'air','sbp':120,'pulse':80,'acvpu':'A'";

    private static List<JsonNode> answers(String... lines) throws IOException {
        return Conversation.answers(new News2Command(), List.of(), lines);
    }

    private static JsonNode answer(String line) throws IOException {
        return answers(line).get(0);
    }

    @Test
    void aCompleteSetIsScored() throws IOException {
        assertThat(answer("{'rr':21,'spo2':93,'spo2_scale':1,'air_or_oxygen':'air','sbp':120,'pulse':95,'acvpu':'A',"
                        + "'temp_c':37.5}"))
                .isEqualTo(Conversation.json("""
                        {"status":"complete","total":5,"lower_bound":5,"upper_bound":5,
                         "parts":{"rr":2,"spo2":2,"air_or_oxygen":0,"sbp":0,"pulse":1,"acvpu":0,"temp_c":0},
                         "any_single_3":false,"band":"medium","monitoring":"1h","missing":[],"reason":null}
                        """));
    }

    @Test
    void anIncompleteSetHasBoundsAndNoTotal() throws IOException {
        assertThat(answer("{'rr':26,'spo2':97,'spo2_scale':2,'sbp':120,'pulse':80,'acvpu':null,'temp_c':37}"))
                .isEqualTo(Conversation.json("""
                        {"status":"partial","total":null,"lower_bound":3,"upper_bound":11,
                         "parts":{"rr":3,"sbp":0,"pulse":0,"temp_c":0},
                         "any_single_3":true,"band":null,"monitoring":null,
                         "missing":["air_or_oxygen","acvpu"],"reason":null}
                        """));
    }

    @Test
    void nothingKnownIsASetToo() throws IOException {
        JsonNode answer = answer("{}");

        assertThat(answer.path("status").textValue()).isEqualTo("partial");
        assertThat(answer.path("missing")).hasSize(7);
        assertThat(answer.path("upper_bound").intValue()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'age':15,'rr':20} ~ NEWS2 is not for under-16s",
                "{'age':15.99} ~ NEWS2 is not for under-16s",
                "{'pregnant':true} ~ NEWS2 is not for use in pregnancy",
                "{'age':15,'pregnant':true} ~ NEWS2 is not for under-16s; NEWS2 is not for use in pregnancy"
            })
    void whoMustNotBeScoredIsRefused(String line, String reason) throws IOException {
        assertThat(answer(line)).isEqualTo(Conversation.json("""
                        {"status":"refused","total":null,"lower_bound":null,"upper_bound":null,"parts":{},
                         "any_single_3":false,"band":null,"monitoring":null,"missing":[],"reason":"%s"}
                        """.formatted(reason)));
    }

    @ParameterizedTest
    @CsvSource({
        "35.04, 3",
        "35.05, 1",
        "3.505e1, 1",
        "3505E-2, 1",
        "35.049999999999999999999999999999, 3",
        "38, 0",
        "38.05, 1",
        "39.04, 1"
    })
    void numbersAreDecimals(String celsius, int points) throws IOException {
        JsonNode answer = answer("{'rr':2e1," + REST + ",'temp_c':" + celsius + "}");

        assertThat(answer.path("parts").path("temp_c").intValue()).isEqualTo(points);
        assertThat(answer.path("parts").path("rr").intValue()).isZero();
    }

    @ParameterizedTest(name = "{index}: {0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'rr':'20'} ~ rr is \"20\", a number is expected",
                "{'rr':true} ~ rr is true",
                "{'rr':3.9} ~ rr is 3.9, 4 to 60 /min is expected",
                "{'temp_c':43.1} ~ temp_c is 43.1, 30.0 to 43.0 Cel is expected",
                "{'rr':1e999999999} ~ rr is 1E+999999999",
                "{'rr':-1e999999999} ~ rr is -1E+999999999",
                "{'rr':1e-999999999} ~ rr is 1E-999999999",
                "{'rr':1e9999999999} ~ exponent",
                "{'acvpu':1e999999999} ~ acvpu is 1E+999999999, one of A, C, V, P, U is expected",
                "{'acvpu':'a'} ~ acvpu is \"a\"",
                "{'air_or_oxygen':'Air'} ~ air_or_oxygen is \"Air\", one of air, oxygen is expected",
                "{'spo2_scale':3} ~ spo2_scale is 3, 1 or 2 is expected",
                "{'spo2_scale':1.5} ~ spo2_scale is 1.5",
                "{'spo2_scale':'2'} ~ spo2_scale is \"2\"",
                "{'age':-1} ~ age is -1, 0 to 130 years is expected",
                "{'age':131} ~ age is 131",
                "{'pregnant':'no'} ~ pregnant is \"no\", true or false is expected",
                "{'resp_rate':20} ~ resp_rate is not known here",
                "{'rr':20,'rr':21} ~ Duplicate field 'rr'",
                "{'rr':NaN} ~ the line is not JSON: Non-standard token 'NaN'",
                "{'rr':020} ~ the line is not JSON",
                "{'rr':20} {} ~ something follows the object",
                "{'rr':20 ~ the line is not JSON",
                "[] ~ the line is not a JSON object",
                "20 ~ the line is not a JSON object",
                "`` ~ the line is not a JSON object",
            })
    void aLineThatMakesNoSenseIsAnsweredInItsPlace(String line, String sentence) throws IOException {
        List<JsonNode> answers = answers("{'rr':12}", line, "{'rr':25}");

        assertThat(answers.get(1).size()).isEqualTo(1);
        assertThat(answers.get(1).path("error").textValue()).contains(sentence);
        assertThat(answers.get(0).path("parts").path("rr").intValue()).isZero();
        assertThat(answers.get(2).path("parts").path("rr").intValue()).isEqualTo(3);
    }

    @Test
    void aScaleOfTwoMayBeWrittenAsADecimal() throws IOException {
        assertThat(answer("{'spo2':88,'spo2_scale':2.0}")
                        .path("parts")
                        .path("spo2")
                        .intValue())
                .isZero();
        assertThat(answer("{'spo2':88,'spo2_scale':null}")
                        .path("parts")
                        .path("spo2")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void peopleSeePartsRiskAndResponse() {
        Run run = new Run(
                new News2Command(),
                "{\"rr\":20,\"spo2\":95,\"air_or_oxygen\":\"air\",\"sbp\":111,\"pulse\":78,\"acvpu\":\"C\",\"temp_c\":37}");

        assertThat(run.code).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "rr             0",
                        "spo2           1",
                        "air_or_oxygen  0",
                        "sbp            0",
                        "pulse          0",
                        "acvpu          3",
                        "temp_c         0",
                        "NEWS2          4",
                        "risk           low-medium",
                        "monitoring     1h",
                        "response       urgent review by ward-based clinician to find the cause and decide on"
                                + " frequency/escalation");
    }

    @Test
    void peopleSeeNoTotalOfAnIncompleteSet() {
        Run run = new Run(new News2Command(), "{\"spo2\":97,\"spo2_scale\":2}", "{\"age\":7}");

        assertThat(run.code).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "rr             missing",
                        "spo2           depends on air or oxygen",
                        "air_or_oxygen  missing",
                        "sbp            missing",
                        "pulse          missing",
                        "acvpu          missing",
                        "temp_c         missing",
                        "incomplete     0 to 20 are possible",
                        "NEWS2 is not for under-16s");
    }

    @Test
    void oneThatCannotBeReadEndsWithOne() {
        Run run = new Run(new News2Command(), "{\"rr\":3}", "{\"rr\":4}");

        assertThat(run.code).isEqualTo(1);
        assertThat(run.err()).startsWith("rr is 3, 4 to 60 /min is expected");
        assertThat(run.out()).contains("missing");

        Run json = new Run(new News2Command(), "--json", "{\"rr\":3}", "{\"rr\":4}");
        assertThat(json.code).isEqualTo(1);
        assertThat(json.lines()).hasSize(2);
        assertThat(json.lines().get(0)).startsWith("{\"error\":\"rr is 3");
    }

    @Test
    void eitherLinesOrTexts() {
        assertThat(new Run(new News2Command()).code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(new Run(new News2Command(), "--lines", "{}").code).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
