package io.derwent.edge;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The hub's one thread; it may wait for the disk. */
final class HubThread implements OneThread, AutoCloseable {
    private static final Duration TO_STOP = Duration.ofSeconds(10);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "hub"));
    private final Consumer<Throwable> onFault;

    /** {@code onFault} hears what a task throws, which is always our own fault. */
    HubThread(Consumer<Throwable> onFault) {
        this.onFault = onFault;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        try {
            var unused = thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the hub is being stopped: what is on disk is all that counts
        }
    }

    /** Asks something of the hub's thread from another. */
    <T> CompletableFuture<T> ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception e) { // whatever it is, whoever asked hears it
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            onFault.accept(e);
        }
    }

    /** Waits for what is being done; what was to be done later is not. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
