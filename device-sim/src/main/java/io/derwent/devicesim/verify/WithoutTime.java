package io.derwent.devicesim.verify;

import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.model.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Readings of devices without a clock. They have no id before they arrive, so a row of the same device and kind that was
 * received while the simulator waited for the PUBACK stands for it. Identical bytes within a minute are one reading.
 *
 * @param acknowledged different readings acknowledged
 * @param stored       rows found for them
 */
record WithoutTime(
        int acknowledged,
        int stored,
        List<String> lost,
        List<String> duplicated,
        List<String> misattributed,
        List<String> wrongTimes) {
    private static final Duration ONE_READING_WITHIN = Duration.ofSeconds(60);

    static WithoutTime of(List<LedgerEntry> entries, List<StoredReading> readings) {
        List<LedgerEntry> acknowledged = entries.stream()
                .filter(entry -> entry.lacksTime() && entry.state() == State.ACKNOWLEDGED)
                .sorted(Comparator.comparing(LedgerEntry::sentAt))
                .toList();
        int different = 0;
        Set<StoredReading> found = new LinkedHashSet<>();
        List<String> lost = new ArrayList<>();
        Set<String> duplicated = new LinkedHashSet<>();
        List<String> misattributed = new ArrayList<>();
        for (LedgerEntry entry : acknowledged) {
            List<StoredReading> rows = rows(entry, Span.of(List.of(entry)), readings);
            if (acknowledged.stream().noneMatch(earlier -> isRepetition(entry, earlier))) {
                different++;
                if (rows.isEmpty()) {
                    lost.add("%s was acknowledged at %s and is not stored"
                            .formatted(Verification.name(entry), entry.at()));
                }
            }
            duplicated.addAll(storedTwice(rows));
            rows.stream()
                    .filter(row -> found.add(row) && entry.patient() != null)
                    .filter(row -> !row.patient().equals(Optional.ofNullable(entry.patient())))
                    .forEach(row -> misattributed.add("%s is %s's, stored as %s"
                            .formatted(
                                    Verification.name(entry),
                                    entry.patient(),
                                    row.patient().orElse("nobody's"))));
        }
        return new WithoutTime(
                different, found.size(), lost, List.copyOf(duplicated), misattributed, wrongTimes(found));
    }

    /**
     * Whether the earlier message may have been received with the same bytes not more than a minute before. It may be a repetition
     * itself, or not, if nobody knows when exactly the one before it was received.
     */
    private static boolean isRepetition(LedgerEntry entry, LedgerEntry earlier) {
        return earlier.sentAt().isBefore(entry.sentAt())
                && earlier.device().equals(entry.device())
                && earlier.tenant().equals(entry.tenant())
                && earlier.sha256().equals(entry.sha256())
                && Span.of(List.of(earlier)).isWithin(ONE_READING_WITHIN, entry.sentAt());
    }

    private static List<StoredReading> rows(LedgerEntry entry, Span span, List<StoredReading> readings) {
        return readings.stream()
                .filter(row ->
                        row.tenant().equals(entry.tenant()) && row.device().equals(entry.device()))
                .filter(row -> row.kind().equals(entry.kind()) && row.has(Mark.NO_DEVICE_TIME))
                .filter(row -> span.contains(row.receivedAt()))
                .toList();
    }

    /** A message sent again more than a minute later, because its PUBACK was lost, is stored twice and may be. */
    private static List<String> storedTwice(List<StoredReading> rows) {
        return rows.stream()
                .filter(row -> rows.stream().anyMatch(earlier -> isStoredAgain(row, earlier)))
                .map(row -> "reading %s is stored again: %s".formatted(row.id(), row.content()))
                .toList();
    }

    private static boolean isStoredAgain(StoredReading row, StoredReading earlier) {
        return earlier.values().equals(row.values())
                && !earlier.id().equals(row.id())
                && !earlier.receivedAt().isAfter(row.receivedAt())
                && Duration.between(earlier.receivedAt(), row.receivedAt()).compareTo(ONE_READING_WITHIN) <= 0;
    }

    private static List<String> wrongTimes(Set<StoredReading> rows) {
        return rows.stream()
                .filter(row -> !row.effectiveTime().equals(row.receivedAt()))
                .map(row -> "reading %s without device time is stored as taken %s, received %s"
                        .formatted(row.id(), row.effectiveTime(), row.receivedAt()))
                .toList();
    }
}
