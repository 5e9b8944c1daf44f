package io.derwent.launcher.gs1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.Tag;
import io.derwent.gs1.epc.UnreadTag;
import io.derwent.launcher.lines.JsonLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code derwent epc}: what stands on an RFID tag. */
@Command(
        name = "epc",
        synopsisSubcommandLabel = "COMMAND",
        description = "Reads RFID tags.",
        subcommands = {EpcCommand.Decode.class})
public final class EpcCommand {
    private EpcCommand() {}

    /** {@code derwent epc decode}: each tag by itself, or line by line with a script. */
    @Command(
            name = "decode",
            description =
                    "Says which GS1 key a tag holds, or why it cannot be read. A tag is its EPC memory bank behind the"
                            + " protocol control word, in hexadecimal. Exits with 1 if one cannot be read.")
    static final class Decode implements Callable<Integer> {
        @Option(
                names = "--lines",
                description =
                        "Read one JSON object {\"hex\":…} a line from standard input and answer each with one line at"
                                + " once.")
        boolean lines;

        @Option(names = "--json", description = "Print one line of JSON for each tag.")
        boolean json;

        @Parameters(paramLabel = "HEX", description = "Tags to read.")
        List<String> tags = new ArrayList<>();

        @Spec
        CommandSpec spec = CommandSpec.create();

        InputStream in = System.in;

        @Override
        public Integer call() throws IOException {
            if (lines == !tags.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "Give either --lines or at least one HEX.");
            }
            if (lines) {
                new JsonLines(Decode::answer, Gs1Json::noTag).converse(in, out());
                return 0;
            }
            return tags.stream().filter(hex -> !print(Tag.read(hex))).count() == 0 ? 0 : 1;
        }

        private static ObjectNode answer(JsonNode line) {
            JsonNode hex = line.path("hex");
            return hex.isTextual()
                    ? Gs1Json.of(Tag.read(hex.textValue()))
                    : Gs1Json.noTag("a text named hex is expected");
        }

        /** Prints what a tag says; returns whether it could be read. */
        private boolean print(Tag tag) {
            if (json) {
                out().println(JsonLines.write(Gs1Json.of(tag)));
            } else if (tag instanceof UnreadTag unread) {
                spec.commandLine().getErr().println(unread.hex() + ": " + unread.sentence());
            } else {
                tag.epc().ifPresent(this::print);
            }
            return tag.epc().isPresent();
        }

        private void print(Epc epc) {
            out().println("key           " + epc.key().text());
            out().println("tag           %s, filter %d, company prefix of %d digits"
                    .formatted(epc.scheme().standardName(), epc.filter(), epc.gcpLength()));
            out().println("URN           " + epc.pureIdentityUrn());
            out().println("Digital Link  " + epc.key().digitalLink());
        }

        private PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }
}
