package io.derwent.devicesim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimMainTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();
    private final CommandLine sim =
            SimMain.commandLine().setErr(new PrintWriter(err)).setOut(new PrintWriter(out));

    @ParameterizedTest
    @ValueSource(strings = {"load", "verify --ledger none.ndjson"})
    void whoeverNeedsATokenSaysSo(String command) {
        int exit = sim.execute((command + " --token=").split(" "));

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--token is missing");
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "replay none.json --dry-run | 2 | none.json cannot be read: there is no such file",
                "replay pom.xml --dry-run   | 2 | pom.xml cannot be read: it is not JSON, Unexpected character ('<'",
                "verify --token x --ledger none.ndjson | 2 | ledger none.ndjson cannot be read: there is no such file",
                "verify --token x --ledger pom.xml     | 2 | ledger line 1 is no entry",
                "verify --token x --ledger pom.xml --console here | 2 | here/api/v1 is no address, http://host:port is expected",
                "town --token x --only-create --dir target/a-town --gateway http://127.0.0.1:1 | 3 | nobody answers there",
                "town --token x --dir pom.xml/town  | 2 | directory pom.xml/town cannot be made",
                "town --token x --dir target/a-town --patients 5 | 2 | patients is 5, 20 to 9999 are expected",
            })
    void whatGoesWrongIsSaidInASentence(String command, int exit, String sentence) {
        assertThat(sim.execute(command.split(" "))).isEqualTo(exit);
        assertThat(err.toString()).contains(sentence).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"town", "replay", "load", "verify"})
    void everyCommandSaysWhereItsServersAre(String command) {
        sim.execute(command, "--help");

        assertThat(out.toString()).contains("--token=TOKEN");
        assertThat(out.toString().contains("--console=URL")).isEqualTo(!command.equals("load"));
        assertThat(out.toString().contains("--mqtt=HOST:PORT")).isEqualTo(!command.equals("verify"));
    }
}
