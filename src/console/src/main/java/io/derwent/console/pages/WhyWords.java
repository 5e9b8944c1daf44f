package io.derwent.console.pages;

import io.derwent.clinical.Episode;
import io.derwent.clinical.News2;
import io.derwent.clinical.Why;
import io.derwent.clinical.Why.Reason;
import io.derwent.clinical.Why.RuleAnswer;
import io.derwent.clinical.Why.Sight;
import io.derwent.model.CarePlan;
import io.derwent.model.Kind;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.wire.ShippedPathways;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Why there was an alert, or none, in sentences; the same on pages and in the API. */
public final class WhyWords {
    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;
    private final RuleWords rules;

    public WhyWords(Clock clock) {
        texts = new Texts();
        times = new UkTimes(clock, texts);
        words = new ClinicalWords(texts);
        rules = new RuleWords(texts, times, words);
    }

    WhyWords(Texts texts, UkTimes times, ClinicalWords words) {
        this.texts = texts;
        this.times = times;
        this.words = words;
        this.rules = new RuleWords(texts, times, words);
    }

    /** The span: {@code today 12:00 to 13:00}. */
    public String span(Instant from, Instant to) {
        return times.dayWithin(from).equals(times.dayWithin(to))
                ? texts.of("why.span", times.within(from), times.time(to))
                : texts.of("why.span", times.within(from), times.within(to));
    }

    /** The plan the answer is given under. */
    public String plan(Why.Answer answer) {
        CarePlan plan = answer.plan();
        return plan == null
                ? texts.of("why.no-plan")
                : texts.of(
                        plan.active() ? "why.plan" : "why.plan-ended",
                        texts.coded("pathway", plan.pathway()),
                        plan.version());
    }

    /** What the rule is called. */
    public String rule(Rule rule) {
        return words.rule(rule.id());
    }

    /** What was known at the end of the span, in a sentence or a few. */
    public String then(RuleAnswer answer) {
        return sentence(answer, answer.then(), Sight::then);
    }

    /** What is known now. */
    public String now(RuleAnswer answer) {
        return sentence(answer, answer.now(), Sight::now);
    }

    private String sentence(RuleAnswer answer, Reason reason, Function<Sight, Reason> of) {
        return answer.sights().stream()
                .filter(sight -> of.apply(sight) == reason)
                .reduce((earlier, later) -> later)
                .map(sight -> said(answer.rule(), sight, reason))
                .orElseGet(() -> unread(answer, reason));
    }

    /** Why, where no reading speaks for the rule. */
    private String unread(RuleAnswer answer, Reason reason) {
        if (reason == Reason.FELL_DUE) {
            return texts.of(answer.rule() instanceof Rule.Missed ? "why.missed" : "why.fell-due");
        }
        if (reason == Reason.NO_PLAN) {
            return texts.of("why.no-plan");
        }
        return texts.of(reason == Reason.PLAN_NOT_ACTIVE ? "why.not-active" : "why.no-reading");
    }

    /** What a rule made of one reading, as known now, in a sentence or two. */
    public String said(Rule rule, Sight sight) {
        return said(rule, sight, sight.now());
    }

    private String said(Rule rule, Sight sight, Reason reason) {
        String sentence = sentence(rule, sight, reason);
        boolean compared = !(rule instanceof Rule.Threshold) && !sight.limits().isEmpty();
        return compared ? texts.of("why.compared", sentence, rules.compared(sight.limits())) : sentence;
    }

    private String sentence(Rule rule, Sight sight, Reason reason) {
        Reading reading = sight.reading();
        String what = what(reading);
        return switch (reason) {
            case RAISED -> texts.of("why.raised", what);
            case ESCALATED -> texts.of("why.escalated", what);
            case CONFIRMED_LATER -> texts.of("why.confirmed-later", what, other(sight));
            case JUDGED_AGAIN -> texts.of("why.judged-again", what, other(sight));
            case UNANSWERED -> texts.of("why.unanswered", what);
            case UPDATED -> texts.of("why.updated", what);
            case SNOOZED -> texts.of("why.snoozed", what, within(sight.until()));
            case COOL_DOWN -> texts.of("why.cool-down", what, within(sight.since()), within(sight.until()));
            case STOOD_ALONE -> alone(sight, what);
            case NEWER_IN_RANGE -> texts.of("why.newer-in-range", what, other(sight));
            case TOO_OLD ->
                texts.of(
                        "why.too-old",
                        what,
                        times.span(reading.age()),
                        times.span(rule.timing().actionableFor()));
            case CLEARED -> texts.of("why.cleared", what);
            case IN_BETWEEN -> texts.of(isPartOfNews2(rule) ? "why.may-be-worse" : "why.in-between", what);
            case IN_RANGE -> texts.of("why.in-range", what);
            case ARRIVED_LATER -> texts.of("why.arrived-later", what, times.within(reading.receivedAt()));
            case BEYOND_HORIZON ->
                texts.of(
                        "why.beyond-horizon",
                        what,
                        times.span(reading.age()),
                        times.span(rule.timing().horizon()));
            case NOT_CONCERNED -> texts.of("why.not-concerned", what, rules.needs(rule));
            case FELL_DUE -> texts.of("why.fell-due");
            case PLAN_NOT_ACTIVE -> texts.of("why.not-active");
            case NO_READING -> texts.of("why.no-reading");
            case NO_PLAN -> texts.of("why.no-plan");
        };
    }

    private String alone(Sight sight, String what) {
        String alone = sight.until() == null
                ? texts.of("why.alone", what)
                : texts.of("why.alone-until", what, within(sight.since()), within(sight.until()));
        return sight.prompted() ? texts.of("why.prompted", alone) : alone;
    }

    private String what(Reading reading) {
        return texts.of(
                "why.reading",
                words.value(reading.kind(), reading.quantities(), reading.findings()),
                times.within(reading.effectiveTime()));
    }

    private String other(Sight sight) {
        Reading other = sight.other();
        return other == null ? texts.of("why.another") : what(other);
    }

    private String within(@Nullable Instant time) {
        return time == null ? "" : times.within(time);
    }

    private static boolean isPartOfNews2(Rule rule) {
        return rule instanceof Rule.Score;
    }

    /** When the rule alerts: its limits as they are in this plan, one text for each alternative. */
    public List<String> limits(Rule rule) {
        return rules.sentences(rule);
    }

    /** Who is told next while nobody acts on an alert of this rule; empty without a plan, and of information. */
    public List<String> toldNext(@Nullable CarePlan plan, RuleAnswer answer) {
        Episode episode = answer.episode();
        Severity severity = episode == null ? answer.rule().severity() : episode.severity();
        return plan == null || severity == Severity.INFO
                ? List.of()
                : List.of(texts.of(
                        "why.told-next", rules.toldNext(plan.escalation().of(severity))));
    }

    /** The alert that there was at the end of the span; empty if none ever was. */
    public String alert(RuleAnswer answer) {
        Episode episode = answer.episode();
        if (episode == null) {
            return "";
        }
        String since = times.within(episode.firstBreachAt());
        String state =
                switch (episode.phase()) {
                    case OPEN -> texts.of("why.alert-open", since);
                    case CLEARED -> texts.of("why.alert-cleared", since);
                    case RESOLVED -> texts.of("why.alert-resolved", since, within(episode.resolvedAt()));
                };
        boolean putOff =
                episode.snoozedUntil() != null && episode.snoozedUntil().isAfter(episode.lastBreachAt());
        return putOff ? texts.of("why.alert-put-off", state, within(episode.snoozedUntil())) : state;
    }

    /** Where the rule comes from and what of it was verified; empty where we do not know. */
    public String source(Rule rule) {
        return ShippedPathways.all()
                .provenance(rule.id())
                .map(from -> texts.of("why.source", from.source(), from.verified()))
                .orElse("");
    }

    /** That the record and the replay differ; empty where they agree. */
    public String difference(RuleAnswer answer) {
        return answer.notRecorded().isEmpty() && answer.notReplayed().isEmpty() ? "" : texts.of("why.differs");
    }

    /** What a score rule saw in this reading; empty for other rules and readings. */
    public String news2(Rule rule, Reading reading, int spo2Scale) {
        if (!isPartOfNews2(rule) || reading.kind() != Kind.OBSERVATION_SET) {
            return "";
        }
        News2.Result result = News2.score(reading.quantities(), reading.findings(), spo2Scale);
        return result.isComplete()
                ? texts.of("news2.total", result.lowerBound())
                : texts.of("news2.bounds", result.lowerBound(), result.upperBound());
    }

    /** That older readings were left out; empty if none was. */
    public String cut(Optional<Instant> cutAt) {
        return cutAt.map(at -> texts.of("why.cut", times.within(at))).orElse("");
    }

    String verdict(Why.Verdict verdict) {
        return texts.coded("verdict", verdict.code());
    }
}
