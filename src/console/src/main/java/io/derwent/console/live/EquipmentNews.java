package io.derwent.console.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.access.Caller;
import io.derwent.console.equipment.AssetJson;
import io.derwent.console.equipment.Equipment;
import io.derwent.console.equipment.ReaderJson;
import io.derwent.store.EquipmentChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Equipment, for the organisation that owns it: {@code event: asset}, {@code event: reader} and {@code event: unknown-tag}, each
 * with the whole of it. There is no patient in any of it, so nobody writes down who listens.
 */
public final class EquipmentNews implements News {
    private static final int MOST_AT_ONCE = 300;

    private final Equipment equipment;

    public EquipmentNews(Equipment equipment) {
        this.equipment = equipment;
    }

    @Override
    public String subject() {
        return "equipment";
    }

    @Override
    public int mostAtOnce() {
        return MOST_AT_ONCE;
    }

    @Override
    public void opened(Caller caller) {
        // equipment is no secret within its organisation
    }

    @Override
    public Sight sight(Caller caller) {
        return Sight.ALL;
    }

    /** One transaction changes many things: they are looked up by the time of the change. */
    @Override
    public Change heard(JsonNode notification) {
        String tenant = notification.path("tenant").asText();
        return new Change(
                tenant,
                tenant,
                LiveStream.parsed(notification.path("recordedAt").asText()).orElse(Instant.EPOCH));
    }

    @Override
    public Told read(Connection connection, Change change) throws SQLException {
        return new Told(Set.of(change.tenant()), since(connection, change.tenant(), change.place(), MOST_AT_ONCE + 1));
    }

    @Override
    public List<Event> since(Connection connection, String tenant, Instant since, int limit) throws SQLException {
        List<Event> events = new ArrayList<>();
        // readers first: who hears that one fell silent doubts what it saw
        equipment
                .readers(connection, tenant, EquipmentChanges.readers(connection, tenant, since, limit))
                .forEach(heard -> events.add(new Event("reader", ReaderJson.of(heard))));
        equipment
                .located(connection, tenant, EquipmentChanges.assets(connection, tenant, since, limit))
                .forEach(located -> events.add(new Event("asset", AssetJson.of(located))));
        EquipmentChanges.unknownTags(connection, tenant, since, limit)
                .forEach(tag -> events.add(new Event("unknown-tag", tag)));
        return events.subList(0, Math.min(limit, events.size()));
    }
}
