package io.derwent.devicesim.scenario;

import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.link.Links;
import io.derwent.devicesim.link.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenarios over links: each message when it is due, each sender in order, everything until it is settled, every
 * answer in the ledger.
 *
 * <p>{@link #play} runs on the caller's thread; sending runs on the executor. With an executor that runs at once and a
 * virtual {@link Pace} a whole month is played in a test.
 */
public final class Performance implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Links links;
    private final Map<Address, Login> logins;
    private final Ledger ledger;
    private final Pace pace;
    private final ExecutorService executor;
    private final Tally tally = new Tally();
    private final AtomicLong submitted = new AtomicLong();
    private final Map<Address, Uplink> uplinks = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    /** Who sends: a device or a hub of a tenant, by its auth-id. */
    public record Address(String tenant, String authId) {
        public static Address of(Login login) {
            return new Address(login.tenant(), login.authId());
        }
    }

    /**
     * A performance that has not begun.
     *
     * @param executor sends; closed with the performance
     */
    public Performance(Links links, Map<Address, Login> logins, Ledger ledger, Pace pace, ExecutorService executor) {
        this.links = links;
        this.logins = Map.copyOf(logins);
        this.ledger = ledger;
        this.pace = pace;
        this.executor = executor;
    }

    /** A few daemon threads, enough for a town: a connection occupies one only while it has something to send. */
    public static ExecutorService senders(int threads) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "uplink-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Hands each transmission to its sender when it is due; what is due in the past goes at once. Returns when the last is
     * handed over, which is not yet settled.
     *
     * @throws InterruptedException  if the performance is being stopped
     * @throws IllegalStateException if a sender has no login
     * @throws java.io.UncheckedIOException if the ledger cannot be written
     */
    public void play(Iterator<Transmission> scenario) throws InterruptedException {
        while (scenario.hasNext()) {
            Transmission next = scenario.next();
            pace.until(next.due());
            throwFailure();
            submitted.incrementAndGet();
            uplink(next.device()).submit(next);
        }
    }

    /**
     * Waits until every message handed over is settled.
     *
     * @return whether all are, within {@code patience}
     * @throws InterruptedException if the performance is being stopped
     */
    public boolean settle(Duration patience) throws InterruptedException {
        Instant end = pace.now().plus(patience);
        while (tally.figures().settled() < submitted.get()) {
            throwFailure();
            if (pace.now().isAfter(end)) {
                return false;
            }
            pace.until(pace.now().plus(LOOK));
        }
        return true;
    }

    private void throwFailure() {
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    public Tally.Figures figures() {
        return tally.figures();
    }

    /** Messages handed over so far. */
    public long submitted() {
        return submitted.get();
    }

    private Uplink uplink(SimDevice device) {
        return uplinks.computeIfAbsent(new Address(device.tenant(), device.sender()), address -> {
            Login login = logins.get(address);
            if (login == null) {
                throw new IllegalStateException("no login for %s@%s".formatted(address.authId(), address.tenant()));
            }
            return new Uplink(login, links, ledger, pace, tally, executor, device.staysConnected(), failure::set);
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
        uplinks.values().forEach(Uplink::close);
    }
}
