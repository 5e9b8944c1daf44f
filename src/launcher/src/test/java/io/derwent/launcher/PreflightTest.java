package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
    @Test
    void aTakenPortIsNamedWithWhatWantsItAndAWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Preflight.portsFree(Map.of("console", port)))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("Port " + port + " (console) is in use;")
                    .hasMessageContaining("--port-base N");
        }
    }

    @Test
    void aFreePortIsFine() {
        assertThatCode(() -> Preflight.portsFree(Map.of("console", FreePort.any())))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 21})
    void theseJdksFit(int feature) {
        assertThatCode(() -> Preflight.javaVersion(feature)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 16, 22, 25})
    void otherJdksAreRefusedWithAWayOut(int feature) {
        assertThatThrownBy(() -> Preflight.javaVersion(feature))
                .isInstanceOf(CannotStart.class)
                .hasMessage("This is Java " + feature + ", Derwent runs on 17 to 21; set JAVA_HOME to one of them.");
    }

    @Test
    void thisJdkFits() {
        assertThat(Runtime.version().feature()).isBetween(17, 21);
    }
}
