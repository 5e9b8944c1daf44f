package io.derwent.edge.queue;

/** A record does not fit within the bound of the queue; what is queued stays. */
public final class QueueFull extends Exception {
    private static final long serialVersionUID = 1L;

    QueueFull(long bytesOnDisk, long limit) {
        super("the queue is full: %d bytes on disk, limit %d".formatted(bytesOnDisk, limit));
    }
}
