package io.derwent.devicesim.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is sent from a start on: endless routines of single devices, and stories planted among them.
 *
 * @param routines of each, what its n-th turn sends, from 0 on, in the order it is due; a turn may send nothing, but not all
 * @param stories  in any order
 */
public record Life(List<LongFunction<List<Transmission>>> routines, List<Transmission> stories) {
    private static final Comparator<Transmission> BY_DUE = Comparator.comparing(Transmission::due)
            .thenComparing(transmission -> transmission.device().tenant())
            .thenComparing(transmission -> transmission.device().id());

    public Life {
        routines = List.copyOf(routines);
        stories = List.copyOf(stories);
    }

    /** Both at a time. */
    public Life and(Life other) {
        List<LongFunction<List<Transmission>>> all = new ArrayList<>(routines);
        all.addAll(other.routines);
        return new Life(
                all, Stream.concat(stories.stream(), other.stories.stream()).toList());
    }

    /** Everything in the order it is due; without end if there is a routine. */
    public Iterator<Transmission> inOrder() {
        return new InOrder();
    }

    private final class InOrder implements Iterator<Transmission> {
        private final PriorityQueue<Routine> waiting = new PriorityQueue<>(Comparator.comparing(Routine::next, BY_DUE));
        private final Deque<Transmission> told =
                new ArrayDeque<>(stories.stream().sorted(BY_DUE).toList());

        InOrder() {
            routines.forEach(turns -> waiting.add(new Routine(turns)));
        }

        @Override
        public boolean hasNext() {
            return !waiting.isEmpty() || !told.isEmpty();
        }

        @Override
        public Transmission next() {
            @Nullable Transmission story = told.peek();
            @Nullable Routine routine = waiting.peek();
            if (story != null && (routine == null || BY_DUE.compare(story, routine.next()) <= 0)) {
                return told.remove();
            }
            Routine first = waiting.remove();
            Transmission next = first.advance();
            waiting.add(first);
            return next;
        }
    }

    /** One device's endless life. */
    private static final class Routine {
        private final LongFunction<List<Transmission>> turns;
        private final Deque<Transmission> ahead = new ArrayDeque<>();
        private long turn;

        Routine(LongFunction<List<Transmission>> turns) {
            this.turns = turns;
            lookAhead();
        }

        Transmission next() {
            return ahead.element();
        }

        Transmission advance() {
            Transmission next = ahead.remove();
            lookAhead();
            return next;
        }

        private void lookAhead() {
            while (ahead.isEmpty()) {
                ahead.addAll(turns.apply(turn++));
            }
        }
    }
}
