package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentsTest {
    @Test
    void ofWhoeverStartsItOnlyWhatPartsAreToKnowIsHandedOn() {
        Map<String, String> handedOn = Environments.handedOn(Map.of(
                "DERWENT_SMTP_HOST", "mail.example",
                "DERWENT_NOTIFY_KEY", "key",
                "DERWENT_PUSH_SUBJECT", "mailto:it@example.org",
                "DERWENT_GATEWAY_CONNECTION_EVENTS", "logging",
                "DERWENT_ADMIN_TOKEN", "of somebody else",
                "DERWENT_DB_PASSWORD", "of somebody else",
                "PATH", "/bin"));

        assertThat(handedOn)
                .containsOnlyKeys(
                        "DERWENT_SMTP_HOST",
                        "DERWENT_NOTIFY_KEY",
                        "DERWENT_PUSH_SUBJECT",
                        "DERWENT_GATEWAY_CONNECTION_EVENTS");
    }
}
