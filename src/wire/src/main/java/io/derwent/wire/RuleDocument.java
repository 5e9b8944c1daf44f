package io.derwent.wire;

import io.derwent.model.Confirm;
import io.derwent.model.Kind;
import io.derwent.model.Limit;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one rule of a pathway's file. What is wrong goes to the problems, and reading goes on. */
final class RuleDocument {
    private static final Set<String> OF_EVERY_RULE =
            Set.of("type", "id", "version", "title", "severity", "optional", "source", "verified", "timing");
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "threshold",
            and("anyOf", "onlyWhen", "confirm", "extreme", "higher", "clearWhen", "promptPatient", "recheck"),
            "score",
            and("sets", "atLeast", "atMost", "anySingleThree", "higher"),
            "change",
            and("parameter", "anyOf", "clear", "promptPatient"),
            "average",
            and("anyOf", "unless"),
            "baseline",
            and("parameter", "method", "direction", "by", "days", "consecutive"),
            "night_signal",
            and("level"),
            "missed",
            and("grace", "carerAfter", "alertAfter"),
            "soft_signs",
            and("atLeast", "higher"),
            "device_fault",
            and("kind", "marks", "findings", "times", "within", "promptPatient"),
            "out_of_character",
            and("parameter", "by", "days", "confirm", "promptPatient"));
    private static final Set<String> GRADE = Set.of("severity", "anyOf", "confirm");
    private static final Set<String> TOTAL_GRADE = Set.of("severity", "atLeast");
    private static final Set<String> REPEAT = Set.of("min", "max", "unanswered");
    private static final Set<String> RISE = Set.of("above", "days");
    private static final Set<String> TIMING = Set.of("currentFor", "actionableFor", "horizon", "coolDown");
    private static final int HIGHEST_VERSION = 1_000_000;
    private static final int HIGHEST_TOTAL = 20;
    private static final int LONGEST_SERIES = 60;
    private static final int MOST_TIMES = 100;
    private static final int MOST_SIGNS = Kind.SOFT_SIGNS.fields().size();
    private static final String SEVERITY = "severity";
    private static final String AT_LEAST = "atLeast";
    private static final String ANY_OF = "anyOf";
    private static final String HIGHER = "higher";
    private static final String PARAMETER = "parameter";
    private static final Confirm NONE = new Confirm.None();

    private final JsonDocument document;
    private final Problems problems;
    private final String id;
    private final int version;
    private final Severity severity;
    private final Timing timing;

    private RuleDocument(JsonDocument document, Problems problems) {
        this.document = document;
        this.problems = problems;
        this.id = problems.or("", () -> document.id("id"));
        this.version = problems.or(1, () -> document.integer("version", 1, HIGHEST_VERSION));
        this.severity = problems.or(Severity.INFO, () -> document.word(SEVERITY, Severity.class));
        this.timing = problems.or(Timing.of(severity), () -> timing(document, severity));
    }

    /**
     * Reads a rule.
     *
     * @throws InvalidDocument if it has no type, so that nothing else can be read
     */
    static Rule read(JsonDocument document, Problems problems) {
        String type = document.text("type");
        Set<String> members = MEMBERS.get(type);
        if (members == null) {
            throw document.notOneOf("type", type, MEMBERS.keySet().stream().sorted());
        }
        document.only(members);
        RuleDocument rule = new RuleDocument(document, problems);
        return switch (type) {
            case "threshold" -> rule.threshold();
            case "score" -> rule.score();
            case "change" -> rule.change();
            case "average" -> rule.average();
            case "baseline" -> rule.baseline();
            case "night_signal" ->
                new Rule.NightSignal(
                        rule.id,
                        rule.version,
                        rule.severity,
                        rule.word("level", Rule.NightSignal.Level.RED),
                        rule.timing);
            case "missed" -> rule.missed();
            case "soft_signs" ->
                new Rule.SoftSigns(
                        rule.id,
                        rule.version,
                        rule.severity,
                        rule.integer(AT_LEAST, 1, MOST_SIGNS),
                        rule.higher(
                                TOTAL_GRADE,
                                grade -> new Rule.SignsGrade(
                                        grade.word(SEVERITY, Severity.class), grade.integer(AT_LEAST, 1, MOST_SIGNS))),
                        rule.timing);
            case "device_fault" -> rule.deviceFault();
            default -> rule.outOfCharacter();
        };
    }

    private Rule threshold() {
        return new Rule.Threshold(
                id,
                version,
                severity,
                problems.or(List.of(), () -> alternatives(document)),
                problems.or(List.of(), () -> LimitTexts.conditions(document, "onlyWhen")),
                problems.or(NONE, () -> confirm(document)),
                limits("extreme"),
                higher(
                        GRADE,
                        grade -> new Rule.Grade(
                                grade.word(SEVERITY, Severity.class), alternatives(grade), confirm(grade))),
                limits("clearWhen"),
                promptPatient(),
                problems.or(Optional.<Duration>empty(), () -> document.optionalDuration("recheck"))
                        .orElse(null),
                timing);
    }

    private Rule score() {
        return new Rule.Score(
                id,
                version,
                severity,
                problems.or(
                        Rule.Score.Sets.ALL,
                        () -> document.optionalWord("sets", Rule.Score.Sets.class)
                                .orElse(Rule.Score.Sets.ALL)),
                integer(AT_LEAST, 0, HIGHEST_TOTAL),
                problems.or(
                        HIGHEST_TOTAL,
                        () -> document.optionalInteger("atMost", 0, HIGHEST_TOTAL)
                                .orElse(HIGHEST_TOTAL)),
                problems.or(
                        false, () -> document.optionalBoolean("anySingleThree").orElse(false)),
                higher(
                        TOTAL_GRADE,
                        grade -> new Rule.ScoreGrade(
                                grade.word(SEVERITY, Severity.class), grade.integer(AT_LEAST, 0, HIGHEST_TOTAL))),
                timing);
    }

    private Rule change() {
        return new Rule.Change(
                id,
                version,
                severity,
                word(PARAMETER, Parameter.BODY_WEIGHT),
                problems.or(
                        List.of(),
                        () -> atLeastOne(
                                ANY_OF,
                                document.objects(ANY_OF, RISE).stream()
                                        .map(RuleDocument::rise)
                                        .toList())),
                problems.or(
                        new Rule.Rise(BigDecimal.ONE, 1),
                        () -> document.optionalObject("clear", RISE)
                                .map(RuleDocument::rise)
                                .orElseThrow(() -> document.missing("clear"))),
                promptPatient(),
                timing);
    }

    private static Rule.Rise rise(JsonDocument document) {
        return new Rule.Rise(document.decimal("above"), document.integer("days", 1, LONGEST_SERIES));
    }

    private Rule average() {
        return new Rule.Average(
                id,
                version,
                severity,
                problems.or(List.of(), () -> atLeastOne(ANY_OF, LimitTexts.limits(document, ANY_OF))),
                limits("unless"),
                timing);
    }

    private Rule baseline() {
        return new Rule.Baseline(
                id,
                version,
                severity,
                word(PARAMETER, Parameter.SPO2),
                word("method", Rule.Baseline.Method.FROM_MEDIAN),
                word("direction", Rule.Baseline.Direction.EITHER),
                problems.or(BigDecimal.ONE, () -> document.decimal("by")),
                integer("days", 1, LONGEST_SERIES),
                problems.or(
                        1,
                        () -> document.optionalInteger("consecutive", 1, MOST_TIMES)
                                .orElse(1)),
                timing);
    }

    private Rule missed() {
        return new Rule.Missed(
                id,
                version,
                severity,
                duration("grace"),
                duration("carerAfter"),
                integer("alertAfter", 1, MOST_TIMES),
                timing);
    }

    private Rule deviceFault() {
        return new Rule.DeviceFault(
                id,
                version,
                severity,
                word("kind", Kind.BP_PANEL),
                problems.or(List.of(), () -> document.words("marks", Mark.class)),
                problems.or(List.of(), () -> LimitTexts.conditions(document, "findings")),
                integer("times", 1, MOST_TIMES),
                duration("within"),
                promptPatient(),
                timing);
    }

    private Rule outOfCharacter() {
        return new Rule.OutOfCharacter(
                id,
                version,
                severity,
                word(PARAMETER, Parameter.SYSTOLIC_BP),
                problems.or(BigDecimal.ONE, () -> document.decimal("by")),
                integer("days", 1, LONGEST_SERIES),
                problems.or(NONE, () -> confirm(document)),
                promptPatient(),
                timing);
    }

    private <T> List<T> higher(Set<String> members, Function<JsonDocument, T> read) {
        List<T> grades = new ArrayList<>();
        for (JsonDocument grade : problems.or(List.<JsonDocument>of(), () -> document.objects(HIGHER, members))) {
            problems.ifNone(() -> read.apply(grade)).ifPresent(grades::add);
        }
        return grades;
    }

    private static List<List<Limit>> alternatives(JsonDocument document) {
        List<List<Limit>> alternatives = LimitTexts.alternatives(document, ANY_OF);
        if (alternatives.isEmpty()) {
            throw document.missing(ANY_OF);
        }
        return alternatives;
    }

    private <T> List<T> atLeastOne(String member, List<T> list) {
        if (list.isEmpty()) {
            throw document.missing(member);
        }
        return list;
    }

    private List<Limit> limits(String member) {
        return problems.or(List.of(), () -> LimitTexts.limits(document, member));
    }

    private int integer(String member, int least, int most) {
        return problems.or(least, () -> document.integer(member, least, most));
    }

    private Duration duration(String member) {
        return problems.or(Duration.ZERO, () -> document.duration(member));
    }

    private boolean promptPatient() {
        return problems.or(
                false, () -> document.optionalBoolean("promptPatient").orElse(false));
    }

    private <E extends Enum<E>> E word(String member, E instead) {
        return problems.or(instead, () -> document.word(member, instead.getDeclaringClass()));
    }

    private static Confirm confirm(JsonDocument document) {
        return document.optionalObject("confirm", REPEAT)
                .map(repeat -> {
                    Duration min = repeat.duration("min");
                    Duration max = repeat.duration("max");
                    if (min.isNegative() || max.compareTo(min) < 0) {
                        throw repeat.wrong(
                                "max",
                                "%s is %s, at least the min of %s is expected".formatted(repeat.path("max"), max, min));
                    }
                    return (Confirm) new Confirm.Repeat(
                            min, max, repeat.optionalDuration("unanswered").orElse(null));
                })
                .orElse(NONE);
    }

    private static Timing timing(JsonDocument document, Severity severity) {
        Timing usual = Timing.of(severity);
        return document.optionalObject("timing", TIMING)
                .map(timing -> new Timing(
                        timing.optionalDuration("currentFor").orElse(usual.currentFor()),
                        timing.optionalDuration("actionableFor").orElse(usual.actionableFor()),
                        timing.optionalDuration("horizon").orElse(usual.horizon()),
                        timing.optionalDuration("coolDown").orElse(usual.coolDown())))
                .orElse(usual);
    }

    private static Set<String> and(String... members) {
        return Stream.concat(OF_EVERY_RULE.stream(), Stream.of(members)).collect(Collectors.toUnmodifiableSet());
    }
}
