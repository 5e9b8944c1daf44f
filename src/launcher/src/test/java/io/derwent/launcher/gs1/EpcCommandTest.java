package io.derwent.launcher.gs1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.launcher.lines.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EpcCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> answers(String... lines) throws IOException {
        EpcCommand.Decode decode = new EpcCommand.Decode();
        decode.in = new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        Run run = new Run(decode, "--lines");
        assertThat(run.code).isZero();
        List<JsonNode> answers = new ArrayList<>();
        for (String line : run.lines()) {
            answers.add(JSON.readTree(line));
        }
        assertThat(answers).as("one answer a line").hasSize(lines.length);
        return answers;
    }

    @Test
    void aTagIsAnsweredWithItsKey() throws IOException {
        assertThat(answers("{\"hex\":\"3274257bf46072000000162e\"}").get(0)).isEqualTo(JSON.readTree("""
                        {"scheme":"SGLN-96","filter":3,"gcpLength":7,
                         "key":{"ai":"414","value":"0614141123452","qualifiers":[{"ai":"254","value":"5678"}],
                                "text":"(414)0614141123452(254)5678"},
                         "urn":"urn:epc:id:sgln:0614141.12345.5678",
                         "tagUrn":"urn:epc:tag:sgln-96:3.0614141.12345.5678",
                         "digitalLink":"https://id.gs1.org/414/0614141123452/254/5678",
                         "hex":"3274257BF46072000000162E"}
                        """));
    }

    @Test
    void aTagThatCannotBeReadKeepsItsBits() throws IOException {
        List<JsonNode> answers =
                answers("{\"hex\":\"e2801190200050000000abcd\"}", "{\"hex\":\"00\"}", "{\"hex\":\"3g\"}");

        assertThat(answers.get(0)).isEqualTo(JSON.readTree("""
                        {"error":"header E2: this is a TID, the chip's own number, not an EPC","reason":"tid",
                         "raw":"E2801190200050000000ABCD"}
                        """));
        assertThat(answers.get(1).path("reason").textValue()).isEqualTo("unprogrammed");
        assertThat(answers.get(2).path("raw").textValue()).isEqualTo("3G");
    }

    @Test
    void theConversationGoesOnAfterWhatCannotBeUnderstood() throws IOException {
        List<JsonNode> answers =
                answers("not json", "", "3", "{\"hex\":3}", "{}", "{\"hex\":\"3415348A4C000000000001A1\"}");

        assertThat(answers.subList(0, 5))
                .allSatisfy(
                        answer -> assertThat(answer.path("error").textValue()).isNotBlank());
        assertThat(answers.get(5).path("key").path("text").textValue()).isEqualTo("(8004)5055123417");
    }

    @Test
    void peopleSeeTheKeyFirst() {
        Run run = new Run(new EpcCommand.Decode(), "3815348A4E44460C1A316E000000000000000000000000000000");

        assertThat(run.code).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "key           (8004)5055123HD00417",
                        "tag           GIAI-202, filter 0, company prefix of 7 digits",
                        "URN           urn:epc:id:giai:5055123.HD00417",
                        "Digital Link  https://id.gs1.org/8004/5055123HD00417");
    }

    @Test
    void oneThatCannotBeReadEndsWithOne() {
        Run run = new Run(new EpcCommand.Decode(), "3415348A4C000000000001A1", "31");

        assertThat(run.code).isEqualTo(1);
        assertThat(run.out()).contains("(8004)5055123417");
        assertThat(run.err()).isEqualTo("31: SSCC-96 is not read yet" + System.lineSeparator());
    }

    @Test
    void eitherLinesOrTags() {
        assertThat(new Run(new EpcCommand.Decode()).code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(new Run(new EpcCommand.Decode(), "--lines", "34").code).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
