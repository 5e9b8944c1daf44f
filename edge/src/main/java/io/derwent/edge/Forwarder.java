package io.derwent.edge;

import io.derwent.edge.queue.QueueFull;
import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages from the outbox to the gateway. All of it runs on the hub's thread.
 *
 * <pre>
 *               ┌──────────── pause, longer each time, jittered ────────────┐
 *               ▼                                                           │
 *   start ─> connecting ──CONNACK──> online: up to n out, one per device ───┤ line lost, no PUBACK in time:
 *               │                       │                                   │ what is out goes back
 *               └─── refused, away ─────┼───────────────────────────────────┘
 *                                       │ PUBACK
 *                                       ├─ below 0x80              removed
 *                                       ├─ 0x99, 0x87, 0x90        a dead letter; so is what is larger than the gateway takes
 *                                       └─ any other               back, and a pause before anything is sent again
 * </pre>
 *
 * <p>A message is removed after its PUBACK; a hub that is killed between the two sends the same bytes with the same receive
 * time again, by which the platform knows the reading.
 *
 * <p>How long something takes is counted in looks, one every five seconds, because the hub's clock may jump: a small computer
 * has the wrong time until it has heard the right one.
 *
 * <p>A gateway that ends the connection because a packet was too large (DISCONNECT 0x95) does not say which. What was out is
 * then sent one at a time, and the one that ends the connection alone is the one.
 */
final class Forwarder {
    static final Duration LOOK_FOR_OVERDUE_EVERY = Duration.ofSeconds(5);
    static final Duration PUBACK_WITHIN = LOOK_FOR_OVERDUE_EVERY.multipliedBy(6);
    static final Duration LOOK_AT_HELD_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final double PAUSE_FACTOR = 2;
    private static final double PAUSE_JITTER = 0.5;

    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final Uplink uplink;
    private final Clock clock;
    private final OneThread thread;
    private final int inFlightAtMost;
    private final IntervalFunction pauses;

    private final Map<Long, Sent> out = new LinkedHashMap<>();
    private Uplink.@Nullable Line line;
    /** When the line was opened or lost. */
    private Instant lineSince;
    /** How often {@link #lookForOverdue} has looked at this line. */
    private long looks;

    private int failuresInARow;
    private boolean resting;
    private boolean heldUp;
    private boolean stopped;
    private boolean looksAtHeld;
    /** So many of the next messages go out one at a time, because one of them is too large. */
    private int oneByOne;

    private long forwarded;
    private Optional<Problem> lastProblem = Optional.empty();

    private record Sent(Outbox.Taken taken, long look) {}

    /** What went wrong last, and when. */
    record Problem(Trouble trouble, String text, Instant at) {}

    Forwarder(
            Outbox outbox, DeadLetters deadLetters, Uplink uplink, Clock clock, OneThread thread, int inFlightAtMost) {
        this(outbox, deadLetters, uplink, clock, thread, inFlightAtMost, jitteredPauses());
    }

    Forwarder(
            Outbox outbox,
            DeadLetters deadLetters,
            Uplink uplink,
            Clock clock,
            OneThread thread,
            int inFlightAtMost,
            IntervalFunction pauses) {
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.uplink = uplink;
        this.clock = clock;
        this.thread = thread;
        this.inFlightAtMost = inFlightAtMost;
        this.pauses = pauses;
        lineSince = clock.instant();
    }

    private static IntervalFunction jitteredPauses() {
        return IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, PAUSE_FACTOR, PAUSE_JITTER, LONGEST_PAUSE);
    }

    void start() {
        connect();
    }

    /** There is more in the outbox. */
    void wake() {
        fill();
    }

    void stop() {
        stopped = true;
        if (line != null) {
            line.close();
            line = null;
        }
    }

    boolean isConnected() {
        return line != null;
    }

    /** Since when it is connected, or is not. */
    Instant lineSince() {
        return lineSince;
    }

    /** Whether the gateway did not take the last message it was sent, but may later, or the queue could not be read. */
    boolean isHeldUp() {
        return heldUp && outbox.count() > 0;
    }

    /** Whether what is sent now arrives. */
    boolean hasLine() {
        return isConnected() && !isHeldUp();
    }

    /** Since the hub started. */
    long forwarded() {
        return forwarded;
    }

    Optional<Problem> lastProblem() {
        return lastProblem;
    }

    private void connect() {
        if (stopped) {
            return;
        }
        uplink.connect().whenCompleteAsync(this::onConnected, thread);
    }

    private void onConnected(Uplink.@Nullable Line opened, @Nullable Throwable error) {
        if (opened == null) {
            LineLost away = loss(error);
            note(away.why(), away.text());
            thread.after(nextPause(), this::connect);
            return;
        }
        if (stopped) {
            opened.close();
            return;
        }
        LOG.info("connected to the gateway; {} messages wait", outbox.count());
        line = opened;
        lineSince = clock.instant();
        looks = 0;
        opened.lost().whenCompleteAsync((lost, fault) -> onLost(opened, lost == null ? loss(fault) : lost), thread);
        lookForOverdue(opened);
        fill();
    }

    private void fill() {
        Uplink.@Nullable Line open;
        while ((open = line) != null && !resting && out.size() < window(open)) {
            Optional<Outbox.Taken> next;
            try {
                next = outbox.next();
            } catch (IOException e) {
                rest(Trouble.DISK, "the queue cannot be read: " + e.getMessage());
                return;
            }
            if (next.isEmpty()) {
                return;
            }
            send(open, next.get());
        }
    }

    private int window(Uplink.Line open) {
        return oneByOne > 0 ? 1 : Math.min(open.receiveMaximum(), inFlightAtMost);
    }

    private void send(Uplink.Line open, Outbox.Taken taken) {
        Outgoing message = Outgoing.of(taken.message());
        if (message.packetBytes() > open.maximumPacketSize()) {
            bury(
                    taken,
                    new Answer(
                            Answer.TOO_LARGE,
                            "the packet has %d bytes, the gateway takes %d"
                                    .formatted(message.packetBytes(), open.maximumPacketSize())));
            return;
        }
        out.put(taken.record(), new Sent(taken, looks));
        open.publish(message).whenCompleteAsync((answer, error) -> onAnswer(open, taken, answer, error), thread);
    }

    private void onAnswer(Uplink.Line sentOn, Outbox.Taken taken, @Nullable Answer answer, @Nullable Throwable error) {
        if (sentOn != line) {
            return; // it went back to the outbox when that line was lost
        }
        if (answer == null) {
            onLost(sentOn, loss(error));
            return;
        }
        out.remove(taken.record());
        oneByOne = Math.max(0, oneByOne - 1);
        switch (answer.verdict()) {
            case DELIVERED -> {
                outbox.remove(taken);
                forwarded++;
                failuresInARow = 0;
                heldUp = false;
            }
            case DEAD -> bury(taken, answer);
            case KEPT -> {
                outbox.giveBack(taken);
                rest(Trouble.NOT_NOW, "the gateway answers " + answer);
            }
        }
        fill();
    }

    private void onLost(Uplink.Line lost, LineLost why) {
        if (lost != line) {
            return;
        }
        line = null;
        lineSince = clock.instant();
        lost.close();
        boolean tooLarge = why.why() == Trouble.TOO_LARGE;
        List<Sent> sent = new ArrayList<>(out.values());
        out.clear();
        if (tooLarge && sent.size() == 1) {
            bury(sent.get(0).taken(), new Answer(Answer.TOO_LARGE, why.text()));
            oneByOne = Math.max(0, oneByOne - 1);
        } else {
            sent.forEach(one -> outbox.giveBack(one.taken()));
            oneByOne = tooLarge ? sent.size() : oneByOne;
        }
        if (stopped) {
            return;
        }
        if (LOOK_FOR_OVERDUE_EVERY.multipliedBy(looks).compareTo(LONGEST_PAUSE) > 0) {
            failuresInARow = 0; // it was a good line for a while
        }
        note(why.why(), "line lost: " + why.text());
        thread.after(nextPause(), this::connect);
    }

    private void bury(Outbox.Taken taken, Answer reason) {
        try {
            deadLetters.add(new DeadLetter(taken.message(), reason, clock.instant()));
            outbox.remove(taken);
            LOG.warn("a message of {} is a dead letter: {}", taken.message().device(), reason);
        } catch (QueueFull | IOException e) {
            outbox.hold(taken);
            note(
                    Trouble.DISK,
                    "%s waits, its message is refused with %s and cannot be put among the dead letters: %s"
                            .formatted(taken.message().device(), reason, e.getMessage()));
            lookAtHeldLater();
        }
    }

    private void lookAtHeldLater() {
        if (!looksAtHeld) {
            looksAtHeld = true;
            thread.after(LOOK_AT_HELD_EVERY, () -> {
                looksAtHeld = false;
                outbox.release();
                fill();
            });
        }
    }

    private void rest(Trouble trouble, String why) {
        note(trouble, why);
        heldUp = true;
        if (!resting) {
            resting = true;
            thread.after(nextPause(), () -> {
                resting = false;
                fill();
            });
        }
    }

    private Duration nextPause() {
        failuresInARow++;
        return Duration.ofMillis(pauses.apply(failuresInARow));
    }

    private void lookForOverdue(Uplink.Line open) {
        thread.after(LOOK_FOR_OVERDUE_EVERY, () -> {
            if (open != line) {
                return;
            }
            looks++;
            boolean overdue = out.values().stream()
                    .findFirst()
                    .map(oldest -> LOOK_FOR_OVERDUE_EVERY
                                    .multipliedBy(looks - oldest.look())
                                    .compareTo(PUBACK_WITHIN)
                            > 0)
                    .orElse(false);
            if (overdue) {
                onLost(open, new LineLost("no PUBACK within %d s".formatted(PUBACK_WITHIN.toSeconds())));
            } else {
                lookForOverdue(open);
            }
        });
    }

    private void note(Trouble trouble, String text) {
        boolean isNews = lastProblem.map(last -> !last.text().equals(text)).orElse(true);
        if (isNews) {
            LOG.warn("{}; {} messages wait", text, outbox.count());
        }
        lastProblem = Optional.of(new Problem(trouble, text, clock.instant()));
    }

    private static LineLost loss(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof LineLost lost ? lost : new LineLost(String.valueOf(cause));
    }
}
