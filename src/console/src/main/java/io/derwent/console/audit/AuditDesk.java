package io.derwent.console.audit;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.store.Audit;
import io.derwent.store.Audit.Entry;
import io.derwent.store.Audit.Place;
import io.derwent.store.Audit.Search;
import io.derwent.store.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who did what, for who audits an organisation; that they looked is written down too. Blocks on the database. */
public final class AuditDesk {
    private final Database database;
    private final Access access;

    public AuditDesk(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    /** Of the caller's organisation, newest first; {@code after} as {@link Audit#search}. */
    public Listed<Entry> search(Caller caller, Search search, Optional<Place> after, int most) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("from", search.from().toString());
        detail.put("to", search.to().toString());
        search.who().ifPresent(who -> detail.put("who", who));
        search.patient().ifPresent(patient -> detail.put("patient", patient));
        search.what().ifPresent(what -> detail.put("what", what));
        access.note(caller, "audit.read", detail);
        return database.inTenant(
                caller.tenant(), connection -> Listed.of(Audit.search(connection, search, after, most + 1), most));
    }
}
