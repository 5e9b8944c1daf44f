package io.derwent.launcher.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.launcher.lines.Run;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NhsNumberCommandTest {
    private static List<JsonNode> answers(String... lines) throws IOException {
        return Conversation.answers(new NhsNumberCommand(), List.of(), lines);
    }

    @Test
    void aNumberIsFormattedAndAnythingElseHasAReason() throws IOException {
        List<JsonNode> answers =
                answers("{'nhs_number':'943-476-5919'}", "{'nhs_number':'0000000000'}", "{'nhs_number':''}");

        assertThat(answers.get(0))
                .isEqualTo(Conversation.json("{\"valid\":true,\"reason\":null,\"formatted\":\"943 476 5919\"}"));
        assertThat(answers.get(1))
                .isEqualTo(Conversation.json(
                        "{\"valid\":false,\"reason\":\"this is nobody's number\",\"formatted\":null}"));
        assertThat(answers.get(2).path("valid").booleanValue()).isFalse();
    }

    @Test
    void aLineWithoutATextIsAnError() throws IOException {
        assertThat(answers(
                        "{'nhs_number':9434765919}",
                        "{'nhs_number':null}",
                        "{}",
                        "{'nhs':'9434765919'}",
                        "",
                        "'9434765919'"))
                .allSatisfy(answer -> {
                    assertThat(answer.size()).isEqualTo(1);
                    assertThat(answer.path("error").textValue()).isNotBlank();
                });
    }

    @Test
    void peopleSeeItInGroups() {
        Run run = new Run(new NhsNumberCommand(), "9434765919", "9434765918");

        assertThat(run.code).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        "943 476 5919",
                        "no NHS number: its last digit does not fit the others (modulus 11), so that it is mistyped");
    }
}
