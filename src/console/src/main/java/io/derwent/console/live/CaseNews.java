package io.derwent.console.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.cases.CaseJson;
import io.derwent.store.Cases;
import io.derwent.store.PatientCase;
import io.derwent.store.Reach;
import io.derwent.store.Shares;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cases, for who looks after the patient and those it is shared with: {@code event: case} with the whole case. */
public final class CaseNews implements News {
    private static final int MOST_AT_ONCE = 100;

    private final Access access;

    public CaseNews(Access access) {
        this.access = access;
    }

    @Override
    public String subject() {
        return "cases";
    }

    @Override
    public int mostAtOnce() {
        return MOST_AT_ONCE;
    }

    @Override
    public void opened(Caller caller) {
        access.note(caller, "cases.stream", Map.of());
    }

    /** Cases of patients they may see; whom another organisation shares everybody sees. */
    @Override
    public Sight sight(Caller caller) {
        Reach reach = access.reach(caller);
        return event -> !(event.data() instanceof CaseJson one)
                || !one.tenant().equals(caller.tenant())
                || reach.includes(one.patient(), one.team());
    }

    @Override
    public Change heard(JsonNode notification) {
        // an older console beside this one says no time: nobody goes on from there
        return new Change(
                notification.path("case").asText(),
                notification.path("tenant").asText(),
                LiveStream.parsed(notification.path("recordedAt").asText()).orElse(Instant.EPOCH));
    }

    @Override
    public Told read(Connection connection, Change change) throws SQLException {
        Optional<PatientCase> found = Cases.find(connection, change.key());
        return found.isEmpty()
                ? new Told(Set.of(), List.of())
                : new Told(seenBy(found.get(), Shares.inForce(connection)), List.of(event(found.get())));
    }

    @Override
    public List<Event> since(Connection connection, String tenant, Instant since, int limit) throws SQLException {
        return Cases.changedSince(connection, since, limit).stream()
                .map(CaseNews::event)
                .toList();
    }

    private static Event event(PatientCase one) {
        return new Event("case", CaseJson.of(one));
    }

    private static Set<String> seenBy(PatientCase found, Iterable<Shares.Share> shares) {
        Set<String> tenants = new HashSet<>();
        tenants.add(found.tenant());
        for (Shares.Share share : shares) {
            boolean concerns = share.tenant().equals(found.tenant())
                    && Optional.ofNullable(share.patient())
                            .map(found.patient()::equals)
                            .orElse(true);
            if (concerns) {
                tenants.add(share.toTenant());
            }
        }
        return tenants;
    }
}
