package io.derwent.console.pages;

import io.derwent.model.AlertEvent.Audience;
import io.derwent.model.Escalation;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Limit;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When a rule alerts, in sentences made of the rule itself, so that they hold for every organisation's own. */
final class RuleWords {
    private static final int HIGHEST_TOTAL = 20;
    private static final Pattern CODE = Pattern.compile("[a-z]+[a-z0-9_]*");

    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;

    RuleWords(Texts texts, UkTimes times, ClinicalWords words) {
        this.texts = texts;
        this.times = times;
        this.words = words;
    }

    /** One sentence for each alternative, then what else belongs to it. */
    List<String> sentences(Rule rule) {
        if (rule instanceof Rule.Threshold threshold) {
            return threshold(threshold);
        }
        if (rule instanceof Rule.Score score) {
            return List.of(score(score));
        }
        if (rule instanceof Rule.Change change) {
            return change.anyOf().stream().map(rise -> change(change, rise)).toList();
        }
        if (rule instanceof Rule.Average average) {
            return average(average);
        }
        if (rule instanceof Rule.Baseline baseline) {
            return List.of(baseline(baseline));
        }
        if (rule instanceof Rule.NightSignal night) {
            return List.of(texts.of("why.rule-night", night.level() == Rule.NightSignal.Level.RED ? 4 : 3));
        }
        if (rule instanceof Rule.Missed missed) {
            return List.of(texts.of(
                    "why.rule-missed",
                    times.span(missed.grace()),
                    times.span(missed.carerAfter()),
                    missed.alertAfter()));
        }
        if (rule instanceof Rule.OutOfCharacter character) {
            return List.of(texts.of(
                    "why.rule-out-of-character",
                    words.parameter(character.parameter()),
                    character.by().toPlainString(),
                    character.days()));
        }
        return rule instanceof Rule.SoftSigns signs
                ? List.of(texts.of("why.rule-signs", signs.atLeast()))
                : List.of(fault((Rule.DeviceFault) rule));
    }

    /** Whom an alert goes to while nobody acts on it: {@code the team lead after 30 min}. */
    String toldNext(List<Escalation.Rung> rungs) {
        return rungs.isEmpty()
                ? texts.of("why.to-nobody")
                : rungs.stream()
                        .map(rung -> texts.of(
                                rung.audience() == Audience.LEAD ? "why.to-lead" : "why.to-out-of-hours",
                                times.span(rung.after())))
                        .collect(Collectors.joining(texts.of("why.and")));
    }

    /** What the rule needs to be able to say anything about a reading. */
    String needs(Rule rule) {
        if (rule instanceof Rule.Threshold threshold) {
            return threshold.anyOf().stream()
                    .flatMap(List::stream)
                    .map(Limit::parameter)
                    .distinct()
                    .map(words::parameter)
                    .collect(Collectors.joining(", "));
        }
        if (rule instanceof Rule.Score) {
            return words.kind(Kind.OBSERVATION_SET);
        }
        if (rule instanceof Rule.Change change) {
            return texts.of(
                    "why.needs-days",
                    words.parameter(change.parameter()),
                    change.anyOf().stream().mapToInt(Rule.Rise::days).min().orElse(0));
        }
        if (rule instanceof Rule.Average) {
            return texts.of("why.needs-average");
        }
        if (rule instanceof Rule.Baseline baseline) {
            return texts.of("why.needs-baseline", words.parameter(baseline.parameter()), baseline.days());
        }
        if (rule instanceof Rule.NightSignal) {
            return texts.of("why.needs-night");
        }
        if (rule instanceof Rule.Missed) {
            return texts.of("why.needs-missed");
        }
        return words.kind(rule instanceof Rule.DeviceFault fault ? fault.kind() : Kind.SOFT_SIGNS);
    }

    /** What a rule compared, as it tells it itself, with names in place of codes. */
    String compared(List<String> reasons) {
        return reasons.stream().map(this::named).collect(Collectors.joining("; "));
    }

    private String named(String reason) {
        return CODE.matcher(reason).replaceAll(code -> Matcher.quoteReplacement(name(code.group())));
    }

    private String name(String code) {
        return Stream.of(
                        Stream.of(Parameter.values())
                                .filter(parameter -> parameter.code().equals(code))
                                .map(words::parameter),
                        Stream.of(Mark.values())
                                .filter(mark -> mark.code().equals(code))
                                .map(mark -> texts.coded("mark", mark.code())),
                        Stream.of(Finding.values())
                                .filter(finding -> finding.code().equals(code))
                                .map(finding -> texts.coded("finding." + finding.code(), Finding.YES)))
                .flatMap(names -> names)
                .findFirst()
                .orElse(code);
    }

    private List<String> threshold(Rule.Threshold threshold) {
        List<String> limits = new ArrayList<>();
        threshold.anyOf().forEach(all -> limits.add(texts.of("why.alerts-when", together(all))));
        if (!threshold.extreme().isEmpty()) {
            limits.add(texts.of("why.extreme-when", oneOf(threshold.extreme())));
        }
        if (!threshold.clearWhen().isEmpty()) {
            limits.add(texts.of("why.clears-when", together(threshold.clearWhen())));
        }
        return limits;
    }

    private String score(Rule.Score score) {
        String band = score.atMost() >= HIGHEST_TOTAL
                ? texts.of("why.rule-score-from", score.atLeast())
                : texts.of("why.rule-score", score.atLeast(), score.atMost());
        return score.anySingleThree() ? texts.of("why.rule-score-or-three", band) : band;
    }

    private String change(Rule.Change change, Rule.Rise rise) {
        return texts.of(
                "why.rule-change",
                words.parameter(change.parameter()),
                rise.above().toPlainString(),
                words.unit(change.parameter()),
                rise.days());
    }

    private List<String> average(Rule.Average average) {
        List<String> sentences = new ArrayList<>();
        sentences.add(texts.of("why.rule-average", oneOf(average.anyOf())));
        if (!average.unless().isEmpty()) {
            sentences.add(texts.of("why.rule-average-unless", oneOf(average.unless())));
        }
        return sentences;
    }

    private String baseline(Rule.Baseline baseline) {
        String parameter = words.parameter(baseline.parameter());
        String by = baseline.by().toPlainString();
        String way = texts.of(
                switch (baseline.direction()) {
                    case UP -> "why.rule-up";
                    case DOWN -> "why.rule-down";
                    case EITHER -> "why.rule-either";
                });
        return switch (baseline.method()) {
            case FROM_MEDIAN ->
                texts.of(
                        "why.rule-from-median",
                        parameter,
                        by,
                        words.unit(baseline.parameter()),
                        way,
                        baseline.days(),
                        baseline.consecutive());
            case ROBUST_Z -> texts.of("why.rule-robust-z", parameter, by, way, baseline.days(), baseline.consecutive());
            case EWMA, CUSUM -> texts.of("why.rule-lasting", parameter, by, way, baseline.days());
            case WEEK_SHARE ->
                texts.of(
                        "why.rule-week-share",
                        parameter,
                        baseline.by()
                                .multiply(BigDecimal.valueOf(100))
                                .stripTrailingZeros()
                                .toPlainString(),
                        baseline.days());
            case WEEK_Z -> texts.of("why.rule-week-z", parameter, by, way, baseline.days());
        };
    }

    private String fault(Rule.DeviceFault fault) {
        String what = Stream.concat(
                        words.marks(fault.marks().stream().collect(Collectors.toSet())).stream(),
                        fault.findings().stream()
                                .map(condition -> texts.coded(
                                        "finding." + condition.finding().code(), condition.word())))
                .collect(Collectors.joining(texts.of("why.or")));
        return fault.times() > 1
                ? texts.of("why.rule-faults", words.kind(fault.kind()), what, fault.times(), times.span(fault.within()))
                : texts.of("why.rule-fault", words.kind(fault.kind()), what);
    }

    private String together(List<Limit> all) {
        return join(all, "why.and");
    }

    private String oneOf(List<Limit> limits) {
        return join(limits, "why.or");
    }

    private String join(List<Limit> limits, String between) {
        return limits.stream()
                .map(limit -> words.limits(List.of(limit.toString())).get(0))
                .collect(Collectors.joining(texts.of(between)));
    }
}
