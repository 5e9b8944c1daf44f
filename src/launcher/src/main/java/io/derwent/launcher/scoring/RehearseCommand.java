package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.console.pathways.PathwayChange;
import io.derwent.devicesim.api.ApiRefused;
import io.derwent.devicesim.api.ApiUnavailable;
import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.launcher.console.ConsoleOptions;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.Pathway;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.JsonDocument;
import io.derwent.wire.PathwayDocument;
import io.derwent.wire.ShippedPathways;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
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
            "With --lines nothing is asked of a console: each line of standard input is one patient,",
            "  {\"patient\":…,\"plan\":{…},\"readings\":[…],\"actions\":[…],\"until\":…}: the plan as it is, as for",
            "  POST /api/v1/care-plans, readings and actions as for score; each answers with one line, a line that cannot be",
            "  read with {\"error\":…}; the last line is {\"total\":{…}}.",
            "Exit code 0: an answer came, whatever it says; 1: the console refused or failed, or a line could not be read;"
                    + " 3: the console did not answer."
        })
public final class RehearseCommand implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int NO_ANSWER = 3;
    private static final int FEWEST_DAYS = 30;
    private static final int MOST_DAYS = 90;
    private static final String RULES = "rules";
    private static final String DONE = "done";
    private static final Set<String> GOING = Set.of("waiting", "running");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    @ArgGroup(multiplicity = "1")
    Whom whom = new Whom();

    /** One patient, everybody on a pathway, or those of standard input. */
    static final class Whom {
        @Option(names = "--patient", paramLabel = "ID", description = "One patient.")
        String patient = "";

        @Option(
                names = "--pathway",
                paramLabel = "CODE",
                description = "Everybody on this pathway; limits that patients have of their own stay theirs.")
        String pathway = "";

        @Option(
                names = "--lines",
                description = "Read one patient a line from standard input, and answer each with one line at once.")
        boolean lines;
    }

    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description =
                    "The care plan, as for POST /api/v1/care-plans; for many patients the whole pathway with the change,"
                            + " as for PUT /api/v1/pathways/CODE, or limits alone:"
                            + " {\"pathway\":…,\"thresholds\":[{\"rule\":…,\"parameter\":…,\"value\":…}]}.")
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

    InputStream in = System.in;

    @Override
    public Integer call() throws IOException {
        if (days < FEWEST_DAYS || days > MOST_DAYS) {
            throw new ParameterException(
                    spec.commandLine(), "--days is %d, %d to %d is expected".formatted(days, FEWEST_DAYS, MOST_DAYS));
        }
        return whom.lines ? converse() : ask();
    }

    private int converse() throws IOException {
        RehearseLines lines;
        try {
            lines = new RehearseLines(ShippedPathways.all(), change(read()), days);
        } catch (InvalidDocument | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "%s: %s".formatted(plan, e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        BufferedReader input = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            out.println(JsonLines.write(lines.answer(line)));
            out.flush();
        }
        out.println(JsonLines.write(lines.total()));
        out.flush();
        return lines.isWhole() ? 0 : REFUSED;
    }

    /** The pathway with the change. */
    private static Pathway change(ObjectNode document) {
        String file = document.toString();
        if (!document.has(RULES)) {
            JsonDocument limits = JsonDocument.of(document, "the plan", Set.of("pathway", "thresholds"));
            Pathway now = ShippedPathways.all().named(limits.text("pathway"));
            List<PathwayChange> changes = PathwayChange.of(limits, "thresholds");
            file = PathwayChange.in(new String(ShippedPathways.file(now.code()), StandardCharsets.UTF_8), now, changes);
        }
        PathwayDocument read = PathwayDocument.read("the pathway", file.getBytes(StandardCharsets.UTF_8));
        return read.pathway().orElseThrow(() -> read.errors().get(0));
    }

    private int ask() throws IOException {
        ConsoleApi api = console.api()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--console and --token are missing, and no installation runs here"));
        ObjectNode document = read();
        try {
            JsonNode answer = whom.patient.isEmpty()
                    ? caseload(api, document)
                    : api.rehearsePlan(console.tenant(), whom.patient, document.put("days", days));
            if (!answer.path("state").asText(DONE).equals(DONE)) {
                spec.commandLine().getErr().println(answer.path("failed").asText("the rehearsal was cancelled"));
                return REFUSED;
            }
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

    /** Waits until everybody was looked at. */
    private JsonNode caseload(ConsoleApi api, ObjectNode document) {
        ObjectNode body = document.has(RULES) ? JsonLines.object().set("document", document) : document;
        JsonNode run = api.startRehearsal(console.tenant(), whom.pathway, body.put("days", days));
        String id = run.path("id").asText();
        while (GOING.contains(run.path("state").asText())) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            run = api.rehearsal(console.tenant(), id);
            if (!json) {
                spec.commandLine()
                        .getErr()
                        .printf(
                                "%d of %d patients%n",
                                run.path("looked").asInt(), run.path("patients").asInt());
            }
        }
        return run;
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

    private static void print(JsonNode whole, PrintWriter out) {
        JsonNode answer = whole.has("result") ? whole.path("result") : whole;
        answer.path("words").forEach(sentence -> out.println(sentence.asText()));
        print("lost", answer.path("lost"), out);
        print("new", answer.has("added") ? answer.path("added") : answer.path("gained"), out);
        answer.path("leftOut")
                .forEach(one -> out.printf(
                        "left out %s: %s%n",
                        one.path("patient").asText(), one.path("words").asText()));
        out.println("day         now  then");
        answer.path("perDay").forEach(day -> {
            int before = day.path("before").asInt();
            int after = day.path("after").asInt();
            if (before + after > 0) {
                out.printf(
                        "%s %4d %5d%n", day.path(day.has("of") ? "of" : "day").asText(), before, after);
            }
        });
    }

    private static void print(String word, JsonNode list, PrintWriter out) {
        JsonNode alerts = list.has("items") ? list.path("items") : list;
        for (JsonNode alert : alerts) {
            String outcome = alert.path("outcome").asText();
            String whose = alert.path("patient").asText();
            out.printf(
                    "%s%s  %s %s, raised %s%s%n",
                    word,
                    whose.isEmpty() ? "" : " " + whose,
                    alert.path("rule").asText(),
                    alert.path("severity").asText(),
                    alert.path("raisedAt").asText(),
                    outcome.isEmpty() ? "" : ", closed as " + outcome);
        }
        if (list.path("more").asBoolean()) {
            out.printf(
                    "%s: %d of %d are listed%n",
                    word, alerts.size(), list.path("all").asInt());
        }
    }
}
