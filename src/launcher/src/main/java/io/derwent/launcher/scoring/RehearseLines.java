package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.Comparison;
import io.derwent.clinical.Rehearsal;
import io.derwent.console.cases.Outcome;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.AlertAction;
import io.derwent.model.CarePlan;
import io.derwent.model.Pathway;
import io.derwent.model.Pathways;
import io.derwent.model.Reading;
import io.derwent.wire.CarePlanDocument;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.JsonDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rehearses a change of a pathway for one patient a line, and adds them up. Remembers sums only, so that a stream of patients may
 * be as long as it likes.
 */
final class RehearseLines {
    private static final String PATIENT = "patient";
    private static final String PLAN = "plan";
    private static final String READINGS = "readings";
    private static final String ACTIONS = "actions";
    private static final String UNTIL = "until";
    private static final List<String> MEMBERS = List.of(PATIENT, PLAN, READINGS, ACTIONS, UNTIL);
    private static final Set<String> ACTION = Set.of("id", "alert", "kind", "who", "at", UNTIL, "outcome");

    private final ScoreEvents events = new ScoreEvents("local");
    private final Pathways now;
    private final Pathways then;
    private final Pathway change;
    private final int days;
    private Comparison sum = Comparison.NONE;
    private int refused;
    private int watchedForLess;
    private int lost;
    private int lostReal;
    private int gained;

    /**
     * Rehearses.
     *
     * @param now    what plans start from as it is
     * @param change the pathway with the change
     */
    RehearseLines(Pathways now, Pathway change, int days) {
        this.now = now;
        this.then = now.with(List.of(change));
        this.change = change;
        this.days = days;
    }

    /** What one line says, or why it cannot be read. */
    ObjectNode answer(String line) {
        try {
            return compared(JsonLines.parse(line));
        } catch (InvalidLine | InvalidDocument | InvalidPayload | IllegalArgumentException e) {
            refused++;
            return JsonLines.object().put("error", e.getMessage());
        }
    }

    /** Whether every line could be read. */
    boolean isWhole() {
        return refused == 0;
    }

    /**
     * Everybody added up; {@code refused} says how many lines it says nothing about, {@code watchedForLess} who has no reading as
     * old as the days asked for.
     */
    ObjectNode total() {
        ObjectNode total = JsonLines.object()
                .put("patients", sum.patients())
                .put("refused", refused)
                .put("days", days)
                .put("patientDays", sum.patientDays())
                .put("watchedForLess", watchedForLess);
        total.set(
                "before",
                amount(sum.alerts().before(), sum.prompts().before())
                        .put("perPatientDay", sum.perPatientDay(sum.alerts().before())));
        total.set(
                "after",
                amount(sum.alerts().after(), sum.prompts().after())
                        .put("perPatientDay", sum.perPatientDay(sum.alerts().after())));
        ArrayNode byRule = total.putArray("byRule");
        sum.byRule().forEach((rule, pair) -> byRule.add(count(rule, pair)));
        ArrayNode bySeverity = total.putArray("bySeverity");
        sum.bySeverity().forEach((severity, pair) -> bySeverity.add(count(severity.code(), pair)));
        total.put("lost", lost).put("lostReal", lostReal).put("gained", gained);
        return JsonLines.object().set("total", total);
    }

    private static ObjectNode count(String of, Comparison.Pair pair) {
        return JsonLines.object().put("of", of).put("before", pair.before()).put("after", pair.after());
    }

    private ObjectNode compared(JsonNode line) {
        Members members = Members.of(line, MEMBERS);
        String patient = ScoreEvents.name(line, PATIENT, PATIENT);
        CarePlanDocument plan =
                CarePlanDocument.of(PLAN, members.any(PLAN).orElseThrow(() -> members.expected(PLAN, "a care plan")));
        List<Reading> readings = readings(members, patient);
        List<AlertAction> actions = actions(members, patient);
        Instant until = JsonDocument.of(only(line, UNTIL), "the line", Set.of(UNTIL))
                .optionalInstant(UNTIL)
                .orElseGet(() -> newest(readings, actions).plusMillis(1));
        Instant first = readings.stream()
                .map(Reading::receivedAt)
                .min(Instant::compareTo)
                .orElse(until);
        Instant span = until.minus(Duration.ofDays(days));
        Instant from = first.isAfter(span) ? first : span;
        if (!from.isBefore(until)) {
            throw new InvalidLine("there are no readings before %s".formatted(until));
        }
        CarePlan asItIs = events.plan(patient, plan, now, 1, from);
        boolean concerned = plan.pathway().equals(change.code())
                || plan.include().stream().anyMatch(item -> item.split("/", 2)[0].equals(change.code()));
        if (!concerned) {
            throw new InvalidLine("plan follows %s and includes nothing of %s, which is to be changed"
                    .formatted(plan.pathway(), change.code()));
        }
        Rehearsal before = Rehearsal.of(asItIs, readings, actions, from, until);
        Rehearsal after = Rehearsal.of(events.plan(patient, plan, then, 1, from), readings, actions, from, until);
        sum = sum.with(before, after);
        watchedForLess += from.isAfter(span) ? 1 : 0;
        ObjectNode answer = JsonLines.object().put(PATIENT, patient);
        answer.put("from", from.toString()).put("to", until.toString());
        answer.set("before", amount(before.alerts().size(), before.prompts()));
        answer.set("after", amount(after.alerts().size(), after.prompts()));
        ArrayNode lostAlerts = answer.putArray("lost");
        for (Rehearsal.Alert alert : before.without(after)) {
            Optional<Outcome> outcome = outcome(alert, actions);
            lost++;
            lostReal += outcome.filter(Outcome::wasReal).isPresent() ? 1 : 0;
            lostAlerts.add(alert(alert, outcome));
        }
        ArrayNode gainedAlerts = answer.putArray("gained");
        after.without(before).forEach(alert -> {
            gained++;
            gainedAlerts.add(alert(alert, outcome(alert, actions)));
        });
        return answer;
    }

    private List<Reading> readings(Members members, String patient) {
        List<Reading> readings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode element : array(members, READINGS)) {
            byte[] source = element.toString().getBytes(StandardCharsets.UTF_8);
            events.readings(element, source, patient).stream()
                    .map(ScoreEvents.Received::reading)
                    .filter(reading -> seen.add(reading.id()))
                    .forEach(readings::add);
        }
        return readings;
    }

    private List<AlertAction> actions(Members members, String patient) {
        List<AlertAction> actions = new ArrayList<>();
        for (JsonNode element : array(members, ACTIONS)) {
            actions.add(
                    events.action(JsonDocument.of(element, "actions[%d]".formatted(actions.size()), ACTION), patient));
        }
        return actions;
    }

    private static Iterable<JsonNode> array(Members members, String name) {
        Optional<JsonNode> node = members.any(name);
        if (node.isPresent() && !node.get().isArray()) {
            throw members.expected(name, "an array");
        }
        return node.<Iterable<JsonNode>>map(array -> array).orElse(List.of());
    }

    private static ObjectNode only(JsonNode line, String member) {
        ObjectNode only = JsonLines.object();
        Optional.ofNullable(line.get(member)).ifPresent(value -> only.set(member, value));
        return only;
    }

    private static Instant newest(List<Reading> readings, List<AlertAction> actions) {
        return Stream.concat(
                        readings.stream().map(Reading::receivedAt),
                        actions.stream().map(AlertAction::at))
                .max(Instant::compareTo)
                .orElseThrow(() -> new InvalidLine("there are no readings"));
    }

    /** What somebody closed this alert as. */
    private static Optional<Outcome> outcome(Rehearsal.Alert alert, List<AlertAction> actions) {
        return actions.stream()
                .filter(action -> action.kind() == AlertAction.Kind.RESOLVED
                        && action.alert().equals(alert.id()))
                .flatMap(action -> Optional.ofNullable(action.outcome()).flatMap(Outcome::ofCode).stream())
                .findFirst();
    }

    private static ObjectNode amount(int alerts, int prompts) {
        return JsonLines.object().put("alerts", alerts).put("prompts", prompts);
    }

    private static ObjectNode alert(Rehearsal.Alert alert, Optional<Outcome> outcome) {
        ObjectNode node = JsonLines.object()
                .put("id", alert.id())
                .put("rule", alert.rule())
                .put("severity", alert.severity().code())
                .put("raisedAt", alert.raisedAt().toString());
        outcome.ifPresent(closed -> node.put("outcome", closed.code()).put("wasReal", closed.wasReal()));
        return node;
    }
}
