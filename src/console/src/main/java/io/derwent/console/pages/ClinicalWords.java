package io.derwent.console.pages;

import io.derwent.clinical.UkDays;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Pathway;
import io.derwent.model.Severity;
import io.derwent.wire.ShippedPathways;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measurements, limits and rules in words. */
final class ClinicalWords {
    /** {@code systolic_bp >= 180 mm[Hg]}, as {@link io.derwent.model.Limit#toString} writes it. */
    private static final Pattern LIMIT = Pattern.compile("(\\w+) (<|<=|>|>=) (\\S+) (\\S+)");

    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z");

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("HH:mm 'on' d MMMM", Locale.UK);

    private final Texts texts;
    private final BiFunction<String, String, Optional<Pathway.Entry>> ownRules;
    private final ReasonWords reasons;

    /** Knows the rules that come with the house. */
    ClinicalWords(Texts texts) {
        this(texts, (tenant, rule) -> Optional.empty());
    }

    /** {@code ownRules}: the rule that a tenant's own pathway has by this id, if there is one. */
    ClinicalWords(Texts texts, BiFunction<String, String, Optional<Pathway.Entry>> ownRules) {
        this.texts = texts;
        this.ownRules = ownRules;
        this.reasons = new ReasonWords(texts, this::limit);
    }

    String kind(Kind kind) {
        return texts.coded("kind", kind.code());
    }

    String severity(Severity severity) {
        return texts.coded("severity", severity.code());
    }

    String parameter(Parameter parameter) {
        return texts.coded("parameter", parameter.code());
    }

    String unit(Parameter parameter) {
        return texts.coded("unit", parameter.code());
    }

    /** What the kind is chiefly about: {@code 192/124 mmHg}, {@code 90 %}. */
    String value(Kind kind, Map<Parameter, BigDecimal> quantities, Map<Finding, String> findings) {
        if (kind == Kind.BP_PANEL) {
            return texts.of(
                    "value.blood-pressure",
                    plain(quantities, Parameter.SYSTOLIC_BP),
                    plain(quantities, Parameter.DIASTOLIC_BP));
        }
        Optional<Parameter> main = main(kind).filter(quantities::containsKey);
        return main.map(parameter -> texts.of("value.with-unit", plain(quantities, parameter), unit(parameter)))
                .orElseGet(() -> String.join(", ", parts(kind, quantities, findings)));
    }

    /** Everything else that was measured: {@code pulse 88 per minute}. */
    String rest(Kind kind, Map<Parameter, BigDecimal> quantities, Map<Finding, String> findings) {
        if (kind != Kind.BP_PANEL && main(kind).filter(quantities::containsKey).isEmpty()) {
            return "";
        }
        List<String> rest = new ArrayList<>();
        quantities.forEach((parameter, value) -> {
            boolean shown = kind == Kind.BP_PANEL
                    ? parameter == Parameter.SYSTOLIC_BP || parameter == Parameter.DIASTOLIC_BP
                    : main(kind).filter(parameter::equals).isPresent();
            if (!shown) {
                rest.add(quantity(parameter, value));
            }
        });
        findings.forEach((finding, word) -> rest.add(finding(finding, word)));
        return String.join(", ", rest);
    }

    private List<String> parts(Kind kind, Map<Parameter, BigDecimal> quantities, Map<Finding, String> findings) {
        List<String> parts = new ArrayList<>();
        for (Kind.Field field : kind.fields()) {
            if (field instanceof Kind.Field.Quantity quantity && quantities.containsKey(quantity.parameter())) {
                parts.add(quantity(quantity.parameter(), value(quantities, quantity.parameter())));
            } else if (field instanceof Kind.Field.Word word && findings.containsKey(word.finding())) {
                parts.add(finding(word.finding(), String.valueOf(findings.get(word.finding()))));
            }
        }
        return parts;
    }

    private String quantity(Parameter parameter, BigDecimal value) {
        return texts.of(
                "value.named", texts.coded("parameter-short", parameter.code()), number(value), unit(parameter));
    }

    private String finding(Finding finding, String word) {
        return texts.coded("finding." + finding.code(), word);
    }

    /** The limits an alert met, each as a sentence part: {@code systolic pressure 180 mmHg or more}. */
    List<String> limits(List<String> limits) {
        return limits.stream().map(reasons::inWords).toList();
    }

    private String limit(String text) {
        Matcher matcher = LIMIT.matcher(text);
        if (!matcher.matches()) {
            return withTimesOfHere(text);
        }
        Parameter parameter;
        try {
            parameter = Parameter.ofCode(matcher.group(1));
        } catch (IllegalArgumentException e) {
            return text;
        }
        String key =
                switch (matcher.group(2)) {
                    case "<" -> "limit.below";
                    case "<=" -> "limit.at-most";
                    case ">" -> "limit.above";
                    default -> "limit.at-least";
                };
        return texts.of(key, parameter(parameter), matcher.group(3), unit(parameter));
    }

    /** {@code hub h1 offline since 07:12 on 23 November}: what is said of times rather than limits names them in full. */
    private static String withTimesOfHere(String text) {
        return INSTANT.matcher(text)
                .replaceAll(time -> WHEN.format(Instant.parse(time.group()).atZone(UkDays.LONDON)));
    }

    String rule(String rule) {
        return texts.coded("rule", rule);
    }

    /** A rule of this organisation, as its own pathway calls it or as we do. */
    String rule(String tenant, String rule) {
        return ownRules.apply(tenant, rule).map(Pathway.Entry::title).orElseGet(() -> rule(rule));
    }

    /** When the rule alerts, in a sentence; empty for a rule nobody wrote a sentence for. */
    String ruleExplained(String rule) {
        String text = texts.coded("rule-explained", rule);
        return text.equals(rule) ? "" : text;
    }

    /** The same; what we know of our rules does not hold for an organisation's own. */
    String ruleExplained(String tenant, String rule) {
        return ownRules.apply(tenant, rule).isPresent() ? "" : ruleExplained(rule);
    }

    /** Where the rule comes from; empty where we do not know. */
    String ruleSource(String tenant, String rule) {
        return ownRules.apply(tenant, rule)
                .map(Pathway.Entry::provenance)
                .or(() -> ShippedPathways.all().provenance(rule))
                .map(Pathway.Provenance::source)
                .orElse("");
    }

    /** What to ask the patient when the rule alerts: symptoms, which nobody measures. Of an organisation's own rule we know none. */
    List<String> questions(String tenant, String rule) {
        return ownRules.apply(tenant, rule).isPresent()
                ? List.of()
                : ShippedPathways.all().questions(rule);
    }

    /** What a reader of the reading must know. */
    List<String> marks(Set<Mark> marks) {
        return marks.stream()
                .sorted()
                .map(mark -> texts.coded("mark", mark.code()))
                .toList();
    }

    /** A NEWS2 part: {@code breathing rate}. */
    String news2Part(String input) {
        return texts.coded("news2", input.toLowerCase(Locale.ROOT));
    }

    /** What a kind is chiefly about, where that is one number. */
    private static Optional<Parameter> main(Kind kind) {
        return switch (kind) {
            case BP_PANEL, OBSERVATION_SET, SOFT_SIGNS -> Optional.empty();
            case SPO2 -> Optional.of(Parameter.SPO2);
            case PULSE -> Optional.of(Parameter.PULSE_RATE);
            case WEIGHT -> Optional.of(Parameter.BODY_WEIGHT);
            case TEMPERATURE -> Optional.of(Parameter.BODY_TEMPERATURE);
            case GLUCOSE -> Optional.of(Parameter.BLOOD_GLUCOSE);
            case RESPIRATORY_RATE -> Optional.of(Parameter.RESPIRATORY_RATE);
            case RESTING_HEART_RATE -> Optional.of(Parameter.RESTING_HEART_RATE);
            case STEPS -> Optional.of(Parameter.STEPS);
            case SLEEP -> Optional.of(Parameter.SLEEP_TIME);
        };
    }

    /** The parameters a chart of this kind draws; none for what is told in words. */
    static List<Parameter> charted(Kind kind) {
        return kind == Kind.BP_PANEL
                ? List.of(Parameter.SYSTOLIC_BP, Parameter.DIASTOLIC_BP)
                : main(kind).stream().toList();
    }

    private static BigDecimal value(Map<Parameter, BigDecimal> quantities, Parameter parameter) {
        BigDecimal value = quantities.get(parameter);
        return value == null ? BigDecimal.ZERO : value;
    }

    private static String plain(Map<Parameter, BigDecimal> quantities, Parameter parameter) {
        BigDecimal value = quantities.get(parameter);
        return value == null ? "–" : number(value);
    }

    private static String number(BigDecimal value) {
        return value.toPlainString();
    }
}
