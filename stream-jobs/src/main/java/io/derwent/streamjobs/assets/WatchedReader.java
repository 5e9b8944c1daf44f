package io.derwent.streamjobs.assets;

import io.derwent.model.ReaderStatus;
import io.derwent.presence.ReaderState;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a reader besides its places: 200 bytes. A persistent format: fields may be added (they restore as null
 * or 0), none renamed.
 *
 * @param told    the status told last; null if none was
 * @param timerAt when it is looked at again, milliseconds since 1970; 0: never
 */
public record WatchedReader(ReaderState state, @Nullable ReaderStatus told, long timerAt) {
    static WatchedReader unheard() {
        return new WatchedReader(ReaderState.empty(), null, 0);
    }
}
