package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topic filters for commands and the topics they are delivered on, one row per shape of Hono's MQTT adapter user guide. */
class CommandFilterTest {
    @ParameterizedTest(name = "{0}: a command for {1} comes on {2}")
    @CsvSource({
        "command///req/#,           hub,  command///req//reboot",
        "c///q/#,                   hub,  c///q//reboot",
        "command///q/#,             hub,  command///q//reboot",
        "command/north//req/#,      hub,  command/north//req//reboot",
        "command//hub/req/#,        hub,  command//hub/req//reboot",
        "command/north/hub/req/#,   hub,  command/north/hub/req//reboot",
        "command//cuff/req/#,       cuff, command//cuff/req//reboot",
        "command//+/req/#,          cuff, command//cuff/req//reboot",
        "command/north/+/req/#,     cuff, command/north/cuff/req//reboot",
        "c//+/q/#,                  hub,  c///q//reboot",
    })
    void theTopicIsSpelledAsTheFilterIs(String filter, String device, String topic) {
        CommandFilter parsed = CommandFilter.parse(filter).orElseThrow();

        assertThat(parsed.topic(command(device, Optional.empty()), "hub")).isEqualTo(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-1", "a/1", "a b+c#d", "é", "%2F"})
    void aRequestIdIsOneLevelOfTheTopicAndTellsTheCorrelationId(String correlationId) {
        CommandFilter filter = CommandFilter.parse("command///req/#").orElseThrow();

        String topic = filter.topic(command("hub", Optional.of(correlationId)), "hub");

        String[] segments = topic.split("/", -1);
        assertThat(segments).hasSize(6);
        assertThat(topic).doesNotContain("+", "#");
        assertThat(Command.correlationId(segments[4])).isEqualTo(correlationId);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "command",
                "command/#",
                "command///req",
                "command///req/+",
                "command///req/#/#",
                "command///res/#",
                "command/+//req/#",
                "command/+/+/req/#",
                "commands///req/#",
                "error///#",
                "#"
            })
    void nothingElseIsAFilterForCommands(String filter) {
        assertThat(CommandFilter.parse(filter)).isEmpty();
    }

    @Test
    void aCommandThatCannotBeDeliveredSaysWhatIsWrongWithIt() {
        assertThat(command("hub", Optional.empty()).fault()).isEmpty();
        assertThat(command("", Optional.empty()).fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("device_id"));
        assertThat(command("hub", Optional.of("x".repeat(256))).fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("256 characters, limit 255"));
        assertThat(new Command(
                                "t",
                                "hub",
                                "a/#",
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                List.of(),
                                new byte[0],
                                Instant.EPOCH,
                                Optional.empty())
                        .fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("subject is \"a/#\""));
        assertThat(new Command(
                                "t",
                                "hub",
                                "a",
                                Optional.empty(),
                                true,
                                Optional.empty(),
                                List.of(),
                                new byte[0],
                                Instant.EPOCH,
                                Optional.empty())
                        .fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("correlation-id is missing"));
    }

    private static Command command(String device, Optional<String> correlationId) {
        return new Command(
                "north",
                device,
                "reboot",
                Optional.empty(),
                correlationId.isPresent(),
                correlationId,
                List.of(),
                new byte[0],
                Instant.EPOCH,
                Optional.empty());
    }
}
