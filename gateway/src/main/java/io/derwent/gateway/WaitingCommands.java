package io.derwent.gateway;

import io.derwent.registry.DatabaseUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands that were read, in their order, until it is known what becomes of each. While the registry's database is away
 * nobody can say who listens: they are brought again, until their time to live has elapsed; those that do not say it wait
 * {@link #PATIENCE}, so that a sender hears of it while it still waits (Hono's client does so for ten seconds). At most
 * {@link #MOST} wait; of more the newest is given up at once. Added to and brought by the reader's thread.
 */
final class WaitingCommands {
    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(WaitingCommands.class);
    private static final String DATABASE_AWAY = "the registry's database does not answer";

    private final Consumer<Command> way;
    private final BiConsumer<Command, Undeliverable> giveUp;
    private final InstantSource clock;
    private final BlockingQueue<Waiting> inOrder = new ArrayBlockingQueue<>(MOST);

    private record Waiting(Command command, Instant readAt) {
        boolean isWorthTryingAt(Instant now) {
            return command.timeToLive().isPresent()
                    ? !command.isExpiredAt(now)
                    : !readAt.plus(PATIENCE).isBefore(now);
        }
    }

    /**
     * @param way    brings a command, or throws {@link DatabaseUnavailable} before anything has become of it
     * @param giveUp hears of those that were not brought
     */
    WaitingCommands(Consumer<Command> way, BiConsumer<Command, Undeliverable> giveUp, InstantSource clock) {
        this.way = way;
        this.giveUp = giveUp;
        this.clock = clock;
    }

    int count() {
        return inOrder.size();
    }

    void add(Command command) {
        if (!inOrder.offer(new Waiting(command, clock.instant()))) {
            giveUp.accept(command, Undeliverable.now("%s, and %d commands wait for it".formatted(DATABASE_AWAY, MOST)));
        }
    }

    /** Brings them, up to the first that cannot be brought now. */
    void bring() {
        Waiting next;
        while ((next = inOrder.peek()) != null) {
            try {
                way.accept(next.command());
            } catch (DatabaseUnavailable e) {
                LOG.debug("{} commands wait", inOrder.size(), e);
                giveUpOnLate();
                return;
            } catch (RuntimeException e) {
                LOG.error("a command of {} met a fault of ours", next.command().tenant(), e);
                giveUp.accept(next.command(), Undeliverable.now("a fault of the gateway"));
            }
            inOrder.remove();
        }
    }

    private void giveUpOnLate() {
        Instant now = clock.instant();
        inOrder.removeIf(late -> {
            boolean isLate = !late.isWorthTryingAt(now);
            if (isLate) {
                giveUp.accept(late.command(), Undeliverable.now(DATABASE_AWAY));
            }
            return isLate;
        });
    }

    /** All that are left. */
    void giveUp(String why) {
        Waiting left;
        while ((left = inOrder.poll()) != null) {
            giveUp.accept(left.command(), Undeliverable.now(why));
        }
    }
}
