package io.derwent.streamjobs.assets;

import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import io.derwent.model.ReaderStatus;
import io.derwent.streamjobs.Opened;
import io.derwent.wire.Keys;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing for the database; exactly one component is set, except that an unknown tag comes with its whereabouts. */
public record StoreWrite(
        @Nullable AssetMove move,
        @Nullable LastSeen lastSeen,
        @Nullable UnknownTag unknownTag,
        @Nullable ReaderStatus reader) {
    /**
     * A tag that was read and is on nothing we know.
     *
     * @param epc        the tag's bits as upper-case hex
     * @param key        the GS1 key they say; null if they are no EPC that we read
     * @param lastSeenAt when it was read last, as far as this write knows
     */
    public record UnknownTag(
            String tenant,
            String epc,
            @Nullable String key,
            Instant lastSeenAt,
            String reader,
            int antenna,
            String place) {
        static UnknownTag of(Seen.Tag tag, LastSeen seen) {
            return new UnknownTag(
                    seen.tenant(),
                    tag.epc(),
                    tag.key(),
                    seen.lastSeenAt(),
                    seen.reader(),
                    seen.antenna(),
                    seen.place());
        }
    }

    static StoreWrite moved(AssetMove move) {
        return new StoreWrite(move, null, null, null);
    }

    static StoreWrite seen(LastSeen seen, Seen.@Nullable Tag unknownTag) {
        return new StoreWrite(null, seen, unknownTag == null ? null : UnknownTag.of(unknownTag, seen), null);
    }

    static StoreWrite reader(ReaderStatus status) {
        return new StoreWrite(null, null, null, status);
    }

    /** What is equal for writes whose order counts: those of a thing, those of a reader. */
    String inOrderWith() {
        if (move != null) {
            return Keys.of(move.tenant(), move.asset());
        }
        if (lastSeen != null) {
            return Keys.of(lastSeen.tenant(), lastSeen.asset());
        }
        ReaderStatus status = Opened.of(reader);
        return Keys.of(status.tenant(), status.reader());
    }
}
