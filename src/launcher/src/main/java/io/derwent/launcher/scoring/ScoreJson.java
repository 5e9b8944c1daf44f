package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.AlertEvent;
import io.derwent.model.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Scores and steps of alerts as lines, and what they say in words. */
final class ScoreJson {
    private final Map<String, String> recordIds;

    /** {@code recordIds}: by reading, the ids those who sent them gave; the others are told by ours. */
    ScoreJson(Map<String, String> recordIds) {
        this.recordIds = recordIds;
    }

    ObjectNode of(Score score) {
        ObjectNode json = JsonLines.object()
                .put("type", "score")
                .put("id", score.id())
                .put("patient", score.patient())
                .put("rule", "NEWS2")
                .put("at", score.receivedAt().toString())
                .put("effectiveTime", score.effectiveTime().toString());
        json.putArray("readings").add(id(score.reading()));
        json.put("status", score.total() == null ? "partial" : "complete")
                .put("total", score.total())
                .put("lower_bound", score.lowerBound())
                .put("upper_bound", score.upperBound());
        ObjectNode parts = json.putObject("parts");
        score.parts().forEach(parts::put);
        json.put("any_single_3", score.anySingleThree())
                .put("band", score.band())
                .put("monitoring", score.monitoring());
        score.missing().forEach(json.putArray("missing")::add);
        return json.put(
                "why",
                news2(score.total() != null, score.lowerBound(), score.upperBound(), score.parts(), score.missing()));
    }

    /** A prompt to the patient, a note that needs nobody, or a step of an alert. */
    ObjectNode of(AlertEvent step) {
        ObjectNode json = JsonLines.object()
                .put("type", type(step.kind()))
                .put("id", step.id())
                .put("alert", step.alert())
                .put("patient", step.subject().id())
                .put("rule", step.rule())
                .put("ruleVersion", step.ruleVersion())
                .put("severity", step.severity().code())
                .put("event", step.kind().code())
                .put("at", step.at().toString())
                .put("firstBreachAt", step.firstBreachAt().toString())
                .put("late", step.late());
        AlertEvent.Audience audience = step.audience();
        if (audience != null) {
            json.put("audience", audience.code());
        }
        ArrayNode readings = json.putArray("readings");
        step.readings().forEach(reading -> readings.add(id(reading.reading())));
        return json.put("why", why(step));
    }

    private String id(String reading) {
        return recordIds.getOrDefault(reading, reading);
    }

    private static String type(AlertEvent.Kind kind) {
        return switch (kind) {
            case PROMPTED -> "prompt";
            case NOTED -> "note";
            case RAISED, UPDATED, ESCALATED, CLEARED, WITHDRAWN, WOULD_HAVE -> "alert";
        };
    }

    private static String why(AlertEvent step) {
        List<String> parts = new ArrayList<>();
        if (step.kind() == AlertEvent.Kind.CLEARED) {
            parts.add(step.limits().isEmpty() ? "in range again" : String.join(" and ", step.limits()));
        } else if (!step.limits().isEmpty()) {
            parts.add(String.join(" and ", step.limits()));
        }
        AlertEvent.ScoreSummary score = step.score();
        if (score != null) {
            parts.add(news2(score.complete(), score.lowerBound(), score.upperBound(), score.parts(), step.missing()));
        }
        step.readings().stream().map(ScoreJson::measured).forEach(parts::add);
        if (step.late()) {
            parts.add("taken %s, arrived %s".formatted(step.effectiveTime(), step.receivedAt()));
        }
        return String.join("; ", parts);
    }

    private static String measured(AlertEvent.Evidence reading) {
        String quantities = reading.quantities().entrySet().stream()
                .map(quantity -> "%s %s"
                        .formatted(quantity.getKey().code(), quantity.getValue().toPlainString()))
                .collect(Collectors.joining(", "));
        return "%s at %s".formatted(quantities.isEmpty() ? reading.kind().code() : quantities, reading.effectiveTime());
    }

    private static String news2(
            boolean complete, int least, int most, Map<String, Integer> parts, List<String> missing) {
        String points = parts.entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
        return complete
                ? "NEWS2 %d%s".formatted(least, points.isEmpty() ? "" : " (" + points + ")")
                : "no NEWS2, %s missing: at least %d, at most %d%s"
                        .formatted(
                                String.join(", ", missing), least, most, points.isEmpty() ? "" : " (" + points + ")");
    }
}
