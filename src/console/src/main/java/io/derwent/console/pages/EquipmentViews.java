package io.derwent.console.pages;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.equipment.Equipment;
import io.derwent.console.equipment.Heard;
import io.derwent.console.equipment.Located;
import io.derwent.console.equipment.Wanted;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.Choice;
import io.derwent.console.pages.Views.Fact;
import io.derwent.console.pages.Views.KeyView;
import io.derwent.console.pages.Views.MoveRow;
import io.derwent.console.pages.Views.ReaderList;
import io.derwent.console.pages.Views.ReaderRow;
import io.derwent.console.pages.Views.SearchForm;
import io.derwent.console.pages.Views.StrayList;
import io.derwent.console.pages.Views.StrayRow;
import io.derwent.console.pages.Views.ThingList;
import io.derwent.console.pages.Views.ThingNow;
import io.derwent.console.pages.Views.ThingPage;
import io.derwent.console.pages.Views.ThingRow;
import io.derwent.console.pages.Views.WhereView;
import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gs1Message;
import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.Tag;
import io.derwent.gs1.epc.UnreadTag;
import io.derwent.model.Asset;
import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Whereabouts;
import io.derwent.store.UnknownTags.Unknown;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Words for where equipment is: what is old is never said as if it were now. */
final class EquipmentViews {
    private static final double VERY_LIKELY = 0.75;
    private static final double LIKELY = 0.5;
    private static final double POSSIBLE = 0.25;
    private static final int PERCENT = 100;
    private static final double HUNDREDTHS = 100.0;

    private final Texts texts;
    private final UkTimes times;

    EquipmentViews(Texts texts, UkTimes times) {
        this.texts = texts;
        this.times = times;
    }

    /** A page of the caller's tenant. */
    static String href(String path, Caller caller) {
        return path + CaseViews.query(caller);
    }

    /** A page with this query. */
    static String href(String path, Map<String, String> query) {
        return path
                + query.entrySet().stream()
                        .filter(one -> !one.getValue().isEmpty())
                        .map(one -> encoded(one.getKey()) + '=' + encoded(one.getValue()))
                        .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    ThingList list(
            Listed<Located> found, Wanted wanted, Equipment.Filter filter, Listed<Heard> readers, Request request) {
        Caller caller = request.who();
        List<ThingRow> rows =
                found.rows().stream().map(located -> row(located, caller)).toList();
        boolean isFirst = request.parameter("after").isEmpty();
        boolean isWhole = isFirst
                && !found.more()
                && wanted.keys().isEmpty()
                && wanted.words().isEmpty()
                && filter.equals(Equipment.Filter.NONE);
        Map<String, String> next = new LinkedHashMap<>(request.query());
        if (found.more()) {
            next.put("after", rows.get(rows.size() - 1).id());
        }
        return new ThingList(
                rows,
                found.more() || !isFirst
                        ? texts.of("equipment.summary-part", rows.size())
                        : texts.of("equipment.summary", rows.size()),
                texts.of("page.as-of", times.time(times.now())),
                silent(readers),
                href("/readers", caller),
                rows.isEmpty() ? empty(wanted, isWhole) : List.of(),
                isWhole,
                found.more() ? texts.of("equipment.cut", rows.size()) : "",
                found.more() ? href("/equipment", next) : "");
    }

    private List<String> empty(Wanted wanted, boolean isWhole) {
        if (isWhole) {
            return List.of(texts.of("equipment.none"));
        }
        if (!wanted.keys().isEmpty()) {
            return List.of(
                    texts.of("equipment.no-such-key", String.join(", ", wanted.keys())),
                    texts.of("equipment.try-tags"));
        }
        return wanted.problem()
                .map(sentence -> List.of(texts.of("equipment.not-gs1", sentence), texts.of("equipment.try-words")))
                .orElseGet(() -> List.of(texts.of("equipment.no-hit"), texts.of("equipment.try-words")));
    }

    private ThingRow row(Located located, Caller caller) {
        Asset asset = located.asset();
        return new ThingRow(
                asset.id(),
                href("/equipment/" + encoded(asset.id()), caller),
                asset.name(),
                kind(asset),
                asset.tenant().equals(caller.tenant()) ? "" : texts.of("equipment.of", asset.tenant()),
                where(located));
    }

    private String kind(Asset asset) {
        return Optional.ofNullable(asset.number())
                .map(number -> texts.of("equipment.type-number", asset.type(), number))
                .orElse(asset.type());
    }

    private WhereView where(Located located) {
        String code = located.asset().active() ? located.state().code() : "scrapped";
        String word = texts.coded("equipment.state", code);
        @Nullable LastSeen seen = located.seen();
        @Nullable Whereabouts where = located.where();
        if (seen == null || where == null) {
            return new WhereView(
                    code, word, "", "", false, "", "", "", "", located.state().code() + '|', "");
        }
        List<Place> path = located.path();
        return new WhereView(
                code,
                word,
                located.placeName().orElse(seen.place()),
                within(path, located.asset()),
                located.state().isCurrent(),
                times.since(seen.lastSeenAt()),
                times.moment(seen.lastSeenAt()),
                seen.lastSeenAt().toString(),
                sure(where.confidence()),
                located.state().code() + '|' + seen.place(),
                seen.reader());
    }

    /** What a place lies in; and whose it is, if not the thing's owner's. */
    private String within(List<Place> path, Asset asset) {
        if (path.isEmpty()) {
            return "";
        }
        String within = names(path.subList(0, path.size() - 1));
        String owner = path.get(0).tenant();
        return owner.equals(asset.tenant())
                ? within
                : within.isEmpty() ? texts.of("equipment.at", owner) : texts.of("equipment.within-at", within, owner);
    }

    private String sure(double confidence) {
        String word = confidence >= VERY_LIKELY
                ? "very-likely"
                : confidence >= LIKELY ? "likely" : confidence >= POSSIBLE ? "possible" : "doubtful";
        return texts.of("equipment.sure", texts.coded("equipment.confidence", word), Math.round(confidence * PERCENT));
    }

    private String names(List<Place> path) {
        return path.stream().map(Place::name).collect(Collectors.joining(texts.of("place.within")));
    }

    /** What a place is called, with what it lies in; its id where nobody knows it any more. */
    private String place(@Nullable String id, Map<String, Place> places) {
        if (id == null) {
            return "";
        }
        List<Place> path = Equipment.path(id, places);
        return path.isEmpty() ? id : names(path);
    }

    SearchForm form(Equipment.Choices choices, Equipment.Filter filter, Request request) {
        return new SearchForm(
                request.parameter("query").orElse(""),
                choices(
                        choices.types().stream().map(type -> Map.entry(type, type)),
                        filter.type(),
                        texts.of("equipment.any-type")),
                choices(
                        choices.places().stream()
                                .map(path -> Map.entry(
                                        path.get(path.size() - 1)
                                                .in(request.who().tenant()),
                                        names(path))),
                        filter.place(),
                        texts.of("equipment.any-place")),
                filter.type().isPresent() || filter.place().isPresent(),
                request.who().administersPlatform() ? request.who().tenant() : "",
                filter.reader().orElse(""));
    }

    private static List<Choice> choices(Stream<Map.Entry<String, String>> values, Optional<String> chosen, String any) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("", any, chosen.isEmpty()));
        values.forEach(value -> choices.add(new Choice(
                value.getKey(),
                value.getValue(),
                chosen.filter(value.getKey()::equals).isPresent())));
        return choices;
    }

    private String silent(Listed<Heard> readers) {
        long silent = readers.rows().stream().filter(EquipmentViews::isSilent).count();
        return silent == 0
                ? ""
                : texts.of("equipment.silent", silent, readers.rows().size());
    }

    private static boolean isSilent(Heard heard) {
        @Nullable ReaderStatus status = heard.status();
        return status != null && status.silentSince() != null;
    }

    ThingPage thing(Equipment.History history, ThingNow now, Caller caller) {
        Asset asset = history.located().asset();
        return new ThingPage(
                asset.name(),
                kind(asset),
                href("/equipment", caller),
                href("/equipment/" + encoded(asset.id()), caller),
                now,
                Stream.concat(
                                asset.keys().stream().map(key -> key(Gs1Key.parse(key.text()))),
                                asset.epcs().stream().map(this::tag))
                        .toList());
    }

    private KeyView key(Gs1Key key) {
        String title = key.elements().get(0).ai().title();
        return new KeyView(
                title,
                List.of(
                        new Fact(texts.of("key.printed"), new Gs1Message(key.elements()).hri()),
                        new Fact(texts.of("key.typed"), key.text()),
                        new Fact(texts.of("key.link"), key.digitalLink())));
    }

    private KeyView tag(String hex) {
        Optional<Epc> epc = Tag.read(hex).epc();
        List<Fact> spellings = new ArrayList<>();
        spellings.add(new Fact(texts.of("key.epc"), hex));
        epc.ifPresent(one -> spellings.add(new Fact(texts.of("key.urn"), one.pureIdentityUrn())));
        return new KeyView(texts.of("key.tag"), spellings);
    }

    ThingNow now(Equipment.History history) {
        Located located = history.located();
        Asset asset = located.asset();
        List<Fact> facts = new ArrayList<>();
        WhereView where = where(located);
        @Nullable LastSeen seen = located.seen();
        if (seen != null) {
            facts.add(new Fact(texts.of("thing.read"), texts.of("thing.read-when", where.age(), where.when())));
            facts.add(new Fact(texts.of("thing.sure"), where.sure()));
            facts.add(new Fact(
                    seen.present() ? texts.of("thing.there-since") : texts.of("thing.gone-since"),
                    times.moment(seen.since())));
            facts.add(new Fact(
                    texts.of("thing.reader"), texts.of("thing.reader-antenna", seen.reader(), seen.antenna())));
        }
        facts.add(new Fact(texts.of("thing.owner"), asset.tenant()));
        return new ThingNow(
                asset.id(),
                texts.of("page.as-of", times.time(times.now())),
                where,
                why(located, history.moves().rows()),
                facts,
                history.moves().rows().stream()
                        .map(move -> move(move, history.places()))
                        .toList(),
                history.moves().more()
                        ? texts.of("page.cut", history.moves().rows().size())
                        : "");
    }

    private List<String> why(Located located, List<AssetMove> moves) {
        List<String> why = new ArrayList<>();
        @Nullable Whereabouts where = located.where();
        why.add(
                switch (located.state()) {
                    case NEVER_SEEN -> texts.of("thing.why.never-seen");
                    case HERE -> texts.of("thing.why.here");
                    case OVERDUE -> texts.of("thing.why.overdue");
                    case SCANNED -> texts.of("thing.why.scanned");
                    case GONE -> texts.of("thing.why.gone");
                    case READER_SILENT ->
                        where == null || where.readerSilentSince() == null
                                ? texts.of("thing.why.reader-unknown")
                                : texts.of(
                                        "thing.why.reader-silent",
                                        times.within(where.readerSilentSince()),
                                        times.since(where.readerSilentSince()));
                });
        if (!moves.isEmpty()) {
            why.add(texts.of("thing.why.rests-on", evidence(moves.get(0).evidence())));
        }
        if (!located.asset().active()) {
            why.add(texts.of("thing.why.scrapped"));
        }
        return why;
    }

    private MoveRow move(AssetMove move, Map<String, Place> places) {
        return new MoveRow(
                times.moment(move.at()),
                move.at().toString(),
                texts.coded("move", move.kind().code()),
                place(move.fromPlace(), places),
                place(move.place(), places),
                evidence(move.evidence()));
    }

    private String evidence(AssetMove.Evidence evidence) {
        StringBuilder text =
                new StringBuilder(texts.of("evidence.reads", evidence.reads(), evidence.reader(), evidence.antenna()));
        if (evidence.rssiCdbm() != null) {
            text.append(texts.of("evidence.strength", decibels(evidence.rssiCdbm())));
        }
        if (evidence.marginCdbm() != null) {
            text.append(texts.of("evidence.margin", decibels(evidence.marginCdbm())));
        }
        return text.toString();
    }

    /** With a minus sign, as it is printed. */
    private static String decibels(int hundredths) {
        return String.format(Locale.UK, "%.1f", hundredths / HUNDREDTHS).replace('-', '\u2212');
    }

    ReaderList readers(Equipment.Watch watch, Caller caller) {
        List<ReaderRow> rows = watch.readers().rows().stream()
                .sorted(Comparator.comparing((Heard heard) -> !isSilent(heard)))
                .map(heard -> row(heard, watch, caller))
                .toList();
        long silent =
                watch.readers().rows().stream().filter(EquipmentViews::isSilent).count();
        return new ReaderList(
                rows,
                texts.of("readers.summary", rows.size(), silent),
                texts.of("page.as-of", times.time(times.now())),
                watch.readers().more() ? texts.of("readers.cut", rows.size()) : "");
    }

    private ReaderRow row(Heard heard, Equipment.Watch watch, Caller caller) {
        ReaderPlaces reader = heard.reader();
        @Nullable ReaderStatus status = heard.status();
        Instant now = times.now();
        String code = isSilent(heard)
                ? "silent"
                : status == null ? "never" : reader.silentAfterSeconds() == null ? "handheld" : "heard";
        Map<String, String> query = new LinkedHashMap<>();
        if (caller.administersPlatform()) {
            query.put("tenant", caller.tenant());
        }
        query.put("reader", reader.device());
        return new ReaderRow(
                reader.device(),
                code,
                texts.coded("readers.state", code),
                place(reader.place(), watch.places()),
                reader.antennas().stream()
                        .filter(antenna -> antenna.covers(now))
                        .map(antenna ->
                                texts.of("readers.antenna", antenna.antenna(), place(antenna.place(), watch.places())))
                        .toList(),
                status == null ? "" : texts.of("equipment.ago", times.since(status.lastHeardAt())),
                status == null ? "" : times.moment(status.lastHeardAt()),
                status == null ? "" : status.lastHeardAt().toString(),
                texts.coded("readers.note", code),
                Boolean.toString(isSilent(heard)),
                watch.things().getOrDefault(reader.device(), 0),
                href("/equipment", query));
    }

    StrayList strays(Equipment.Strays strays) {
        List<StrayRow> rows = strays.tags().rows().stream()
                .map(tag -> row(tag, strays.places()))
                .toList();
        return new StrayList(
                rows,
                texts.of("tags.summary", rows.size()),
                texts.of("page.as-of", times.time(times.now())),
                strays.tags().more() ? texts.of("page.cut", rows.size()) : "");
    }

    private StrayRow row(Unknown tag, Map<String, Place> places) {
        return new StrayRow(
                tag.epc(),
                Optional.ofNullable(tag.key()).orElse(""),
                tag.key() == null && Tag.read(tag.epc()) instanceof UnreadTag unread ? unread.sentence() : "",
                times.moment(tag.firstSeenAt()),
                tag.firstSeenAt().toString(),
                times.moment(tag.lastSeenAt()),
                tag.lastSeenAt().toString(),
                place(tag.place(), places),
                texts.of("thing.reader-antenna", tag.reader(), tag.antenna()));
    }
}
