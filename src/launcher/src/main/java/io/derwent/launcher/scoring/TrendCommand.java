package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code derwent trend}: what a rule says of each point of a series. */
@Command(
        name = "trend",
        description = {
            "Judges each point of a series by a rule.",
            "A line is {\"series\":[…]}, its answer {\"points\":[…]}, one for each"
                    + " element. Numbers stand for one a day, null for none; or elements are"
                    + " {\"time\":\"2026-11-26T07:30:00Z\",\"value\":61} in any order (or a date alone). Days are those of"
                    + " Europe/London. A TEXT is such a line. Exits with 1 if one cannot be read.",
            "nightsignal: {\"series\":[60,60,61,60,60,64,65]}, mean heart rate of each night. Points: 0, 1 yellow, 2 red, null"
                    + " without data.",
            "robust-z: {\"series\":[…],\"parameter\":\"heart_rate\"} (weight, sbp; or \"floor\":1.5 of the MAD) and"
                    + " \"days\":28 (14 to 28). Points: median, sigma, z; null before seven values.",
            "ewma: the same line. Points also: ewma, alert.",
            "cusum: the same line, and \"direction\":\"up\" or \"down\". Points also: cusum, alert.",
            "hbpm-average: {\"series\":[{\"time\":\"2026-11-26T07:30:00Z\",\"systolic\":138,\"diastolic\":88,\"status\":0},…]}"
                    + " with status as the cuff sends it, or not; or {\"series\":[\"152/96 148/94 146/92 144/90\",…]}, a text"
                    + " for each day. Answer: complete, full_days, readings, systolic, diastolic, category, reason; points:"
                    + " used, or why not.",
            "weight-gain: {\"series\":[82.0,82.4,83.1,84.1]}, kg. Points: gain_kg over the least of three days, alert above"
                    + " 2.0."
        })
public final class TrendCommand extends ScoringCommand<TrendCommand.Judged> {
    private static final int FIELD_WIDTH = 16;

    @Option(names = "--rule", required = true, paramLabel = "RULE", description = "${COMPLETION-CANDIDATES}")
    TrendRule rule = TrendRule.NIGHTSIGNAL;

    /**
     * One series.
     *
     * @param line   as it was given
     * @param answer to it
     */
    record Judged(JsonNode line, ObjectNode answer) {}

    @Override
    Judged answer(JsonNode line) {
        return new Judged(line, rule.answer(line));
    }

    @Override
    ObjectNode json(Judged judged) {
        return judged.answer;
    }

    /** A line for each member of the answer, then one for each point, beside what was given where that is one element. */
    @Override
    void print(Judged judged, PrintWriter out) {
        List<String> given = new ArrayList<>();
        judged.line.path(TrendRule.SERIES).forEach(element -> given.add(words(element)));
        JsonNode points = judged.answer.path(TrendRule.POINTS);
        judged.answer.properties().stream()
                .filter(member -> !member.getKey().equals(TrendRule.POINTS))
                .forEach(member -> out.println(padded(member.getKey()) + words(member.getValue())));
        for (int i = 0; i < points.size(); i++) {
            String name = given.size() == points.size() ? given.get(i) : Integer.toString(i + 1);
            out.println(padded(name) + words(points.get(i)));
        }
    }

    private static String padded(String text) {
        return text + " ".repeat(Math.max(1, FIELD_WIDTH - text.length()));
    }

    private static String words(JsonNode node) {
        if (node.isNull()) {
            return "-";
        }
        if (!node.isObject()) {
            return node.asText();
        }
        return String.join(
                ", ",
                node.properties().stream()
                        .map(member -> member.getKey() + " " + words(member.getValue()))
                        .toList());
    }
}
