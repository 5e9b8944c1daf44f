package io.derwent.devicesim.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.model.AlertEvent;
import io.derwent.model.Score;
import io.derwent.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Everything the product stored for some tenants, row by row. */
record Stored(
        List<StoredReading> readings, List<Score> scores, List<AlertEvent> alertEvents, StoredEquipment equipment) {
    Stored {
        readings = List.copyOf(readings);
        scores = List.copyOf(scores);
        alertEvents = List.copyOf(alertEvents);
    }

    /** Reads the exports. */
    static Stored of(ConsoleApi console, Collection<String> tenants) {
        List<StoredReading> readings = new ArrayList<>();
        List<Score> scores = new ArrayList<>();
        List<AlertEvent> alertEvents = new ArrayList<>();
        for (String tenant : tenants) {
            console.export("readings", tenant, row -> readings.add(StoredReading.of(row)));
            console.export("scores", tenant, row -> scores.add(Codecs.scores().decode(bytes(row))));
            console.export(
                    "alert-events",
                    tenant,
                    row -> alertEvents.add(Codecs.alertEvents().decode(bytes(row))));
        }
        return new Stored(readings, scores, alertEvents, StoredEquipment.of(console, tenants));
    }

    static byte[] bytes(JsonNode row) {
        return row.toString().getBytes(StandardCharsets.UTF_8);
    }
}
