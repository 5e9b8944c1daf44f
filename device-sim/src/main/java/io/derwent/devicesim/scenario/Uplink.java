package io.derwent.devicesim.scenario;

import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.devicesim.link.ConnectRefused;
import io.derwent.devicesim.link.Link;
import io.derwent.devicesim.link.LinkLost;
import io.derwent.devicesim.link.Links;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.Puback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sender's way to the gateway: a queue, at most one connection, and patience.
 *
 * <pre>
 *   queue ──> batch ──PUBLISH──> wait for each PUBACK ── below 0x80 ──> ledger: acknowledged
 *               ▲                        │      └────── refused ──────> ledger: refused
 *               └── connection lost, ────┘
 *                   0x83, 0x97: again, after a pause
 * </pre>
 *
 * <p>A message leaves the queue only when it is settled; so one sender's messages are settled in order but for those a
 * gateway asked to send later. One drain runs at a time, on the performance's executor.
 */
final class Uplink {
    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
    private static final int BATCH = 8;
    private static final int CONNECT_ATTEMPTS_WHEN_REFUSED = 5;
    private static final Duration PUBACK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final Login login;
    private final Links links;
    private final Ledger ledger;
    private final Pace pace;
    private final Tally tally;
    private final Executor executor;
    private final boolean staysConnected;
    private final Consumer<RuntimeException> onFailure;

    private final Deque<Message> queue = new ArrayDeque<>();
    private boolean draining;

    private @Nullable Link link;
    private Duration pause = FIRST_PAUSE;
    private int refusedInARow;

    Uplink(
            Login login,
            Links links,
            Ledger ledger,
            Pace pace,
            Tally tally,
            Executor executor,
            boolean staysConnected,
            Consumer<RuntimeException> onFailure) {
        this.login = login;
        this.links = links;
        this.ledger = ledger;
        this.pace = pace;
        this.tally = tally;
        this.executor = executor;
        this.staysConnected = staysConnected;
        this.onFailure = onFailure;
    }

    /** Queues a message; the sender's drain sends it as soon as everything before it is settled. */
    void submit(Transmission transmission) {
        synchronized (queue) {
            queue.add(new Message(transmission));
            if (draining) {
                return;
            }
            draining = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        try {
            for (List<Message> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
                settle(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeLink();
        } catch (RuntimeException e) {
            // Without a ledger nothing counts: the whole performance ends, not just this sender.
            onFailure.accept(e);
        }
    }

    /** The next messages to send together; a message that cuts the connection goes alone. Ends the drain if empty. */
    private List<Message> nextBatch() {
        List<Message> batch = new ArrayList<>();
        synchronized (queue) {
            int limit = link == null ? BATCH : Math.min(BATCH, link.receiveMaximum());
            while (batch.size() < limit && !queue.isEmpty()) {
                boolean cutsOff = queue.element().cutsOff;
                if (cutsOff && !batch.isEmpty()) {
                    break;
                }
                batch.add(queue.remove());
                if (cutsOff) {
                    break;
                }
            }
            draining = !batch.isEmpty();
            if (!draining && !staysConnected) {
                closeLink();
            }
        }
        return batch;
    }

    private void settle(List<Message> batch) throws InterruptedException {
        List<Message> unsettled = batch;
        while (!unsettled.isEmpty()) {
            try {
                unsettled = sendOnce(open(), unsettled);
                refusedInARow = 0;
            } catch (LinkLost e) {
                LOG.debug("{}: {}", login, e.getMessage());
            } catch (ConnectRefused e) {
                unsettled = afterRefusal(e, unsettled);
            }
            if (unsettled.isEmpty()) {
                pause = FIRST_PAUSE;
            } else {
                rest();
            }
        }
    }

    private Link open() throws LinkLost, ConnectRefused {
        if (link == null) {
            link = links.connect(login);
        }
        return link;
    }

    /** Sends each once and waits for all answers; returns those that are not settled by them. */
    private List<Message> sendOnce(Link open, List<Message> batch) throws InterruptedException {
        List<CompletableFuture<Puback>> answers = new ArrayList<>();
        for (Message message : batch) {
            answers.add(publish(open, message));
        }
        List<Message> again = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Message message = batch.get(i);
            try {
                Puback puback = answers.get(i).get(PUBACK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (!message.isSettledBy(puback)) {
                    LOG.debug("{}: {}, will be sent again", login, puback);
                    again.add(message);
                }
            } catch (ExecutionException | TimeoutException e) {
                loseLink();
                again.add(message);
            }
        }
        return again;
    }

    private CompletableFuture<Puback> publish(Link open, Message message) {
        message.noteSending();
        CompletableFuture<Puback> answer = open.publish(message.transmission.publication());
        if (message.cutsOff) {
            message.cutsOff = false;
            open.sever();
            return CompletableFuture.failedFuture(new LinkLost("cut off by the scenario"));
        }
        return answer;
    }

    private List<Message> afterRefusal(ConnectRefused refusal, List<Message> unsettled) {
        refusedInARow++;
        if (refusedInARow < CONNECT_ATTEMPTS_WHEN_REFUSED) {
            return unsettled;
        }
        LOG.warn("{} messages given up: {}", unsettled.size(), refusal.getMessage());
        unsettled.forEach(message -> tally.countGivenUp());
        return List.of();
    }

    private void rest() throws InterruptedException {
        pace.until(pace.now().plus(pause));
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private void loseLink() {
        if (link != null) {
            link.sever();
            link = null;
        }
    }

    private void closeLink() {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    /** Ends the connection of an idle uplink. */
    void close() {
        synchronized (queue) {
            if (!draining) {
                closeLink();
            }
        }
    }

    /** A transmission on its way, possibly for the second time. */
    private final class Message {
        private final Transmission transmission;
        private boolean cutsOff;
        private @Nullable Instant firstSentAt;

        Message(Transmission transmission) {
            this.transmission = transmission;
            this.cutsOff = transmission.cutsOff();
        }

        void noteSending() {
            if (firstSentAt == null) {
                Instant now = pace.now();
                firstSentAt = now;
                ledger.append(transmission.entry(State.SENT, null, now, now));
            } else {
                tally.countSentAgain();
            }
        }

        boolean isSettledBy(Puback puback) {
            Instant now = pace.now();
            Instant sentAt = firstSentAt == null ? now : firstSentAt;
            if (puback.accepted()) {
                ledger.append(transmission.entry(State.ACKNOWLEDGED, puback, sentAt, now));
                tally.countAcknowledged();
                return true;
            }
            if (puback.asksToRetry()) {
                return false;
            }
            ledger.append(transmission.entry(State.REFUSED, puback, sentAt, now));
            tally.countRefused();
            return true;
        }
    }
}
