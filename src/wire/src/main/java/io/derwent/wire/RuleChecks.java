package io.derwent.wire;

import io.derwent.model.Confirm;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Limit;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a rule that can be read makes sense by itself. */
final class RuleChecks {
    private static final int FEWEST_DAYS = 14;
    private static final int MOST_DAYS = 28;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final String ANY_OF = "anyOf";
    private static final String HORIZON = "timing.horizon";

    private final JsonDocument document;
    private final Problems problems;

    private RuleChecks(JsonDocument document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    /** Adds what is wrong with it to the problems. */
    static void check(Rule rule, JsonDocument document, Problems problems) {
        RuleChecks checks = new RuleChecks(document, problems);
        checks.timing(rule.timing());
        if (rule instanceof Rule.Threshold threshold) {
            checks.threshold(threshold);
        } else if (rule instanceof Rule.Score score) {
            checks.score(score);
        } else if (rule instanceof Rule.Change change) {
            checks.change(change);
        } else if (rule instanceof Rule.Average average) {
            checks.average(average);
        } else if (rule instanceof Rule.Baseline baseline) {
            checks.baseline(baseline);
        } else if (rule instanceof Rule.Missed missed) {
            checks.notNegative("grace", missed.grace());
            checks.notNegative("carerAfter", missed.carerAfter());
        } else if (rule instanceof Rule.SoftSigns signs) {
            checks.severities(
                    signs.severity(),
                    signs.higher().stream().map(Rule.SignsGrade::severity).toList());
            checks.totals(
                    signs.atLeast(),
                    signs.higher().stream().map(Rule.SignsGrade::atLeast).toList());
        } else if (rule instanceof Rule.DeviceFault fault) {
            checks.deviceFault(fault);
        } else if (rule instanceof Rule.OutOfCharacter character) {
            checks.outOfCharacter(character);
        }
    }

    private void timing(Timing timing) {
        notNegative("timing.currentFor", timing.currentFor());
        notNegative("timing.coolDown", timing.coolDown());
        atLeast("timing.actionableFor", timing.actionableFor(), timing.currentFor(), "as long as currentFor");
        atLeast(HORIZON, timing.horizon(), timing.actionableFor(), "as long as actionableFor");
    }

    private void threshold(Rule.Threshold rule) {
        alternatives(ANY_OF, rule.anyOf(), rule.onlyWhen());
        List<List<Limit>> alternatives = new ArrayList<>(rule.anyOf());
        for (int i = 0; i < rule.higher().size(); i++) {
            List<List<Limit>> higher = rule.higher().get(i).anyOf();
            alternatives("higher[%d].anyOf".formatted(i), higher, rule.onlyWhen());
            alternatives.addAll(higher);
        }
        severities(
                rule.severity(),
                rule.higher().stream().map(Rule.Grade::severity).toList());
        for (int i = 0; i < rule.extreme().size(); i++) {
            Limit extreme = rule.extreme().get(i);
            if (rule.anyOf().stream().noneMatch(all -> isWithin(List.of(extreme), all))) {
                wrong("extreme[%d]".formatted(i), quoted(extreme), "a limit beyond one of anyOf");
            }
        }
        clearing(rule.clearWhen(), alternatives);
        repeat(rule.confirm(), rule);
        for (int i = 0; i < rule.higher().size(); i++) {
            if (rule.higher().get(i).confirm() instanceof Confirm.Repeat repeat && repeat.unanswered() != null) {
                wrong(
                        "higher[%d].confirm.unanswered".formatted(i),
                        repeat.unanswered().toString(),
                        "none, because a breach that nobody repeated counts as the rule's own severity,");
            }
        }
        if (rule.recheck() != null) {
            notNegative("recheck", rule.recheck());
            if (!rule.promptPatient()) {
                wrong("promptPatient", "false", "true, because recheck asks the patient,");
            }
        }
    }

    private void repeat(Confirm confirm, Rule rule) {
        if (!(confirm instanceof Confirm.Repeat repeat)) {
            return;
        }
        atLeast(HORIZON, rule.timing().horizon(), repeat.max(), "as long as the max of confirm");
        if (repeat.unanswered() != null) {
            notNegative("confirm.unanswered", repeat.unanswered());
            if (!rule.promptPatient()) {
                wrong("promptPatient", "false", "true, because unanswered waits for an answer,");
            }
        }
    }

    private void alternatives(String member, List<List<Limit>> anyOf, List<Rule.Condition> onlyWhen) {
        Set<Finding> findings = onlyWhen.stream().map(Rule.Condition::finding).collect(Collectors.toSet());
        for (int i = 0; i < anyOf.size(); i++) {
            List<Limit> all = anyOf.get(i);
            String element = "%s[%d]".formatted(member, i);
            Map<Parameter, Span> spans = Span.of(all);
            spans.forEach((parameter, span) -> {
                if (span.isEmpty()) {
                    wrong(element, quoted(all), "a limit that a value %s meets".formatted(range(parameter)));
                } else if (span.equals(Span.plausible(parameter))) {
                    wrong(element, quoted(all), "a limit that not every value %s meets".formatted(range(parameter)));
                }
            });
            if (Arrays.stream(Kind.values()).noneMatch(kind -> carries(kind, spans.keySet(), findings))) {
                wrong(element, quoted(all), "what one reading carries together");
            }
        }
    }

    private void clearing(List<Limit> clearWhen, List<List<Limit>> alternatives) {
        Map<Parameter, Span> clear = Span.of(clearWhen);
        if (clear.values().stream().anyMatch(Span::isEmpty)) {
            wrong("clearWhen", quoted(clearWhen), "limits that one reading can meet");
            return;
        }
        if (clearWhen.isEmpty()) {
            return;
        }
        for (List<Limit> all : alternatives) {
            Map<Parameter, Span> breach = Span.of(all);
            boolean apart = breach.entrySet().stream()
                    .anyMatch(entry -> clear.containsKey(entry.getKey())
                            && clear.get(entry.getKey()).and(entry.getValue()).isEmpty());
            if (!apart && breach.values().stream().noneMatch(Span::isEmpty)) {
                wrong("clearWhen", quoted(clearWhen), "what no reading with %s meets".formatted(quoted(all)));
            }
        }
    }

    private void score(Rule.Score rule) {
        if (rule.atMost() < rule.atLeast()) {
            wrong("atMost", String.valueOf(rule.atMost()), "at least the %d of atLeast".formatted(rule.atLeast()));
        }
        severities(
                rule.severity(),
                rule.higher().stream().map(Rule.ScoreGrade::severity).toList());
        totals(
                rule.atLeast(),
                rule.higher().stream().map(Rule.ScoreGrade::atLeast).toList());
    }

    private void change(Rule.Change rule) {
        for (int i = 0; i < rule.anyOf().size(); i++) {
            positive("anyOf[%d].above".formatted(i), rule.anyOf().get(i).above());
        }
        rule.anyOf().stream()
                .map(Rule.Rise::above)
                .min(Comparator.naturalOrder())
                .filter(least -> rule.clear().above().compareTo(least) > 0)
                .ifPresent(least -> wrong(
                        "clear.above",
                        rule.clear().above().toPlainString(),
                        "at most the %s of anyOf".formatted(least)));
        rule.anyOf().stream()
                .map(Rule.Rise::days)
                .max(Comparator.naturalOrder())
                .filter(most -> rule.clear().days() < most)
                .ifPresent(most -> wrong(
                        "clear.days", String.valueOf(rule.clear().days()), "at least the %d of anyOf".formatted(most)));
        atLeast(HORIZON, rule.timing().horizon(), Duration.ofDays(rule.clear().days()), "as long as the days of clear");
    }

    private void average(Rule.Average rule) {
        pressures(ANY_OF, rule.anyOf());
        pressures("unless", rule.unless());
        for (int i = 0; i < rule.unless().size(); i++) {
            Limit above = rule.unless().get(i);
            if (rule.anyOf().stream().noneMatch(limit -> isWithin(List.of(above), List.of(limit)))) {
                wrong("unless[%d]".formatted(i), quoted(above), "a limit beyond one of anyOf");
            }
        }
    }

    private void pressures(String member, List<Limit> limits) {
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            String element = "%s[%d]".formatted(member, i);
            if (limit.parameter() != Parameter.SYSTOLIC_BP && limit.parameter() != Parameter.DIASTOLIC_BP) {
                wrong(element, quoted(limit), "a limit on systolic_bp or diastolic_bp");
            } else if (Span.of(limit).isEmpty()) {
                wrong(element, quoted(limit), "a limit that a value %s meets".formatted(range(limit.parameter())));
            }
        }
    }

    private void baseline(Rule.Baseline rule) {
        baseline(rule.by(), rule.days());
        atLeast(
                HORIZON,
                rule.timing().horizon(),
                Duration.ofDays(rule.days()).plus(WEEK),
                "a week more than the days of the baseline");
    }

    private void baseline(BigDecimal by, int days) {
        positive("by", by);
        if (days < FEWEST_DAYS || days > MOST_DAYS) {
            wrong("days", String.valueOf(days), "%d to %d".formatted(FEWEST_DAYS, MOST_DAYS));
        }
    }

    private void outOfCharacter(Rule.OutOfCharacter rule) {
        baseline(rule.by(), rule.days());
        repeat(rule.confirm(), rule);
    }

    private void deviceFault(Rule.DeviceFault rule) {
        if (rule.marks().isEmpty() && rule.findings().isEmpty()) {
            problems.add(document.wrong(
                    "marks", "%s and findings are empty, one of them is expected".formatted(document.path("marks"))));
        }
        for (int i = 0; i < rule.findings().size(); i++) {
            Finding finding = rule.findings().get(i).finding();
            if (!carries(rule.kind(), Set.of(), Set.of(finding))) {
                wrong(
                        "findings[%d]".formatted(i),
                        "\"%s\"".formatted(finding.code()),
                        "a finding of %s".formatted(rule.kind().code()));
            }
        }
        notNegative("within", rule.within());
        atLeast(HORIZON, rule.timing().horizon(), rule.within(), "as long as within");
    }

    private void severities(Severity severity, List<Severity> higher) {
        Severity below = severity;
        for (int i = 0; i < higher.size(); i++) {
            Severity grade = higher.get(i);
            if (grade.compareTo(below) <= 0) {
                wrong("higher[%d].severity".formatted(i), grade.code(), "more than %s".formatted(below.code()));
            }
            below = grade;
        }
    }

    private void totals(int atLeast, List<Integer> higher) {
        int below = atLeast;
        for (int i = 0; i < higher.size(); i++) {
            int from = higher.get(i);
            if (from <= below) {
                wrong("higher[%d].atLeast".formatted(i), String.valueOf(from), "more than %d".formatted(below));
            }
            below = from;
        }
    }

    private void positive(String member, BigDecimal value) {
        if (value.signum() <= 0) {
            wrong(member, value.toPlainString(), "more than 0");
        }
    }

    private void notNegative(String member, Duration duration) {
        if (duration.isNegative()) {
            wrong(member, duration.toString(), "no less than PT0S");
        }
    }

    private void atLeast(String member, Duration duration, Duration least, String because) {
        if (duration.compareTo(least) < 0) {
            wrong(member, duration.toString(), "%s or more, %s,".formatted(least, because));
        }
    }

    private static boolean carries(Kind kind, Set<Parameter> parameters, Set<Finding> findings) {
        Set<Object> carried = new HashSet<>();
        for (Kind.Field field : kind.fields()) {
            carried.add(
                    field instanceof Kind.Field.Quantity quantity
                            ? quantity.parameter()
                            : ((Kind.Field.Word) field).finding());
        }
        return carried.containsAll(parameters) && carried.containsAll(findings);
    }

    /** Whether whatever meets the inner limits meets the outer ones. */
    private static boolean isWithin(List<Limit> inner, List<Limit> outer) {
        Map<Parameter, Span> spans = Span.of(inner);
        return Span.of(outer).entrySet().stream()
                .allMatch(entry -> spans.containsKey(entry.getKey())
                        && spans.get(entry.getKey()).isWithin(entry.getValue()));
    }

    private void wrong(String member, String is, String expected) {
        problems.add(document.wrong(member, "%s is %s, %s is expected".formatted(document.path(member), is, expected)));
    }

    private static String range(Parameter parameter) {
        return "from %s to %s %s".formatted(parameter.lowest(), parameter.highest(), parameter.ucum());
    }

    private static String quoted(Limit limit) {
        return quoted(List.of(limit));
    }

    private static String quoted(List<Limit> all) {
        return all.stream().map(Limit::toString).collect(Collectors.joining(" and ", "\"", "\""));
    }
}
