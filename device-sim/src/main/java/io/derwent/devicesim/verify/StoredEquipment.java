package io.derwent.devicesim.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.verify.ReaderMessage.ReaderName;
import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import io.derwent.model.ReaderStatus;
import io.derwent.wire.Codecs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the product stored about equipment of some tenants.
 *
 * @param unknownTags by what they are known as: their GS1 key, or their bits if they say none
 */
record StoredEquipment(
        List<AssetMove> moves,
        Map<Stay.Name, LastSeen> whereabouts,
        Set<Stay.Name> unknownTags,
        Map<ReaderName, ReaderStatus> readers) {

    /** Reads the four exports. */
    static StoredEquipment of(ConsoleApi console, Collection<String> tenants) {
        List<AssetMove> moves = new ArrayList<>();
        Map<Stay.Name, LastSeen> whereabouts = new HashMap<>();
        Set<Stay.Name> unknownTags = new HashSet<>();
        Map<ReaderName, ReaderStatus> readers = new HashMap<>();
        for (String tenant : tenants) {
            console.export(
                    "asset-moves", tenant, row -> moves.add(Codecs.assetMoves().decode(Stored.bytes(row))));
            console.export("whereabouts", tenant, row -> {
                LastSeen seen = Codecs.lastSeen().decode(Stored.bytes(row));
                whereabouts.put(new Stay.Name(seen.tenant(), seen.asset()), seen);
            });
            console.export("unknown-tags", tenant, row -> unknownTags.add(knownAs(tenant, row)));
            console.export("reader-statuses", tenant, row -> {
                ReaderStatus status = Codecs.readerStatuses().decode(Stored.bytes(row));
                readers.put(new ReaderName(status.tenant(), status.reader()), status);
            });
        }
        return new StoredEquipment(moves, whereabouts, unknownTags, readers);
    }

    private static Stay.Name knownAs(String tenant, JsonNode row) {
        return new Stay.Name(tenant, row.path("key").asText(row.required("epc").asText()));
    }
}
