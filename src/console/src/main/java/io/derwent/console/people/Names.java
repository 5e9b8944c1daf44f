package io.derwent.console.people;

import io.derwent.store.Accounts;
import io.derwent.store.Accounts.Account;
import io.derwent.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The names of an organisation's accounts, for pages that say who did something. Read once a minute; thread-safe. */
public final class Names {
    private static final Duration READ_AGAIN = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public Names(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Known(Instant at, Map<String, String> names) {}

    /** Name by account id; blocks on the database. */
    public Map<String, String> of(String tenant) {
        Instant now = clock.instant();
        return known.compute(
                        tenant,
                        (id, before) ->
                                before != null && now.isBefore(before.at().plus(READ_AGAIN))
                                        ? before
                                        : new Known(now, read(tenant)))
                .names();
    }

    private Map<String, String> read(String tenant) {
        return database.inPlatform(connection -> Accounts.ofTenant(connection, tenant)).stream()
                .collect(Collectors.toUnmodifiableMap(Account::id, Account::name));
    }
}
