package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.EQUIPMENT;
import static io.derwent.console.http.Endpoint.EQUIPMENT_KEEPERS;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;
import static io.derwent.console.http.Endpoint.stream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.equipment.AssetJson;
import io.derwent.console.equipment.Equipment;
import io.derwent.console.equipment.Located;
import io.derwent.console.equipment.Wanted;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.gs1.Gln;
import io.derwent.gs1.Grai;
import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gs1Reader;
import io.derwent.gs1.Gtin;
import io.derwent.gs1.InvalidGs1;
import io.derwent.model.Asset;
import io.derwent.model.AssetMove;
import io.derwent.model.Mobility;
import io.derwent.store.Assets;
import io.derwent.store.Database;
import io.derwent.store.Outbox;
import io.derwent.store.UnknownTags.Unknown;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.JsonDocument;
import io.derwent.wire.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Equipment: what there is and by which keys it is known, where it is, and what was read that nobody knows. */
public final class AssetsApi {
    private static final int MOST_LISTED = 1000;
    private static final int USUAL_LIST = 100;
    private static final Duration USUAL_SPAN = Duration.ofDays(30);
    private static final int MOST_KEYS = 20;
    private static final int LONGEST_SCAN = 1000;
    private static final int LONGEST_EPC = 124;
    private static final Pattern EPC = Pattern.compile("[0-9A-F]{4," + LONGEST_EPC + "}");

    private final Database database;
    private final Equipment equipment;
    private final Access access;
    private final Endpoint.Stream stream;
    private final Clock clock;
    private final Gs1Reader scans;

    public AssetsApi(Database database, Equipment equipment, Access access, Endpoint.Stream stream, Clock clock) {
        this.database = database;
        this.equipment = equipment;
        this.access = access;
        this.stream = stream;
        this.clock = clock;
        this.scans = Gs1Reader.ofSingleScans(clock);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/assets", EQUIPMENT, this::search),
                post("/api/v1/assets", EQUIPMENT_KEEPERS, this::store),
                stream("/api/v1/assets/stream", EQUIPMENT, "text/event-stream; charset=utf-8", stream),
                get("/api/v1/assets/:id", EQUIPMENT, this::read),
                get("/api/v1/unknown-tags", EQUIPMENT, this::unknownTags));
    }

    /** A thing with its moves, newest first; {@code moreMoves}: there are others in this time. */
    record Detail(@JsonUnwrapped AssetJson asset, List<AssetMove> moves, boolean moreMoves) {}

    private Reply search(Request request) {
        Listed<Located> found = equipment.search(
                request.who().tenant(),
                request.parameter("query")
                        .map(text -> Wanted.parse(text, scans))
                        .orElseGet(Wanted::anything),
                new Equipment.Filter(
                        request.parameter("type"), request.parameter("place"), request.parameter("reader")),
                request.parameter("after"),
                request.number("limit", USUAL_LIST, 1, MOST_LISTED));
        List<AssetJson> views = found.rows().stream().map(AssetJson::of).toList();
        return ListReply.cut(
                views,
                request,
                found.more()
                        ? Optional.of(
                                Map.of("after", views.get(views.size() - 1).id()))
                        : Optional.empty());
    }

    private Reply read(Request request) {
        Instant to = request.instant("to").orElseGet(() -> clock.instant().plusSeconds(1));
        Instant from = request.instant("from").orElseGet(() -> to.minus(USUAL_SPAN));
        if (!from.isBefore(to)) {
            throw Refusal.invalid("from", "from is %s, a time before to (%s) is expected".formatted(from, to));
        }
        Equipment.History history = equipment.read(
                request.who().tenant(),
                request.segment("id"),
                from,
                to,
                request.number("limit", USUAL_LIST, 1, MOST_LISTED));
        return Reply.json(new Detail(
                AssetJson.of(history.located()),
                history.moves().rows(),
                history.moves().more()));
    }

    private Reply unknownTags(Request request) {
        Listed<Unknown> tags = equipment
                .unknownTags(request.who().tenant(), request.number("limit", USUAL_LIST, 1, MOST_LISTED))
                .tags();
        return ListReply.cut(tags.rows(), tags.more());
    }

    private Reply store(Request request) {
        Caller caller = request.who();
        Asset asset = asset(
                caller.tenant(),
                JsonDocument.read(
                        "the body",
                        request.body(),
                        Set.of("id", "version", "name", "type", "number", "keys", "epcs", "mobility", "active")));
        String audit = UUID.randomUUID().toString();
        boolean stored;
        try {
            stored = database.inTenant(caller.tenant(), connection -> {
                boolean changed =
                        asset.version() == 1 ? Assets.create(connection, asset) : Assets.change(connection, asset);
                if (changed) {
                    Outbox.add(
                            connection,
                            DerwentTopics.ASSETS,
                            Keys.of(asset.tenant(), asset.id()),
                            Codecs.assets().encode(asset));
                    Versions.note(connection, access, caller, audit, "asset", asset.id(), asset.version());
                }
                return changed;
            });
        } catch (Assets.Taken e) {
            throw Refusal.conflict(String.valueOf(e.getMessage()));
        }
        return Versions.reply(stored, caller, "asset", asset.id(), asset.version(), "/api/v1/assets/" + asset.id());
    }

    private Asset asset(String tenant, JsonDocument body) {
        long version = Versions.next(body);
        return new Asset(
                tenant,
                version == 1
                        ? body.optionalId("id")
                                .orElseGet(() -> UUID.randomUUID().toString())
                        : body.id("id"),
                version,
                body.text("name"),
                body.text("type"),
                body.optionalText("number").orElse(null),
                keys(body),
                epcs(body),
                mobility(body),
                body.optionalBoolean("active").orElse(true));
    }

    private List<Asset.Key> keys(JsonDocument body) {
        List<Asset.Key> keys = new ArrayList<>();
        for (String text : body.texts("keys", MOST_KEYS, LONGEST_SCAN)) {
            String where = "keys[%d]".formatted(keys.size());
            try {
                List<Gs1Key> read = scans.read(text).keys();
                if (read.size() != 1) {
                    throw body.wrong(
                            where,
                            "%s is \"%s\", which says %d GS1 keys, 1 is expected".formatted(where, text, read.size()));
                }
                keys.add(keyOfOneThing(body, where, read.get(0)));
            } catch (InvalidGs1 e) {
                throw body.wrong(where, "%s is \"%s\": %s".formatted(where, text, e.getMessage()));
            }
        }
        return keys.stream().distinct().toList();
    }

    private static Asset.Key keyOfOneThing(JsonDocument body, String where, Gs1Key key) {
        boolean aKind = key instanceof Gtin
                || (key instanceof Grai grai && grai.serial().isEmpty());
        if (aKind) {
            throw body.wrong(
                    where,
                    "%s is %s, which names a kind of things; the serial number is missing".formatted(where, key));
        }
        if (key instanceof Gln) {
            throw body.wrong(where, "%s is %s, which names a place".formatted(where, key));
        }
        String ai = key.elements().get(0).ai().code();
        return new Asset.Key(ai, key.text().substring(ai.length() + 2));
    }

    private static List<String> epcs(JsonDocument body) {
        List<String> epcs = new ArrayList<>();
        for (String text : body.texts("epcs", MOST_KEYS, LONGEST_EPC)) {
            String epc = text.toUpperCase(Locale.ROOT);
            if (!EPC.matcher(epc).matches()) {
                String where = "epcs[%d]".formatted(epcs.size());
                throw body.wrong(
                        where, "%s is \"%s\", 4 to 124 hexadecimal digits are expected".formatted(where, text));
            }
            epcs.add(epc);
        }
        return epcs.stream().distinct().toList();
    }

    private static Mobility mobility(JsonDocument body) {
        return body.optionalText("mobility")
                .map(code -> Arrays.stream(Mobility.values())
                        .filter(mobility -> mobility.code().equals(code))
                        .findFirst()
                        .orElseThrow(() -> body.wrong(
                                "mobility",
                                "mobility is \"%s\", one of %s is expected"
                                        .formatted(
                                                code,
                                                Arrays.stream(Mobility.values())
                                                        .map(Mobility::code)
                                                        .collect(Collectors.joining(", "))))))
                .orElse(Mobility.ASSET_TRACKING);
    }
}
