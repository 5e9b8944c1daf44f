package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.devicesim.api.ApiRefused;
import io.derwent.devicesim.api.ApiUnavailable;
import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.launcher.console.ConsoleOptions;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.launcher.lines.JsonLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code derwent rehearse}: what a care plan would have raised, before it is saved. */
@Command(
        name = "rehearse",
        description = {
            "Says what a care plan would have raised of the last weeks, beside what the plan now raises, and which alerts"
                    + " that turned out to be real would be lost. Nothing is changed.",
            "The console replays the readings it has stored, with what people did about the alerts there were."
                    + " Without --console the installation this user started last is asked.",
            "Exit code 0: an answer came, whatever it says; 1: the console refused; 3: it did not answer."
        })
public final class RehearseCommand implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int NO_ANSWER = 3;

    @ArgGroup(multiplicity = "1")
    Whom whom = new Whom();

    /** One patient, or everybody on a pathway. */
    static final class Whom {
        @Option(names = "--patient", paramLabel = "ID", description = "One patient.")
        String patient = "";

        @Option(
                names = "--pathway",
                paramLabel = "CODE",
                description = "Everybody on this pathway; limits that patients have of their own stay theirs.")
        String pathway = "";
    }

    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description = "The care plan, as for POST /api/v1/care-plans; for a pathway its thresholds alone.")
    Path plan = Path.of("");

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "How many days to look back, 30 to 90 (${DEFAULT-VALUE}).")
    int days;

    @Option(names = "--json", description = "Print the console's answer as one line of JSON.")
    boolean json;

    @Mixin
    ConsoleOptions console = new ConsoleOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        ConsoleApi api = console.api()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--console and --token are missing, and no installation runs here"));
        ObjectNode body = read().put("days", days);
        try {
            JsonNode answer = whom.patient.isEmpty()
                    ? api.rehearsePathway(console.tenant(), whom.pathway, body)
                    : api.rehearsePlan(console.tenant(), whom.patient, body);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer);
            } else {
                print(answer, out);
            }
            return 0;
        } catch (ApiRefused e) {
            spec.commandLine().getErr().println(e.getMessage());
            return REFUSED;
        } catch (ApiUnavailable e) {
            spec.commandLine().getErr().println(e.getMessage());
            return NO_ANSWER;
        }
    }

    private ObjectNode read() throws IOException {
        if (!Files.isReadable(plan)) {
            throw new ParameterException(spec.commandLine(), plan + " cannot be read");
        }
        try {
            return (ObjectNode) JsonLines.parse(Files.readString(plan));
        } catch (InvalidLine e) {
            throw new ParameterException(spec.commandLine(), "%s: %s".formatted(plan, e.getMessage()), e);
        }
    }

    private static void print(JsonNode answer, PrintWriter out) {
        answer.path("words").forEach(sentence -> out.println(sentence.asText()));
        print("lost", "", answer.path("lost"), out);
        print("new", "", answer.path("added"), out);
        answer.path("patients")
                .forEach(one -> print("lost", " " + one.path("patient").asText(), one.path("lost"), out));
        answer.path("leftOut")
                .forEach(one -> out.printf(
                        "left out %s: %s%n",
                        one.path("patient").asText(), one.path("reason").asText()));
        out.println("day         now  then");
        answer.path("perDay").forEach(day -> {
            int before = day.path("before").asInt();
            int after = day.path("after").asInt();
            if (before + after > 0) {
                out.printf("%s %4d %5d%n", day.path("day").asText(), before, after);
            }
        });
    }

    private static void print(String word, String whose, JsonNode alerts, PrintWriter out) {
        for (JsonNode alert : alerts) {
            String outcome = alert.path("outcome").asText();
            out.printf(
                    "%s%s  %s %s, raised %s%s%n",
                    word,
                    whose,
                    alert.path("rule").asText(),
                    alert.path("severity").asText(),
                    alert.path("raisedAt").asText(),
                    outcome.isEmpty() ? "" : ", closed as " + outcome);
        }
    }
}
