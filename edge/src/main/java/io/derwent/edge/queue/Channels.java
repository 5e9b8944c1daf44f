package io.derwent.edge.queue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** Opens files; a test opens files that are full, or that end in the middle of a write. */
@FunctionalInterface
public interface Channels {
    FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException;

    /** The disk. */
    static Channels real() {
        return FileChannel::open;
    }
}
