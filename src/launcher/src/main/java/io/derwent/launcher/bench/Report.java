package io.derwent.launcher.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result of one bench: lines of ours against a peer, for a person or as one line of JSON. */
final class Report {
    private final String bench;
    private final List<Line> lines = new ArrayList<>();

    Report(String bench) {
        this.bench = bench;
    }

    /**
     * One figure; the ratio is ours divided by the peer's.
     *
     * @param peer what it is compared with, in words
     * @param aim the ratio or limit we want, in words; empty: reported only
     */
    private record Line(
            String what, double ours, String unit, Optional<String> peer, Optional<Double> theirs, String aim) {
        Optional<Double> ratio() {
            return theirs.map(value -> value == 0 ? 0 : ours / value);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("what", what);
            json.put("ours", ours);
            json.put("unit", unit);
            peer.ifPresent(value -> json.put("peer", value));
            theirs.ifPresent(value -> json.put("theirs", value));
            ratio().ifPresent(value -> json.put("ratio", value));
            if (!aim.isEmpty()) {
                json.put("aim", aim);
            }
            return json;
        }

        String text() {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-52s %12.1f %s", what, ours, unit));
            theirs.ifPresent(value ->
                    text.append(String.format(Locale.ROOT, "   %s %.1f %s", peer.orElse("peer"), value, unit)));
            ratio().ifPresent(value -> text.append(String.format(Locale.ROOT, "   ratio %.2f", value)));
            if (!aim.isEmpty()) {
                text.append("   aim ").append(aim);
            }
            return text.toString();
        }
    }

    Report figure(String what, double ours, String unit, String aim) {
        lines.add(new Line(what, ours, unit, Optional.empty(), Optional.empty(), aim));
        return this;
    }

    Report compared(String what, double ours, String unit, String peer, double theirs, String aim) {
        lines.add(new Line(what, ours, unit, Optional.of(peer), Optional.of(theirs), aim));
        return this;
    }

    /** On standard output. */
    void print(boolean json) {
        System.out.println(text(json));
    }

    /** A line of JSON, or lines for people. */
    String text(boolean json) {
        if (!json) {
            return lines.stream().map(Line::text).collect(Collectors.joining(System.lineSeparator()));
        }
        try {
            return new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "bench",
                            bench,
                            "figures",
                            lines.stream().map(Line::json).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }
}
