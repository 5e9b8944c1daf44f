package io.derwent.clinical;

import io.derwent.model.Kind;
import io.derwent.model.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything remembered of one patient between readings; the whole input of {@link PatientWatch} besides the care plan and
 * the event. A persistent format: fields may be added (they restore as null or 0), none renamed.
 *
 * <p>Size, as the vitals job writes it (docs/adr/0038): an observation takes 20 to 60 bytes; a rule keeps at most
 * {@value RuleState#MOST_OBSERVATIONS} of them (about 2 kB) and {@value RuleState#MOST_PASSED} passed episodes (30 bytes each);
 * a patient whose readings are in range has two observations a rule. Values that rules look back at: at most
 * {@value Series#MOST_VALUES}, 13 kB. Waiting actions: at most {@value #MOST_WAITING}, about 50 bytes each. After two months
 * with every rule of a pathway on: 9 kB in the middle of patients, 15 kB at most ({@code bench score}); under thresholds only,
 * below 1 kB.
 *
 * @param rules   one entry per rule that ever saw something
 * @param waiting actions for alerts not known yet, oldest first
 * @param values  what rules that look back need ({@link Series}); null in states of before such rules
 * @param heard   newest readings of kinds the plan expects, one a kind; null as before
 * @param seenTo  up to when everything that fell due was seen to; null before anything did
 * @param pause   when nothing was watched, the newest; null if that never was
 * @param offline devices nothing can come from, oldest first, at most {@value #MOST_OFFLINE}; null in states of before
 */
public record PatientState(
        List<RuleState> rules,
        List<WaitingAction> waiting,
        @Nullable List<Observation> values,
        @Nullable List<Heard> heard,
        @Nullable Instant seenTo,
        @Nullable Pause pause,
        @Nullable List<Offline> offline) {
    static final int MOST_WAITING = 50;
    static final int MOST_OFFLINE = 20;

    Optional<Heard> heardOf(Kind kind) {
        return heard == null
                ? Optional.empty()
                : heard.stream().filter(one -> one.kind() == kind).findFirst();
    }

    PatientState withRules(List<RuleState> changed) {
        return new PatientState(List.copyOf(changed), waiting, values, heard, seenTo, pause, offline);
    }

    PatientState withWaiting(List<WaitingAction> changed) {
        return new PatientState(rules, List.copyOf(changed), values, heard, seenTo, pause, offline);
    }

    PatientState with(Series series) {
        return new PatientState(rules, waiting, series.values(), heard, seenTo, pause, offline);
    }

    PatientState withSeenTo(Instant time) {
        return new PatientState(rules, waiting, values, heard, time, pause, offline);
    }

    PatientState paused(Pause newest) {
        boolean isWithinKnown = pause != null
                && !pause.from().equals(newest.from())
                && pause.contains(newest.from())
                && pause.contains(newest.to());
        return isWithinKnown ? this : new PatientState(rules, waiting, values, heard, seenTo, newest, offline);
    }

    Optional<Offline> offline(String device) {
        return offline == null
                ? Optional.empty()
                : offline.stream().filter(one -> one.device().equals(device)).findFirst();
    }

    /** Nothing can come from a device any more; of too many the oldest are forgotten. */
    PatientState with(Offline news) {
        List<Offline> others = withOnline(news.device()).offline;
        List<Offline> all = new ArrayList<>(others == null ? List.of() : others);
        all.add(news);
        return withOffline(all.subList(Math.max(0, all.size() - MOST_OFFLINE), all.size()));
    }

    /** Readings of a device can come again. */
    PatientState withOnline(String device) {
        return offline == null || offline(device).isEmpty()
                ? this
                : withOffline(offline.stream()
                        .filter(one -> !one.device().equals(device))
                        .toList());
    }

    private PatientState withOffline(List<Offline> changed) {
        return new PatientState(rules, waiting, values, heard, seenTo, pause, List.copyOf(changed));
    }

    /** With a reading that was expected, unless a newer one is known; what came after a line went came by another. */
    PatientState hearing(Reading reading) {
        boolean cameByAnotherLine = offline(reading.device())
                .map(one -> one.since().isBefore(reading.receivedAt()))
                .orElse(false);
        return cameByAnotherLine ? withOnline(reading.device()).withHeard(reading) : withHeard(reading);
    }

    private PatientState withHeard(Reading reading) {
        boolean isNewer = heardOf(reading.kind())
                .map(known -> known.effectiveTime().isBefore(reading.effectiveTime()))
                .orElse(true);
        if (!isNewer) {
            return this;
        }
        List<Heard> all = new ArrayList<>(heard == null ? List.of() : heard);
        all.removeIf(one -> one.kind() == reading.kind());
        all.add(new Heard(
                reading.kind(),
                reading.effectiveTime(),
                reading.receivedAt(),
                reading.device(),
                List.copyOf(reading.marks())));
        return new PatientState(rules, waiting, values, List.copyOf(all), seenTo, pause, offline);
    }

    Series series() {
        return values == null ? Series.EMPTY : new Series(values);
    }

    /** Of a patient never seen. */
    public static PatientState empty() {
        return new PatientState(List.of(), List.of(), List.of(), List.of(), null, null, List.of());
    }
}
