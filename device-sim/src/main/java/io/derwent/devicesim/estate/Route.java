package io.derwent.devicesim.estate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a thing is over time: it stands in a room, is on its way, where no antenna sees it, stands in the next, and after the
 * last begins again. Written {@code library 30 | 20 | ward-204 300 | 20}: rooms with how long it stands there, between them
 * how long it is on its way, all in seconds. The first time it stands in the first room for as long as is written; later
 * rounds are the same. A thing that never moves has one room and nothing else.
 */
record Route(List<Stop> stops) {
    /**
     * It stands in a room, and then is on its way to the next.
     *
     * @param way zero if it never leaves
     */
    record Stop(String room, Duration stay, Duration way) {}

    /**
     * In a room at a time.
     *
     * @param arrivedFor how long ago it came; since ever, where it stood from the start
     */
    record Standing(String room, Duration arrivedFor) {}

    /**
     * It left a room and is not in another yet.
     *
     * @param gone how long ago
     */
    record OnTheWay(String from, Duration gone) {}

    private static final Duration EVER = Duration.ofDays(1);

    Route {
        stops = List.copyOf(stops);
    }

    static Route standingIn(String room) {
        return new Route(List.of(new Stop(room, Duration.ofSeconds(1), Duration.ZERO)));
    }

    static Route parse(String text) {
        List<String> parts = Table.rows(text).get(0);
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            String[] stay = parts.get(i).split(" ", -1);
            stops.add(new Stop(stay[0], seconds(stay[1]), seconds(parts.get(i + 1))));
        }
        return new Route(stops);
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }

    boolean moves() {
        return stops.size() > 1 || !stops.get(0).way().isZero();
    }

    /** Where it stands so long after the start; empty while it is on its way. */
    Optional<Standing> standing(Duration sinceStart) {
        if (!moves()) {
            return Optional.of(new Standing(stops.get(0).room(), EVER));
        }
        Duration left = sinceAStop(sinceStart);
        for (Stop stop : stops) {
            if (left.compareTo(stop.stay()) < 0) {
                boolean fromTheStart = sinceStart.compareTo(left) == 0;
                return Optional.of(new Standing(stop.room(), fromTheStart ? EVER : left));
            }
            left = left.minus(stop.stay()).minus(stop.way());
            if (left.isNegative()) {
                return Optional.empty();
            }
        }
        throw new IllegalStateException("a time beyond the round");
    }

    /** Which room it left; empty while it stands. */
    Optional<OnTheWay> onTheWay(Duration sinceStart) {
        if (!moves()) {
            return Optional.empty();
        }
        Duration left = sinceAStop(sinceStart);
        for (Stop stop : stops) {
            left = left.minus(stop.stay());
            if (left.isNegative()) {
                return Optional.empty();
            }
            if (left.compareTo(stop.way()) < 0) {
                return Optional.of(new OnTheWay(stop.room(), left));
            }
            left = left.minus(stop.way());
        }
        throw new IllegalStateException("a time beyond the round");
    }

    /** Time since the first stop began last. */
    private Duration sinceAStop(Duration sinceStart) {
        long round = stops.stream()
                .mapToLong(stop -> stop.stay().plus(stop.way()).toMillis())
                .sum();
        return Duration.ofMillis(Math.floorMod(sinceStart.toMillis(), round));
    }
}
