package io.derwent.devicesim;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.devicesim.scenario.Pace;
import io.derwent.devicesim.verify.Verdict;
import io.derwent.devicesim.verify.Verifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sim verify}. */
@Command(
        name = "verify",
        description = {
            "Holds the console's store against a ledger: lost, duplicated and late readings, their times; scores and alerts against what"
                    + " the scenario implies, each once.",
            "Exit code 0 only if nothing is lost or duplicated and everything implied is there."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
final class VerifyCommand implements Callable<Integer> {
    private static final int SHOWN_OF_A_LIST = 10;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private TokenOption token;

    @Option(names = "--ledger", paramLabel = "FILE", required = true, description = "ledger.ndjson of the simulation")
    private Path ledger;

    @Option(
            names = "--within",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "how long to wait until the pipeline has drained (${DEFAULT-VALUE})")
    private Duration within;

    @Option(names = "--json", description = "print the verdict as one line of JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Verifier verifier = new Verifier(console.api(token), Pace.real(Clock.systemUTC()));
        Verdict verdict = verifier.verify(ledger, within);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(verdict));
        } else {
            print(verdict, out);
        }
        out.flush();
        return verdict.holds() ? 0 : SimMain.NOT_AS_IT_SHOULD_BE;
    }

    private static void print(Verdict verdict, PrintWriter out) {
        row(out, "readings acknowledged", verdict.acknowledged());
        row(out, "rows stored for them", verdict.stored());
        row(out, "  arrived late", verdict.late());
        row(out, "stored though unconfirmed", verdict.unconfirmed());
        row(out, "messages refused as implied", verdict.refused());
        row(out, "scores implied", verdict.scoresExpected());
        row(out, "alerts implied", verdict.alertsExpected());
        row(out, "alerts raised", verdict.alertsRaised());
        out.println();
        list(out, "lost", verdict.lost());
        list(out, "duplicated", verdict.duplicated());
        list(out, "wrong patient", verdict.misattributed());
        list(out, "wrongly answered", verdict.wronglyAnswered());
        list(out, "wrong scores", verdict.wrongScores());
        list(out, "wrong times", verdict.wrongTimes());
        list(out, "missing alerts", verdict.missingAlerts());
        list(out, "unexpected alerts", verdict.unexpectedAlerts());
        out.println();
        out.println(verdict.holds() ? "All as it should be." : "Not as it should be.");
    }

    private static void row(PrintWriter out, String what, int count) {
        out.printf("%-28s %8d%n", what, count);
    }

    private static void list(PrintWriter out, String what, List<String> sentences) {
        row(out, what, sentences.size());
        sentences.stream().limit(SHOWN_OF_A_LIST).forEach(sentence -> out.println("    " + sentence));
        if (sentences.size() > SHOWN_OF_A_LIST) {
            out.printf("    and %d more%n", sentences.size() - SHOWN_OF_A_LIST);
        }
    }
}
