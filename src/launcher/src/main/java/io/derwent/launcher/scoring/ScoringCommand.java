package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.launcher.lines.JsonLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A question that is answered for each text by itself, or line by line with a script.
 *
 * @param <A> the answer
 */
abstract class ScoringCommand<A> implements Callable<Integer> {
    @Option(
            names = "--lines",
            description = "Read one JSON object a line from standard input and answer each with one line at once;"
                    + " {\"error\":…} where it cannot be answered. Exits with 0 when the input ends.")
    boolean lines;

    @Option(names = "--json", description = "Print one line of JSON for each TEXT.")
    boolean json;

    @Parameters(paramLabel = "TEXT", description = "What to read; without --lines.")
    List<String> texts = new ArrayList<>();

    @Spec
    CommandSpec spec = CommandSpec.create();

    InputStream in = System.in;

    @Override
    public Integer call() throws IOException {
        if (lines == !texts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Give either --lines or at least one TEXT.");
        }
        if (lines) {
            new JsonLines(line -> json(answer(line)), ScoringCommand::error).converse(in, out());
            return 0;
        }
        return texts.stream().filter(text -> !answered(text)).count() == 0 ? 0 : 1;
    }

    /**
     * The answer to one line.
     *
     * @throws InvalidLine if it makes no sense
     */
    abstract A answer(JsonNode line);

    /** As a script reads it. */
    abstract ObjectNode json(A answer);

    /** As people read it. */
    abstract void print(A answer, PrintWriter out);

    /** Whether a text with this answer lets the command end with 0. */
    boolean isGood(A answer) {
        return true;
    }

    /** What people give in place of a line: by default the same. */
    A answer(String text) {
        return answer(JsonLines.parse(text));
    }

    private boolean answered(String text) {
        try {
            A answer = answer(text);
            if (json) {
                out().println(JsonLines.write(json(answer)));
            } else {
                print(answer, out());
            }
            return isGood(answer);
        } catch (InvalidLine e) {
            String sentence = String.valueOf(e.getMessage());
            if (json) {
                out().println(JsonLines.write(error(sentence)));
            } else {
                spec.commandLine().getErr().println(sentence);
            }
            return false;
        }
    }

    private static ObjectNode error(String sentence) {
        return JsonLines.object().put("error", sentence);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
