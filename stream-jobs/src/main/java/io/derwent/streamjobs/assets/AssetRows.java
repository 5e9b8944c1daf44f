package io.derwent.streamjobs.assets;

import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import io.derwent.model.ReaderStatus;
import io.derwent.store.AssetEvents;
import io.derwent.store.ReaderStatuses;
import io.derwent.store.UnknownTags;
import io.derwent.store.Whereabouts;
import io.derwent.streamjobs.StoreSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves, whereabouts, unknown tags, and whether readers are heard of; each table keeps the newest, whatever the order. */
final class AssetRows implements StoreSink.Rows<StoreWrite> {
    private static final long serialVersionUID = 1L;

    @Override
    public void write(Connection connection, List<StoreWrite> batch) throws SQLException {
        List<AssetMove> moves = new ArrayList<>();
        List<LastSeen> seen = new ArrayList<>();
        List<UnknownTags.Unknown> unknown = new ArrayList<>();
        List<ReaderStatus> readers = new ArrayList<>();
        for (StoreWrite row : batch) {
            addTo(moves, row.move());
            addTo(seen, row.lastSeen());
            addTo(unknown, unknown(row.unknownTag()));
            addTo(readers, row.reader());
        }
        AssetEvents.write(connection, moves);
        Whereabouts.write(connection, seen);
        UnknownTags.write(connection, unknown);
        ReaderStatuses.write(connection, readers);
    }

    private static <T> void addTo(List<T> rows, @Nullable T row) {
        if (row != null) {
            rows.add(row);
        }
    }

    /** The first write of a tag comes with its first read; the table keeps the earliest. */
    private static UnknownTags.@Nullable Unknown unknown(StoreWrite.@Nullable UnknownTag tag) {
        return tag == null
                ? null
                : new UnknownTags.Unknown(
                        tag.tenant(),
                        tag.epc(),
                        tag.key(),
                        tag.lastSeenAt(),
                        tag.lastSeenAt(),
                        tag.reader(),
                        tag.antenna(),
                        tag.place());
    }
}
