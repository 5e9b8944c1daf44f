package io.derwent.clinical;

import io.derwent.model.AlertEvent;
import io.derwent.model.AlertEvent.Audience;
import io.derwent.model.CarePlan;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Readings the schedule expects and that did not come.
 *
 * <pre>
 *   expected      + grace          + carerAfter
 *   ────┼────────────┼─────────────────┼──────
 *               patient asked     carer asked         the same for each that is missing
 *               alertAfter in a row: RAISED, each further one UPDATED; a newer reading CLEARED
 * </pre>
 *
 * <p>A reading answers the expected time it lies nearest to, so it may come early by half the time since the one before. What
 * was due while nobody watched ({@link Pause}) is due {@value #MINUTES_AFTER_PAUSE} minutes after it: readings kept by hubs
 * need time to arrive. Patient and carer are not asked in quiet hours but at their end.
 *
 * <p>Where the device of the newest reading has no line ({@link Offline}), the reading may have been taken: the times are the
 * same, but what is missing is the line too ({@value #HUB_LINE}, {@value #DEVICE_LINE}), and that is what people are asked to see to.
 */
final class MissedWatch {
    /** What is missing, beside the reading, when the hub it would have come through is not connected. */
    static final String HUB_LINE = "hub_line";

    /** The same of a device that connects itself. */
    static final String DEVICE_LINE = "device_line";

    private static final int MINUTES_AFTER_PAUSE = 30;
    private static final int DAYS_BACK = 14;
    private static final int DAYS_AHEAD = 1;
    private static final int MOST_DAYS_AHEAD = 10;
    private static final Duration QUIET_AT_MOST = Duration.ofDays(1);
    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    private final Rule.Missed rule;
    private final Schedule schedule;
    private final Instant validFrom;
    private final PatientState patient;
    private final AlertSteps steps;

    MissedWatch(CarePlan plan, Rule.Missed rule, PatientState patient, AlertSteps steps) {
        this.rule = rule;
        this.schedule = plan.schedule();
        this.validFrom = plan.validFrom();
        this.patient = patient;
        this.steps = steps;
    }

    /** One time at which readings of one kind are expected. */
    private record Slot(Kind kind, Instant at) {}

    /** When something may have to be done about what is expected, later than this; the earliest is among them. */
    Stream<Instant> dues(Instant after) {
        List<Instant> soon = dues(after, after.plus(Duration.ofDays(DAYS_AHEAD)));
        return (soon.isEmpty() ? dues(after, after.plus(Duration.ofDays(MOST_DAYS_AHEAD))) : soon).stream();
    }

    /** Nothing falls due before it is expected, so what is expected until then is all that can be due until then. */
    private List<Instant> dues(Instant after, Instant until) {
        return slots(earliestDueAt(after), until).stream()
                .filter(this::isMissing)
                .flatMap(slot -> Stream.of(teamDue(slot), patientDue(slot), carerDue(slot)))
                .filter(due -> due.isAfter(after) && !due.isAfter(until))
                .toList();
    }

    /** Nothing expected before can be due at this time or later. */
    private Instant earliestDueAt(Instant time) {
        @Nullable Pause pause = patient.pause();
        Instant latest = pause != null && pause.from().isBefore(time) ? pause.from() : time;
        return latest.minus(rule.grace()).minus(rule.carerAfter()).minus(QUIET_AT_MOST);
    }

    RuleWatch.Step at(Instant due, RuleState state) {
        Instant from = later(due.minus(Duration.ofDays(DAYS_BACK)), earliestDueAt(due));
        List<Slot> missing = slots(from, due).stream().filter(this::isMissing).toList();
        List<AlertEvent> events = new ArrayList<>();
        newestOfEachKind(missing, slot -> patientDue(slot).equals(due))
                .forEach(slot -> events.add(asked(slot, Audience.PATIENT, due)));
        newestOfEachKind(missing, slot -> carerDue(slot).equals(due))
                .forEach(slot -> events.add(asked(slot, Audience.CARER, due)));
        RuleState after = state;
        for (Slot slot : newestOfEachKind(missing, slot -> teamDue(slot).equals(due))) {
            if (inARow(slot).size() >= rule.alertAfter()) {
                RuleWatch.Step told = tellTeam(slot, after, due);
                after = told.state();
                events.addAll(told.events());
            }
        }
        return new RuleWatch.Step(after, List.copyOf(events));
    }

    /** Several may fall due at once, after a pause or quiet hours: one question is enough. */
    private static Collection<Slot> newestOfEachKind(List<Slot> oldestFirst, Predicate<Slot> isDue) {
        Map<Kind, Slot> newest = new EnumMap<>(Kind.class);
        oldestFirst.stream().filter(isDue).forEach(slot -> newest.put(slot.kind, slot));
        return newest.values();
    }

    /** A reading came: nothing may be missing any more. */
    RuleWatch.Step observe(RuleState state, Observation reading) {
        @Nullable Episode episode = state.episode();
        if (episode == null || !episode.isOpen() || isAnyMissing(reading.receivedAt())) {
            return RuleWatch.Step.silently(state);
        }
        AlertEvent cleared = steps.step(
                AlertEvent.Kind.CLEARED,
                episode.alert(),
                reading.step(),
                episode.severity(),
                reading.receivedAt(),
                episode.firstBreachAt(),
                reading,
                List.of(reading));
        return new RuleWatch.Step(state.withEpisode(episode.clearedBy(reading.reading())), List.of(cleared));
    }

    private boolean isAnyMissing(Instant now) {
        return slots(now.minus(Duration.ofDays(DAYS_BACK)), now).stream()
                .anyMatch(slot -> isMissing(slot) && !teamDue(slot).isAfter(now));
    }

    private RuleWatch.Step tellTeam(Slot slot, RuleState state, Instant due) {
        List<Slot> missing = inARow(slot);
        Slot first = missing.get(0);
        @Nullable Episode episode = state.episode();
        if (episode != null && episode.isOpen()) {
            Episode longer = episode.covering(episode.firstBreachAt(), slot.at, episode.readings());
            return new RuleWatch.Step(
                    state.withEpisode(longer),
                    List.of(told(AlertEvent.Kind.UPDATED, episode.alert(), first, slot, missing.size(), due)));
        }
        if (episode != null && episode.isQuiet(due, rule.timing().coolDown())) {
            return RuleWatch.Step.silently(state);
        }
        String alert = alert(first);
        Episode raised = Episode.missing(alert, rule.severity(), first.at, slot.at, due);
        return new RuleWatch.Step(
                state.withEpisode(raised),
                List.of(told(AlertEvent.Kind.RAISED, alert, first, slot, missing.size(), due)));
    }

    private AlertEvent asked(Slot slot, Audience audience, Instant due) {
        return steps.without(
                        AlertEvent.Kind.PROMPTED,
                        alert(slot),
                        audience.code() + "-" + slot.at,
                        rule.severity(),
                        due,
                        slot.at,
                        slot.at,
                        missing(slot, due),
                        why(slot, 1, due))
                .to(audience);
    }

    private AlertEvent told(AlertEvent.Kind kind, String alert, Slot first, Slot slot, int missing, Instant due) {
        return steps.without(
                kind,
                alert,
                slot.kind.code() + "-" + slot.at,
                rule.severity(),
                due,
                first.at,
                slot.at,
                missing(slot, due),
                why(slot, missing, due));
    }

    private List<String> missing(Slot slot, Instant due) {
        return Stream.concat(
                        Stream.of(slot.kind.code()),
                        offline(slot, due).map(one -> one.isHub() ? HUB_LINE : DEVICE_LINE).stream())
                .toList();
    }

    private Optional<Offline> offline(Slot slot, Instant due) {
        return heard(slot.kind)
                .flatMap(heard -> patient.offline(heard.device()))
                .filter(one -> !one.since().isAfter(due));
    }

    /** What is known of why nothing came, most telling last. */
    private List<String> why(Slot slot, int missing, Instant due) {
        List<String> reasons = new ArrayList<>();
        reasons.add(
                missing == 1
                        ? "no %s at %s".formatted(slot.kind.code(), slot.at)
                        : "no %s, %d expected in a row, the last at %s".formatted(slot.kind.code(), missing, slot.at));
        Optional<Heard> last = heard(slot.kind);
        reasons.add(last.map(heard -> "last one at " + heard.effectiveTime()).orElse("none so far"));
        last.filter(heard -> heard.marks().contains(Mark.LOW_BATTERY))
                .ifPresent(heard -> reasons.add("battery of %s nearly flat then".formatted(heard.device())));
        offline(slot, due)
                .ifPresent(one -> reasons.add("%s offline since %s, readings may be on it"
                        .formatted(one.isHub() ? "hub " + one.line() : "device " + one.device(), one.since())));
        @Nullable Pause pause = patient.pause();
        if (pause != null && pause.contains(slot.at.plus(rule.grace()))) {
            reasons.add("nothing was received by us from %s to %s".formatted(pause.from(), pause.to()));
        }
        return reasons;
    }

    private String alert(Slot first) {
        return steps.alertOf(first.kind.code() + "-" + first.at);
    }

    private boolean isMissing(Slot slot) {
        Optional<Heard> heard = heard(slot.kind);
        if (heard.isEmpty()) {
            return true;
        }
        Instant last = heard.get().effectiveTime();
        return last.isBefore(slot.at) && last.isBefore(halfWayFromTheOneBefore(slot));
    }

    private Optional<Heard> heard(Kind kind) {
        return patient.heardOf(kind);
    }

    /** Missing ones of a kind up to this one, oldest first. */
    private List<Slot> inARow(Slot last) {
        return slots(last.at.minus(Duration.ofDays(DAYS_BACK)), last.at).stream()
                .filter(slot -> slot.kind == last.kind && isMissing(slot))
                .toList();
    }

    private Instant teamDue(Slot slot) {
        Instant due = slot.at.plus(rule.grace());
        @Nullable Pause pause = patient.pause();
        return pause != null && pause.contains(due) ? pause.to().plus(Duration.ofMinutes(MINUTES_AFTER_PAUSE)) : due;
    }

    private Instant patientDue(Slot slot) {
        return afterQuietHours(teamDue(slot));
    }

    private Instant carerDue(Slot slot) {
        return afterQuietHours(teamDue(slot).plus(rule.carerAfter()));
    }

    private Instant afterQuietHours(Instant due) {
        Schedule.QuietHours quiet = schedule.quietHours();
        LocalTime shown = LocalTime.ofInstant(due, UkDays.LONDON);
        if (quiet == null || !quiet.contains(shown)) {
            return due;
        }
        LocalDate day = UkDays.of(due);
        return UkDays.at(shown.isBefore(quiet.until()) ? day : day.plusDays(1), quiet.until());
    }

    /** Expected times from one to another, both included, since the plan counts; oldest first. */
    private List<Slot> slots(Instant from, Instant to) {
        List<Slot> slots = new ArrayList<>();
        Instant first = from.isBefore(validFrom) ? validFrom : from;
        for (Schedule.Expected expected : schedule.expected()) {
            for (LocalDate day = UkDays.of(first); !UkDays.start(day).isAfter(to); day = day.plusDays(1)) {
                Instant at = UkDays.at(day, expected.at());
                if (isOn(expected, day) && !at.isBefore(first) && !at.isAfter(to)) {
                    slots.add(new Slot(expected.kind(), at));
                }
            }
        }
        slots.sort(Comparator.comparing(Slot::at).thenComparing(Slot::kind));
        return slots;
    }

    /** Since when a reading would count for this time. */
    private Instant halfWayFromTheOneBefore(Slot slot) {
        LocalDate day = UkDays.of(slot.at);
        Instant before = Instant.MIN;
        for (Schedule.Expected expected : schedule.expected()) {
            if (expected.kind() == slot.kind) {
                before = later(before, latestBefore(slot.at, expected, day));
                before = later(before, latestBefore(slot.at, expected, day.minusDays(1)));
            }
        }
        return before.equals(Instant.MIN)
                ? slot.at.minus(HALF_A_DAY)
                : slot.at.minus(Duration.between(before, slot.at).dividedBy(2));
    }

    /** The expected time of that day, if it lies before this one. */
    private static Instant latestBefore(Instant at, Schedule.Expected expected, LocalDate day) {
        Instant candidate = isOn(expected, day) ? UkDays.at(day, expected.at()) : Instant.MIN;
        return candidate.isBefore(at) ? candidate : Instant.MIN;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static boolean isOn(Schedule.Expected expected, LocalDate day) {
        return expected.days().isEmpty() || expected.days().contains(day.getDayOfWeek());
    }
}
