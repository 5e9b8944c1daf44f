package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.clinical.UkDays;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.Choice;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.LimitForm;
import io.derwent.console.pages.Views.LostRow;
import io.derwent.console.pages.Views.Notice;
import io.derwent.console.pages.Views.PlanPage;
import io.derwent.console.pages.Views.PlanRule;
import io.derwent.console.pages.Views.RehearsalView;
import io.derwent.console.pages.Views.RehearsedDay;
import io.derwent.console.plans.CarePlanDesk;
import io.derwent.console.replay.RehearsalDesk;
import io.derwent.model.CarePlan;
import io.derwent.model.PersonalThreshold;
import io.derwent.store.CarePlans;
import io.derwent.store.Patients.Patient;
import io.derwent.wire.CarePlanDocument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A patient's care plan: the limits it watches for, and a form that tries another limit on the last weeks, or saves it. */
final class PlanPages {
    private static final int BAD_REQUEST = 400;
    private static final int LONGEST_TEXT = 500;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,3})?");
    private static final Set<String> DAYS = Set.of("30", "60", "90");
    private static final String LIMIT = "limit";
    private static final String VALUE = "value";
    private static final String OWNER = "owner";
    private static final String REASON = "reason";
    private static final String REVIEW_ON = "review-on";
    private static final Set<String> FIELDS = Set.of(LIMIT, VALUE, OWNER, REASON, REVIEW_ON);

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;
    private final WhyWords whyWords;
    private final RehearsalWords rehearsalWords;
    private final CaseViews caseViews;
    private final Access access;
    private final CarePlanDesk plans;
    private final RehearsalDesk rehearsals;

    PlanPages(
            Renderer renderer,
            Texts texts,
            UkTimes times,
            ClinicalWords words,
            CaseViews caseViews,
            Access access,
            CarePlanDesk plans,
            RehearsalDesk rehearsals) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.words = words;
        this.whyWords = new WhyWords(texts, times, words);
        this.rehearsalWords = new RehearsalWords(texts, times, words);
        this.caseViews = caseViews;
        this.access = access;
        this.plans = plans;
        this.rehearsals = rehearsals;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/patients/:id/care-plan", STAFF, request -> show(request, List.of(), FormError.NONE)),
                post("/patients/:id/care-plan", STAFF, this::save),
                post("/patients/:id/care-plan/rehearsal", STAFF, this::rehearse),
                get(
                        "/patients/:id/care-plan/rehearsal",
                        STAFF,
                        request -> Reply.seeOther(href(request.segment("id"), request.who()))));
    }

    static String href(String patient, Caller caller) {
        return "/patients/" + patient + "/care-plan" + CaseViews.query(caller);
    }

    /** A patient and the plan in force; empty while there is none. */
    private record Current(Patient patient, Optional<CarePlans.Stored> stored) {
        CarePlans.Stored required() {
            return stored.orElseThrow(() -> Refusal.conflict("the patient has no care plan"));
        }
    }

    private Current current(Request request) {
        return access.read(
                request.who(),
                request.segment("id"),
                "care-plans.read",
                (connection, patient) ->
                        new Current(patient, CarePlans.current(connection, patient.tenant(), patient.id())));
    }

    private Reply save(Request request) {
        return unlessWrong(request, current -> {
            plans.store(request.who(), current.patient().id(), draft(request, current));
            String href = href(current.patient().id(), request.who());
            return Reply.seeOther(href + (href.contains("?") ? "&" : "?") + "done=saved");
        });
    }

    private Reply rehearse(Request request) {
        return unlessWrong(request, current -> {
            String days = request.field("days").filter(DAYS::contains).orElse("30");
            RehearsalDesk.Result result = rehearsals.ofPatient(
                    request.who(), current.patient().id(), draft(request, current), Integer.parseInt(days));
            return show(request, List.of(view(result)), FormError.NONE);
        });
    }

    private interface Act {
        Reply on(Current current);
    }

    /** The act, or the form again with what is wrong with it. */
    private Reply unlessWrong(Request request, Act act) {
        try {
            return act.on(current(request));
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.INVALID) {
                throw refusal;
            }
            return show(request, List.of(), error(refusal)).withStatus(BAD_REQUEST);
        }
    }

    private FormError error(Refusal refusal) {
        return refusal.field()
                .filter(FIELDS::contains)
                .map(field -> new FormError(field, refusal.sentence()))
                .orElseGet(() -> new FormError(VALUE, texts.of("plan.form.refused", refusal.sentence())));
    }

    /** The plan in force with the limit of the form in place of the one there is. */
    private CarePlanDesk.Draft draft(Request request, Current current) {
        CarePlans.Stored stored = current.required();
        CarePlanDocument stated = CarePlanDesk.stated(stored);
        PersonalThreshold wanted = wanted(request, CarePlanDesk.plan(stored));
        List<PersonalThreshold> thresholds = Stream.concat(
                        stated.thresholds().stream()
                                .filter(known ->
                                        !known.rule().equals(wanted.rule()) || known.parameter() != wanted.parameter()),
                        Stream.of(wanted))
                .toList();
        return plans.check(
                request.who(),
                new CarePlanDocument(
                        Optional.of(current.patient().id()),
                        stated.pathway(),
                        stated.spo2Scale(),
                        stated.scale2Decision(),
                        stated.include(),
                        thresholds,
                        stated.schedule(),
                        stated.active(),
                        Optional.empty()));
    }

    private PersonalThreshold wanted(Request request, CarePlan plan) {
        Movable movable = Movable.named(plan.rules(), request.field(LIMIT))
                .orElseThrow(() -> Refusal.invalid(LIMIT, texts.of("plan.form.no-limit")));
        return new PersonalThreshold(
                movable.rule().id(),
                movable.limit().parameter(),
                number(request),
                text(request, OWNER, texts.of("plan.form.no-owner")),
                text(request, REASON, texts.of("plan.form.no-reason")),
                reviewOn(request));
    }

    private BigDecimal number(Request request) {
        return request.field(VALUE)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(BigDecimal::new)
                .orElseThrow(() -> Refusal.invalid(VALUE, texts.of("plan.form.no-value")));
    }

    private static String text(Request request, String field, String missing) {
        return request.field(field)
                .filter(text -> text.length() <= LONGEST_TEXT)
                .orElseThrow(() -> Refusal.invalid(field, missing));
    }

    private LocalDate reviewOn(Request request) {
        return request.field(REVIEW_ON)
                .flatMap(PlanPages::day)
                .filter(day -> !day.isBefore(UkDays.of(times.now())))
                .orElseThrow(() -> Refusal.invalid(REVIEW_ON, texts.of("plan.form.no-review")));
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Reply show(Request request, List<RehearsalView> rehearsal, FormError error) {
        Current current = current(request);
        Caller caller = request.who();
        Patient patient = current.patient();
        Optional<CarePlan> plan = current.stored().map(CarePlanDesk::plan);
        boolean own = patient.tenant().equals(caller.acting().orElse(""));
        String name = texts.of("patient.name", patient.givenName(), patient.familyName());
        PlanPage view = new PlanPage(
                name,
                "/patients/" + patient.id() + CaseViews.query(caller),
                current.stored()
                        .map(stored -> texts.of(
                                stored.active() ? "patient.plan-active" : "patient.plan-ended",
                                texts.coded("pathway", stored.pathway()),
                                stored.version(),
                                stored.decidedBy(),
                                times.within(stored.decidedAt())))
                        .orElse(texts.of("patient.no-plan")),
                plan.map(known -> PathwayPages.href(known.pathway(), caller)).orElse(""),
                plan.map(known -> rules(known, current.required())).orElse(List.of()),
                own
                        && plan.filter(known -> !Movable.of(known.rules()).isEmpty())
                                .isPresent(),
                form(request, plan, error),
                rehearsal,
                new Notice(
                        request.parameter("done").filter("saved"::equals).isPresent() ? texts.of("plan.saved") : ""));
        String title = texts.of("plan.title", name);
        return renderer.page(
                request,
                "plan",
                error.isPresent() ? texts.of("page.error-title", title) : title,
                "/patients",
                List.of(),
                view);
    }

    private List<PlanRule> rules(CarePlan plan, CarePlans.Stored stored) {
        List<PersonalThreshold> own = CarePlanDesk.stated(stored).thresholds();
        return plan.rules().stream()
                .map(rule -> new PlanRule(
                        caseViews.severity(rule.severity()),
                        words.rule(rule.id()),
                        whyWords.limits(rule),
                        own.stream()
                                .filter(limit -> limit.rule().equals(rule.id()))
                                .map(limit -> texts.of(
                                        "plan.own",
                                        words.parameter(limit.parameter()),
                                        limit.value().toPlainString(),
                                        words.unit(limit.parameter()),
                                        limit.owner(),
                                        limit.reason(),
                                        times.date(limit.reviewOn())))
                                .toList()))
                .toList();
    }

    private LimitForm form(Request request, Optional<CarePlan> plan, FormError error) {
        String chosen = request.field(LIMIT).orElse("");
        String days = request.field("days").filter(DAYS::contains).orElse("30");
        return new LimitForm(
                "/patients/" + request.segment("id") + "/care-plan",
                plan.map(known -> Movable.of(known.rules())).orElse(List.of()).stream()
                        .map(one -> new Choice(
                                one.key(),
                                texts.of(
                                        "plan.form.choice",
                                        words.rule(one.rule().id()),
                                        words.limits(List.of(one.limit().toString()))
                                                .get(0)),
                                one.key().equals(chosen)))
                        .toList(),
                request.field(VALUE).orElse(""),
                request.field(OWNER)
                        .orElse(
                                request.who().name().isEmpty()
                                        ? request.who().who()
                                        : request.who().name()),
                request.field(REASON).orElse(""),
                request.field(REVIEW_ON).orElse(""),
                Stream.of("30", "60", "90")
                        .map(one -> new Choice(one, texts.of("plan.form.days-of", one), one.equals(days)))
                        .toList(),
                error);
    }

    private RehearsalView view(RehearsalDesk.Result result) {
        List<RehearsedDay> days = new ArrayList<>();
        LocalDate last = UkDays.of(result.before().to());
        for (LocalDate day = UkDays.of(result.before().from()); !day.isAfter(last); day = day.plusDays(1)) {
            int before = result.before().on(day);
            int after = result.after().on(day);
            if (before + after > 0) {
                days.add(new RehearsedDay(times.date(day), before, after));
            }
        }
        return new RehearsalView(
                rehearsalWords.of(result),
                result.lost().stream()
                        .map(lost -> new LostRow(
                                rehearsalWords.alert(lost.alert()),
                                rehearsalWords.outcome(lost.closed()),
                                lost.wasReal()))
                        .toList(),
                result.added().stream().map(rehearsalWords::alert).toList(),
                days);
    }
}
