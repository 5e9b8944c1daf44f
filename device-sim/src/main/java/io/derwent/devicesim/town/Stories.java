package io.derwent.devicesim.town;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.scenario.Corruption;
import io.derwent.devicesim.scenario.Fault;
import io.derwent.devicesim.scenario.Transmission;
import io.derwent.model.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The stories of the town, from its start on:
 *
 * <pre>
 *   who  when      what                                        what must come of it
 *   4    10 s      severe BP twice, 74 s apart                 BP-03
 *   5    14 s      SpO2 falls: 97, 95, 91                      OX-03
 *   6    38 s      NEWS2 0, 3, 5 and 7 within the hour         NW-01, NW-02, these scores
 *   7    44 s      hypo: 3.4 mmol/L, 5.2 after 17 minutes      GL-01, and a second measurement asked for
 *   8    50 s      late hub: SpO2 91, three hours old          OX-03, late
 *   9    history   severe BP twice, three weeks ago            "would have alerted" BP-03
 *   10   58 s      low SpO2 twice: 94, 93                      OX-02
 *   11   75 s      NEWS2 5 (hospital, shared)                  NW-01, score 5
 *   12   80 s      SpO2 falls (hospital, shared)               OX-03
 *   15   65 s      lost decimal point: 368 degrees             refused, a dead letter
 *   16   70 s      clock 40 minutes ahead                      stored at the gateway's time, no alert
 *   21   6 min     extreme BP: 224/131                         BP-03 at once
 *   24   12 min    severe hypo: 2.6 mmol/L                     GL-02
 *   22   20 min    SpO2 falls                                  OX-03
 * </pre>
 *
 * People 13 and 14 have devices that send everything twice and lose the connection at every message, 16 has a slow clock, and
 * the scale of 9 has none; nothing must come of that at all. People 25 to 36 are told of in {@link Weeks}.
 */
final class Stories {
    private final TownPlan plan;
    private final Instant start;

    private Stories(TownPlan plan, Instant start) {
        this.plan = plan;
        this.start = start;
    }

    /** The stories that begin at {@code start}; those of people the town is too small for are left out. */
    static List<Story> from(TownPlan plan, Instant start) {
        return new Stories(plan, start).tell();
    }

    /** The stories of the past that are part of the history: sent at {@code due}, told as of {@code born}. */
    static List<Story> ofTheHistory(TownPlan plan, Instant born, Instant due) {
        return List.of(new Stories(plan, born).severePressureThreeWeeksAgo(9, due));
    }

    /** What is always wrong with a device, by device id. */
    static Map<String, List<Fault>> lastingFaults(TownPlan plan) {
        return Map.of(
                plan.device(9, Equipment.SCALE).id(), List.of(new Fault.NoClock()),
                plan.device(13, Equipment.CUFF).id(), List.of(new Fault.Duplicate(1, Duration.ofSeconds(2))),
                plan.device(14, Equipment.CUFF).id(), List.of(new Fault.LostConnection()),
                plan.device(16, Equipment.CUFF).id(), List.of(new Fault.SkewedClock(Duration.ofMinutes(-7))));
    }

    private List<Story> tell() {
        List<Story> stories = new ArrayList<>(List.of(
                severePressureTwice(4, 10),
                oxygenFalls(5, 14),
                news2RisesToSeven(6, 38),
                hypo(7, 44),
                lateHub(8, 50),
                lowOxygenTwice(10, 58),
                lostDecimalPoint(15, 65),
                clockAhead(16, 70),
                news2OfFive(11, 75),
                oxygenFalls(12, 80)));
        if (plan.people().size() >= 24) {
            stories.add(extremePressure(21, 6 * 60));
            stories.add(severeHypo(24, 12 * 60));
            stories.add(oxygenFalls(22, 20 * 60));
        }
        return stories;
    }

    private Story severePressureTwice(int who, int after) {
        Teller teller = teller("severe BP twice", who, Equipment.CUFF);
        return teller.suspending(
                teller.late(after - 70, after, Measure.bloodPressure(192, 124, 88), severe(Implies.breach("BP-03"))),
                teller.now(after + 4, Measure.bloodPressure(188, 122, 90), severe(Implies.alert("BP-03"))));
    }

    private Story severePressureThreeWeeksAgo(int who, Instant due) {
        Teller teller = teller("severe BP three weeks ago", who, Equipment.CUFF);
        Instant then = start.minus(Duration.ofDays(21));
        Instant again = then.plus(Duration.ofMinutes(3));
        return teller.besidesOrdinaryLife(
                teller.at(then, due, Measure.bloodPressure(194, 118, 84), Implies.breach("BP-03")),
                teller.at(again, due, Measure.bloodPressure(190, 121, 86), Implies.wouldHave("BP-03")));
    }

    private Story extremePressure(int who, int after) {
        Teller teller = teller("extreme BP", who, Equipment.CUFF);
        return teller.suspending(
                teller.now(after, Measure.bloodPressure(224, 131, 92), severe(Implies.alert("BP-03"))));
    }

    private Story oxygenFalls(int who, int after) {
        Teller teller = teller("SpO2 falls", who, Equipment.OXIMETER);
        return teller.suspending(
                teller.now(after, Measure.spo2(97, 76), Implies.NOTHING),
                teller.now(after + 8, Measure.spo2(95, 84), low(Implies.NOTHING)),
                teller.now(after + 16, Measure.spo2(91, 96), low(Implies.alert("OX-03"))));
    }

    private Story lowOxygenTwice(int who, int after) {
        Teller teller = teller("low SpO2 twice", who, Equipment.OXIMETER);
        return teller.suspending(
                teller.late(after - 180, after, Measure.spo2(94, 82), low(Implies.breach("OX-02"))),
                teller.now(after + 4, Measure.spo2(93, 84), low(Implies.alert("OX-02"))));
    }

    private Story lateHub(int who, int after) {
        int threeHoursBefore = after - (int) Duration.ofHours(3).toSeconds();
        Teller oximeter = teller("late hub", who, Equipment.OXIMETER);
        Teller thermometer = teller("late hub", who, Equipment.THERMOMETER);
        return oximeter.suspending(
                Set.of(oximeter.device().id(), thermometer.device().id()),
                oximeter.late(threeHoursBefore - 900, after, Measure.spo2(96, 78), Implies.NOTHING),
                oximeter.late(threeHoursBefore, after, Measure.spo2(91, 94), low(Implies.alert("OX-03"))),
                thermometer.late(threeHoursBefore + 60, after, Measure.temperature(370), Implies.NOTHING));
    }

    private Story news2RisesToSeven(int who, int after) {
        Teller teller = teller("NEWS2 rises to 7", who, Equipment.TABLET);
        Measurement well = Measure.observations(18, 96, "air", 124, 82, 371);
        Measurement low = Measure.observations(21, 96, "air", 122, 93, 376);
        Measurement urgent = Measure.observations(22, 94, "air", 120, 96, 382);
        Measurement emergency = Measure.observations(22, 93, "oxygen", 118, 98, 379);
        return teller.suspending(
                teller.late(after - 50 * 60, after - 2, well, Implies.score(News2Table.total(well, 1))),
                teller.late(after - 35 * 60, after - 2, low, Implies.score(News2Table.total(low, 1))),
                teller.late(after - 14 * 60, after - 2, urgent, scored("NW-01", urgent)),
                teller.now(after, emergency, scored("NW-02", emergency)));
    }

    private Story news2OfFive(int who, int after) {
        Teller teller = teller("NEWS2 5", who, Equipment.TABLET);
        Measurement observations = Measure.observations(22, 94, "air", 108, 96, 375);
        return teller.suspending(teller.now(after, observations, scored("NW-01", observations)));
    }

    private Story hypo(int who, int after) {
        Teller teller = teller("hypo", who, Equipment.GLUCOMETER);
        return teller.suspending(
                teller.now(after, Measure.glucose(34), Implies.alert("GL-01")),
                teller.now(after + 17 * 60, Measure.glucose(52), Implies.NOTHING));
    }

    private Story severeHypo(int who, int after) {
        Teller teller = teller("severe hypo", who, Equipment.GLUCOMETER);
        return teller.suspending(teller.now(after, Measure.glucose(26), Implies.alert("GL-02")));
    }

    private Story lostDecimalPoint(int who, int after) {
        Teller teller = teller("lost decimal point", who, Equipment.THERMOMETER);
        return teller.besidesOrdinaryLife(teller.now(
                after, Measure.temperature(368), Implies.NOTHING, new Fault.BadPayload(Corruption.VALUE_OUT_OF_RANGE)));
    }

    private Story clockAhead(int who, int after) {
        Teller teller = teller("clock ahead", who, Equipment.CUFF);
        return teller.besidesOrdinaryLife(teller.now(
                after,
                Measure.bloodPressure(131, 79, 70),
                Implies.NOTHING,
                new Fault.SkewedClock(Duration.ofMinutes(40))));
    }

    private Teller teller(String story, int who, Equipment equipment) {
        return new Teller(story, plan.device(who, equipment).device(), start);
    }

    /** The week's average may rise past its limits too, when the town is started again and the story told again. */
    private static Implies severe(Implies implies) {
        return implies.orBreach("BP-01", "BP-02");
    }

    /** It may be lower than usual for the person too, twice running when the story is told again. */
    static Implies low(Implies implies) {
        return implies.orBreach("OX-06");
    }

    private static Implies scored(String rule, Measurement observations) {
        return Implies.alert(rule).withNews2(News2Table.total(observations, 1));
    }

    static Set<String> suspended(List<Story> stories) {
        return stories.stream().flatMap(story -> story.suspended().stream()).collect(Collectors.toUnmodifiableSet());
    }

    static Stream<Transmission> transmissions(List<Story> stories) {
        return stories.stream().flatMap(story -> story.transmissions().stream());
    }
}
