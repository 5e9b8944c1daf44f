package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTopicTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "event,                                        EVENT,     '',    '',     ''",
        "e,                                            EVENT,     '',    '',     ''",
        "t,                                            TELEMETRY, '',    '',     ''",
        "telemetry//cuff-1,                            TELEMETRY, '',    cuff-1, ''",
        "e/north/cuff-1,                               EVENT,     north, cuff-1, ''",
        "event/?hono-ttl=60,                           EVENT,     '',    '',     hono-ttl=60",
        "event//cuff-1/?hono-ttl=60&content-type=a%2Fb, EVENT,    '',    cuff-1, hono-ttl=60&content-type=a%2Fb",
        "event/?on-error=ignore,                       EVENT,     '',    '',     ''",
        "event/?On-Error=skip-ack&hono-ttl=60,         EVENT,     '',    '',     hono-ttl=60",
    })
    void honosTopicsAreUnderstood(String name, Message.Endpoint endpoint, String tenant, String device, String bag) {
        assertThat(LocalTopic.parse(name))
                .isEqualTo(new LocalTopic(endpoint, absentIfEmpty(tenant), absentIfEmpty(device), bag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/event", "events", "command///res/1/200", "event/a/b/c", "event//a+b", "event/#"})
    void anythingElseIsRefused(String name) {
        assertThatThrownBy(() -> LocalTopic.parse(name))
                .isInstanceOfSatisfying(
                        LocalRefusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(LocalRefusal.Reason.BAD_TOPIC));
    }

    private static Optional<String> absentIfEmpty(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
