package io.derwent.console.outage;

import io.derwent.wire.Beat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this console has heard of the way from devices to alerts, and so what has been silent. Nothing here waits for anything:
 * whoever asks gets the answer for the time they ask about. Thread-safe.
 *
 * <p>While Kafka does not answer nothing is heard of the parts behind it, so they are not named then. A gateway is missed only
 * if one was ever heard: behind Hono's own adapters there is none. Of several instances one that lives is enough.
 */
public final class AlertingPath {
    /** How long a part may be silent: several times as long as between two signs, and short enough to be told within half a minute. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(20);

    private final AtomicReference<@Nullable Instant> watchedSince = new AtomicReference<>();
    private final Map<Part, Instant> lastHeard = new ConcurrentHashMap<>();

    /** A part, in the order in which they are named: causes first. */
    public enum Part {
        DATABASE,
        KAFKA,
        GATEWAY,
        VITALS,
        ASSETS;

        /** The name in texts and APIs. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A part that is silent.
     *
     * @param since when it was heard last; of the jobs, up to when they have seen to everything; when watching began, if it was
     *     never heard
     */
    public record Trouble(Part part, Instant since) {}

    /** From now on a part that is not heard is silent; before, and if this is never called, nothing is said. */
    public void watch(Instant now) {
        watchedSince.compareAndSet(null, now);
    }

    /** A sign of life of a gateway or a job; what it says counts, not when it came. */
    public void heard(Beat beat) {
        Stream.of(Part.GATEWAY, Part.VITALS, Part.ASSETS)
                .filter(part -> part.code().equals(beat.part()))
                .forEach(part -> heard(part, beat.at()));
    }

    /** Kafka or the database answered. */
    public void heard(Part part, Instant at) {
        lastHeard.merge(part, at, (known, news) -> news.isAfter(known) ? news : known);
    }

    /** What is silent; empty while all is well. */
    public List<Trouble> troubles(Instant now) {
        @Nullable Instant began = watchedSince.get();
        if (began == null) {
            return List.of();
        }
        List<Trouble> troubles = new ArrayList<>();
        silence(Part.DATABASE, began, now).ifPresent(troubles::add);
        Optional<Trouble> kafka = silence(Part.KAFKA, began, now);
        kafka.ifPresent(troubles::add);
        if (kafka.isEmpty()) {
            if (lastHeard.containsKey(Part.GATEWAY)) {
                silence(Part.GATEWAY, began, now).ifPresent(troubles::add);
            }
            silence(Part.VITALS, began, now).ifPresent(troubles::add);
            silence(Part.ASSETS, began, now).ifPresent(troubles::add);
        }
        return List.copyOf(troubles);
    }

    private Optional<Trouble> silence(Part part, Instant began, Instant now) {
        @Nullable Instant heard = lastHeard.get(part);
        Instant since = heard == null ? began : heard;
        // after a start, what was said last may be old while the next sign is on its way
        Instant silentFrom = since.isAfter(began) ? since : began;
        return silentFrom.plus(SILENT_AFTER).isBefore(now) ? Optional.of(new Trouble(part, since)) : Optional.empty();
    }
}
