package io.derwent.devicesim.estate;

import io.derwent.devicesim.estate.FloorPlan.Reader;
import io.derwent.devicesim.estate.FloorPlan.Room;
import io.derwent.devicesim.ledger.Inventory;
import io.derwent.devicesim.scenario.CanonicalPings.Read;
import io.derwent.devicesim.scenario.Fault;
import io.derwent.devicesim.scenario.Life;
import io.derwent.devicesim.scenario.PingCorruption;
import io.derwent.devicesim.scenario.Round;
import io.derwent.devicesim.scenario.Seeds;
import io.derwent.devicesim.scenario.Transmission;
import io.derwent.model.Mobility;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * What the readers send, round by round, decided by plan, register, seed and start alone. Each simulated reader reports every
 * ten seconds what its antennas heard, and an empty round where they heard nothing. From its start on:
 *
 * <pre>
 *   when       what                                            what must come of it
 *   at once    everything stands where it stands               arrived, each once
 *   30 s on    a trolley, pumps, a bed, hoists are taken away  moved, each once; never while nobody sees them
 *   65 s       reader-01 sends an EPC that is no hexadecimal   refused, a dead letter
 *   70 s       reader-02 calls itself by London Road's place   refused, nothing moves
 *   100 s      reader-04 goes silent, for 150 s                RD-01 raised after 90 s, cleared; nothing departs
 *   5 min      a wheelchair leaves the house for 8 min         departed 5 min after it was last seen, arrived when it is back
 *   always     three of ten reads are missed                   nothing
 *   always     antennas hear through walls, weakly             nothing
 *   always     a stranger's equipment, a chip without a key    two unknown tags
 * </pre>
 *
 * <p>Reader 03 sends everything twice, 06 has a clock that is ahead, 07 sends late, 08 loses the connection at every message;
 * nothing must come of that at all.
 */
final class EstateScript {
    static final Duration EVERY = Duration.ofSeconds(10);

    /** How long before its report a tag was read, at most. */
    private static final int ROUND_MILLIS = 2_000;

    private static final int MISSED_PERCENT = 30;

    /** Readers that miss more in a row exist; then the product may rightly believe that a thing is gone. */
    private static final int MOST_MISSED_IN_A_ROW = 3;

    private static final int OVERHEARD_PERCENT = 25;

    /** After a start a thing's own antenna has the first word, as if it had never stopped. */
    private static final Duration OVERHEARD_FROM = Duration.ofMinutes(1);

    /** Strengths in tenths of dBm: set down by the antenna, standing in the room, behind a wall. */
    private static final int SET_DOWN = -520;

    private static final int STANDING = -660;
    private static final int BEHIND_A_WALL = -760;
    private static final int SPREAD = 15;
    private static final Duration SET_DOWN_FOR = Duration.ofSeconds(40);

    /** By when a departure must have been told, after it was due. */
    private static final Duration TOLD_BY = Duration.ofMinutes(1);

    private static final String SILENT_READER = "reader-04";
    private static final Duration SILENT_FROM = Duration.ofSeconds(100);
    private static final Duration SILENT_TO = Duration.ofSeconds(250);

    private static final Map<String, List<Fault>> LASTING_FAULTS = Map.of(
            "reader-03", List.of(new Fault.Duplicate(1, Duration.ofSeconds(2))),
            "reader-06", List.of(new Fault.SkewedClock(Duration.ofMinutes(40))),
            "reader-07", List.of(new Fault.Late(Duration.ofSeconds(20))),
            "reader-08", List.of(new Fault.LostConnection()));

    private final long seed;
    private final FloorPlan plan;
    private final List<Thing> things;

    EstateScript(long seed, FloorPlan plan, AssetRegister register) {
        this.seed = seed;
        this.plan = plan;
        this.things = register.things().stream().filter(Thing::simulated).toList();
    }

    Life live(Instant start) {
        return new Life(
                plan.readers().stream()
                        .filter(Reader::simulated)
                        .map(reader -> routine(reader, start))
                        .toList(),
                List.of(
                        refused(
                                "unreadable EPC",
                                plan.reader("reader-01"),
                                PingCorruption.EPC_NOT_HEXADECIMAL,
                                start.plusSeconds(65)),
                        refused(
                                "another's name",
                                plan.reader("reader-02"),
                                PingCorruption.NAME_OF_ANOTHER,
                                start.plusSeconds(70))));
    }

    private LongFunction<List<Transmission>> routine(Reader reader, Instant start) {
        Duration phase = Duration.ofMillis(Seeds.of(seed, "phase", reader.id()).nextInt((int) EVERY.toMillis()));
        List<Fault> faults = LASTING_FAULTS.getOrDefault(reader.id(), List.of());
        return turn -> {
            Duration now = phase.plus(EVERY.multipliedBy(turn));
            return isSilent(reader, now)
                    ? List.of()
                    : round(reader, turn, start, now).sent(faults);
        };
    }

    private static boolean isSilent(Reader reader, Duration now) {
        return reader.id().equals(SILENT_READER) && now.compareTo(SILENT_FROM) >= 0 && now.compareTo(SILENT_TO) < 0;
    }

    private Round round(Reader reader, long turn, Instant start, Duration now) {
        Heard heard = new Heard(reader, turn, start.plus(now));
        reader.antennas()
                .forEach((antenna, room) -> things.forEach(thing -> thing.route()
                        .standing(now)
                        .ifPresent(standing -> heard.listen(antenna, room, thing, standing, now))));
        boolean afterSilence = isSilent(reader, now.minus(EVERY));
        return heard.round(gone(reader, now), afterSilence);
    }

    /** What one round of one reader hears. */
    private final class Heard {
        private final Reader reader;
        private final long turn;
        private final Instant at;
        private final List<Read> reads = new ArrayList<>();
        private final Map<String, List<String>> seen = new TreeMap<>();
        private final List<String> unknown = new ArrayList<>();

        Heard(Reader reader, long turn, Instant at) {
            this.reader = reader;
            this.turn = turn;
            this.at = at;
        }

        void listen(int antenna, Room room, Thing thing, Route.Standing standing, Duration now) {
            boolean isSetDown = standing.arrivedFor().compareTo(SET_DOWN_FOR) < 0;
            if (standing.room().equals(room.code())) {
                if (isSetDown || !isMissed(thing, turn)) {
                    read(antenna, thing, isSetDown ? SET_DOWN : STANDING);
                    seen.computeIfAbsent(room.placeId(), place -> new ArrayList<>())
                            .add(thing.calledBy(reader.owner()));
                    if (thing.asset() == null) {
                        unknown.add(thing.calledAs());
                    }
                }
            } else if (room.overheard().contains(standing.room())
                    && !thing.route().moves()
                    && now.compareTo(OVERHEARD_FROM) >= 0
                    && chance("overheard", thing, turn).nextInt(100) < OVERHEARD_PERCENT) {
                read(antenna, thing, BEHIND_A_WALL);
            }
        }

        private void read(int antenna, Thing thing, int strength) {
            Random chance = chance("read", thing, turn);
            reads.add(new Read(
                    antenna,
                    thing.epc(),
                    strength + chance.nextInt(2 * SPREAD + 1) - SPREAD,
                    at.minusMillis(chance.nextInt(ROUND_MILLIS))));
        }

        private boolean isMissed(Thing thing, long someTurn) {
            if (!isUnlucky(thing, someTurn)) {
                return false;
            }
            for (long before = someTurn - MOST_MISSED_IN_A_ROW; before < someTurn; before++) {
                if (!isUnlucky(thing, before)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isUnlucky(Thing thing, long someTurn) {
            return chance("missed", thing, someTurn).nextInt(100) < MISSED_PERCENT;
        }

        private Random chance(String what, Thing thing, long someTurn) {
            return Seeds.of(seed, what, reader.id(), thing.calledAs(), Long.toString(someTurn));
        }

        Round round(List<String> gone, boolean afterSilence) {
            return new Round(
                    reader.device(), reads, at, null, new Inventory(reads.size(), seen, unknown, gone, afterSilence));
        }
    }

    /** Things this reader saw last, in the first round in which their departure must have been told. */
    private List<String> gone(Reader reader, Duration now) {
        return things.stream()
                .filter(thing ->
                        mustHaveDeparted(reader, thing, now) && !mustHaveDeparted(reader, thing, now.minus(EVERY)))
                .map(thing -> thing.calledBy(reader.owner()))
                .toList();
    }

    private boolean mustHaveDeparted(Reader reader, Thing thing, Duration now) {
        Duration told = departsAfter(thing.mobility()).plus(TOLD_BY);
        return !now.isNegative()
                && thing.route()
                        .onTheWay(now)
                        .filter(way -> reader.antennas().containsValue(plan.room(way.from())))
                        .filter(way -> way.gone().compareTo(told) >= 0)
                        .isPresent();
    }

    /** Unseen for so long, a thing departed; as the product promises for each mobility, in the simulator's own words. */
    private static Duration departsAfter(Mobility mobility) {
        return switch (mobility) {
            case FIXED -> Duration.ofMinutes(30);
            case ASSET_TRACKING -> Duration.ofMinutes(10);
            case ROAMING -> Duration.ofMinutes(5);
        };
    }

    /** One read of a thing that stands in the theatre, of which nothing must come. */
    private Transmission refused(String story, Reader reader, PingCorruption corruption, Instant at) {
        Thing elsewhere = things.stream()
                .filter(thing -> thing.route().equals(Route.standingIn("theatre")))
                .findFirst()
                .orElseThrow();
        Read read = new Read(reader.antennas().keySet().iterator().next(), elsewhere.epc(), SET_DOWN, at);
        return new Round(reader.device(), List.of(read), at, story, Inventory.ofNoConsequence(1))
                .sent(new Fault.BadPayload(corruption))
                .get(0);
    }
}
