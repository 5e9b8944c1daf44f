package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeConfigTest {
    private static final Map<String, String> NEEDED = Map.of(
            "DERWENT_EDGE_DATA", "/var/lib/hub",
            "DERWENT_EDGE_GATEWAY", "mqtts://gateway.example",
            "DERWENT_EDGE_USER", "hub-1@north",
            "DERWENT_EDGE_PASSWORD", "secret");

    @Test
    void fourSettingsAreEnoughAndTheSecretIsNotShown() {
        EdgeConfig config = EdgeConfig.from(NEEDED);

        assertThat(config.gateway()).isEqualTo(new EdgeConfig.Gateway("gateway.example", 8883, true));
        assertThat(config.authId()).isEqualTo("hub-1");
        assertThat(config.tenant()).isEqualTo("north");
        assertThat(config.mqtt()).isEqualTo(new EdgeConfig.Address("127.0.0.1", 1884));
        assertThat(config.flushEvery()).isZero();
        assertThat(config.toString()).contains("hub-1@north").doesNotContain("secret");
    }

    @Test
    void whatAPowerCutMayCostIsASpan() {
        assertThat(EdgeConfig.from(with("DERWENT_EDGE_FSYNC", "5s")).flushEvery())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(EdgeConfig.from(with("DERWENT_EDGE_FSYNC", "500ms")).flushEvery())
                .isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "DERWENT_EDGE_DATA,          '',                  DERWENT_EDGE_DATA is not set",
        "DERWENT_EDGE_PASSWORD,      '',                  DERWENT_EDGE_PASSWORD is not set",
        "DERWENT_EDGE_USER,          hub-1,               'DERWENT_EDGE_USER is \"hub-1\", auth-id@tenant is expected'",
        "DERWENT_EDGE_GATEWAY,       http://x,            'DERWENT_EDGE_GATEWAY is \"http://x\", mqtts://host:port is expected'",
        "DERWENT_EDGE_FSYNC,         sometimes,           DERWENT_EDGE_FSYNC is \"sometimes\"",
        "DERWENT_EDGE_QUEUE_BYTES,   1,                   DERWENT_EDGE_QUEUE_BYTES is \"1\"",
        "DERWENT_EDGE_IN_FLIGHT,     4294967396,          DERWENT_EDGE_IN_FLIGHT is \"4294967396\"",
        "DERWENT_EDGE_MQTT,          0.0.0.0:1884,        DERWENT_EDGE_MQTT is \"0.0.0.0:1884\"",
        "DERWENT_EDGE_CA,            /nowhere.pem,        DERWENT_EDGE_CA is \"/nowhere.pem\"",
    })
    void whatIsWrongIsNamed(String variable, String value, String sentence) {
        assertThatThrownBy(() -> EdgeConfig.from(with(variable, value)))
                .isInstanceOf(EdgeConfig.InvalidConfig.class)
                .hasMessageStartingWith(sentence);
    }

    private static Map<String, String> with(String variable, String value) {
        Map<String, String> environment = new HashMap<>(NEEDED);
        environment.put(variable, value);
        return environment;
    }
}
