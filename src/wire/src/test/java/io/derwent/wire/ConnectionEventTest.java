package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionEventTest {
    private static ConnectionEvent read(String json) {
        return ConnectionEvent.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itSaysWhetherTheDeviceIsThere() {
        assertThat(read("{\"cause\":\"connected\",\"remote-id\":\"hub-client\",\"source\":\"hono-mqtt\"}"))
                .isEqualTo(new ConnectionEvent(true, "hub-client"));
        assertThat(read("{\"cause\":\"disconnected\",\"source\":\"hono-mqtt\",\"data\":{}}"))
                .isEqualTo(new ConnectionEvent(false, ""));
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(strings = {"{}", "[]", "", "{\"cause\":\"reconnected\"}", "{\"cause\":1}"})
    void anythingElseIsNone(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidPayload.class);
    }
}
