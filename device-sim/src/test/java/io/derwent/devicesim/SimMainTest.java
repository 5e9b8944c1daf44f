package io.derwent.devicesim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @ValueSource(strings = {"town", "replay", "load", "verify"})
    void everyCommandSaysWhereItsServersAre(String command) {
        sim.execute(command, "--help");

        assertThat(out.toString()).contains("--token=TOKEN");
        assertThat(out.toString().contains("--console=URL")).isEqualTo(!command.equals("load"));
        assertThat(out.toString().contains("--mqtt=HOST:PORT")).isEqualTo(!command.equals("verify"));
    }
}
