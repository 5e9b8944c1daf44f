package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.delete;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.model.Ids;
import io.derwent.model.Place;
import io.derwent.registry.Tenants;
import io.derwent.store.Database;
import io.derwent.store.Places;
import io.derwent.store.Shares;
import io.derwent.store.Shares.Share;
import io.derwent.wire.JsonDocument;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tenant lets which see its patients (docs/adr/0009), or a place of its own with all that lies in it (docs/adr/0026).
 * Administrators only.
 */
public final class SharesApi {
    private static final int MOST_LISTED = 1000;

    private final Database database;
    private final Tenants tenants;
    private final Access access;
    private final Clock clock;

    public SharesApi(Database database, Tenants tenants, Access access, Clock clock) {
        this.database = database;
        this.tenants = tenants;
        this.access = access;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/shares", ADMINISTRATORS, this::list),
                post("/api/v1/shares", ADMINISTRATORS, this::declare),
                delete("/api/v1/shares/:id", ADMINISTRATORS, this::end));
    }

    /** A share as the API shows it, to who gives it and to whom it is given; without patient and place: all patients. */
    record View(
            String id,
            String from,
            String to,
            @Nullable String patient,
            @Nullable String place,
            String reason,
            Instant since) {
        static View of(Share share) {
            return new View(
                    share.id(),
                    share.tenant(),
                    share.toTenant(),
                    share.patient(),
                    share.place(),
                    share.reason(),
                    share.createdAt());
        }
    }

    private Reply list(Request request) {
        int most = request.number("limit", MOST_LISTED, 1, MOST_LISTED);
        Listed<Share> shares = database.inTenant(
                request.who().tenant(), connection -> Listed.of(Shares.list(connection, most + 1), most));
        return ListReply.cut(shares.rows().stream().map(View::of).toList(), shares.more());
    }

    private Reply declare(Request request) {
        Caller caller = request.who();
        JsonDocument body =
                JsonDocument.read("the body", request.body(), Set.of("from", "to", "patients", "place", "reason"));
        String from = body.text("from");
        String to = body.text("to");
        Registered.requireAdministrates(caller, from);
        Registered.requireTenant(tenants, from, body, "from");
        Registered.requireTenant(tenants, to, body, "to");
        if (from.equals(to)) {
            throw body.wrong("to", "to is %s, another tenant than from is expected".formatted(to));
        }
        if (body.has("patients") == body.has("place")) {
            throw body.wrong(
                    "patients", "patients or place says what is shared: one of them is expected, and not both");
        }
        String reason = body.optionalText("reason").orElse("");
        return body.has("place")
                ? declarePlace(caller, from, to, body.text("place"), reason)
                : declarePatients(caller, from, to, body, reason);
    }

    private Reply declarePatients(Caller caller, String from, String to, JsonDocument body, String reason) {
        Optional<List<String>> patients = body.idsOrAll("patients");
        patients.ifPresent(ids -> ids.forEach(id -> Registered.requirePatient(database, from, id, body)));
        Instant now = clock.instant();
        List<Share> shares = new ArrayList<>();
        patients.ifPresentOrElse(
                ids -> ids.forEach(id -> shares.add(
                        share(from, to, Ids.of("share", from, to, id, now.toString()), id, null, reason, caller, now))),
                () -> shares.add(share(
                        from, to, Ids.of("share", from, to, "*", now.toString()), null, null, reason, caller, now)));
        String audit = UUID.randomUUID().toString();
        Caller acting = caller.actingFor(from);
        database.inTenant(from, connection -> {
            for (Share share : shares) {
                Shares.declare(connection, share);
            }
            access.note(
                    connection,
                    acting,
                    audit,
                    "share.declare",
                    Map.of(
                            "to",
                            to,
                            "patients",
                            patients.map(ids -> String.join(" ", ids)).orElse("all")));
            return true;
        });
        return Reply.created(Map.of(
                "from",
                from,
                "to",
                to,
                "patients",
                patients.<Object>map(ids -> ids).orElse("all")));
    }

    /** The same share twice is one: the second time it is shown as it is. */
    private Reply declarePlace(Caller caller, String from, String to, String place, String reason) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Share wanted = share(from, to, UUID.randomUUID().toString(), null, place, reason, caller, now);
        String audit = UUID.randomUUID().toString();
        Caller acting = caller.actingFor(from);
        return database.inTenant(from, connection -> {
            Places.lock(connection, from);
            if (Places.find(connection, from, place).filter(Place::active).isEmpty()) {
                throw Refusal.invalid("place", "place is \"%s\", %s has no such place in use".formatted(place, from));
            }
            Optional<Share> known = Shares.ofPlace(connection, from, place, to);
            if (known.isPresent()) {
                return Reply.json(View.of(known.get()));
            }
            Shares.declare(connection, wanted);
            PlacesApi.tell(connection, Places.spreadShares(connection, from, place));
            access.note(connection, acting, audit, "share.declare", detail(wanted));
            return Reply.created(View.of(wanted));
        });
    }

    private static Share share(
            String from,
            String to,
            String id,
            @Nullable String patient,
            @Nullable String place,
            String reason,
            Caller caller,
            Instant now) {
        return new Share(from, id, to, patient, place, reason, caller.who(), now);
    }

    private Reply end(Request request) {
        Caller caller = request.who();
        String tenant = caller.tenant();
        String id = request.segment("id");
        String audit = UUID.randomUUID().toString();
        database.inTenant(tenant, connection -> {
            Places.lock(connection, tenant);
            Share share = Shares.find(connection, id)
                    .orElseThrow(() -> Refusal.notFound("there is no share " + id + " in force"));
            if (!share.tenant().equals(tenant)) {
                throw Refusal.forbidden("share %s is given by %s, who alone can end it".formatted(id, share.tenant()));
            }
            Shares.end(connection, tenant, id, clock.instant());
            if (share.place() != null) {
                PlacesApi.tell(connection, Places.spreadShares(connection, tenant, share.place()));
            }
            access.note(connection, caller, audit, "share.end", detail(share));
            return true;
        });
        return Reply.noContent();
    }

    private static Map<String, String> detail(Share share) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("share", share.id());
        detail.put("to", share.toTenant());
        if (share.place() != null) {
            detail.put("place", share.place());
        } else {
            detail.put("patients", share.patient() == null ? "all" : share.patient());
        }
        return detail;
    }
}
