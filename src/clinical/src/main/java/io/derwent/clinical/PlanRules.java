package io.derwent.clinical;

import io.derwent.model.Limit;
import io.derwent.model.Limit.Comparison;
import io.derwent.model.Parameter;
import io.derwent.model.Pathway;
import io.derwent.model.Pathways;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of one patient's plan: those of its pathway, and what differs for this patient. */
public final class PlanRules {
    private PlanRules() {}

    /**
     * This pathway, if it may be followed on this scale.
     *
     * @throws IllegalArgumentException if its targets are those of the other scale
     */
    public static Pathway onScale(Pathway pathway, int spo2Scale) {
        if (pathway.spo2Scale() != null && pathway.spo2Scale() != spo2Scale) {
            throw new IllegalArgumentException("spo2Scale is %d, pathway %s needs scale %d"
                    .formatted(spo2Scale, pathway.code(), pathway.spo2Scale()));
        }
        return pathway;
    }

    /**
     * The rules of a pathway with those a plan includes: {@code BP-07}, an optional rule of the pathway itself;
     * {@code wearable}, all rules of another pathway; {@code wearable/WR-01}, one of them. What is there already stays as it
     * is.
     *
     * @throws IllegalArgumentException if there is no such rule, or its pathway needs another scale
     */
    public static List<Rule> including(List<String> include, Pathway pathway, Pathways pathways, int spo2Scale) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        pathway.rules().forEach(rule -> rules.put(rule.id(), rule));
        for (String item : include) {
            String[] parts = item.split("/", 2);
            Optional<Pathway> other = pathways.of(parts[0]).map(found -> onScale(found, spo2Scale));
            List<Rule> included = parts.length == 1
                    ? pathway.entry(item)
                            .map(entry -> List.of(entry.rule()))
                            .or(() -> other.map(Pathway::rules))
                            .orElse(List.of())
                    : other.flatMap(found -> found.entry(parts[1])).stream()
                            .map(Pathway.Entry::rule)
                            .toList();
            if (included.isEmpty()) {
                throw new IllegalArgumentException(
                        "include is \"%s\", a rule of pathway %s, another pathway or one of its rules (wearable/WR-01) is expected"
                                .formatted(item, pathway.code()));
            }
            included.forEach(rule -> rules.putIfAbsent(rule.id(), rule));
        }
        return List.copyOf(rules.values());
    }

    /**
     * The rules with a patient's own limits. A limit moves in every alternative it edges; the limits at which the rule
     * clears move by as much, and a neighbouring rule that begins where this one ended follows, so that no value falls
     * between two rules.
     *
     * @throws IllegalArgumentException if there is no such rule, the rule has no limit on that quantity, the value is not
     *     plausible, or it lies beyond the limits at which the same rule asks for no repeat or is more severe
     */
    public static List<Rule> withThresholds(List<Rule> rules, List<PersonalThreshold> thresholds) {
        List<Rule> changed = new ArrayList<>(rules);
        for (PersonalThreshold personal : thresholds) {
            Rule.Threshold rule = changed.stream()
                    .filter(candidate -> candidate.id().equals(personal.rule()))
                    .findFirst()
                    .filter(Rule.Threshold.class::isInstance)
                    .map(Rule.Threshold.class::cast)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the pathway has no threshold rule %s, it has %s".formatted(personal.rule(), ids(rules))));
            Limit edge = edge(rule, personal.parameter())
                    .orElseThrow(() -> new IllegalArgumentException("rule %s has no limit on %s"
                            .formatted(rule.id(), personal.parameter().code())));
            check(rule, edge, personal);
            changed.replaceAll(candidate -> candidate.id().equals(rule.id())
                    ? moved(rule, edge, personal.value())
                    : following(candidate, edge, personal.value()));
        }
        return List.copyOf(changed);
    }

    private static List<String> ids(List<Rule> rules) {
        return rules.stream()
                .filter(Rule.Threshold.class::isInstance)
                .map(Rule::id)
                .toList();
    }

    private static Optional<Limit> edge(Rule.Threshold rule, Parameter parameter) {
        return rule.anyOf().stream()
                .flatMap(all -> first(all, parameter).stream())
                .findFirst();
    }

    private static Optional<Limit> first(List<Limit> all, Parameter parameter) {
        return all.stream().filter(limit -> limit.parameter() == parameter).findFirst();
    }

    private static void check(Rule.Threshold rule, Limit edge, PersonalThreshold personal) {
        BigDecimal value = personal.value();
        if (!personal.parameter().isPlausible(value)) {
            throw new IllegalArgumentException("%s of rule %s is %s, plausible is %s to %s %s"
                    .formatted(
                            personal.parameter().code(),
                            rule.id(),
                            value,
                            personal.parameter().lowest(),
                            personal.parameter().highest(),
                            personal.parameter().ucum()));
        }
        List<Limit> furtherOut = new ArrayList<>(rule.extreme());
        rule.higher().forEach(grade -> grade.anyOf().forEach(furtherOut::addAll));
        rule.anyOf().forEach(furtherOut::addAll);
        for (Limit limit : furtherOut) {
            boolean otherBound = limit.parameter() == edge.parameter() && !limit.equals(edge);
            if (otherBound && !isShortOf(value, limit, isUpward(edge))) {
                throw new IllegalArgumentException("%s of rule %s is %s, beyond its own limit %s"
                        .formatted(edge.parameter().code(), rule.id(), value, limit));
            }
        }
    }

    private static boolean isShortOf(BigDecimal value, Limit limit, boolean upward) {
        return upward ? value.compareTo(limit.bound()) < 0 : value.compareTo(limit.bound()) > 0;
    }

    private static boolean isUpward(Limit limit) {
        return limit.comparison() == Comparison.ABOVE || limit.comparison() == Comparison.AT_LEAST;
    }

    private static Rule moved(Rule.Threshold rule, Limit edge, BigDecimal value) {
        BigDecimal by = value.subtract(edge.bound());
        List<List<Limit>> anyOf = rule.anyOf().stream()
                .map(all -> all.stream()
                        .map(limit -> limit.equals(edge) ? at(limit, value) : limit)
                        .toList())
                .toList();
        List<Limit> clearWhen = rule.clearWhen().stream()
                .map(limit -> limit.parameter() == edge.parameter() && isUpward(limit) != isUpward(edge)
                        ? at(limit, limit.bound().add(by))
                        : limit)
                .toList();
        return copy(rule, anyOf, clearWhen);
    }

    /** A rule whose inner limit is the complement of the moved edge ({@code > 92} beside {@code <= 92}) moves with it. */
    private static Rule following(Rule candidate, Limit edge, BigDecimal value) {
        if (!(candidate instanceof Rule.Threshold rule)) {
            return candidate;
        }
        List<List<Limit>> anyOf = rule.anyOf().stream()
                .map(all -> all.stream()
                        .map(limit -> isComplement(limit, edge) ? at(limit, value) : limit)
                        .toList())
                .toList();
        return copy(rule, anyOf, rule.clearWhen());
    }

    private static boolean isComplement(Limit limit, Limit edge) {
        Limit opposite = edge.opposite();
        return limit.parameter() == opposite.parameter()
                && limit.comparison() == opposite.comparison()
                && limit.bound().compareTo(opposite.bound()) == 0;
    }

    private static Limit at(Limit limit, BigDecimal bound) {
        return new Limit(limit.parameter(), limit.comparison(), bound);
    }

    private static Rule copy(Rule.Threshold rule, List<List<Limit>> anyOf, List<Limit> clearWhen) {
        return new Rule.Threshold(
                rule.id(),
                rule.version(),
                rule.severity(),
                anyOf,
                rule.onlyWhen(),
                rule.confirm(),
                rule.extreme(),
                rule.higher(),
                clearWhen,
                rule.promptPatient(),
                rule.recheck(),
                rule.timing());
    }
}
