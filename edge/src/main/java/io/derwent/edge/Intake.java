package io.derwent.edge;

import io.derwent.edge.LocalRefusal.Reason;
import io.derwent.edge.queue.QueueFull;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The way of messages into the outbox. What has come while the disk was busy is written together and flushed once; then each
 * one's sender hears of it, in the order they came. Called from any thread.
 */
final class Intake {
    /** What may wait for the disk; beyond, messages are refused. */
    static final long WAITING_BYTES = 4L * 1024 * 1024;

    /** About what a message takes in memory beside its payload. */
    static final int OVERHEAD_BYTES = 512;

    private final Outbox outbox;
    private final OneThread thread;
    private final Consumer<List<Message>> onKept;

    private List<Arrival> arrivals = new ArrayList<>();
    private long waitingBytes;

    private record Arrival(Message message, CompletableFuture<Void> kept) {}

    /** {@code onKept} is called on the hub's thread with what is in the outbox from now on. */
    Intake(Outbox outbox, OneThread thread, Consumer<List<Message>> onKept) {
        this.outbox = outbox;
        this.thread = thread;
        this.onKept = onKept;
    }

    /**
     * Keeps a message.
     *
     * @return completes when it is on disk; fails with {@link LocalRefusal} FULL or DISK if it is not kept
     */
    synchronized CompletableFuture<Void> keep(Message message) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        waitingBytes += message.payload().length + OVERHEAD_BYTES;
        arrivals.add(new Arrival(message, kept));
        if (arrivals.size() == 1) {
            thread.execute(this::writeAll);
        }
        return kept;
    }

    /** Whether more waits for the disk than should. */
    synchronized boolean isBehind() {
        return waitingBytes > WAITING_BYTES;
    }

    private synchronized List<Arrival> takeAll() {
        List<Arrival> all = arrivals;
        arrivals = new ArrayList<>();
        waitingBytes = 0;
        return all;
    }

    private void writeAll() {
        List<Arrival> all = takeAll();
        List<Arrival> written = new ArrayList<>();
        List<Runnable> answers = new ArrayList<>();
        for (Arrival arrival : all) {
            try {
                outbox.add(arrival.message());
                written.add(arrival);
                answers.add(() -> arrival.kept().complete(null));
            } catch (QueueFull e) {
                answers.add(() -> refuse(arrival.kept(), Reason.FULL, e));
            } catch (IOException e) {
                answers.add(() -> refuse(arrival.kept(), Reason.DISK, e));
            }
        }
        try {
            outbox.commit();
        } catch (IOException e) {
            written.forEach(arrival -> refuse(arrival.kept(), Reason.DISK, e));
            written.clear();
        }
        answers.forEach(Runnable::run); // those that commit refused have heard already
        onKept.accept(written.stream().map(Arrival::message).toList());
    }

    private static void refuse(CompletableFuture<Void> kept, Reason reason, Exception why) {
        kept.completeExceptionally(new LocalRefusal(reason, "the hub cannot keep it: " + why.getMessage()));
    }
}
