package io.derwent.console.pathways;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.model.Pathway;
import io.derwent.model.Pathways;
import io.derwent.store.Database;
import io.derwent.store.PathwayVersions;
import io.derwent.wire.PathwayDocument;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads, tries and stores pathways of the caller's organisation. Blocks on the database. */
public final class PathwayDesk {
    private final Database database;
    private final Access access;
    private final Clock clock;

    public PathwayDesk(Database database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
    }

    /**
     * A pathway as it would be.
     *
     * @param file     the whole of it
     * @param pathways what care plans could start from then
     * @param inForce  the version it would replace; empty for a pathway that is new
     */
    public record Proposal(String file, Pathway pathway, Pathways pathways, List<Pathway> inForce) {
        public Proposal {
            inForce = List.copyOf(inForce);
        }
    }

    /** What the caller's organisation can choose from now. */
    public PathwayCatalogue catalogue(Caller caller) {
        return database.inTenant(caller.tenant(), connection -> PathwayCatalogue.of(connection, caller.tenant()));
    }

    /**
     * What the file of a pathway would mean.
     *
     * @throws Refusal INVALID if it is of another pathway
     */
    public Proposal proposal(Caller caller, String code, String file, Pathway pathway) {
        if (!pathway.code().equals(code)) {
            throw Refusal.invalid(
                    "code", "code is \"%s\", \"%s\" of the address is expected".formatted(pathway.code(), code));
        }
        Pathways now = catalogue(caller).pathways();
        return new Proposal(
                file, pathway, now.with(List.of(pathway)), now.of(code).stream().toList());
    }

    /**
     * The next version of a pathway, with other limits.
     *
     * @throws Refusal NOT_FOUND if there is no such pathway, INVALID if a limit cannot be
     */
    public Proposal changed(Caller caller, String code, List<PathwayChange> changes) {
        PathwayCatalogue catalogue = catalogue(caller);
        Pathway now = catalogue.pathways().of(code).orElseThrow(() -> noSuch(code));
        try {
            String file = PathwayChange.in(catalogue.file(code), now, changes);
            Pathway then = PathwayDocument.read(code, file.getBytes(StandardCharsets.UTF_8))
                    .pathway()
                    .orElseThrow(() -> new IllegalArgumentException("these limits do not go together"));
            return new Proposal(file, then, catalogue.pathways().with(List.of(then)), List.of(now));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("thresholds", String.valueOf(e.getMessage()));
        }
    }

    public static Refusal noSuch(String code) {
        return Refusal.notFound("there is no pathway " + code);
    }

    /**
     * Stores a new version of the organisation's own.
     *
     * @param rehearsed what was tried before, for the record; empty if nothing was
     * @throws Refusal CONFLICT if a version as high is in force
     */
    public void store(Caller caller, Proposal proposal, Map<String, String> rehearsed) {
        Pathway pathway = proposal.pathway();
        PathwayVersions.Stored version = new PathwayVersions.Stored(
                caller.tenant(), pathway.code(), pathway.version(), proposal.file(), caller.who(), clock.instant());
        Map<String, String> detail = new LinkedHashMap<>(rehearsed);
        detail.put("pathway", pathway.code());
        detail.put("version", Integer.toString(pathway.version()));
        String audit = UUID.randomUUID().toString();
        database.inTenant(caller.tenant(), connection -> {
            PathwayCatalogue.of(connection, caller.tenant())
                    .pathways()
                    .of(pathway.code())
                    .filter(inForce -> inForce.version() >= version.version())
                    .ifPresent(inForce -> {
                        throw notNewer(version, inForce.version());
                    });
            if (!PathwayVersions.add(connection, version)) {
                throw notNewer(version, version.version());
            }
            access.note(
                    connection, caller, audit, version.version() == 1 ? "pathway.create" : "pathway.change", detail);
            return version;
        });
    }

    private static Refusal notNewer(PathwayVersions.Stored version, int inForce) {
        return Refusal.conflict("version is %d, more than %d, the version of pathway %s in force, is expected"
                .formatted(version.version(), inForce, version.code()));
    }
}
