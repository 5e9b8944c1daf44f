package io.derwent.presence;

import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches one reader: from what is remembered and one event to what is remembered then, and the step that follows for its
 * alert. Pure and without state of its own.
 *
 * <pre>
 *   HEARD ── not heard of for silentAfter ── SILENT (RAISED, one alert for the reader, whatever hangs on it)
 *     ▲                                        │
 *     └───────────── any message of it ────────┘ (CLEARED)
 * </pre>
 *
 * <p>Any message of the reader counts, by the time the gateway received it: pings, an empty round of inventory ({@code []}),
 * Hono's empty notification, its own status. A reader in a room without tags has to send one of these more often than its limit.
 */
public final class ReaderWatch {
    /** The rule of the alert about a silent reader. */
    public static final String RULE = "RD-01";

    private static final int RULE_VERSION = 1;

    private final ReaderPlaces reader;
    private final Optional<Duration> silentAfter;

    public ReaderWatch(ReaderPlaces reader) {
        this.reader = reader;
        this.silentAfter = Optional.ofNullable(reader.silentAfterSeconds()).map(Duration::ofSeconds);
    }

    /**
     * What is remembered after an event, and what follows from it.
     *
     * @param event  RAISED when it fell silent, CLEARED when it is heard of again
     * @param wakeAt when {@link #wake} has something to say, if nothing is heard before; empty if never
     */
    public record Outcome(ReaderState state, Optional<AlertEvent> event, Optional<Instant> wakeAt) {}

    /** A message of the reader was received at this time. */
    public Outcome heard(ReaderState state, Instant receivedAt) {
        @Nullable Instant last = state.lastHeardAt();
        @Nullable Instant since = state.heardSince();
        if (last == null || since == null) {
            return quietly(new ReaderState(receivedAt, receivedAt, false));
        }
        if (!receivedAt.isAfter(last)) {
            return quietly(state);
        }
        ReaderState after = new ReaderState(isGap(last, receivedAt) ? receivedAt : since, receivedAt, false);
        if (!state.silent()) {
            return quietly(after);
        }
        ReaderState back = new ReaderState(receivedAt, receivedAt, false);
        return new Outcome(back, Optional.of(step(AlertEvent.Kind.CLEARED, last, receivedAt)), wakeAt(back));
    }

    /** Time went by; {@code now} by the gateway's clock. */
    public Outcome wake(ReaderState state, Instant now) {
        @Nullable Instant last = state.lastHeardAt();
        if (last == null || silentAfter.isEmpty() || state.silent()) {
            return new Outcome(state, Optional.empty(), Optional.empty());
        }
        Instant due = last.plus(silentAfter.get());
        if (now.isBefore(due)) {
            return quietly(state);
        }
        return new Outcome(
                new ReaderState(state.heardSince(), last, true),
                Optional.of(step(AlertEvent.Kind.RAISED, last, due)),
                Optional.empty());
    }

    /**
     * We ourselves were deaf up to this time, an outage of ours: until then nobody could be heard, and nothing that was not heard
     * counts. A reader that was silent before stays so.
     */
    public Outcome deafUntil(ReaderState state, Instant until) {
        @Nullable Instant last = state.lastHeardAt();
        if (last == null || state.silent() || !until.isAfter(last)) {
            return quietly(state);
        }
        return quietly(new ReaderState(until, until, false));
    }

    /** For those who watch things; empty while the reader was never heard of. */
    public Optional<ReaderStatus> status(ReaderState state) {
        @Nullable Instant last = state.lastHeardAt();
        @Nullable Instant since = state.heardSince();
        if (last == null || since == null) {
            return Optional.empty();
        }
        return Optional.of(new ReaderStatus(
                reader.tenant(), reader.device(), silentAfter.isPresent(), since, last, state.silent() ? last : null));
    }

    /** A silence that no timer told still was one: nobody looked in it. */
    private boolean isGap(Instant last, Instant receivedAt) {
        return silentAfter.isPresent() && !receivedAt.isBefore(last.plus(silentAfter.get()));
    }

    private Outcome quietly(ReaderState state) {
        return new Outcome(state, Optional.empty(), wakeAt(state));
    }

    private Optional<Instant> wakeAt(ReaderState state) {
        @Nullable Instant last = state.lastHeardAt();
        return last == null || state.silent() ? Optional.empty() : silentAfter.map(last::plus);
    }

    /** The last sign of life stands in for the reading that opens other alerts. */
    private AlertEvent step(AlertEvent.Kind kind, Instant lastHeardAt, Instant at) {
        Subject subject = Subject.reader(reader.device());
        String alert = Ids.alert(reader.tenant(), subject, RULE, lastHeardAt.toString());
        return new AlertEvent(
                Ids.alertEvent(alert, kind, at.toString()),
                alert,
                kind,
                reader.tenant(),
                subject,
                RULE,
                RULE_VERSION,
                Severity.AMBER,
                at,
                lastHeardAt,
                kind == AlertEvent.Kind.RAISED ? lastHeardAt : at,
                at,
                false,
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                null);
    }
}
