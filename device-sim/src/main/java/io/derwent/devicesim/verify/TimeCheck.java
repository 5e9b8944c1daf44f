package io.derwent.devicesim.verify;

import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.model.AlertEvent;
import io.derwent.model.Mark;
import io.derwent.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The times of readings and alerts against the ledger. A reading was taken when its device said so, or, where that lay more
 * than five minutes ahead, when it was received, and then says so; one that says it was corrected may be anything that is not
 * in the future. It was received before its PUBACK, if not in an earlier run or kept by a hub. An alert is late when a reading
 * that opened it was more than 15 minutes old at arrival; what a rule only compares with does not make it late.
 */
final class TimeCheck {
    private static final Duration BELIEVED_AHEAD = Duration.ofMinutes(5);
    private static final Set<AlertEvent.Kind> OPENING = Set.of(AlertEvent.Kind.RAISED, AlertEvent.Kind.WOULD_HAVE);

    /** A repeat makes an alert of two readings; an alert of more says not which two. */
    private static final int MOST_THAT_OPEN = 2;

    private final Map<String, Span> spans = new HashMap<>();
    private final Map<String, Instant> deviceTimes = new HashMap<>();
    private final Map<String, List<String>> breaches = new HashMap<>();
    private final Set<String> corrected = new HashSet<>();

    private TimeCheck(List<LedgerEntry> entries) {
        entries.stream()
                .filter(entry -> entry.reading() != null)
                .collect(Collectors.groupingBy(entry -> String.valueOf(entry.reading())))
                .forEach((reading, same) -> {
                    spans.put(reading, Span.of(same));
                    breaches.put(reading, same.get(0).implies().breaches());
                    @Nullable Instant deviceTime = same.get(0).effectiveTime();
                    if (deviceTime != null) {
                        deviceTimes.put(reading, deviceTime);
                    }
                });
    }

    /** What is wrong, a sentence each. */
    static List<String> wrong(List<LedgerEntry> entries, List<StoredReading> ours, List<AlertEvent> events) {
        TimeCheck check = new TimeCheck(entries);
        ours.stream().filter(row -> row.has(Mark.DEVICE_CLOCK_CORRECTED)).forEach(row -> check.corrected.add(row.id()));
        List<String> wrong = new ArrayList<>();
        ours.forEach(row -> wrong.addAll(check.wrong(row)));
        events.stream()
                .filter(event ->
                        OPENING.contains(event.kind()) && event.subject().type() == Subject.Type.PATIENT)
                .forEach(event -> check.wrong(event).ifPresent(wrong::add));
        return wrong;
    }

    private List<String> wrong(StoredReading row) {
        @Nullable Instant deviceTime = deviceTimes.get(row.id());
        @Nullable Span span = spans.get(row.id());
        if (deviceTime == null || span == null) {
            return List.of();
        }
        List<String> wrong = new ArrayList<>();
        boolean ahead = deviceTime.isAfter(row.receivedAt().plus(BELIEVED_AHEAD));
        Instant expected = ahead ? row.receivedAt() : deviceTime.truncatedTo(ChronoUnit.MICROS);
        if (row.has(Mark.DEVICE_CLOCK_CORRECTED)) {
            if (row.effectiveTime().isAfter(row.receivedAt().plus(BELIEVED_AHEAD))) {
                wrong.add("reading %s is corrected to %s, it was received %s"
                        .formatted(row.id(), row.effectiveTime(), row.receivedAt()));
            }
        } else if (!row.effectiveTime().equals(expected)) {
            wrong.add("reading %s is stored as taken %s, %s is expected"
                    .formatted(row.id(), row.effectiveTime(), expected));
        }
        if (row.has(Mark.DEVICE_CLOCK_AHEAD) != ahead) {
            wrong.add("reading %s %s marked %s"
                    .formatted(row.id(), ahead ? "is not" : "is", Mark.DEVICE_CLOCK_AHEAD.code()));
        }
        if (row.has(Mark.NO_DEVICE_TIME)) {
            wrong.add(
                    "reading %s is marked %s, its device has a clock".formatted(row.id(), Mark.NO_DEVICE_TIME.code()));
        }
        if (row.receivedAt().isAfter(span.to())) {
            wrong.add("reading %s is stored as received %s, it was acknowledged before %s"
                    .formatted(row.id(), row.receivedAt(), span.to()));
        }
        return wrong;
    }

    private Optional<String> wrong(AlertEvent event) {
        return late(event)
                .filter(late -> late != event.late())
                .map(late -> "alert %s of %s %s late, %s"
                        .formatted(
                                event.rule(),
                                event.subject().id(),
                                event.late() ? "says it is" : "does not say it is",
                                late ? "a reading of it arrived late" : "its readings arrived in time"));
    }

    /** Whether it must say "late"; empty if the ledger does not decide it. */
    private Optional<Boolean> late(AlertEvent event) {
        List<Optional<Boolean>> each = event.readings().stream()
                .map(AlertEvent.Evidence::reading)
                .filter(reading ->
                        breaches.getOrDefault(reading, List.of(event.rule())).contains(event.rule()))
                .map(this::late)
                .toList();
        if (each.isEmpty() || each.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        long late = each.stream().filter(one -> one.orElse(false)).count();
        boolean undecided = each.size() > MOST_THAT_OPEN && late > 0 && late < each.size();
        return undecided ? Optional.empty() : Optional.of(late > 0);
    }

    private Optional<Boolean> late(String reading) {
        if (corrected.contains(reading)) {
            return Optional.empty();
        }
        return Optional.ofNullable(spans.get(reading))
                .flatMap(span -> Optional.ofNullable(deviceTimes.get(reading)).flatMap(span::isLate));
    }
}
