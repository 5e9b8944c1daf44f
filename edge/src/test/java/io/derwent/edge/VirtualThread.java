package io.derwent.edge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A hub's thread and clock in one, whose hours pass when the test says so. */
final class VirtualThread extends Clock implements OneThread {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparingLong(Task::number));
    private Instant now;
    private long number;

    private record Task(Instant due, long number, Runnable task) {}

    VirtualThread(Instant start) {
        now = start;
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), number++, task));
    }

    /** Does what is due within this span, in order, and then it is that much later. */
    void pass(Duration span) {
        Instant end = now.plus(span);
        Task next;
        while ((next = tasks.peek()) != null && !next.due().isAfter(end)) {
            tasks.remove();
            now = next.due();
            next.task().run();
        }
        now = end;
    }

    /** Does what is due now. */
    void settle() {
        pass(Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
