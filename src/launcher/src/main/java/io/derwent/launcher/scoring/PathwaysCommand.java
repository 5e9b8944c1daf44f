package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.Pathway;
import io.derwent.model.Rule;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.PathwayDocument;
import io.derwent.wire.ShippedPathways;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code derwent pathways}: which pathways come with the house, and whether files of others are valid. */
@Command(
        name = "pathways",
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists the pathways that come with Derwent, and checks files of others.",
        subcommands = {PathwaysCommand.ListThem.class, PathwaysCommand.Check.class})
public final class PathwaysCommand {
    private static final int INVALID = 1;

    @Command(
            name = "list",
            description =
                    "Lists the pathways that come with Derwent, each rule with its severity and where it comes from.")
    static final class ListThem implements Callable<Integer> {
        @Option(names = "--json", description = "Print one line of JSON for each pathway.")
        boolean json;

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            for (Pathway pathway : ShippedPathways.all().all()) {
                if (json) {
                    out.println(JsonLines.write(json(pathway)));
                } else {
                    print(pathway, out);
                }
            }
            out.flush();
            return 0;
        }

        private static ObjectNode json(Pathway pathway) {
            ObjectNode line = JsonLines.object()
                    .put("code", pathway.code())
                    .put("version", pathway.version())
                    .put("title", pathway.title());
            ArrayNode rules = line.putArray("rules");
            for (Pathway.Entry entry : pathway.entries()) {
                Rule rule = entry.rule();
                rules.addObject()
                        .put("id", rule.id())
                        .put("version", rule.version())
                        .put("title", entry.title())
                        .put("severity", rule.severity().code())
                        .put("optional", entry.optional())
                        .put("source", entry.provenance().source())
                        .put("verified", entry.provenance().verified());
            }
            ArrayNode listed = line.putArray("listed");
            for (Pathway.Listed item : pathway.listed()) {
                listed.addObject()
                        .put("id", item.id())
                        .put("as", item.as().code())
                        .put("rule", item.rule())
                        .put("text", item.text())
                        .put("reason", item.reason())
                        .put("source", item.provenance().source())
                        .put("verified", item.provenance().verified());
            }
            return line;
        }

        private static void print(Pathway pathway, PrintWriter out) {
            out.printf(Locale.ROOT, "%s, version %d: %s%n", pathway.code(), pathway.version(), pathway.title());
            for (Pathway.Entry entry : pathway.entries()) {
                out.printf(
                        Locale.ROOT,
                        "  %-8s %-14s %s%s%n",
                        entry.rule().id(),
                        entry.rule().severity().code(),
                        entry.title(),
                        entry.optional() ? " (optional)" : "");
                out.printf(
                        Locale.ROOT,
                        "           %s; verified: %s%n",
                        entry.provenance().source(),
                        entry.provenance().verified());
            }
            for (Pathway.Listed item : pathway.listed()) {
                out.printf(
                        Locale.ROOT,
                        "  %s, %s: %s (%s)%n",
                        item.id(),
                        item.as().code().replace('_', ' '),
                        item.text(),
                        item.reason());
            }
        }
    }

    @Command(
            name = "check",
            description = {
                "Checks files of pathways; schemas/pathway.schema.json describes them. Says everything that is wrong at once.",
                "Exits with 0 if all are valid, 1 if not."
            })
    static final class Check implements Callable<Integer> {
        @Option(names = "--json", description = "Print one line of JSON for each file.")
        boolean json;

        @Parameters(paramLabel = "FILE", arity = "1..*", description = "A file of one pathway.")
        List<Path> files = new ArrayList<>();

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            boolean valid = true;
            for (Path file : files) {
                valid &= json ? tell(file, out) : say(file, out);
            }
            out.flush();
            return valid ? 0 : INVALID;
        }

        private static boolean say(Path file, PrintWriter out) {
            PathwayDocument document;
            try {
                document = PathwayFiles.read(file);
            } catch (IOException e) {
                out.println(e.getMessage());
                return false;
            }
            document.errors().forEach(error -> out.println("%s: error: %s".formatted(file, error.getMessage())));
            document.warnings()
                    .forEach(warning -> out.println("%s: warning: %s".formatted(file, warning.getMessage())));
            document.pathway()
                    .ifPresent(pathway -> out.println("%s: pathway %s, version %d, %d rules: valid"
                            .formatted(
                                    file,
                                    pathway.code(),
                                    pathway.version(),
                                    pathway.entries().size())));
            return document.pathway().isPresent();
        }

        private static boolean tell(Path file, PrintWriter out) {
            ObjectNode line = JsonLines.object().put("file", file.toString());
            boolean valid = false;
            try {
                PathwayDocument document = PathwayFiles.read(file);
                valid = document.pathway().isPresent();
                line.put("valid", valid);
                document.pathway()
                        .ifPresent(pathway -> line.put("code", pathway.code()).put("version", pathway.version()));
                put(line.putArray("errors"), document.errors());
                put(line.putArray("warnings"), document.warnings());
            } catch (IOException e) {
                line.put("valid", false).putArray("errors").addObject().put("error", e.getMessage());
            }
            out.println(JsonLines.write(line));
            return valid;
        }

        private static void put(ArrayNode array, List<InvalidDocument> problems) {
            for (InvalidDocument problem : problems) {
                ObjectNode object = array.addObject();
                problem.member().ifPresent(member -> object.put("member", member));
                object.put("error", problem.getMessage());
            }
        }
    }
}
