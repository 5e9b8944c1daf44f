package io.derwent.wire;

import io.derwent.model.Finding;
import io.derwent.model.Limit;
import io.derwent.model.Limit.Comparison;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Limits and conditions as people write them: {@code systolic_bp >= 180 mm[Hg]}, as {@link Limit#toString} does, several that
 * must all be met joined by {@code and}; {@code air_or_oxygen = oxygen}.
 */
final class LimitTexts {
    private static final int MOST = 20;
    private static final int LONGEST = 200;
    private static final Pattern LIMIT =
            Pattern.compile("([a-z0-9_]+) *(<=|>=|<|>) *(\\d{1,6}(?:\\.\\d{1,6})?)(?: +(\\S+))?");
    private static final Pattern CONDITION = Pattern.compile("([a-z_]+) *= *(\\w+)");
    private static final Pattern AND = Pattern.compile(" +and +");

    private LimitTexts() {}

    /** An array of alternatives. */
    static List<List<Limit>> alternatives(JsonDocument document, String member) {
        List<List<Limit>> alternatives = new ArrayList<>();
        for (String text : document.texts(member, MOST, LONGEST)) {
            String element = "%s[%d]".formatted(member, alternatives.size());
            alternatives.add(AND.splitAsStream(text)
                    .map(limit -> limit(document, element, limit))
                    .toList());
        }
        return alternatives;
    }

    /** An array of limits. */
    static List<Limit> limits(JsonDocument document, String member) {
        List<Limit> limits = new ArrayList<>();
        for (String text : document.texts(member, MOST, LONGEST)) {
            limits.add(limit(document, "%s[%d]".formatted(member, limits.size()), text));
        }
        return limits;
    }

    /** An array of conditions. */
    static List<Rule.Condition> conditions(JsonDocument document, String member) {
        List<Rule.Condition> conditions = new ArrayList<>();
        for (String text : document.texts(member, MOST, LONGEST)) {
            conditions.add(condition(document, "%s[%d]".formatted(member, conditions.size()), text));
        }
        return conditions;
    }

    private static Limit limit(JsonDocument document, String member, String text) {
        Matcher matcher = LIMIT.matcher(text);
        if (!matcher.matches()) {
            throw document.wrong(
                    member,
                    "%s is \"%s\", a limit like \"systolic_bp >= 180 mm[Hg]\" is expected"
                            .formatted(document.path(member), text));
        }
        Parameter parameter = Arrays.stream(Parameter.values())
                .filter(candidate -> candidate.code().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> document.notOneOf(
                        member, matcher.group(1), Stream.of(Parameter.values()).map(Parameter::code)));
        Optional<String> unit = Optional.ofNullable(matcher.group(4));
        if (!unit.orElse(parameter.ucum()).equals(parameter.ucum())) {
            throw document.wrong(
                    member,
                    "%s is \"%s\" in %s, the unit %s is expected"
                            .formatted(document.path(member), text, unit.get(), parameter.ucum()));
        }
        Comparison comparison = Arrays.stream(Comparison.values())
                .filter(candidate -> candidate.symbol().equals(matcher.group(2)))
                .findFirst()
                .orElseThrow();
        return new Limit(parameter, comparison, new BigDecimal(matcher.group(3)));
    }

    private static Rule.Condition condition(JsonDocument document, String member, String text) {
        Matcher matcher = CONDITION.matcher(text);
        if (!matcher.matches()) {
            throw document.wrong(
                    member,
                    "%s is \"%s\", a condition like \"air_or_oxygen = oxygen\" is expected"
                            .formatted(document.path(member), text));
        }
        Finding finding = Arrays.stream(Finding.values())
                .filter(candidate -> candidate.code().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> document.notOneOf(
                        member, matcher.group(1), Stream.of(Finding.values()).map(Finding::code)));
        if (!finding.words().contains(matcher.group(2))) {
            throw document.notOneOf(member, matcher.group(2), finding.words().stream());
        }
        return new Rule.Condition(finding, matcher.group(2));
    }
}
