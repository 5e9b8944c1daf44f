package io.derwent.devicesim.town;

import io.derwent.devicesim.scenario.Fault;
import io.derwent.devicesim.scenario.Life;
import io.derwent.devicesim.scenario.Transmission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Everything the town sends, in the order it is due. Decided by the plan, the seed and the two instants alone: the same
 * script has the same bytes.
 */
final class TownScript {
    private static final Duration HISTORY_DUE_AFTER = Duration.ofSeconds(5);
    private static final Duration HISTORY_ENDS_BEFORE = Duration.ofHours(1);

    /** The person with the hub has measured nothing newer than the late reading, or it would only be a note. */
    private static final Duration HUB_SILENT_BEFORE = Duration.ofHours(12);

    private final TownPlan plan;
    private final Days days;
    private final Map<String, List<Fault>> lastingFaults;

    TownScript(long seed, TownPlan plan) {
        this.plan = plan;
        this.days = new Days(seed, plan);
        this.lastingFaults = Stories.lastingFaults(plan);
    }

    /**
     * What was measured before the town was born, sent after {@code start}.
     *
     * @param born decides the bytes; stays the same when the town is started again
     */
    List<Transmission> history(int historyDays, Instant born, Instant start) {
        if (historyDays == 0) {
            return List.of();
        }
        Instant due = start.plus(HISTORY_DUE_AFTER);
        Stream<Transmission> ordinary = plan.devices().stream()
                .filter(device -> livesOrdinarily(device) && hasAClock(device))
                .flatMap(device -> days.history(device, historyDays, historyEnd(device, born), due).stream())
                .flatMap(taken -> taken.sent().stream());
        Stream<Transmission> told = Stories.transmissions(Stories.ofTheHistory(plan, born, due));
        // First, because people look at the first minutes.
        Stream<Transmission> weeks = new Weeks(plan, historyDays, born).before(due).stream();
        return Stream.concat(weeks, Stream.concat(ordinary, told)).toList();
    }

    private static boolean livesOrdinarily(TownDevice device) {
        return device.simulated() && !Weeks.tellsOf(device.owner());
    }

    /** What a device without a clock sends late would count as taken now. */
    private boolean hasAClock(TownDevice device) {
        return !lastingFaults.getOrDefault(device.id(), List.of()).contains(new Fault.NoClock());
    }

    private static Instant historyEnd(TownDevice device, Instant born) {
        return born.minus(device.device().via() == null ? HISTORY_ENDS_BEFORE : HUB_SILENT_BEFORE);
    }

    /**
     * What is measured from {@code start} on.
     *
     * @param historyDays how many days of history the town has, which decides what is found
     */
    Life live(int historyDays, Instant start, Duration every) {
        List<Story> stories = new ArrayList<>(Stories.from(plan, start));
        stories.addAll(new Weeks(plan, historyDays, start).first());
        Set<String> suspended = Stories.suspended(stories);
        return new Life(
                plan.devices().stream()
                        .filter(TownScript::livesOrdinarily)
                        .filter(device -> !suspended.contains(device.id()))
                        .map(device -> routine(device, start, every))
                        .toList(),
                Stories.transmissions(stories).toList());
    }

    private LongFunction<List<Transmission>> routine(TownDevice device, Instant start, Duration every) {
        List<Fault> faults = lastingFaults.getOrDefault(device.id(), List.of());
        return turn -> days.live(device, start, every, turn).sent(faults);
    }
}
