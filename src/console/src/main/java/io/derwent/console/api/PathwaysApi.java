package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.put;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pathways.PathwayCatalogue;
import io.derwent.model.Pathway;
import io.derwent.store.Database;
import io.derwent.store.PathwayVersions;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.PathwayDocument;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Pathways: those that come with the house, and the organisation's own versions of them or others beside them. Care plans
 * made afterwards start from the newest; those there are stay as they are.
 */
public final class PathwaysApi {
    private static final int INVALID = 400;

    private final Database database;
    private final Access access;
    private final Clock clock;

    public PathwaysApi(Database database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/pathways", STAFF, this::list),
                get("/api/v1/pathways/:code", STAFF, this::one),
                put("/api/v1/pathways/:code", ADMINISTRATORS, this::store));
    }

    /** A pathway in a list. */
    record View(String code, int version, String title, boolean own, List<String> rules) {}

    private Reply list(Request request) {
        PathwayCatalogue catalogue = catalogue(request.who());
        return Reply.json(Map.of(
                "items",
                catalogue.pathways().all().stream()
                        .map(pathway -> new View(
                                pathway.code(),
                                pathway.version(),
                                pathway.title(),
                                catalogue.own().of(pathway.code()).isPresent(),
                                pathway.entries().stream()
                                        .map(entry -> entry.rule().id())
                                        .toList()))
                        .toList()));
    }

    private Reply one(Request request) {
        String code = request.segment("code");
        PathwayCatalogue catalogue = catalogue(request.who());
        if (catalogue.pathways().of(code).isEmpty()) {
            throw Refusal.notFound("there is no pathway " + code);
        }
        return Reply.jsonText(catalogue.file(code));
    }

    private Reply store(Request request) {
        PathwayDocument document = PathwayDocument.read("the body", request.body());
        if (!document.errors().isEmpty()) {
            return refused(document);
        }
        Pathway pathway = document.pathway().orElseThrow();
        String code = request.segment("code");
        if (!pathway.code().equals(code)) {
            throw Refusal.invalid(
                    "code", "code is \"%s\", \"%s\" of the address is expected".formatted(pathway.code(), code));
        }
        Caller caller = request.who();
        PathwayVersions.Stored version = new PathwayVersions.Stored(
                caller.tenant(),
                code,
                pathway.version(),
                new String(request.body(), StandardCharsets.UTF_8),
                caller.who(),
                clock.instant());
        String audit = UUID.randomUUID().toString();
        database.inTenant(caller.tenant(), connection -> {
            PathwayCatalogue.of(connection, caller.tenant())
                    .pathways()
                    .of(code)
                    .filter(inForce -> inForce.version() >= version.version())
                    .ifPresent(inForce -> {
                        throw notNewer(version, inForce.version());
                    });
            if (!PathwayVersions.add(connection, version)) {
                throw notNewer(version, version.version());
            }
            Versions.note(connection, access, caller, audit, "pathway", code, version.version());
            return version;
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("code", code);
        answer.put("version", pathway.version());
        answer.put("warnings", sentences(document.warnings()));
        return Reply.json(answer);
    }

    private static Refusal notNewer(PathwayVersions.Stored version, int inForce) {
        return Refusal.conflict("version is %d, more than %d, the version of pathway %s in force, is expected"
                .formatted(version.version(), inForce, version.code()));
    }

    /** Everything that is wrong, so that it can be put right at once. */
    private static Reply refused(PathwayDocument document) {
        InvalidDocument first = document.errors().get(0);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", String.valueOf(first.getMessage()));
        first.member().ifPresent(member -> answer.put("field", member));
        answer.put("errors", sentences(document.errors()));
        answer.put("warnings", sentences(document.warnings()));
        return Reply.json(answer).withStatus(INVALID);
    }

    private static List<String> sentences(List<InvalidDocument> problems) {
        return problems.stream()
                .map(problem -> String.valueOf(problem.getMessage()))
                .toList();
    }

    private PathwayCatalogue catalogue(Caller caller) {
        return database.inTenant(caller.tenant(), connection -> PathwayCatalogue.of(connection, caller.tenant()));
    }
}
