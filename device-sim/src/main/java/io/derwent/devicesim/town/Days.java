package io.derwent.devicesim.town;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.scenario.Seeds;
import io.derwent.devicesim.scenario.Taken;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ordinary days: what each device measures and when, in the past and from now on. */
final class Days {
    private static final ZoneId HOME = ZoneId.of("Europe/London");
    private static final Duration BETWEEN_TWO_READINGS = Duration.ofMinutes(2);
    private static final int JITTER_MINUTES = 40;

    private final long seed;
    private final TownPlan plan;

    Days(long seed, TownPlan plan) {
        this.seed = seed;
        this.plan = plan;
    }

    /**
     * What a device measured in the days before {@code end}, oldest first.
     *
     * @param end nothing at or after it
     * @param due when all of it is sent, late
     */
    List<Taken> history(TownDevice device, int days, Instant end, Instant due) {
        Body body = new Body(seed, plan.person(device.owner()));
        LocalDate today = end.atZone(HOME).toLocalDate();
        List<Taken> taken = new ArrayList<>();
        for (LocalDate day = today.minusDays(days); !day.isAfter(today); day = day.plusDays(1)) {
            for (Instant at : times(device, day)) {
                if (at.isBefore(end)) {
                    taken.add(ordinary(device, body, "history", at, due));
                }
            }
        }
        return taken;
    }

    /** The n-th thing a device measures after {@code start}, about every {@code every}; sent as soon as it is taken. */
    Taken live(TownDevice device, Instant start, Duration every, long n) {
        Random phase = Seeds.of(seed, "phase", device.id());
        Random jitter = Seeds.of(seed, "jitter", device.id(), Long.toString(n));
        long everySeconds = Math.max(1, every.toSeconds());
        Instant at = start.plusSeconds((long) (phase.nextDouble() * everySeconds))
                .plusSeconds(n * everySeconds)
                .plusSeconds((long) (jitter.nextDouble() * everySeconds / 4))
                .truncatedTo(ChronoUnit.SECONDS);
        return ordinary(device, new Body(seed, plan.person(device.owner())), "live", at, at);
    }

    private Taken ordinary(TownDevice device, Body body, String when, Instant at, Instant due) {
        Random chance = Seeds.of(seed, when, device.id(), at.toString());
        Measurement measurement = body.measure(device.equipment(), at, chance);
        return new Taken(device.device(), measurement, at, due, null, implied(measurement));
    }

    static Implies implied(Measurement measurement) {
        return measurement.kind() == Kind.OBSERVATION_SET
                ? Implies.score(News2Table.total(measurement, 1))
                : Implies.NOTHING;
    }

    private List<Instant> times(TownDevice device, LocalDate day) {
        Random chance = Seeds.of(seed, "times", device.id(), day.toString());
        return switch (device.equipment()) {
            // Two readings in the morning, two in the evening (NICE NG136, home monitoring).
            case CUFF -> withSecondReading(around(chance, day, 8, 19));
            case OXIMETER, TABLET -> around(chance, day, 9, 20);
            case GLUCOMETER -> around(chance, day, 7, 12, 18);
            case THERMOMETER, SCALE -> around(chance, day, 8);
            case WEARABLE, BOX, HUB -> List.of();
        };
    }

    private static List<Instant> around(Random chance, LocalDate day, int... hours) {
        List<Instant> times = new ArrayList<>();
        for (int hour : hours) {
            LocalTime about = LocalTime.of(hour, 0)
                    .plusMinutes(chance.nextInt(2 * JITTER_MINUTES) - JITTER_MINUTES)
                    .plusSeconds(chance.nextInt(60));
            times.add(day.atTime(about).atZone(HOME).toInstant());
        }
        return times;
    }

    private static List<Instant> withSecondReading(List<Instant> first) {
        return first.stream()
                .flatMap(at -> List.of(at, at.plus(BETWEEN_TWO_READINGS)).stream())
                .toList();
    }
}
