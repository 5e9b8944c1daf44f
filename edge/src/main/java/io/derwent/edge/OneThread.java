package io.derwent.edge;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Runs one thing after another, now or later. What a hub decides it decides here, so nothing needs a lock. */
interface OneThread extends Executor {
    void after(Duration delay, Runnable task);
}
