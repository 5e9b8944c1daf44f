package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDevicesTest {
    /** Written by mosquitto_passwd 2.0 for the password "secret". */
    private static final String OF_MOSQUITTO =
            "cuff-1:$7$101$0fUzY0qNJjG+yuM5$k213TYffOUfsIAymhZEHO1IjmydCgCkmdu3025AHf3i"
                    + "0Gj3mHKe+EG3sjVMktOlp0GfPfFhj/FXG2Lfg+j8jRQ==";

    @TempDir
    Path directory = Path.of("");

    @Test
    void aLineOfMosquittosPasswordFileIsUnderstood() throws IOException {
        LocalDevices devices = read("# our devices\n\n" + OF_MOSQUITTO + "\n");

        assertThat(devices.logIn("cuff-1", "secret", "any")).contains(new LocalDevices.Login("cuff-1", false));
        assertThat(devices.logIn("cuff-1@north", "secret", "any")).contains(new LocalDevices.Login("cuff-1", false));
        assertThat(devices.logIn("cuff-1", "Secret", "any")).isEmpty();
        assertThat(devices.logIn("cuff-2", "secret", "any")).isEmpty();
        assertThat(devices.logIn("", "", "cuff-1")).isEmpty();
    }

    @Test
    void aNewDevicesLineAndPasswordGoTogetherAndAStarSpeaksForAll() throws IOException {
        LocalDevices.NewDevice made = LocalDevices.make("ward:box");

        assertThat(read(made.line()).logIn("ward:box", made.password(), "any"))
                .contains(new LocalDevices.Login("ward:box", false));
        assertThat(read(made.line() + ":*").logIn("ward:box", made.password(), "any"))
                .contains(new LocalDevices.Login("ward:box", true));
    }

    @Test
    void onLoopbackAnybodyIsWhoItSays() {
        assertThat(LocalDevices.anybody().logIn("", "", "cuff-1")).contains(new LocalDevices.Login("cuff-1", true));
        assertThat(LocalDevices.anybody().logIn("scale-1@north", "", "x"))
                .contains(new LocalDevices.Login("scale-1", true));
    }

    @Test
    void aLineThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> read(OF_MOSQUITTO + "\ncuff-2:secret\n"))
                .isInstanceOf(EdgeConfig.InvalidConfig.class)
                .hasMessageContaining("line 2");
    }

    private LocalDevices read(String lines) throws IOException {
        return LocalDevices.read(Files.writeString(directory.resolve("devices"), lines));
    }
}
