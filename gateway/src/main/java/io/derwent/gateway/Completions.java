package io.derwent.gateway;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings what Kafka's thread has to say back to one event loop, in batches: one task for all that has piled up, not one per
 * message, which is what makes ten messages in flight as fast as a broker that stores nothing. Bounded by what is in flight.
 */
final class Completions {
    private final Context context;
    private final Queue<Runnable> done = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Completions(Context context) {
        this.context = context;
    }

    /** Any thread; {@code completion} runs on the event loop. */
    void add(Runnable completion) {
        done.add(completion);
        if (scheduled.compareAndSet(false, true)) {
            context.runOnContext(nothing -> drain());
        }
    }

    private void drain() {
        scheduled.set(false);
        Runnable completion;
        while ((completion = done.poll()) != null) {
            completion.run();
        }
    }
}
