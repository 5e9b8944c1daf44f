package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.PATIENTS;
import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.Choice;
import io.derwent.console.pages.Views.Fact;
import io.derwent.console.pages.Views.Link;
import io.derwent.console.pages.Views.OwnPage;
import io.derwent.console.pages.Views.PatientPage;
import io.derwent.console.pages.Views.PatientRow;
import io.derwent.console.pages.Views.PatientsPage;
import io.derwent.console.pages.Views.PromptView;
import io.derwent.console.pages.Views.WhoseForm;
import io.derwent.console.whose.NobodysReadings;
import io.derwent.console.whose.WhoseDesk;
import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.Mark;
import io.derwent.model.NhsNumber;
import io.derwent.model.Reading;
import io.derwent.store.AlertEvents;
import io.derwent.store.Assignments;
import io.derwent.store.CarePlans;
import io.derwent.store.Cases;
import io.derwent.store.CounterGaps;
import io.derwent.store.Deliveries;
import io.derwent.store.PatientCase;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Prompts;
import io.derwent.store.Readings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Patients for staff, and a patient's own page. */
final class PatientPages {
    private static final Duration SHOWN = Duration.ofDays(30);
    private static final Duration CLOCKS_AHEAD = Duration.ofMinutes(10);
    private static final int MOST_PATIENTS = 500;
    private static final int MOST_TOLD = 20;
    private static final int MOST_READINGS = 1000;
    private static final int MOST_CASES = 20;
    private static final int MOST_EVENTS = 200;
    private static final List<String> CHART = List.of("uplot/uPlot-1.6.32.iife.min.js", "derwent/chart.js");

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final CaseViews caseViews;
    private final ReadingViews readingViews;
    private final DeliveryViews deliveries;
    private final Access access;
    private final WhoseDesk whose;
    private final NobodysReadings nobodys;

    PatientPages(
            Renderer renderer,
            Texts texts,
            UkTimes times,
            CaseViews caseViews,
            ReadingViews readingViews,
            DeliveryViews deliveries,
            Access access,
            WhoseDesk whose,
            NobodysReadings nobodys) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.caseViews = caseViews;
        this.readingViews = readingViews;
        this.deliveries = deliveries;
        this.access = access;
        this.whose = whose;
        this.nobodys = nobodys;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/patients", STAFF, this::list),
                get("/patients/:id", STAFF, this::show),
                post("/patients/:id/readings/:reading/whose", STAFF, this::say),
                get("/patients/:id/readings/:reading/whose", STAFF, this::backToThePatient),
                get("/me", PATIENTS, this::own));
    }

    private Reply list(Request request) {
        Caller caller = request.who();
        if (caller.acting().isEmpty()) {
            return Reply.seeOther("/dead-letters");
        }
        Optional<String[]> after =
                request.parameter("after").map(key -> key.split("/", 2)).filter(key -> key.length == 2);
        Listed<Patient> patients = access.listAtMost(
                MOST_PATIENTS,
                caller,
                "patients.list",
                patient -> patient.tenant() + '/' + patient.id(),
                (connection, reach, limit) -> Patients.list(
                        connection,
                        reach,
                        after.isEmpty() ? Optional.empty() : Patients.find(connection, after.get()[0], after.get()[1]),
                        limit));
        PatientsPage view = new PatientsPage(
                patients.rows().stream().map(patient -> row(patient, caller)).toList(),
                patients.more() ? texts.of("patients.cut", patients.rows().size()) : "",
                patients.more() ? after(patients.rows().get(patients.rows().size() - 1), caller) : "",
                NobodysPages.href(caller, Optional.empty()));
        return renderer.page(request, "patients", texts.of("patients.title"), "/patients", List.of(), view);
    }

    /** The address of the patients after this one. */
    private static String after(Patient patient, Caller caller) {
        String query = CaseViews.query(caller);
        return "/patients%safter=%s/%s".formatted(query.isEmpty() ? "?" : query + "&", patient.tenant(), patient.id());
    }

    private PatientRow row(Patient patient, Caller caller) {
        return new PatientRow(
                "/patients/" + patient.id() + CaseViews.query(caller),
                texts.of("patient.name-sorted", patient.familyName(), patient.givenName()),
                Optional.ofNullable(patient.nhsNumber()).map(NhsNumber::spaced).orElse(""),
                Optional.ofNullable(patient.dateOfBirth()).map(times::date).orElse(""),
                patient.tenant().equals(caller.tenant()) ? "" : texts.of("case.shared-by", patient.tenant()));
    }

    private Reply show(Request request) {
        Caller caller = request.who();
        PatientPage view = access.read(
                caller,
                request.segment("id"),
                "patient.read",
                (connection, patient) -> view(connection, caller, patient));
        return renderer.page(request, "patient", view.name(), "/patients", CHART, view);
    }

    /** A form's address, opened again in a browser. */
    private Reply backToThePatient(Request request) {
        return Reply.seeOther("/patients/" + request.segment("id") + CaseViews.query(request.who()));
    }

    /** An empty {@code whose}: none of those who had the device. */
    private Reply say(Request request) {
        String device = request.field("device").orElseThrow(() -> Refusal.invalid("device", "name the device"));
        whose.say(request.who(), device, request.segment("reading"), request.field("whose"));
        return backToThePatient(request);
    }

    /** Forms for readings on trust, by reading id; none for a patient another organisation shares. */
    private Map<String, WhoseForm> whoseForms(
            Connection connection, Caller caller, Patient patient, List<Reading> readings) throws SQLException {
        Map<String, WhoseForm> forms = new HashMap<>();
        if (!patient.tenant().equals(caller.acting().orElse(""))) {
            return forms;
        }
        Map<String, Optional<AssignmentHistory>> devices = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (Reading reading : readings) {
            if (reading.marks().contains(Mark.SHARED_KIT)) {
                if (!devices.containsKey(reading.device())) {
                    devices.put(reading.device(), Assignments.history(connection, reading.tenant(), reading.device()));
                }
                List<Choice> others = new ArrayList<>();
                for (String id : WhoseDesk.hadIt(
                        devices.getOrDefault(reading.device(), Optional.empty()), reading.effectiveTime())) {
                    if (!id.equals(patient.id())) {
                        others.add(new Choice(id, nameOf(connection, reading.tenant(), id, names), false));
                    }
                }
                forms.put(reading.id(), whoseForm(patient, reading, others));
            }
        }
        return forms;
    }

    /** Of another patient; asked for once. */
    private String nameOf(Connection connection, String tenant, String patient, Map<String, String> known)
            throws SQLException {
        if (!known.containsKey(patient)) {
            known.put(
                    patient,
                    Patients.find(connection, tenant, patient).map(this::name).orElse(patient));
        }
        return known.getOrDefault(patient, patient);
    }

    private static WhoseForm whoseForm(Patient patient, Reading reading, List<Choice> others) {
        return new WhoseForm(
                "/patients/%s/readings/%s/whose".formatted(patient.id(), reading.id()),
                reading.id(),
                reading.device(),
                patient.id(),
                others,
                reading.marks().contains(Mark.OUT_OF_CHARACTER));
    }

    /** With the mark that scoring put on a reading of shared kit, until somebody confirmed whose it is. */
    private static List<Reading> doubted(List<Reading> readings, List<AlertEvent> events) {
        Set<String> outOfCharacter = events.stream()
                .flatMap(event -> event.readings().stream())
                .filter(evidence -> evidence.marks().contains(Mark.OUT_OF_CHARACTER))
                .map(AlertEvent.Evidence::reading)
                .collect(Collectors.toSet());
        return readings.stream()
                .map(reading -> reading.marks().contains(Mark.SHARED_KIT) && outOfCharacter.contains(reading.id())
                        ? reading.marking(Mark.OUT_OF_CHARACTER, true)
                        : reading)
                .toList();
    }

    private PatientPage view(Connection connection, Caller caller, Patient patient) throws SQLException {
        Instant now = times.now();
        Listed<AlertEvent> events = Listed.of(
                CasePages.decode(AlertEvents.ofPatient(
                        connection,
                        patient.tenant(),
                        patient.id(),
                        now.minus(SHOWN),
                        now.plus(CLOCKS_AHEAD),
                        MOST_EVENTS + 1)),
                MOST_EVENTS);
        Listed<PatientCase> cases =
                Listed.of(Cases.ofPatient(connection, patient.tenant(), patient.id(), MOST_CASES + 1), MOST_CASES);
        Listed<Reading> readings = readings(connection, patient, now);
        Map<String, Integer> missing =
                CounterGaps.before(connection, patient.tenant(), ReadingViews.inTables(readings.rows()));
        List<Reading> shown = doubted(readings.rows(), events.rows());
        List<String> devices = devices(connection, patient);
        return new PatientPage(
                name(patient),
                "/patients" + CaseViews.query(caller),
                PlanPages.href(patient.id(), caller),
                texts.of("page.as-of", times.time(now)),
                facts(connection, patient, devices),
                nobodys(connection, caller, patient, devices),
                cases.rows().stream().map(one -> caseViews.row(one, caller)).toList(),
                caseViews.cut(cases),
                readingViews.sections(
                        shown,
                        ReadingViews.flags(events.rows()),
                        missing,
                        whoseForms(connection, caller, patient, ReadingViews.inTables(shown))),
                caseViews.cut(readings),
                caseViews.timeline(events.rows(), caller),
                caseViews.cut(events),
                WhyPages.form(patient.id(), caller, now),
                deliveries.told(Deliveries.ofPatient(connection, patient.tenant(), patient.id(), MOST_TOLD)));
    }

    private Listed<Reading> readings(Connection connection, Patient patient, Instant now) throws SQLException {
        return Listed.of(
                Readings.ofPatient(
                        connection,
                        patient.tenant(),
                        patient.id(),
                        Set.of(),
                        now.minus(SHOWN),
                        now.plus(CLOCKS_AHEAD),
                        MOST_READINGS + 1),
                MOST_READINGS);
    }

    private List<Fact> facts(Connection connection, Patient patient, List<String> devices) throws SQLException {
        List<Fact> facts = new ArrayList<>();
        if (patient.nhsNumber() != null) {
            facts.add(new Fact(texts.of("patient.nhs-number"), NhsNumber.spaced(patient.nhsNumber())));
        }
        if (patient.dateOfBirth() != null) {
            facts.add(new Fact(texts.of("patient.born"), times.date(patient.dateOfBirth())));
        }
        facts.add(new Fact(texts.of("patient.organisation"), patient.tenant()));
        Optional<CarePlans.Stored> plan = CarePlans.current(connection, patient.tenant(), patient.id());
        facts.add(new Fact(
                texts.of("patient.plan"),
                plan.map(stored -> texts.of(
                                stored.active() ? "patient.plan-active" : "patient.plan-ended",
                                texts.coded("pathway", stored.pathway()),
                                stored.version(),
                                stored.decidedBy(),
                                times.within(stored.decidedAt())))
                        .orElse(texts.of("patient.no-plan"))));
        facts.add(new Fact(
                texts.of("patient.devices"),
                devices.isEmpty() ? texts.of("patient.no-devices") : String.join(", ", devices)));
        return facts;
    }

    /** Those the patient has now. */
    private List<String> devices(Connection connection, Patient patient) throws SQLException {
        Instant now = times.now();
        return Assignments.ofPatient(connection, patient.tenant(), patient.id()).stream()
                .filter(history -> history.assignments().stream()
                        .anyMatch(one -> one.patient().equals(patient.id()) && one.covers(now)))
                .map(AssignmentHistory::device)
                .toList();
    }

    /** Ways to readings of these devices that are nobody's; none for a patient another organisation shares. */
    private List<Link> nobodys(Connection connection, Caller caller, Patient patient, List<String> devices)
            throws SQLException {
        List<Link> links = new ArrayList<>();
        if (patient.tenant().equals(caller.acting().orElse(""))) {
            for (String device : devices) {
                NobodysPages.waiting(texts, nobodys.waiting(connection, patient.tenant(), Optional.of(device)))
                        .map(text -> new Link(
                                NobodysPages.href(caller, Optional.of(device)),
                                texts.of("nobodys.of-device", device, text)))
                        .ifPresent(links::add);
            }
        }
        return links;
    }

    private Reply own(Request request) {
        Caller caller = request.who();
        String patient = caller.patient().orElseThrow(() -> Refusal.notFound(texts.of("own.no-record")));
        OwnPage view = access.read(caller, patient, "own.read", this::own);
        return renderer.page(request, "me", texts.of("own.title"), "/me", CHART, view);
    }

    private OwnPage own(Connection connection, Patient patient) throws SQLException {
        Instant now = times.now();
        List<PromptView> prompts = Prompts.open(connection, patient.tenant(), patient.id(), now).stream()
                .map(this::prompt)
                .toList();
        List<PatientCase> cases = Cases.ofPatient(connection, patient.tenant(), patient.id(), MOST_CASES);
        boolean waiting =
                cases.stream().anyMatch(one -> one.state() == PatientCase.State.OPEN && one.snoozedUntil() == null);
        String seen = cases.stream()
                .flatMap(one -> lookedAt(one).stream())
                .findFirst()
                .map(at -> texts.of("own.seen", times.day(at), times.time(at)))
                .orElse("");
        Listed<Reading> readings = readings(connection, patient, now);
        return new OwnPage(
                name(patient),
                prompts,
                waiting ? texts.of("own.told") : prompts.isEmpty() ? texts.of("own.nothing-to-do") : "",
                seen,
                texts.of("own.as-of", times.time(now)),
                readingViews.sections(readings.rows(), Map.of(), Map.of(), Map.of()),
                caseViews.cut(readings));
    }

    /** When a person first dealt with the case; one that the system closed was looked at by nobody. */
    private static Optional<Instant> lookedAt(PatientCase one) {
        boolean closedByPerson = one.resolvedBy() != null && !one.resolvedBy().isEmpty();
        return Optional.ofNullable(one.acknowledgedAt())
                .or(() -> Optional.ofNullable(one.resolvedAt()).filter(at -> closedByPerson));
    }

    private PromptView prompt(Prompts.Prompt prompt) {
        return new PromptView(
                asked("prompt.title", prompt),
                asked("prompt.why", prompt),
                caseViews.questions(prompt),
                texts.of("prompt.asked", times.within(prompt.askedAt())));
    }

    /** For a rule we know the patient is told what to do and why; for another, and for a line, what is true of every rule. */
    private String asked(String prefix, Prompts.Prompt prompt) {
        if (prompt.isAboutTheLine()) {
            return texts.coded(prefix, prompt.kind());
        }
        String text = texts.coded(prefix, prompt.rule());
        return text.equals(prompt.rule()) ? texts.coded(prefix, prompt.kind()) : text;
    }

    private String name(Patient patient) {
        return texts.of("patient.name", patient.givenName(), patient.familyName());
    }
}
