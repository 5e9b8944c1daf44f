package io.derwent.devicesim.town;

import io.derwent.devicesim.scenario.Fault;
import io.derwent.devicesim.scenario.Transmission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the town sends, in the order it is due. Decided by the plan, the seed and the two instants alone: the same
 * script has the same bytes.
 */
final class TownScript {
    private static final Duration HISTORY_DUE_AFTER = Duration.ofSeconds(5);
    private static final Duration HISTORY_ENDS_BEFORE = Duration.ofHours(1);

    /** The person with the hub has measured nothing newer than the late reading, or it would only be a note. */
    private static final Duration HUB_SILENT_BEFORE = Duration.ofHours(12);

    private static final Comparator<Transmission> BY_DUE = Comparator.comparing(Transmission::due)
            .thenComparing(transmission -> transmission.device().tenant())
            .thenComparing(transmission -> transmission.device().id());

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
                .filter(device -> device.simulated() && hasAClock(device))
                .flatMap(device -> days.history(device, historyDays, historyEnd(device, born), due).stream())
                .flatMap(taken -> taken.sent().stream());
        Stream<Transmission> told = Stories.transmissions(Stories.ofTheHistory(plan, born, due));
        return Stream.concat(ordinary, told).toList();
    }

    /** What a device without a clock sends late would count as taken now. */
    private boolean hasAClock(TownDevice device) {
        return !lastingFaults.getOrDefault(device.id(), List.of()).contains(new Fault.NoClock());
    }

    private static Instant historyEnd(TownDevice device, Instant born) {
        return born.minus(device.device().via() == null ? HISTORY_ENDS_BEFORE : HUB_SILENT_BEFORE);
    }

    /** What is measured from {@code start} on, without end, in the order it is due. */
    Iterator<Transmission> live(Instant start, Duration every) {
        List<Story> stories = Stories.from(plan, start);
        Set<String> suspended = Stories.suspended(stories);
        List<TownDevice> ordinary = plan.devices().stream()
                .filter(TownDevice::simulated)
                .filter(device -> !suspended.contains(device.id()))
                .toList();
        return new Live(ordinary, Stories.transmissions(stories).toList(), start, every);
    }

    private final class Live implements Iterator<Transmission> {
        private final Instant start;
        private final Duration every;
        private final PriorityQueue<Routine> routines =
                new PriorityQueue<>(Comparator.comparing(Routine::next, BY_DUE));
        private final Deque<Transmission> stories;

        Live(List<TownDevice> ordinary, List<Transmission> stories, Instant start, Duration every) {
            this.start = start;
            this.every = every;
            this.stories = new ArrayDeque<>(stories.stream().sorted(BY_DUE).toList());
            ordinary.forEach(device -> routines.add(new Routine(device)));
        }

        @Override
        public boolean hasNext() {
            return !routines.isEmpty() || !stories.isEmpty();
        }

        @Override
        public Transmission next() {
            @Nullable Transmission story = stories.peek();
            @Nullable Routine routine = routines.peek();
            if (story != null && (routine == null || BY_DUE.compare(story, routine.next()) <= 0)) {
                return stories.remove();
            }
            Routine first = routines.remove();
            Transmission next = first.advance();
            routines.add(first);
            return next;
        }

        /** One device's endless life. */
        private final class Routine {
            private final TownDevice device;
            private final Deque<Transmission> ahead = new ArrayDeque<>();
            private long measured;

            Routine(TownDevice device) {
                this.device = device;
                lookAhead();
            }

            Transmission next() {
                return ahead.element();
            }

            Transmission advance() {
                Transmission next = ahead.remove();
                if (ahead.isEmpty()) {
                    lookAhead();
                }
                return next;
            }

            private void lookAhead() {
                List<Fault> faults = lastingFaults.getOrDefault(device.id(), List.of());
                ahead.addAll(days.live(device, start, every, measured++).sent(faults));
            }
        }
    }
}
