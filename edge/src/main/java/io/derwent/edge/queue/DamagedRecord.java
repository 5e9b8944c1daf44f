package io.derwent.edge.queue;

import java.io.IOException;
import java.nio.file.Path;

/** A record that was whole once is not what was written: the disk lost it. */
public final class DamagedRecord extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedRecord(Path file, int offset) {
        super("%s is damaged at byte %d".formatted(file, offset));
    }
}
