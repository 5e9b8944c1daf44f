package io.derwent.console.pages;

import io.derwent.clinical.News2;
import io.derwent.clinical.UkDays;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.cases.Outcome;
import io.derwent.console.cases.Queue;
import io.derwent.console.cases.Rank;
import io.derwent.console.pages.Views.AlertView;
import io.derwent.console.pages.Views.CaseRow;
import io.derwent.console.pages.Views.Choice;
import io.derwent.console.pages.Views.Fact;
import io.derwent.console.pages.Views.Happening;
import io.derwent.console.pages.Views.Part;
import io.derwent.console.pages.Views.SeverityView;
import io.derwent.console.people.Names;
import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.store.Alerts;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.CaseEvents.CaseEvent;
import io.derwent.store.PatientCase;
import io.derwent.store.Prompts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cases and alerts in words: what is wrong, why we say so, what happened since. */
final class CaseViews {
    /** The seven inputs of NEWS2 in the order of the chart. */
    private static final List<String> NEWS2_INPUTS =
            List.of("rr", "spo2", "air_or_oxygen", "sbp", "pulse", "acvpu", "temp_c");

    private static final int THREE = 3;

    /** An average rests on more values than anybody reads in a line. */
    private static final int MOST_VALUES_TOLD = 4;

    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;
    private final ReadingViews readings;
    private final Names names;

    CaseViews(Texts texts, UkTimes times, ClinicalWords words, ReadingViews readings, Names names) {
        this.texts = texts;
        this.times = times;
        this.words = words;
        this.readings = readings;
        this.names = names;
    }

    SeverityView severity(Severity severity) {
        return new SeverityView(severity.code(), words.severity(severity));
    }

    /** That a list, newest first, does not show all there is; empty where it does. */
    String cut(Listed<?> listed) {
        return listed.more() ? texts.of("page.cut", listed.rows().size()) : "";
    }

    CaseRow row(PatientCase one, Caller caller) {
        boolean isShared = !one.tenant().equals(caller.acting().orElse(""));
        boolean waits = one.state() == PatientCase.State.OPEN;
        return new CaseRow(
                one.id(),
                href(one.id(), caller),
                severity(one.severity()),
                patient(one),
                isShared ? texts.of("case.shared-by", one.tenant()) : "",
                one.care().place(),
                reasons(one),
                when(one),
                trend(one),
                Optional.ofNullable(one.waitingSince())
                        .map(since -> texts.of("case.waiting", times.since(since)))
                        .orElseGet(() -> texts.of("case.opened-ago", times.since(one.openedAt()))),
                state(one),
                one.escalatedAt() == null ? "" : texts.of("case.lead-asked", times.since(one.escalatedAt())),
                waits,
                waits && !isShared);
    }

    private String trend(PatientCase one) {
        return switch (Rank.trend(one, times.now())) {
            case WORSE -> texts.of("case.trend.worse");
            case OVER -> texts.of("case.trend.over");
            case STEADY -> "";
        };
    }

    /** Their name; the account's id where it is another organisation's. */
    String name(String tenant, String account) {
        return names.of(tenant).getOrDefault(account, account);
    }

    static String href(String id, Caller caller) {
        return "/cases/" + id + query(caller);
    }

    /** A platform administrator's pages name the tenant in the address. */
    static String query(Caller caller) {
        return caller.administersPlatform()
                ? caller.acting().map(tenant -> "?tenant=" + tenant).orElse("")
                : "";
    }

    String patient(PatientCase one) {
        return Optional.ofNullable(one.patientName()).orElse(one.patient());
    }

    /** What is wrong, worst first; what is over says so, unless it is back. */
    private List<String> reasons(PatientCase one) {
        Set<String> goingOn = one.alerts().stream()
                .filter(alert -> alert.state() == Alerts.State.OPEN)
                .map(Alert::rule)
                .collect(Collectors.toSet());
        return one.alerts().stream()
                .filter(alert -> alert.state() != Alerts.State.WITHDRAWN)
                .filter(alert -> alert.state() != Alerts.State.CLEARED || !goingOn.contains(alert.rule()))
                .map(alert -> alert.state() == Alerts.State.CLEARED
                        ? texts.of("case.reason-cleared", words.rule(alert.tenant(), alert.rule()))
                        : words.rule(alert.tenant(), alert.rule()))
                .distinct()
                .toList();
    }

    private String when(PatientCase one) {
        return one.alerts().stream()
                .findFirst()
                .map(alert -> alert.late()
                        ? times.takenAndArrived(alert.effectiveTime(), alert.receivedAt())
                        : texts.of("case.taken", times.moment(alert.effectiveTime())))
                .orElse("");
    }

    String state(PatientCase one) {
        if (Queue.isSnoozed(one, times.now()) && one.snoozedUntil() != null) {
            return texts.of("case.state.snoozed", times.within(one.snoozedUntil()));
        }
        return switch (one.state()) {
            case OPEN -> texts.of("case.state.open");
            case ACKNOWLEDGED ->
                texts.of(
                        "case.state.acknowledged",
                        name(
                                one.tenant(),
                                Optional.ofNullable(one.acknowledgedBy()).orElse("")));
            case RESOLVED ->
                texts.of(
                        "case.state.resolved",
                        texts.coded(
                                "outcome", Optional.ofNullable(one.outcome()).orElse("")));
        };
    }

    List<Fact> facts(PatientCase one) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(texts.of("case.fact.opened"), times.moment(one.openedAt())));
        facts.add(new Fact(texts.of("case.fact.state"), state(one)));
        if (one.acknowledgedAt() != null) {
            facts.add(new Fact(
                    texts.of("case.fact.acknowledged"),
                    texts.of(
                            "case.fact.by-at",
                            name(
                                    one.tenant(),
                                    Optional.ofNullable(one.acknowledgedBy()).orElse("")),
                            times.within(one.acknowledgedAt()))));
        }
        if (one.resolvedAt() != null) {
            facts.add(new Fact(
                    texts.of("case.fact.resolved"),
                    texts.of(
                            "case.fact.by-at",
                            name(
                                    one.tenant(),
                                    Optional.ofNullable(one.resolvedBy()).orElse("")),
                            times.within(one.resolvedAt()))));
        }
        if (one.note() != null && !one.note().isBlank()) {
            facts.add(new Fact(texts.of("case.fact.note"), one.note()));
        }
        return facts;
    }

    List<Choice> outcomes(String chosen) {
        return Outcome.choices().stream()
                .map(outcome -> new Choice(
                        outcome.code(),
                        texts.coded("outcome", outcome.code()),
                        outcome.code().equals(chosen)))
                .toList();
    }

    /** What a patient who is asked to measure again should ask themselves. */
    List<String> questions(Prompts.Prompt prompt) {
        return words.questions(prompt.tenant(), prompt.rule());
    }

    /**
     * Why an alert came.
     *
     * @param events its own, oldest first
     * @param born   the patient's birth, if it is known
     */
    AlertView alert(Alert alert, List<AlertEvent> events, Optional<LocalDate> born, Caller caller) {
        Optional<AlertEvent> cause = events.stream()
                .filter(event -> event.kind() == AlertEvent.Kind.RAISED || event.kind() == AlertEvent.Kind.ESCALATED)
                .reduce((first, second) -> second)
                .or(() -> events.stream().findFirst());
        String when = alert.late()
                ? times.takenAndArrived(alert.effectiveTime(), alert.receivedAt())
                : texts.of("case.taken", times.moment(alert.effectiveTime()));
        return new AlertView(
                alert.id(),
                WhyPages.href(alert.subject().id(), alert.receivedAt(), caller),
                severity(alert.severity()),
                words.rule(alert.tenant(), alert.rule()),
                words.ruleExplained(alert.tenant(), alert.rule()),
                cause.map(event -> words.limits(event.limits())).orElse(List.of()),
                words.questions(alert.tenant(), alert.rule()),
                texts.of("alert.rule", alert.rule(), alert.ruleVersion()),
                words.ruleSource(alert.tenant(), alert.rule()),
                when,
                alert.late(),
                texts.coded("alert.state", alert.state().code()),
                cause.map(event -> event.readings().stream()
                                .map(readings::evidence)
                                .toList())
                        .orElse(List.of()),
                cause.map(this::news2).orElse(List.of()),
                cause.map(this::total).orElse(""),
                cause.map(this::response).orElse(""),
                cause.filter(event -> event.score() != null)
                        .flatMap(event -> born.flatMap(birth -> unsuited(birth, event.effectiveTime())))
                        .orElse(""),
                cause.map(this::path).orElse(List.of()));
    }

    private List<Part> news2(AlertEvent event) {
        AlertEvent.ScoreSummary score = event.score();
        if (score == null) {
            return List.of();
        }
        return NEWS2_INPUTS.stream()
                .map(input -> {
                    Integer points = score.parts().get(input);
                    return new Part(
                            words.news2Part(input),
                            points == null ? texts.of("news2.missing") : texts.of("news2.points", points),
                            points == null);
                })
                .toList();
    }

    private String total(AlertEvent event) {
        AlertEvent.ScoreSummary score = event.score();
        if (score == null) {
            return "";
        }
        return score.total() == null
                ? texts.of("news2.bounds", score.lowerBound(), score.upperBound())
                : texts.of("news2.total", score.total());
    }

    /** What staff do about a complete set, in the words of the table; empty for an incomplete one. */
    private String response(AlertEvent event) {
        AlertEvent.ScoreSummary score = event.score();
        if (score == null || !score.complete()) {
            return "";
        }
        boolean anyThree = score.parts().values().stream().anyMatch(points -> points == THREE);
        News2.Risk risk =
                new News2.Result(score.parts(), score.lowerBound(), score.upperBound(), anyThree, List.of()).risk();
        return texts.of("news2.response", risk.response(), risk.monitoring());
    }

    private Optional<String> unsuited(LocalDate born, Instant at) {
        int years = Period.between(born, UkDays.of(at)).getYears();
        return News2.Unsuited.byAge(BigDecimal.valueOf(years)).map(News2.Unsuited::reason);
    }

    private List<Fact> path(AlertEvent event) {
        List<Fact> path = new ArrayList<>();
        path.add(new Fact(
                texts.of("path.measured"),
                texts.of("path.at", times.day(event.effectiveTime()), times.exact(event.effectiveTime()))));
        path.add(new Fact(
                texts.of("path.received"),
                texts.of("path.at", times.day(event.receivedAt()), times.exact(event.receivedAt()))));
        step(path, "path.decoded", event.decodedAt(), event.receivedAt());
        step(path, "path.scored", event.scoredAt(), event.receivedAt());
        return path;
    }

    private void step(List<Fact> path, String key, @Nullable Instant at, Instant received) {
        if (at != null) {
            path.add(new Fact(
                    texts.coded("path", key.substring("path.".length())),
                    texts.of(
                            "path.after",
                            times.exact(at),
                            Math.max(0, Duration.between(received, at).toMillis()))));
        }
    }

    /** What happened to the case, newest first. */
    List<Happening> history(List<CaseEvent> events) {
        List<Happening> history = new ArrayList<>();
        for (CaseEvent event : events) {
            history.add(
                    0,
                    new Happening(
                            times.moment(event.at()),
                            event.at().toString(),
                            event.who().isEmpty()
                                    ? texts.coded("case-event", event.kind())
                                    : texts.of(
                                            "case-event.by",
                                            texts.coded("case-event", event.kind()),
                                            name(event.tenant(), event.who())),
                            detail(event),
                            List.of(),
                            ""));
        }
        return history;
    }

    private String detail(CaseEvent event) {
        List<String> details = new ArrayList<>();
        Optional.ofNullable(event.detail().get("to"))
                .ifPresent(to -> details.add(texts.of("case-event.to", name(event.tenant(), to))));
        Optional.ofNullable(event.detail().get("why"))
                .ifPresent(why -> details.add(texts.coded("case-event.why", why)));
        Optional.ofNullable(event.detail().get("result")).ifPresent(result -> details.add(texts.coded("call", result)));
        Optional.ofNullable(event.detail().get("outcome"))
                .ifPresent(outcome -> details.add(texts.coded("outcome", outcome)));
        Optional.ofNullable(event.detail().get("until"))
                .ifPresent(until -> details.add(texts.of("case-event.until", times.within(Instant.parse(until)))));
        Optional.ofNullable(event.detail().get("note"))
                .filter(note -> !note.isBlank())
                .ifPresent(details::add);
        return String.join(". ", details);
    }

    /** A patient's timeline, newest first: alerts and what would have been one, each with the way to why. */
    List<Happening> timeline(List<AlertEvent> events, Caller caller) {
        return steps(events, event -> WhyPages.href(event.subject().id(), event.at(), caller));
    }

    /** Steps of alerts in words. */
    List<Happening> steps(List<AlertEvent> events, Function<AlertEvent, String> whyHref) {
        return events.stream()
                .map(event -> new Happening(
                        times.moment(event.at()),
                        event.at().toString(),
                        texts.of("timeline.entry", happened(event), words.rule(event.tenant(), event.rule())),
                        event.late() || event.kind() == AlertEvent.Kind.WOULD_HAVE ? late(event) : evidence(event),
                        List.of(severity(event.severity())),
                        whyHref.apply(event)))
                .toList();
    }

    private String happened(AlertEvent event) {
        AlertEvent.Audience audience = event.audience();
        return audience == null
                ? texts.coded("timeline", event.kind().code())
                : texts.coded("timeline-to." + event.kind().code(), audience.code());
    }

    private String late(AlertEvent event) {
        String both = times.takenAndArrived(event.effectiveTime(), event.receivedAt());
        String span = times.span(Duration.between(event.effectiveTime(), event.receivedAt()));
        String values = evidence(event);
        return values.isEmpty()
                ? texts.of("timeline.late", both, span)
                : texts.of("timeline.late-with", values, both, span);
    }

    private String evidence(AlertEvent event) {
        if (event.readings().size() > MOST_VALUES_TOLD) {
            return String.join("; ", words.limits(event.limits()));
        }
        return event.readings().stream()
                .map(one -> words.value(one.kind(), one.quantities(), one.findings()))
                .reduce((first, second) -> texts.of("timeline.then", first, second))
                .orElse("");
    }
}
