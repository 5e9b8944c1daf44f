package io.derwent.launcher;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one part running. Until it was ready once, the third early end is final: something is wrong that a restart does not
 * cure. After that an end is followed by a restart after 1, 2, 4 … 30 s, without limit, and said each time: a watch over
 * people is not given up because a part failed five times in a night. A part that held for a minute starts at 1 s again.
 *
 * <p>Any thread; its state is guarded by itself.
 */
final class Supervised {
    private static final int EARLY_ENDS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration HELD = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Part part;
    private final Probe probe;
    private final DataDirectory directory;
    private final ClassArchive classes;
    private final Narrator narrator;
    private final ScheduledExecutorService timer;

    private @Nullable ChildProcess child;
    private long startedNanos;
    private Duration pause = FIRST_PAUSE;
    private boolean wasReady;
    private boolean stopping;
    private int earlyEnds;

    Supervised(
            Part part,
            Probe probe,
            DataDirectory directory,
            ClassArchive classes,
            Narrator narrator,
            ScheduledExecutorService timer) {
        this.part = part;
        this.probe = probe;
        this.directory = directory;
        this.classes = classes;
        this.narrator = narrator;
        this.timer = timer;
    }

    synchronized Supervised start() {
        if (stopping) {
            return this;
        }
        startedNanos = System.nanoTime();
        ChildProcess started = ChildProcess.start(part, directory, classes);
        child = started;
        var unused = started.process().onExit().thenAccept(ended -> onExit(ended.exitValue()));
        return this;
    }

    private synchronized void onExit(int code) {
        if (stopping) {
            return;
        }
        if (!wasReady && ++earlyEnds >= EARLY_ENDS) {
            return;
        }
        boolean held = System.nanoTime() - startedNanos > HELD.toNanos();
        Duration wait = held ? FIRST_PAUSE : pause;
        pause = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait.multipliedBy(2);
        narrator.say(
                "%s ended by itself (exit code %d); it starts again in %d s. Its log: %s",
                part.name(), code, wait.toSeconds(), directory.logs().resolve(part.name() + ".log"));
        var unused = timer.schedule(this::start, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits until the part answers.
     *
     * @throws CannotStart if it ends again and again or is not ready in time; the message holds the end of its log
     */
    void awaitReady(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!probe.isReady()) {
            if (isGivenUp()) {
                throw new CannotStart(sentence("ends as soon as it starts"));
            }
            if (System.nanoTime() > deadline) {
                throw new CannotStart(sentence("was not ready after " + patience.toSeconds() + " s"));
            }
            pause();
        }
        synchronized (this) {
            wasReady = true;
        }
    }

    private synchronized boolean isGivenUp() {
        return earlyEnds >= EARLY_ENDS || stopping;
    }

    private String sentence(String what) {
        return "%s %s; the end of its log (%s):%n%s"
                .formatted(
                        part.name(),
                        what,
                        directory.logs().resolve(part.name() + ".log"),
                        ChildProcess.logTail(directory, part.name()));
    }

    static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while starting", e);
        }
    }

    /** The running process, if there is one. */
    synchronized @Nullable Process process() {
        return child == null ? null : child.process();
    }

    void stop(Duration patience) {
        ChildProcess running;
        synchronized (this) {
            stopping = true;
            running = child;
        }
        if (running != null) {
            running.stop(patience);
        }
    }
}
