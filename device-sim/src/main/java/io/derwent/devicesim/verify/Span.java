package io.derwent.devicesim.verify;

import io.derwent.devicesim.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * When the gateway must have received a message: between its first PUBLISH and its PUBACK by the simulator's clock, give or
 * take what two machines' clocks may differ. What a hub has kept, it may have received at any time after the first PUBLISH.
 */
record Span(Instant from, Instant to) {
    /** Beyond this age at arrival a reading is late (the rules' default {@code currentFor}). */
    static final Duration CURRENT_FOR = Duration.ofMinutes(15);

    private static final Duration CLOCKS_DIFFER_BY = Duration.ofSeconds(5);

    /** Over every time the same reading was sent. */
    static Span of(Collection<LedgerEntry> same) {
        return new Span(
                same.stream()
                        .map(LedgerEntry::sentAt)
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                        .minus(CLOCKS_DIFFER_BY),
                end(same));
    }

    private static Instant end(Collection<LedgerEntry> same) {
        return same.stream().anyMatch(LedgerEntry::behindHub)
                ? Instant.MAX
                : same.stream()
                        .map(LedgerEntry::at)
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .plus(CLOCKS_DIFFER_BY);
    }

    boolean contains(Instant receivedAt) {
        return !receivedAt.isBefore(from) && !receivedAt.isAfter(to);
    }

    /** Whether the message may have been received so shortly before. */
    boolean isWithin(Duration before, Instant at) {
        return !at.minus(before).isAfter(to);
    }

    /** Whether what was measured then was late; empty if that depends on when exactly it was received. */
    Optional<Boolean> isLate(Instant effectiveTime) {
        boolean atFirst = Duration.between(effectiveTime, from).compareTo(CURRENT_FOR) > 0;
        boolean atLast = Duration.between(effectiveTime, to).compareTo(CURRENT_FOR) > 0;
        return atFirst == atLast ? Optional.of(atFirst) : Optional.empty();
    }
}
