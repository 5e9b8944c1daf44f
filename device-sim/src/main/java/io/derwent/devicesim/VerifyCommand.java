package io.derwent.devicesim;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.devicesim.scenario.Pace;
import io.derwent.devicesim.verify.EquipmentVerdict;
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
            "",
            "Of equipment raw pings are not stored, so it is what must come of them that is compared. A thing that stood in a place,"
                    + " read by acknowledged messages, for eight of the intervals at which the place before had read it and half a"
                    + " minute more (where it was nowhere before: read once) is told to be there. Every move is counted, from 1 on,"
                    + " and leads from where the one before ended into a place where it was read then; no stay is told twice. What"
                    + " left departs while its reader is heard of, and nothing that is seen does. Whereabouts are at most 40 s older"
                    + " than the last read. Tags of no asset are listed. Each silence of a reader that the scenario has is one"
                    + " RD-01, raised and cleared, and none is told of a time in which the reader was heard of; when it was heard of"
                    + " last is at most 20 s older than its last message.",
            "Not claimed: how many reads there were, and stays shorter than that. Not judged: things that readers beyond the ledger"
                    + " saw too, moves decided by reads later than the ledger's, departures while the reader was away for a minute,"
                    + " silences during which no reader at all got through for a minute.",
            "",
            "Exit code 0 only if nothing is lost or duplicated and everything implied is there."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
final class VerifyCommand implements Callable<Integer> {
    private static final int SHOWN_OF_A_LIST = 10;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private TokenOption token;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            required = true,
            description = "ledger.ndjson of the simulation; of each, if there are several")
    private List<Path> ledgers;

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
        Verdict verdict = verifier.verify(ledgers, within);
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
        EquipmentVerdict equipment = verdict.equipment();
        row(out, "pings acknowledged", equipment.pings());
        row(out, "things they saw", equipment.things());
        row(out, "  moved by others, not judged", equipment.movedByOthers());
        row(out, "stays implied", equipment.staysImplied());
        row(out, "moves stored", equipment.movesStored());
        out.println();
        list(out, "lost", verdict.lost());
        list(out, "duplicated", verdict.duplicated());
        list(out, "wrong patient", verdict.misattributed());
        list(out, "wrongly answered", verdict.wronglyAnswered());
        list(out, "wrong scores", verdict.wrongScores());
        list(out, "wrong times", verdict.wrongTimes());
        list(out, "missing alerts", verdict.missingAlerts());
        list(out, "unexpected alerts", verdict.unexpectedAlerts());
        list(out, "missing moves", equipment.missingMoves());
        list(out, "unexpected moves", equipment.unexpectedMoves());
        list(out, "missing unknown tags", equipment.missingUnknownTags());
        list(out, "wrong readers", equipment.wrongReaders());
        out.println();
        out.println(verdict.holds() ? "All as it should be." : "Not as it should be.");
    }

    private static void row(PrintWriter out, String what, int count) {
        out.printf("%-30s %6d%n", what, count);
    }

    private static void list(PrintWriter out, String what, List<String> sentences) {
        row(out, what, sentences.size());
        sentences.stream().limit(SHOWN_OF_A_LIST).forEach(sentence -> out.println("    " + sentence));
        if (sentences.size() > SHOWN_OF_A_LIST) {
            out.printf("    and %d more%n", sentences.size() - SHOWN_OF_A_LIST);
        }
    }
}
