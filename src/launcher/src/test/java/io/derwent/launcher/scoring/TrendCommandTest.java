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

class TrendCommandTest {
    private static final String TEN_NIGHTS = "'series':[60,61,60,59,60,62,60,60,60,75]";

    private static JsonNode answer(String rule, String line) throws IOException {
        return Conversation.answers(new TrendCommand(), List.of("--rule", rule), line)
                .get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[60,60,61,60,60,64,65,66,60] ~ [0,0,0,0,0,0,2,2,0]",
                "[60,60,60,63.9,63.9] ~ [0,0,0,0,1]",
                "[60,60,60,64,null,65,null,null,70] ~ [0,0,0,0,2,1,null,null,0]",
                "[] ~ []",
                "[{'time':'2026-03-04','value':64},{'time':'2026-03-05','value':64},{'time':'2026-03-01','value':60},"
                        + "{'time':'2026-03-02','value':60},{'time':'2026-03-03T02:00:00Z','value':60}]"
                        + " ~ [0,2,0,0,0]"
            })
    void nightsAreCounted(String series, String points) throws IOException {
        assertThat(answer("nightsignal", "{'series':" + series + "}"))
                .isEqualTo(Conversation.json("{\"points\":" + points + "}"));
    }

    @Test
    void aValueIsComparedWithWhatIsUsual() throws IOException {
        JsonNode points = answer("robust-z", "{" + TEN_NIGHTS + ",'parameter':'heart_rate'}")
                .path("points");

        assertThat(points).hasSize(10);
        assertThat(points.get(8).isNull())
                .as("seven values, but for the last two days")
                .isTrue();
        assertThat(points.get(9)).isEqualTo(Conversation.json("{\"median\":60.0000,\"sigma\":2.2239,\"z\":6.7449}"));
    }

    @Test
    void withoutAFloorASteadySeriesHasNoBaseline() throws IOException {
        assertThat(answer("robust-z", "{" + TEN_NIGHTS + "}")
                        .path("points")
                        .get(9)
                        .isNull())
                .isTrue();
        assertThat(answer("robust-z", "{" + TEN_NIGHTS + ",'floor':1}")
                        .path("points")
                        .get(9)
                        .path("sigma")
                        .decimalValue())
                .isEqualByComparingTo("1.4826");
    }

    @Test
    void theWindowMayBeShorter() throws IOException {
        String old = "{'series':[61,60,59,61,60,59,60,null,null,null,null,null,null,null,null,75],'floor':1";

        assertThat(answer("robust-z", old + "}").path("points").get(15).isNull())
                .isFalse();
        assertThat(answer("robust-z", old + ",'days':14}")
                        .path("points")
                        .get(15)
                        .isNull())
                .as("the oldest value is 15 days old")
                .isTrue();
    }

    @Test
    void averagesAndSumsFollowTime() throws IOException {
        assertThat(answer("ewma", "{" + TEN_NIGHTS + ",'parameter':'heart_rate'}")
                        .path("points")
                        .get(9))
                .isEqualTo(Conversation.json(
                        "{\"median\":60.0000,\"sigma\":2.2239,\"z\":6.7449,\"ewma\":2.0235,\"alert\":true}"));
        assertThat(answer("cusum", "{" + TEN_NIGHTS + ",'parameter':'heart_rate'}")
                        .path("points")
                        .get(9))
                .isEqualTo(Conversation.json(
                        "{\"median\":60.0000,\"sigma\":2.2239,\"z\":6.7449,\"cusum\":6.2449,\"alert\":true}"));
        assertThat(answer("cusum", "{" + TEN_NIGHTS + ",'parameter':'heart_rate','direction':'down'}")
                        .path("points")
                        .get(9)
                        .path("cusum")
                        .decimalValue())
                .isZero();
    }

    @Test
    void homeBloodPressuresAreAveraged() throws IOException {
        String days = "152/96 148/94 146/92 144/90 | 138/88 136/86 140/86 138/84 | 134/84 136/86 139/85 137/83"
                + " | 133/85 135/83 136/82 134/84";
        JsonNode answer = answer("hbpm-average", "{'series':'" + days + "'}");

        assertThat(answer.path("complete").booleanValue()).isTrue();
        assertThat(answer.path("systolic").decimalValue()).isEqualByComparingTo("136.33");
        assertThat(answer.path("diastolic").decimalValue()).isEqualByComparingTo("84.67");
        assertThat(answer.path("readings").intValue()).isEqualTo(12);
        assertThat(answer.path("category").textValue()).isEqualTo("stage 1");
        assertThat(answer.path("points").get(3).textValue()).isEqualTo("first day");
        assertThat(answer.path("points").get(4).textValue()).isEqualTo("used");
        assertThat(answer("hbpm-average", "{'series':['" + days.replace(" | ", "','") + "']}"))
                .isEqualTo(answer);
        assertThat(answer(
                        "hbpm-average",
                        "{'series':[['" + days.replace(" | ", "'],['").replaceAll("(\\d) (\\d)", "$1','$2") + "']]}"))
                .isEqualTo(answer);
    }

    @Test
    void threeDaysAreNoSeries() throws IOException {
        JsonNode answer = answer(
                "hbpm-average",
                "{'series':['152/96 148/94 146/92 144/90','138/88 136/86 140/86 138/84','134/84 136/86 139/85 137/83']}");

        assertThat(answer.path("complete").booleanValue()).isFalse();
        assertThat(answer.path("systolic").isNull()).isTrue();
        assertThat(answer.path("category").isNull()).isTrue();
        assertThat(answer.path("reason").textValue()).isEqualTo("3 days have both sessions, 4 are needed");
    }

    @Test
    void readingsWithTimesAreSortedIntoSessionsAndFaultyOnesLeftOut() throws IOException {
        JsonNode answer = answer(
                "hbpm-average",
                "{'series':[{'time':'2026-07-02T06:30:00Z','systolic':150,'diastolic':90,'status':1},"
                        + "{'time':'2026-07-02T07:32:00+01:00','sbp':140,'dbp':90},"
                        + "{'time':'2026-07-02T06:35:00Z','systolic':142,'diastolic':91,'status':4},"
                        + "{'time':'2026-06-30T23:30:00Z','systolic':150,'diastolic':90}]}");

        assertThat(answer.path("points"))
                .isEqualTo(Conversation.json("[\"movement, loose cuff or wrong position\",\"used\",\"used\","
                        + "\"no second reading within ten minutes\"]"));
        assertThat(answer.path("readings").intValue()).isEqualTo(2);
    }

    @Test
    void gainsAreExact() throws IOException {
        assertThat(answer("weight-gain", "{'series':[82.0,82.4,null,84.1]}"))
                .isEqualTo(Conversation.json("{\"points\":[{\"gain_kg\":null,\"alert\":false},"
                        + "{\"gain_kg\":0.4,\"alert\":false},null,{\"gain_kg\":2.1,\"alert\":true}]}"));
        assertThat(answer(
                                "weight-gain",
                                "{'series':[{'time':'2026-11-04T07:30:00Z','value':84.0},"
                                        + "{'time':'2026-11-01T07:00:00Z','value':82.0}]}")
                        .path("points")
                        .get(0)
                        .path("alert")
                        .booleanValue())
                .isFalse();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "nightsignal ~ {} ~ series is missing, an array is expected",
                "nightsignal ~ {'series':60} ~ series is 60",
                "nightsignal ~ {'serie':[60]} ~ serie is not known here",
                "nightsignal ~ {'series':[60,'61']} ~ series[1] is neither a number nor null",
                "nightsignal ~ {'series':[19]} ~ series[0] is 19, 20 to 250 /min is expected",
                "nightsignal ~ {'series':[60,{'time':'2026-03-01','value':60}]} ~ series[1] does not keep",
                "nightsignal ~ {'series':[{'time':'2026-03-01T01:00:00Z','value':60},{'time':'2026-03-01','value':60}]}"
                        + " ~ two values for the night before 2026-03-01",
                "weight-gain ~ {'series':[{'time':'2026-03-01','value':60},{'time':'2026-03-01','value':60}]}"
                        + " ~ series[1] has the time of series[0]",
                "weight-gain ~ {'series':[{'value':60}]} ~ series[0].time is missing",
                "weight-gain ~ {'series':[{'time':'2026-03-01T07:00:00','value':60}]} ~ series[0].time is",
                "weight-gain ~ {'series':[{'time':'+10000-01-01T00:00:00Z','value':60}]} ~ series[0].time is",
                "weight-gain ~ {'series':[{'time':'2026-03-01','kg':60}]} ~ series[0].kg is not known here",
                "weight-gain ~ {'series':[82,301]} ~ series[1] is 301, 20 to 300 kg is expected",
                "robust-z ~ {'series':[1e999999999]} ~ series[0] is 1E+999999999",
                "robust-z ~ {'series':[1e-999999999]} ~ series[0] is 1E-999999999",
                "robust-z ~ {'series':[],'floor':-1} ~ floor is -1",
                "robust-z ~ {'series':[],'floor':1e999999999} ~ floor is 1E+999999999",
                "robust-z ~ {'series':[],'days':13} ~ days is 13, a whole number from 14 to 28 is expected",
                "robust-z ~ {'series':[],'days':14.5} ~ days is 14.5",
                "robust-z ~ {'series':[],'days':1e999999999} ~ days is 1E+999999999",
                "robust-z ~ {'series':[],'parameter':'spo2'} ~ parameter is \"spo2\", one of heart_rate, sbp, weight is expected",
                "robust-z ~ {'series':[],'direction':'up'} ~ direction is not known here",
                "cusum ~ {'series':[],'direction':'left'} ~ direction is \"left\"",
                "hbpm-average ~ {'series':['132-84']} ~ series holds \"132-84\", a reading like 132/84 is expected",
                "hbpm-average ~ {'series':['84/132']} ~ diastolic 132 is not below systolic 84",
                "hbpm-average ~ {'series':['132/84',5]} ~ series[1] is no day",
                "hbpm-average ~ {'series':[132]} ~ series[0] is no day",
                "hbpm-average ~ {'series':[{'time':'2026-03-01T07:00:00Z','systolic':132}]} ~ series[0].diastolic is missing",
                "hbpm-average ~ {'series':[{'time':'2026-03-01T07:00:00Z','systolic':1e999999999,'diastolic':80}]}"
                        + " ~ systolic_bp is 1E+999999999",
                "hbpm-average ~ {'series':[{'time':'2026-03-01T07:00:00Z','systolic':132,'diastolic':84,'status':65536}]}"
                        + " ~ series[0].status is 65536",
            })
    void aLineThatMakesNoSenseIsAnsweredInItsPlace(String rule, String line, String sentence) throws IOException {
        JsonNode answer = answer(rule, line);

        assertThat(answer.size()).isEqualTo(1);
        assertThat(answer.path("error").textValue()).contains(sentence);
    }

    @Test
    void aDayOfVeryManyReadingsNeedsTimes() throws IOException {
        assertThat(answer("hbpm-average", "{'series':['" + "132/84 ".repeat(21) + "']}")
                        .path("error")
                        .textValue())
                .contains("21 readings");
    }

    @Test
    void peopleSeeEachPointBesideWhatItIsOf() {
        Run run = new Run(new TrendCommand(), "--rule", "nightsignal", "{\"series\":[60,60,60,64,64,null]}");

        assertThat(run.code).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "60              0",
                        "60              0",
                        "60              0",
                        "64              0",
                        "64              2",
                        "-               -");
    }

    @Test
    void peopleSeeTheAverageFirst() {
        Run run = new Run(new TrendCommand(), "--rule", "hbpm-average", "{\"series\":[\"152/96 148/94\"]}");

        assertThat(run.lines())
                .containsExactly(
                        "complete        false",
                        "full_days       0",
                        "readings        0",
                        "systolic        -",
                        "diastolic       -",
                        "category        -",
                        "reason          0 days have both sessions, 4 are needed",
                        "1               first day",
                        "2               first day");
    }

    @Test
    void aRuleIsNeededAndMustExist() {
        assertThat(new Run(new TrendCommand(), "{}").code).isEqualTo(CommandLine.ExitCode.USAGE);
        Run run = new Run(new TrendCommand(), "--rule", "macd", "{}");
        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err()).contains("hbpm-average");
    }
}
