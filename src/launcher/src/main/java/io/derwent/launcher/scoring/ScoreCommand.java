package io.derwent.launcher.scoring;

import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.Pathway;
import io.derwent.wire.CarePlanDocument;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.ShippedPathways;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code derwent score}: what the vitals job would say to a stream of readings. */
@Command(
        name = "score",
        description = {
            "Says what the vitals job would say to a stream of readings under a care plan: scores, prompts and alerts.",
            "A line in is one JSON object; \"type\" says which:",
            "  reading  a canonical reading with receivedAt, and patient and device if there are several",
            "  action   {\"alert\":…,\"kind\":\"acknowledged|released|snoozed|resolved\",\"at\":…}; until with a snooze",
            "  plan     {\"plan\":{…},\"at\":…}: the plan from then on",
            "  tick     {\"at\":…}: time has passed",
            "Each answers with as many lines as there is to say, at once; a line that cannot be read with {\"error\":…}.",
            "The same code scores in the job: no clock is read, times are those of the lines."
        })
public final class ScoreCommand implements Callable<Integer> {
    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description = "The care plan, as for POST /api/v1/care-plans; schemas/care-plan.schema.json describes it.")
    Path plan = Path.of("");

    @Option(
            names = "--pathway",
            paramLabel = "FILE",
            description =
                    "A file of a pathway, in place of the one with its code that comes with Derwent or beside them;"
                            + " may be given several times. schemas/pathway.schema.json describes it.")
    List<Path> pathways = new ArrayList<>();

    @Option(names = "--lines", required = true, description = "Read standard input line by line.")
    boolean lines;

    @Option(
            names = "--tenant",
            defaultValue = "local",
            description = "Whose patients they are; a part of every id (${DEFAULT-VALUE}).")
    String tenant = "local";

    @Spec
    CommandSpec spec = CommandSpec.create();

    InputStream in = System.in;

    @Override
    public Integer call() throws IOException {
        ScoreSession session = session();
        PrintWriter out = spec.commandLine().getOut();
        BufferedReader input = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            session.answer(line).forEach(answer -> out.println(JsonLines.write(answer)));
            out.flush();
        }
        return 0;
    }

    private ScoreSession session() throws IOException {
        List<Pathway> own;
        try {
            own = PathwayFiles.valid(pathways);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (!Files.isReadable(plan)) {
            throw new ParameterException(spec.commandLine(), plan + " cannot be read");
        }
        try {
            return new ScoreSession(
                    tenant,
                    ShippedPathways.all().with(own),
                    CarePlanDocument.read(plan.toString(), Files.readAllBytes(plan)));
        } catch (InvalidDocument | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "%s: %s".formatted(plan, e.getMessage()), e);
        }
    }
}
