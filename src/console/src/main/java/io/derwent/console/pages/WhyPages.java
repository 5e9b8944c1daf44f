package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.clinical.UkDays;
import io.derwent.clinical.Why;
import io.derwent.clinical.Why.Reason;
import io.derwent.clinical.Why.RuleAnswer;
import io.derwent.clinical.Why.Sight;
import io.derwent.clinical.Why.Verdict;
import io.derwent.console.access.Caller;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.Fact;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.WhyForm;
import io.derwent.console.pages.Views.WhyPage;
import io.derwent.console.pages.Views.WhyReading;
import io.derwent.console.pages.Views.WhyRule;
import io.derwent.console.replay.WhyDesk;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why there was an alert about a patient in an hour, or none. */
final class WhyPages {
    private static final int BAD_REQUEST = 400;
    private static final String DAY = "day";
    private static final String TIME = "time";

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;
    private final WhyWords whyWords;
    private final CaseViews caseViews;
    private final WhyDesk desk;

    WhyPages(Renderer renderer, Texts texts, UkTimes times, ClinicalWords words, CaseViews caseViews, WhyDesk desk) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.words = words;
        this.whyWords = new WhyWords(texts, times, words);
        this.caseViews = caseViews;
        this.desk = desk;
    }

    List<Endpoint> endpoints() {
        return List.of(get("/patients/:id/why", STAFF, this::show));
    }

    /** The page of the hour in which this time lies. */
    static String href(String patient, Instant at, Caller caller) {
        String tenant = CaseViews.query(caller);
        return "/patients/%s/why%sat=%s".formatted(patient, tenant.isEmpty() ? "?" : tenant + "&", at);
    }

    /** The form that asks about an hour, filled with this time. */
    static WhyForm form(String patient, Caller caller, Instant at) {
        return form(patient, caller, day(at), time(at), FormError.NONE);
    }

    private static WhyForm form(String patient, Caller caller, String day, String time, FormError error) {
        return new WhyForm(
                "/patients/" + patient + "/why",
                caller.administersPlatform() ? caller.acting().orElse("") : "",
                day,
                time,
                error);
    }

    private static String day(Instant at) {
        return UkDays.of(at).toString();
    }

    private static String time(Instant at) {
        return LocalTime.ofInstant(at, UkDays.LONDON)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    private Reply show(Request request) {
        Optional<FormError> error = error(request);
        Instant at = error.isPresent() ? times.now() : asked(request);
        WhyDesk.Found found = desk.why(request.who(), request.segment("id"), WhyDesk.Span.hourOf(at));
        WhyPage view = view(request, found, at, error.orElse(FormError.NONE));
        String title = texts.of("why.title", view.span());
        return renderer.page(
                        request,
                        "why",
                        error.isPresent() ? texts.of("page.error-title", title) : title,
                        "/patients",
                        List.of(),
                        view)
                .withStatus(error.isPresent() ? BAD_REQUEST : 200);
    }

    private Optional<FormError> error(Request request) {
        if (request.parameter("at").isPresent() || request.parameter(DAY).isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDate.parse(request.parameter(DAY).orElse(""));
        } catch (DateTimeParseException e) {
            return Optional.of(new FormError(DAY, texts.of("why.form.no-day")));
        }
        try {
            LocalTime.parse(request.parameter(TIME).orElse(""));
            return Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.of(new FormError(TIME, texts.of("why.form.no-time")));
        }
    }

    private Instant asked(Request request) {
        return request.parameter(DAY)
                .map(day -> UkDays.at(
                        LocalDate.parse(day),
                        LocalTime.parse(request.parameter(TIME).orElse(""))))
                .or(() -> request.instant("at"))
                .orElseGet(times::now);
    }

    private WhyPage view(Request request, WhyDesk.Found found, Instant at, FormError error) {
        Caller caller = request.who();
        Why.Answer answer = found.answer();
        String patient = found.patient().id();
        return new WhyPage(
                texts.of(
                        "patient.name",
                        found.patient().givenName(),
                        found.patient().familyName()),
                "/patients/" + patient + CaseViews.query(caller),
                whyWords.span(answer.from(), answer.to()),
                texts.of("page.as-of", times.time(times.now())),
                whyWords.plan(answer),
                href(patient, answer.from().minus(1, ChronoUnit.HOURS), caller),
                answer.to().isAfter(times.now()) ? "" : href(patient, answer.to(), caller),
                answer.rules().stream()
                        .filter(WhyPages::sawSomething)
                        .map(rule -> rule(answer, rule))
                        .toList(),
                answer.rules().stream()
                        .filter(rule -> !sawSomething(rule))
                        .map(rule -> new Fact(whyWords.rule(rule.rule()), silent(rule)))
                        .toList(),
                whyWords.cut(found.cutAt()),
                error.isPresent()
                        ? form(
                                patient,
                                caller,
                                request.parameter(DAY).orElse(""),
                                request.parameter(TIME).orElse(""),
                                error)
                        : form(patient, caller, at));
    }

    /** Whether a rule has more to tell than that there was nothing to judge. */
    private static boolean sawSomething(RuleAnswer answer) {
        return !answer.recorded().isEmpty()
                || answer.sights().stream().anyMatch(sight -> sight.verdict() != Verdict.NOT_CONCERNED);
    }

    private String silent(RuleAnswer answer) {
        String alert = whyWords.alert(answer);
        String why = whyWords.then(answer);
        return alert.isEmpty() ? why : texts.of("why.and-alert", why, alert);
    }

    private WhyRule rule(Why.Answer hour, RuleAnswer answer) {
        List<Sight> concerned = answer.sights().stream()
                .filter(sight -> sight.verdict() != Verdict.NOT_CONCERNED)
                .toList();
        List<Sight> told =
                concerned.stream().filter(sight -> isTold(hour, sight)).toList();
        String then = whyWords.then(answer);
        String now = whyWords.now(answer);
        return new WhyRule(
                answer.rule().id(),
                caseViews.severity(answer.rule().severity()),
                whyWords.rule(answer.rule()),
                then,
                answer.then() == answer.now() ? "" : now,
                whyWords.alert(answer),
                Stream.concat(whyWords.limits(answer.rule()).stream(), whyWords.toldNext(hour.plan(), answer).stream())
                        .toList(),
                told.stream().map(sight -> reading(answer, sight, hour.plan())).toList(),
                told.size() == concerned.size() ? "" : texts.of("why.quiet", concerned.size() - told.size()),
                texts.of("alert.rule", answer.rule().id(), answer.rule().version()),
                whyWords.source(answer.rule()),
                caseViews.steps(answer.recorded(), step -> ""),
                whyWords.difference(answer));
    }

    /** Whether a reading is shown; what was measured before the hour, came in it and was in range is only counted. */
    private static boolean isTold(Why.Answer hour, Sight sight) {
        return sight.now() != Reason.IN_RANGE
                || !sight.reading().effectiveTime().isBefore(hour.from());
    }

    private WhyReading reading(RuleAnswer answer, Sight sight, @Nullable CarePlan plan) {
        Reading reading = sight.reading();
        String score = plan == null ? "" : whyWords.news2(answer.rule(), reading, plan.spo2Scale());
        String value = words.value(reading.kind(), reading.quantities(), reading.findings());
        boolean late = reading.age().compareTo(answer.rule().timing().currentFor()) > 0;
        return new WhyReading(
                reading.effectiveTime().toString(),
                times.day(reading.effectiveTime()),
                times.time(reading.effectiveTime()),
                score.isEmpty() ? value : texts.of("why.value-with-score", value, score),
                late ? texts.of("readings.arrived", times.within(reading.receivedAt())) : "",
                whyWords.verdict(sight.verdict()),
                sight.now() == Reason.IN_RANGE ? "" : whyWords.said(answer.rule(), sight),
                words.marks(reading.marks()));
    }
}
