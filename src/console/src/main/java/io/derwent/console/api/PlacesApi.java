package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.EQUIPMENT;
import static io.derwent.console.http.Endpoint.EQUIPMENT_KEEPERS;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.gs1.Gln;
import io.derwent.gs1.InvalidGs1;
import io.derwent.model.OwnedId;
import io.derwent.model.Place;
import io.derwent.store.Database;
import io.derwent.store.Outbox;
import io.derwent.store.Places;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.JsonDocument;
import io.derwent.wire.Keys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Places: sites and what lies in them, known by GLN and extension. A place stays in its site for ever. */
public final class PlacesApi {
    private static final int MOST_LISTED = 1000;

    private final Database database;
    private final Access access;

    public PlacesApi(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/places", EQUIPMENT, this::list), post("/api/v1/places", EQUIPMENT_KEEPERS, this::store));
    }

    /**
     * A place with the spelling of it that stands in payloads and keys; another organisation's is {@code id@tenant}, and whom
     * else they share it with is theirs to know.
     */
    record View(String id, @JsonUnwrapped Place place) {
        static View of(Place place, String viewer) {
            return new View(
                    place.in(viewer),
                    place.tenant().equals(viewer)
                            ? place
                            : new Place(
                                    place.tenant(),
                                    place.version(),
                                    place.gln(),
                                    place.extension(),
                                    place.name(),
                                    place.site() == null ? null : seenBy(viewer, place, place.site()),
                                    place.parent() == null ? null : seenBy(viewer, place, place.parent()),
                                    place.active(),
                                    List.of(viewer)));
        }

        private static String seenBy(String viewer, Place place, String id) {
            return new OwnedId(place.tenant(), id).in(viewer);
        }
    }

    private Reply list(Request request) {
        String tenant = request.who().tenant();
        int most = request.number("limit", MOST_LISTED, 1, MOST_LISTED);
        Optional<String> after = request.parameter("after");
        Listed<Place> places = database.inTenant(tenant, connection -> {
            Optional<Places.After> last = Optional.empty();
            if (after.isPresent()) {
                OwnedId named = OwnedId.read(after.get(), tenant);
                last = Optional.of(Places.find(connection, named.tenant(), named.id())
                        .map(Places.After::new)
                        .orElseThrow(() -> Refusal.invalid(
                                "after", "after is \"%s\", there is no such place".formatted(after.get()))));
            }
            return Listed.of(Places.visible(connection, last, most + 1), most);
        });
        List<View> views =
                places.rows().stream().map(place -> View.of(place, tenant)).toList();
        return ListReply.cut(
                views,
                request,
                places.more()
                        ? Optional.of(
                                Map.of("after", views.get(views.size() - 1).id()))
                        : Optional.empty());
    }

    /** What a request says of a place; which site that makes is found out. */
    private record Said(
            long version, Gln gln, String name, @Nullable String parent, boolean active) {
        String id() {
            return Place.id(gln.number(), gln.extension());
        }
    }

    private Reply store(Request request) {
        Caller caller = request.who();
        Said said = said(JsonDocument.read(
                "the body", request.body(), Set.of("version", "gln", "extension", "name", "parent", "active")));
        String audit = UUID.randomUUID().toString();
        boolean stored = database.inTenant(caller.tenant(), connection -> {
            Places.lock(connection, caller.tenant());
            Place place = place(connection, caller.tenant(), said);
            boolean changed =
                    place.version() == 1 ? Places.create(connection, place) : Places.change(connection, place);
            if (changed) {
                tell(connection, List.of(place));
                tell(connection, Places.spreadShares(connection, place.tenant(), place.id()));
                Versions.note(connection, access, caller, audit, "place", place.id(), place.version());
            }
            return changed;
        });
        return Versions.reply(stored, caller, "place", said.id(), said.version(), "/api/v1/places");
    }

    /** Publishes places as they are now, in the transaction that made them so. */
    static void tell(Connection connection, List<Place> places) throws SQLException {
        for (Place place : places) {
            Outbox.add(
                    connection,
                    DerwentTopics.PLACES,
                    Keys.of(place.tenant(), place.id()),
                    Codecs.places().encode(place));
        }
    }

    private static Said said(JsonDocument body) {
        String number = body.text("gln");
        String extension = body.optionalText("extension").orElse("");
        Gln gln;
        try {
            gln = Gln.parse(number);
        } catch (InvalidGs1 e) {
            throw body.wrong("gln", "gln is \"%s\": %s".formatted(number, e.getMessage()));
        }
        try {
            gln = gln.within(extension);
        } catch (InvalidGs1 e) {
            throw body.wrong("extension", "extension is \"%s\": %s".formatted(extension, e.getMessage()));
        }
        return new Said(
                Versions.next(body),
                gln,
                body.text("name"),
                body.optionalText("parent").orElse(null),
                body.optionalBoolean("active").orElse(true));
    }

    private static Place place(Connection connection, String tenant, Said said) throws SQLException {
        @Nullable String site = site(connection, tenant, said);
        Optional<Place> known = said.version() == 1 ? Optional.empty() : Places.find(connection, tenant, said.id());
        if (known.isPresent() && !Optional.ofNullable(known.get().site()).equals(Optional.ofNullable(site))) {
            throw Refusal.invalid(
                    "parent",
                    "%s stays in its site: parent is %s, one within %s is expected"
                            .formatted(
                                    said.id(),
                                    said.parent() == null ? "missing" : "\"" + said.parent() + "\"",
                                    known.get().site() == null
                                            ? "no other place"
                                            : known.get().site()));
        }
        String extension = said.gln().extension();
        return new Place(
                tenant,
                said.version(),
                said.gln().number(),
                extension.isEmpty() ? null : extension,
                said.name(),
                site,
                said.parent(),
                said.active(),
                Places.sharedWith(connection, tenant, said.id(), said.parent()));
    }

    private static @Nullable String site(Connection connection, String tenant, Said said) throws SQLException {
        @Nullable String parent = said.parent();
        if (parent == null) {
            return null;
        }
        List<String> upwards = Places.upwards(connection, tenant, parent);
        if (upwards.isEmpty()) {
            throw Refusal.invalid("parent", "parent is \"%s\", %s has no such place".formatted(parent, tenant));
        }
        if (upwards.contains(said.id())) {
            throw Refusal.invalid("parent", "parent is \"%s\", which lies in %s itself".formatted(parent, said.id()));
        }
        return upwards.get(upwards.size() - 1);
    }
}
