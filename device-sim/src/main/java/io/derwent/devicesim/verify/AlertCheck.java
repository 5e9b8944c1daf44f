package io.derwent.devicesim.verify;

import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The alert events against what the ledger implies.
 *
 * <p>An alert's id is the hash of tenant, patient, rule and opening reading, so the ledger knows every id an alert may have:
 * one for each reading that breaches the rule. For each patient and rule that must have an alert there must be a RAISED
 * event with one of those ids (a second breach may belong to an episode still open), no RAISED event may have another, and
 * every event stands there once. An alert may be raised over what was sent since, but need not. Where no reading comes, an alert
 * without readings must be there a minute after it falls due; others without readings are not judged.
 *
 * @param expected   patient and rule pairs that must have an alert or a "would have alerted"
 * @param raised     alerts raised over readings of the ledger alone
 */
record AlertCheck(int expected, int raised, List<String> missing, List<String> unexpected) {
    /** A patient and a rule. */
    private record Watch(String tenant, String patient, String rule) {
        static Watch of(AlertEvent event) {
            return new Watch(event.tenant(), event.subject().id(), event.rule());
        }

        String alertOpenedBy(String reading) {
            return Ids.alert(tenant, Subject.patient(patient), rule, reading);
        }

        @Override
        public String toString() {
            return "%s of %s/%s".formatted(rule, tenant, patient);
        }
    }

    private static final Duration MAY_TAKE = Duration.ofSeconds(60);

    static AlertCheck of(List<LedgerEntry> entries, List<LedgerEntry> newest, List<AlertEvent> events) {
        Map<Watch, Map<String, Instant>> openings = openings(newest);
        Set<Watch> mustAlert = watches(entries, entry -> entry.implies().alerts());
        Set<Watch> mustSayWouldHave = watches(entries, entry -> entry.implies().wouldHave());
        List<AlertEvent> raised = overLedgerReadings(entries, events, AlertEvent.Kind.RAISED);
        List<AlertEvent> wouldHave = overLedgerReadings(entries, events, AlertEvent.Kind.WOULD_HAVE);

        List<String> missing = new ArrayList<>();
        missing.addAll(missing(mustAlert, openings, raised, "was not raised"));
        missing.addAll(missing(mustSayWouldHave, openings, wouldHave, "does not stand as \"would have alerted\""));

        Set<Watch> overdue = overdue(entries);
        missing.addAll(untold(overdue, events));

        List<String> unexpected = new ArrayList<>(storedTwice(events));
        unexpected.addAll(notImplied(openings, raised));
        unexpected.addAll(raisedTwice(raised));
        return new AlertCheck(
                mustAlert.size() + mustSayWouldHave.size() + overdue.size(), raised.size(), missing, unexpected);
    }

    /** Alert ids each patient and rule may have, with the time of the reading that would open it. */
    private static Map<Watch, Map<String, Instant>> openings(List<LedgerEntry> entries) {
        Map<Watch, Map<String, Instant>> openings = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            @Nullable String reading = entry.reading();
            @Nullable Instant effectiveTime = entry.effectiveTime();
            if (reading == null || effectiveTime == null) {
                continue;
            }
            for (Watch watch : watches(entry, entry.implies().breaches())) {
                openings.computeIfAbsent(watch, key -> new LinkedHashMap<>())
                        .put(watch.alertOpenedBy(reading), effectiveTime);
            }
        }
        return openings;
    }

    private interface Rules {
        List<String> of(LedgerEntry entry);
    }

    private static Set<Watch> watches(List<LedgerEntry> entries, Rules rules) {
        Set<Watch> watches = new LinkedHashSet<>();
        entries.stream()
                .filter(entry -> entry.state() == State.ACKNOWLEDGED)
                .forEach(entry -> watches.addAll(watches(entry, rules.of(entry))));
        return watches;
    }

    private static List<Watch> watches(LedgerEntry entry, List<String> rules) {
        @Nullable String patient = entry.patient();
        return patient == null
                ? List.of()
                : rules.stream()
                        .map(rule -> new Watch(entry.tenant(), patient, rule))
                        .toList();
    }

    /** Rules that must have alerted by the ledger's last line because nothing came. */
    private static Set<Watch> overdue(List<LedgerEntry> entries) {
        Instant last =
                entries.stream().map(LedgerEntry::at).max(Instant::compareTo).orElse(Instant.MIN);
        return watches(
                entries,
                entry -> entry.implies().overdue().stream()
                        .filter(due -> due.at().plus(MAY_TAKE).isBefore(last))
                        .map(LedgerEntry.Implies.Overdue::rule)
                        .toList());
    }

    private static List<String> untold(Set<Watch> overdue, List<AlertEvent> events) {
        Set<Watch> told = events.stream()
                .filter(event -> event.kind() == AlertEvent.Kind.RAISED
                        && event.subject().type() == Subject.Type.PATIENT
                        && event.readings().isEmpty())
                .map(Watch::of)
                .collect(Collectors.toUnmodifiableSet());
        return overdue.stream()
                .filter(watch -> !told.contains(watch))
                .map("%s was not raised, though nothing came"::formatted)
                .toList();
    }

    /** Events of a kind about patients that rest on nothing but what the ledger's devices sent. */
    private static List<AlertEvent> overLedgerReadings(
            List<LedgerEntry> entries, List<AlertEvent> events, AlertEvent.Kind kind) {
        Set<String> devices = entries.stream()
                .map(entry -> entry.tenant() + "/" + entry.device())
                .collect(Collectors.toUnmodifiableSet());
        return events.stream()
                .filter(event -> event.kind() == kind && event.subject().type() == Subject.Type.PATIENT)
                .filter(event -> !event.readings().isEmpty())
                .filter(event -> event.readings().stream()
                        .allMatch(evidence -> devices.contains(event.tenant() + "/" + evidence.device())))
                .toList();
    }

    private static List<String> missing(
            Set<Watch> expected, Map<Watch, Map<String, Instant>> openings, List<AlertEvent> events, String how) {
        List<String> missing = new ArrayList<>();
        for (Watch watch : expected) {
            Map<String, Instant> ids = openings.getOrDefault(watch, Map.of());
            boolean there = events.stream().anyMatch(event -> ids.containsKey(event.alert()));
            if (!there) {
                missing.add("%s %s; it would have been opened at %s".formatted(watch, how, ids.values()));
            }
        }
        return missing;
    }

    private static List<String> storedTwice(List<AlertEvent> events) {
        Set<String> seen = new HashSet<>();
        return events.stream()
                .filter(event -> !seen.add(event.id()))
                .map(event -> "%s event %s of %s is stored twice"
                        .formatted(event.kind().code(), event.id(), Watch.of(event)))
                .toList();
    }

    private static List<String> notImplied(Map<Watch, Map<String, Instant>> openings, List<AlertEvent> raised) {
        List<String> notImplied = new ArrayList<>();
        for (AlertEvent event : raised) {
            Map<String, Instant> ids = openings.getOrDefault(Watch.of(event), Map.of());
            if (!ids.containsKey(event.alert())) {
                notImplied.add("%s was raised over a reading taken %s, which the scenario does not imply"
                        .formatted(Watch.of(event), event.effectiveTime()));
            } else if (!ids.containsValue(event.firstBreachAt())) {
                notImplied.add("%s says it began at %s, no breaching reading was taken then"
                        .formatted(Watch.of(event), event.firstBreachAt()));
            }
        }
        return notImplied;
    }

    private static List<String> raisedTwice(List<AlertEvent> raised) {
        return Verification.grouped(raised, AlertEvent::alert).values().stream()
                .filter(same -> same.stream().map(AlertEvent::id).distinct().count() > 1)
                .map(same -> "%s was raised %d times as one alert".formatted(Watch.of(same.get(0)), same.size()))
                .toList();
    }
}
