package io.derwent.console.pathways;

import io.derwent.model.Pathway;
import io.derwent.model.Pathways;
import io.derwent.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rules of organisations' own pathways, for pages that name them: for these our own texts do not hold. What was read is
 * believed for half a minute. Blocks on the database: worker threads only.
 */
public final class OwnRules {
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(30);

    private final Database database;
    private final Clock clock;
    private final Map<String, Known> byTenant = new ConcurrentHashMap<>();

    private record Known(Instant readAt, Pathways own) {}

    public OwnRules(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The rule of this id in the organisation's own pathways; empty if it is in none. */
    public Optional<Pathway.Entry> of(String tenant, String rule) {
        Instant now = clock.instant();
        Known known = byTenant.get(tenant);
        if (known == null || known.readAt().plus(BELIEVED_FOR).isBefore(now)) {
            known = new Known(
                    now,
                    database.inTenant(
                            tenant,
                            connection ->
                                    PathwayCatalogue.of(connection, tenant).own()));
            byTenant.put(tenant, known);
        }
        return known.own().entry(rule);
    }
}
