package io.derwent.console.feeds;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one thing until it is closed. When it fails it says so once, waits a second, and starts again with
 * fresh connections.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Task task;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<String> trouble = new AtomicReference<>("not started yet");

    private Worker(String name, Task task) {
        this.name = name;
        this.task = task;
        this.thread = new Thread(this::run, "derwent-" + name);
        thread.setDaemon(true);
    }

    /** What the thread does: returns when {@link Life#isOver}, throws when it cannot go on. */
    @FunctionalInterface
    public interface Task {
        void run(Life life) throws Exception;
    }

    /** What a task is told, and tells. */
    public interface Life {
        boolean isOver();

        /** Everything works. */
        void well();

        /** Waits, or until it is over. */
        void sleep(Duration time) throws InterruptedException;
    }

    public static Worker start(String name, Task task) {
        Worker worker = new Worker(name, task);
        worker.thread.start();
        return worker;
    }

    public String name() {
        return name;
    }

    /** What keeps it from working now; empty if nothing does. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble.get()).filter(text -> !text.isEmpty());
    }

    /** Ends the thread after what it is doing; interrupts it if that takes longer than five seconds. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver() {
        return closing.getCount() == 0;
    }

    private void run() {
        Life life = new Life() {
            @Override
            public boolean isOver() {
                return Worker.this.isOver();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
            }

            @Override
            public void well() {
                if (!"".equals(trouble.getAndSet(""))) {
                    LOG.info("{} works", name);
                }
            }
        };
        while (!isOver()) {
            try {
                task.run(life);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                explain(e);
                pause();
            }
        }
    }

    private void explain(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (!message.equals(trouble.getAndSet(message))) {
            LOG.warn("{} failed, trying again until it works", name, e);
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
