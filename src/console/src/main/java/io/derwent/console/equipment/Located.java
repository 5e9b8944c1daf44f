package io.derwent.console.equipment;

import io.derwent.model.Asset;
import io.derwent.model.LastSeen;
import io.derwent.model.Place;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Whereabouts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A thing and where it is, as of now.
 *
 * @param seen   where it was last, as stored; null if it was never seen
 * @param where  the same with its age and what it is worth now; null if it was never seen
 * @param reader what is known of the reader that saw it last; null if it was never seen, or nothing is known
 * @param path   what that place lies in, the site first, and the place itself; empty if it was never seen, or nobody knows the
 *     place any more
 */
public record Located(
        Asset asset,
        @Nullable LastSeen seen,
        @Nullable Whereabouts where,
        @Nullable ReaderStatus reader,
        List<Place> path) {
    public Located {
        path = List.copyOf(path);
    }

    /** What the age of the last read means. */
    public enum State {
        /** No reader has seen it yet. */
        NEVER_SEEN,
        /** It is read as often as it should be: the place is current. */
        HERE,
        /** Its reader is well and has not read it for longer than it should take. */
        OVERDUE,
        /** Nobody is looking: it may have gone, and nothing would tell. */
        READER_SILENT,
        /** Seen by a reader that is switched on now and then, such as a handheld: true when it was scanned. */
        SCANNED,
        /** Not seen for so long, by a reader that is well, that it is no longer there. */
        GONE;

        /** The name in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the place is where it is, not only where it was. */
        public boolean isCurrent() {
            return this == HERE;
        }
    }

    public State state() {
        if (seen == null || where == null) {
            return State.NEVER_SEEN;
        }
        if (!where.present()) {
            return State.GONE;
        }
        if (reader == null || where.readerSilentSince() != null) {
            return State.READER_SILENT;
        }
        if (!reader.continuous()) {
            return State.SCANNED;
        }
        boolean isLate = where.ageSeconds() * 1000 > seen.patienceMillis() + Heard.LAG.toMillis();
        return isLate ? State.OVERDUE : State.HERE;
    }

    /** What people call the place. */
    public Optional<String> placeName() {
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(path.get(path.size() - 1).name());
    }
}
