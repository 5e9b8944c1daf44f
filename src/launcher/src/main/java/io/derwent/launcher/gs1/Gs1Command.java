package io.derwent.launcher.gs1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.gs1.Gs1Message;
import io.derwent.gs1.Gs1Reader;
import io.derwent.gs1.InvalidGs1;
import io.derwent.launcher.lines.JsonLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code derwent gs1}: what a barcode, a bracketed text or a Digital Link says. */
@Command(
        name = "gs1",
        synopsisSubcommandLabel = "COMMAND",
        description = "Reads GS1 element strings and Digital Links.",
        subcommands = {Gs1Command.Parse.class})
public final class Gs1Command {
    private Gs1Command() {}

    /** {@code derwent gs1 parse}: each text by itself, or line by line with a script. */
    @Command(
            name = "parse",
            description = "Says which AIs, key and Digital Link a text holds, or where it goes wrong. A text is what a"
                    + " scanner sends (]d2…), bracketed text ((01)…) or a GS1 Digital Link (https://…). Exits with"
                    + " 1 if one is invalid.")
    static final class Parse implements Callable<Integer> {
        private static final List<String> SPELLINGS = List.of("scan", "text", "uri");

        @Option(
                names = "--lines",
                description =
                        "Read one JSON object a line from standard input, {\"scan\":…}, {\"text\":…} (bracketed) or"
                                + " {\"uri\":…}, and answer each with one line at once.")
        boolean lines;

        @Option(names = "--json", description = "Print one line of JSON for each text.")
        boolean json;

        @Option(
                names = "--partial",
                description = "Take each text for a part of what its item carries: a serial number may stand alone.")
        boolean partial;

        @Parameters(paramLabel = "TEXT", description = "What to read.")
        List<String> texts = new ArrayList<>();

        @Spec
        CommandSpec spec = CommandSpec.create();

        InputStream in = System.in;
        Clock clock = Clock.systemUTC();

        @Override
        public Integer call() throws IOException {
            if (lines == !texts.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "Give either --lines or at least one TEXT.");
            }
            Gs1Reader reader = partial ? Gs1Reader.ofSingleScans(clock) : Gs1Reader.ofWholeMessages(clock);
            if (lines) {
                new JsonLines(line -> answer(reader, line), Gs1Json::invalid).converse(in, out());
                return 0;
            }
            return texts.stream().filter(text -> !print(reader, text)).count() == 0 ? 0 : 1;
        }

        private static ObjectNode answer(Gs1Reader reader, JsonNode line) {
            List<String> given = SPELLINGS.stream()
                    .filter(name -> line.path(name).isTextual())
                    .toList();
            if (given.size() != 1) {
                return Gs1Json.invalid("one text named scan, text or uri is expected");
            }
            String spelling = given.get(0);
            String value = line.path(spelling).textValue();
            try {
                return Gs1Json.of(
                        switch (spelling) {
                            case "scan" -> reader.scan(value);
                            case "text" -> reader.text(value);
                            default -> reader.uri(value);
                        });
            } catch (InvalidGs1 e) {
                return Gs1Json.of(e);
            }
        }

        /** Prints what a text says; returns whether it is valid. */
        private boolean print(Gs1Reader reader, String text) {
            try {
                Gs1Message message = reader.read(text);
                if (json) {
                    out().println(JsonLines.write(Gs1Json.of(message)));
                } else {
                    Gs1Text.print(message, LocalDate.now(clock), out());
                }
                return true;
            } catch (InvalidGs1 e) {
                if (json) {
                    out().println(JsonLines.write(Gs1Json.of(e)));
                } else {
                    Gs1Text.print(text, e, spec.commandLine().getErr());
                }
                return false;
            }
        }

        private PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }
}
