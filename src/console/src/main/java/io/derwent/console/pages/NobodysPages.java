package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.Choice;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.NobodysPage;
import io.derwent.console.pages.Views.NobodysRow;
import io.derwent.console.pages.Views.Notice;
import io.derwent.console.whose.NobodysReadings;
import io.derwent.console.whose.NobodysReadings.Found;
import io.derwent.console.whose.WhoseDesk;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import io.derwent.model.WhyNobodys;
import io.derwent.store.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Readings that are nobody's, where staff say whose they are. */
final class NobodysPages {
    static final String PATH = "/nobodys-readings";

    private static final int MOST = 25;
    private static final int NAMES_SHOWN = 3;
    private static final int BAD_REQUEST = 400;
    private static final int CHANGED_MEANWHILE = 409;
    private static final String DEVICE = "device";
    private static final String DAYS = "days";
    private static final String SHOW = "show";
    private static final String ALL = "all";
    private static final String AFTER = "after";
    private static final String TENANT = "tenant";
    private static final String USUAL_DAYS = "30";
    private static final String EVER = "ever";
    private static final List<String> DAY_CHOICES = List.of("7", USUAL_DAYS, "90", EVER);

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;
    private final NobodysReadings readings;
    private final WhoseDesk whose;

    NobodysPages(
            Renderer renderer,
            Texts texts,
            UkTimes times,
            ClinicalWords words,
            NobodysReadings readings,
            WhoseDesk whose) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.words = words;
        this.readings = readings;
        this.whose = whose;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get(PATH, STAFF, request -> list(request, FormError.NONE)),
                post(PATH + "/:reading/whose", STAFF, this::say),
                get(PATH + "/:reading/whose", STAFF, request -> Reply.seeOther(address(request, Map.of()))));
    }

    /** The page, of one device where one is named. */
    static String href(Caller caller, Optional<String> device) {
        Map<String, String> query = new LinkedHashMap<>();
        tenant(caller).ifPresent(tenant -> query.put(TENANT, tenant));
        device.ifPresent(name -> query.put(DEVICE, name));
        return PATH + Query.encoded(query);
    }

    private static Optional<String> tenant(Caller caller) {
        return caller.administersPlatform() ? caller.acting() : Optional.empty();
    }

    /** This page with what it was asked for, but for these changes; an empty text takes a parameter away. */
    private static String address(Request request, Map<String, String> changes) {
        return PATH + query(request, changes);
    }

    private static String query(Request request, Map<String, String> changes) {
        Map<String, String> query = new LinkedHashMap<>();
        tenant(request.who()).ifPresent(tenant -> query.put(TENANT, tenant));
        Stream.of(DEVICE, DAYS, SHOW, AFTER)
                .forEach(name -> request.parameter(name).ifPresent(value -> query.put(name, value)));
        query.putAll(changes);
        query.values().removeIf(String::isEmpty);
        return Query.encoded(query);
    }

    private Reply list(Request request, FormError error) {
        Caller caller = request.who();
        if (caller.acting().isEmpty()) {
            return Reply.seeOther("/dead-letters");
        }
        boolean all = request.parameter(SHOW).equals(Optional.of(ALL));
        Optional<String> device = request.parameter(DEVICE).map(String::strip);
        Listed<Found> found = readings.list(
                caller,
                new NobodysReadings.Filter(device, since(days(request)), all),
                request.parameter(AFTER).map(NobodysReadings::place),
                MOST);
        List<NobodysRow> rows =
                found.rows().stream().map(one -> row(request, one, error)).toList();
        boolean isFirst = request.parameter(AFTER).isEmpty();
        NobodysPage view = new NobodysPage(
                texts.of("page.as-of", times.time(times.now())),
                tenant(caller).orElse(""),
                device.orElse(""),
                DAY_CHOICES.stream()
                        .map(days -> new Choice(days, texts.coded("nobodys.days", days), days.equals(days(request))))
                        .toList(),
                all,
                rows,
                rows.isEmpty() ? nothing(device, all, isFirst) : "",
                isFirst ? "" : address(request, Map.of(AFTER, "")),
                found.more()
                        ? address(
                                request,
                                Map.of(AFTER, found.rows().get(rows.size() - 1).place()))
                        : "",
                error,
                new Notice(request.parameter("done").equals(Optional.of("said")) ? texts.of("nobodys.done") : ""));
        String title = texts.of("nobodys.title");
        return renderer.page(
                request,
                "nobodys",
                error.isPresent() ? texts.of("page.error-title", title) : title,
                "/cases",
                List.of(),
                view);
    }

    private String nothing(Optional<String> device, boolean all, boolean isFirst) {
        if (!isFirst) {
            return texts.of("nobodys.no-older");
        }
        if (device.isPresent()) {
            return texts.of("nobodys.none-of-device", device.get());
        }
        return all ? texts.of("nobodys.none-at-all") : texts.of("nobodys.none");
    }

    private static String days(Request request) {
        return request.parameter(DAYS).filter(DAY_CHOICES::contains).orElse(USUAL_DAYS);
    }

    private Instant since(String days) {
        return days.equals(EVER) ? Instant.EPOCH : times.now().minus(Duration.ofDays(Integer.parseInt(days)));
    }

    private NobodysRow row(Request request, Found found, FormError error) {
        Reading reading = found.reading();
        String field = "whose-" + reading.id();
        boolean mayBeSaid = !found.holders().isEmpty() && !found.why().equals(Optional.of(WhyNobodys.NOT_A_PERSON));
        return new NobodysRow(
                reading.id(),
                reading.effectiveTime().toString(),
                times.moment(reading.effectiveTime()),
                texts.of("nobodys.received", times.within(reading.receivedAt())),
                words.kind(reading.kind()),
                words.value(reading.kind(), reading.quantities(), reading.findings()),
                words.rest(reading.kind(), reading.quantities(), reading.findings()),
                words.marks(reading.marking(Mark.NOT_A_PERSON, false).marks()),
                reading.device(),
                href(request.who(), Optional.of(reading.device())),
                why(found),
                names(found.reading().whose()),
                holders(found),
                mayBeSaid ? PATH + '/' + reading.id() + "/whose" + query(request, Map.of()) : "",
                found.said().map(said -> said.at().toString()).orElse(""),
                found.holders().stream()
                        .map(holder -> new Choice(holder.patient(), holder.name(), false))
                        .toList(),
                error.field().equals(field) ? error : FormError.NONE);
    }

    private String why(Found found) {
        if (found.why().isEmpty()) {
            return texts.of(
                    "nobodys.moves",
                    found.said()
                            .map(said -> texts.of("nobodys.said-by", said.by(), times.within(said.at())))
                            .orElse(""));
        }
        String why = texts.coded("nobodys.why", found.why().get().code());
        return found.why().get() == WhyNobodys.SAID
                ? texts.of(
                        "nobodys.why-said",
                        why,
                        found.said().map(said -> said.by()).orElse(""),
                        found.said().map(said -> times.within(said.at())).orElse(""))
                : why;
    }

    /** What the reading says itself; empty if it names nobody. */
    private String names(@Nullable Whose said) {
        if (said == null || said.isSilent()) {
            return "";
        }
        @Nullable String patient = said.patient();
        @Nullable Integer user = said.user();
        if (user == null || user == Whose.UNKNOWN_USER) {
            return patient == null ? "" : texts.of("nobodys.names-patient", patient);
        }
        return patient == null
                ? texts.of("nobodys.names-user", user.toString())
                : texts.of("nobodys.names-both", patient, user.toString());
    }

    private String holders(Found found) {
        List<NobodysReadings.Holder> holders = found.holders();
        if (holders.isEmpty()) {
            return "";
        }
        String shown = holders.stream()
                .limit(NAMES_SHOWN)
                .map(NobodysReadings.Holder::name)
                .collect(Collectors.joining(", "));
        return holders.size() > NAMES_SHOWN
                ? texts.of("nobodys.holders-more", shown, holders.size() - NAMES_SHOWN)
                : shown;
    }

    /** Either who it is, from the list, or the other button: none of them. */
    private Reply say(Request request) {
        String reading = request.segment("reading");
        String field = "whose-" + reading;
        Optional<String> patient = request.field("whose");
        boolean isNobodys = request.field("nobodys").isPresent();
        if (patient.isEmpty() && !isNobodys) {
            return list(request, new FormError(field, texts.of("nobodys.choose")))
                    .withStatus(BAD_REQUEST);
        }
        String device = request.field(DEVICE).orElseThrow(() -> Refusal.invalid(DEVICE, "name the device"));
        try {
            whose.sayOfNobodys(
                    request.who(),
                    device,
                    reading,
                    isNobodys ? Optional.empty() : patient,
                    request.field("said").map(NobodysPages::instant));
            return Reply.seeOther(address(request, Map.of("done", "said")));
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.HELD) {
                return list(request, new FormError("nobodys", texts.of("nobodys.meanwhile")))
                        .withStatus(CHANGED_MEANWHILE);
            }
            throw refusal;
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid("said", "said is \"%s\", a time is expected".formatted(text));
        }
    }

    /** How many wait for a person, and where they are; empty if none does. */
    static Optional<String> waiting(Texts texts, Readings.Waiting waiting) {
        if (waiting.number() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                waiting.more()
                        ? texts.of("nobodys.waiting-more", waiting.number())
                        : texts.of("nobodys.waiting", waiting.number()));
    }
}
