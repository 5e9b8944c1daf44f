package io.derwent.devicesim.verify;

import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.model.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a ledger with what is stored; pure. */
final class Verification {
    private final List<LedgerEntry> entries;
    private final List<LedgerEntry> newest;
    private final Stored stored;

    /** What was acknowledged, by reading id; the same reading acknowledged twice is one. */
    private final Map<String, LedgerEntry> acknowledged = new LinkedHashMap<>();

    /** Ids of everything that was sent, acknowledged or not. */
    private final Set<String> sent = new LinkedHashSet<>();

    private Verification(List<LedgerEntry> entries, List<LedgerEntry> newest, Stored stored) {
        this.entries = entries;
        this.newest = newest;
        this.stored = stored;
        for (LedgerEntry entry : entries) {
            @Nullable String reading = entry.reading();
            if (reading != null) {
                sent.add(reading);
                if (entry.state() == State.ACKNOWLEDGED) {
                    acknowledged.putIfAbsent(reading, entry);
                }
            }
        }
    }

    /**
     * The verdict.
     *
     * @param entries what is judged
     * @param newest  the same and what was added until the store had been read: whatever of it is stored stands in here
     */
    static Verdict of(List<LedgerEntry> entries, List<LedgerEntry> newest, Stored stored) {
        return new Verification(entries, newest, stored).verdict();
    }

    /** The tenants a ledger speaks of. */
    static Set<String> tenants(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::tenant).collect(Collectors.toCollection(TreeSet::new));
    }

    private Verdict verdict() {
        Map<String, List<StoredReading>> rows =
                stored.readings().stream().collect(Collectors.groupingBy(StoredReading::id));
        List<StoredReading> ours = stored.readings().stream()
                .filter(row -> acknowledged.containsKey(row.id()))
                .toList();
        WithoutTime withoutTime = WithoutTime.of(entries, stored.readings());
        AlertCheck alerts = AlertCheck.of(entries, newest, stored.alertEvents());
        return new Verdict(
                acknowledged.size() + withoutTime.acknowledged(),
                ours.size() + withoutTime.stored(),
                (int) rows.keySet().stream()
                        .filter(id -> sent.contains(id) && !acknowledged.containsKey(id))
                        .count(),
                (int) ours.stream().filter(StoredReading::isLate).count(),
                (int) entries.stream()
                        .filter(entry -> entry.state() == State.REFUSED
                                && entry.implies().refused())
                        .count(),
                (int) acknowledged.values().stream()
                        .filter(entry -> entry.implies().news2() != null)
                        .count(),
                alerts.expected(),
                alerts.raised(),
                joined(lost(rows), withoutTime.lost()),
                joined(duplicated(rows), withoutTime.duplicated()),
                joined(misattributed(ours), withoutTime.misattributed()),
                wronglyAnswered(),
                wrongScores(),
                joined(TimeCheck.wrong(entries, ours, stored.alertEvents()), withoutTime.wrongTimes()),
                alerts.missing(),
                alerts.unexpected(),
                EquipmentVerdict.of(ReaderMessage.of(entries), stored.equipment(), stored.alertEvents()));
    }

    private List<String> lost(Map<String, List<StoredReading>> rows) {
        return acknowledged.values().stream()
                .filter(entry -> !rows.containsKey(entry.reading()))
                .map(entry -> "%s was acknowledged at %s and is not stored".formatted(name(entry), entry.at()))
                .toList();
    }

    /** One id in several rows, or one measurement under two ids of which the ledger knows only one. */
    private List<String> duplicated(Map<String, List<StoredReading>> rows) {
        List<String> duplicated = new ArrayList<>();
        rows.forEach((id, same) -> {
            if (same.size() > 1) {
                duplicated.add("reading %s is stored %d times".formatted(id, same.size()));
            }
        });
        Map<String, String> known = new HashMap<>();
        stored.readings().stream()
                .filter(row -> sent.contains(row.id()))
                .forEach(row -> known.put(row.tenant() + " " + row.content(), row.id()));
        stored.readings().stream().filter(row -> !sent.contains(row.id())).forEach(row -> {
            @Nullable String twin = known.get(row.tenant() + " " + row.content());
            if (twin != null) {
                duplicated.add("reading %s is stored again as %s: %s".formatted(twin, row.id(), row.content()));
            }
        });
        return duplicated;
    }

    private List<String> misattributed(List<StoredReading> ours) {
        List<String> misattributed = new ArrayList<>();
        for (StoredReading row : ours) {
            LedgerEntry entry = acknowledged.get(row.id());
            @Nullable String patient = entry == null ? null : entry.patient();
            if (entry != null && patient != null && !row.patient().equals(java.util.Optional.of(patient))) {
                misattributed.add("%s is %s's, stored as %s"
                        .formatted(name(entry), patient, row.patient().orElse("nobody's")));
            }
        }
        return misattributed;
    }

    private List<String> wronglyAnswered() {
        return entries.stream()
                .filter(entry -> entry.implies().refused()
                        ? entry.state() == State.ACKNOWLEDGED
                        : entry.state() == State.REFUSED)
                .map(entry -> entry.implies().refused()
                        ? "%s was accepted, a refusal is expected".formatted(name(entry))
                        : "%s was refused with 0x%02X: %s".formatted(name(entry), entry.reasonCode(), entry.reason()))
                .toList();
    }

    private List<String> wrongScores() {
        Map<String, List<Score>> byReading = stored.scores().stream()
                .filter(score -> !score.withdrawn())
                .collect(Collectors.groupingBy(Score::reading));
        return acknowledged.values().stream()
                .flatMap(entry -> wrongScore(entry, byReading).stream())
                .toList();
    }

    private static List<String> wrongScore(LedgerEntry entry, Map<String, List<Score>> byReading) {
        @Nullable Integer expected = entry.implies().news2();
        if (expected == null) {
            return List.of();
        }
        List<Score> scores = byReading.getOrDefault(String.valueOf(entry.reading()), List.of());
        if (scores.size() != 1) {
            return List.of("%s has %d scores, one is expected".formatted(name(entry), scores.size()));
        }
        return expected.equals(scores.get(0).total())
                ? List.of()
                : List.of("%s scored %s, %d is expected"
                        .formatted(name(entry), scores.get(0).total(), expected));
    }

    static String name(LedgerEntry entry) {
        return "%s of %s/%s %s %s"
                .formatted(
                        entry.kind(),
                        entry.tenant(),
                        entry.device(),
                        entry.effectiveTime() == null ? "without time, sent" : "taken",
                        entry.effectiveTime() == null ? entry.sentAt() : entry.effectiveTime());
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Grouping by identity, for readers of this package. */
    static <K, V> Map<K, List<V>> grouped(List<V> values, Function<V, K> key) {
        return values.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
