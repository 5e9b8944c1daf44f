package io.derwent.streamjobs;

import org.jspecify.annotations.Nullable;

/** What a function makes in {@code open()}: absent only before, which would be our bug. */
public final class Opened {
    private Opened() {}

    public static <T> T of(@Nullable T opened) {
        if (opened == null) {
            throw new IllegalStateException("used before open()");
        }
        return opened;
    }
}
