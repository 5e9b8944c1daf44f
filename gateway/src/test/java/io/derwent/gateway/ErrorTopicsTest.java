package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTopicsTest {
    @ParameterizedTest(name = "{0}: an error of {1} goes to {2}")
    @CsvSource({
        "error///#,         hub,  error///event/7/400",
        "e///#,             hub,  e///event/7/400",
        "error/north//#,    hub,  error/north//event/7/400",
        "error/north/hub/#, hub,  error/north/hub/event/7/400",
        "error//+/#,        cuff, error//cuff/event/7/400",
        "error//+/#,        hub,  error//hub/event/7/400",
        "e/north/cuff/#,    cuff, e/north/cuff/event/7/400",
        "error//cuff/#,     hub,  ''",
        "error///#,         cuff, ''",
    })
    void theTopicIsSpelledAsTheFilterIs(String filter, String device, String topic) {
        ErrorTopics topics = new ErrorTopics("north", "hub");

        assertThat(topics.subscribe(filter)).isTrue();

        assertThat(topics.topicFor(device, "event", "7", 400).orElse("")).isEqualTo(topic);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "error",
        "error/#",
        "error//#",
        "error///",
        "error///+",
        "errors///#",
        "error////#",
        "error/south//#",
        "command///req/#",
        "#",
        "+/+/+/#"
    })
    void nothingElseCanBeSubscribedTo(String filter) {
        assertThat(new ErrorTopics("north", "hub").subscribe(filter)).isFalse();
    }

    @Test
    void afterUnsubscribeNobodyListens() {
        ErrorTopics topics = new ErrorTopics("north", "hub");
        topics.subscribe("error///#");

        assertThat(topics.unsubscribe("e///#")).isFalse();
        assertThat(topics.unsubscribe("error///#")).isTrue();

        assertThat(topics.topicFor("hub", "event", "7", 400)).isEmpty();
    }

    @Test
    void theirNumberIsBounded() {
        ErrorTopics topics = new ErrorTopics("north", "hub");
        for (int i = 0; i < 100; i++) {
            assertThat(topics.subscribe("error//device-%d/#".formatted(i))).isTrue();
        }

        assertThat(topics.subscribe("error//one-more/#")).isFalse();
    }
}
