package io.derwent.devicesim.town;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.scenario.SimDevice;
import io.derwent.devicesim.scenario.Taken;
import io.derwent.devicesim.scenario.Transmission;
import io.derwent.model.Finding;
import io.derwent.model.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * People whose pathways look back, or wait: weeks that lead up to what is found in the first minutes. Their devices measure
 * nothing else.
 *
 * <pre>
 *   who    what                                                          what must come of it
 *   25     blood pressure rises for a week, its average to 136            BP-01
 *   26     weight up 2.4 kg in three days                                HF-01, HF-03
 *   27     COPD, SpO2 87 and 86, usually 89                              OX-04
 *   28     COPD, SpO2 96 on oxygen                                       OX-05, score 4 (scale 2)
 *   29     resting heart rate up by 6 for two nights                     WR-01
 *   30     last reading two days ago, battery nearly flat                patient and carer asked, DQ-01
 *   31     care home: eats less, sleepier, the carer is worried          SS-01
 *   33     care home: another resident's blood pressure                  DQ-04-bp: to be measured again, or confirmed
 * </pre>
 *
 * Residents 31 to 36 share one box of equipment.
 */
final class Weeks {
    static final int PRESSURE_RISES = 25;
    static final int GAINS_WEIGHT = 26;

    private static final int OXYGEN_TOO_LOW = 27;
    private static final int OXYGEN_TOO_HIGH = 28;
    private static final int RESTLESS_NIGHTS = 29;
    private static final int SOFT_SIGNS = 31;
    private static final int MISTAKEN = 33;
    private static final int HIGH_PRESSURE = 35;

    private static final ZoneId HOME = ZoneId.of("Europe/London");
    private static final int MOST_DAYS = 28;
    private static final int WEIGHED_EVERY_DAYS = 2;
    private static final int DAYS_OF_OBSERVATIONS = 14;
    private static final int COPD_SCALE = 2;
    private static final LocalTime MORNING = LocalTime.of(7, 40);
    private static final LocalTime EVENING = LocalTime.of(19, 20);
    private static final LocalTime NIGHT_ENDS = LocalTime.of(6, 30);
    private static final LocalTime BEDTIME = LocalTime.of(21, 30);
    private static final LocalTime OF_OBSERVATIONS = LocalTime.of(10, 0);
    private static final Duration SECOND_READING = Duration.ofMinutes(2);

    /** Little ups and downs that repeat each week. */
    private static final int[] WAVER = {0, 1, -1, 2, 0, -2, 1};

    private final TownPlan plan;
    private final int days;
    private final LocalDate today;
    private final Instant start;

    /**
     * Weeks that end at a time.
     *
     * @param historyDays how many days of history the town has
     */
    Weeks(TownPlan plan, int historyDays, Instant start) {
        this.plan = plan;
        this.days = Math.min(historyDays, MOST_DAYS);
        this.today = start.atZone(HOME).toLocalDate();
        this.start = start;
    }

    /** Whether what this person measures is told here, and nowhere else. */
    static boolean tellsOf(int number) {
        return number >= PRESSURE_RISES && number <= TownPlan.LAST_RESIDENT;
    }

    /** What was measured before the first minutes, oldest first by device; told as of the start and sent at {@code due}. */
    List<Transmission> before(Instant due) {
        return here().boxed()
                .flatMap(who -> measuredBefore(who, due).stream())
                .flatMap(taken -> taken.sent().stream())
                .toList();
    }

    /** What is measured in the first minutes. */
    List<Story> first() {
        return here().mapToObj(this::story).flatMap(List::stream).toList();
    }

    private IntStream here() {
        return IntStream.rangeClosed(
                PRESSURE_RISES, Math.min(TownPlan.LAST_RESIDENT, plan.people().size()));
    }

    private List<Taken> measuredBefore(int who, Instant due) {
        return switch (who) {
            case PRESSURE_RISES -> pressures(due);
            case GAINS_WEIGHT -> weights(due);
            case OXYGEN_TOO_LOW, OXYGEN_TOO_HIGH -> oxygen(who, due);
            case RESTLESS_NIGHTS -> nights(due);
            case Care.NEVER_MEASURES -> untilTheBatteryIsFlat(due);
            default -> ofResident(who, due);
        };
    }

    private List<Story> story(int who) {
        return switch (who) {
            case PRESSURE_RISES -> List.of(pressureOfToday(26));
            case GAINS_WEIGHT -> List.of(weightOfToday(20));
            case OXYGEN_TOO_LOW -> List.of(oxygenTooLow(32));
            case OXYGEN_TOO_HIGH -> List.of(oxygenTooHigh(36));
            case RESTLESS_NIGHTS -> List.of(nightOfToday(29));
            case SOFT_SIGNS -> List.of(softSigns(41));
            case MISTAKEN -> List.of(anotherResidentsPressure(44));
            default -> List.of();
        };
    }

    // Blood pressure: 25

    private List<Taken> pressures(Instant due) {
        SimDevice cuff = device(PRESSURE_RISES, Equipment.CUFF);
        List<SecondOpinion.Pressure> before = new ArrayList<>();
        List<Taken> taken = new ArrayList<>();
        for (SecondOpinion.Pressure pressure : pressuresBefore()) {
            before.add(pressure);
            taken.add(new Taken(
                    cuff,
                    Measure.bloodPressure(pressure.systolic(), pressure.diastolic(), 71),
                    pressure.at(),
                    due,
                    "blood pressure rises for a week",
                    Implies.breach(SecondOpinion.ofPressures(before))));
        }
        return taken;
    }

    private List<SecondOpinion.Pressure> pressuresBefore() {
        List<SecondOpinion.Pressure> pressures = new ArrayList<>();
        int[] last = {141, 139, 136, 133, 131, 129};
        for (int ago = days; ago >= 1; ago--) {
            int systolic = ago <= last.length ? last[ago - 1] : 126 + waver(ago);
            int diastolic = (ago <= last.length ? 81 : 77) + waver(ago + 3);
            for (LocalTime time : List.of(MORNING, EVENING)) {
                pressures.add(new SecondOpinion.Pressure(at(ago, time), systolic + 1, diastolic));
                pressures.add(
                        new SecondOpinion.Pressure(at(ago, time).plus(SECOND_READING), systolic - 1, diastolic - 1));
            }
        }
        return pressures;
    }

    private Story pressureOfToday(int after) {
        Teller teller = teller("blood pressure rises for a week", PRESSURE_RISES, Equipment.CUFF);
        List<SecondOpinion.Pressure> all = pressuresBefore();
        all.add(new SecondOpinion.Pressure(start.plusSeconds(after - 120), 143, 84));
        List<String> first = SecondOpinion.ofPressures(all);
        all.add(new SecondOpinion.Pressure(start.plusSeconds(after), 140, 82));
        List<String> both = SecondOpinion.ofPressures(all);
        return teller.suspending(
                teller.late(after - 120, after, Measure.bloodPressure(143, 84, 73), Implies.breach(first)),
                teller.now(after, Measure.bloodPressure(140, 82, 72), Implies.alert(both)));
    }

    // Heart failure: 26

    private List<Taken> weights(Instant due) {
        SimDevice scale = device(GAINS_WEIGHT, Equipment.SCALE);
        SimDevice cuff = device(GAINS_WEIGHT, Equipment.CUFF);
        List<SecondOpinion.Value> before = new ArrayList<>();
        List<Taken> taken = new ArrayList<>();
        for (SecondOpinion.Value weight : weightsBefore()) {
            before.add(weight);
            taken.add(new Taken(
                    scale,
                    Measure.weight(weight.value()),
                    weight.at(),
                    due,
                    "weight gain",
                    Implies.breach(SecondOpinion.ofWeights(before))));
            int waver = waver(before.size());
            taken.add(new Taken(
                    cuff,
                    Measure.bloodPressure(116 + 2 * waver, 70 + waver, 72 + waver),
                    weight.at().plus(SECOND_READING),
                    due,
                    "weight gain",
                    Implies.NOTHING));
        }
        return taken;
    }

    private List<SecondOpinion.Value> weightsBefore() {
        int[] last = {797, 788, 786};
        List<SecondOpinion.Value> weights = new ArrayList<>();
        for (int ago = days; ago >= 1; ago--) {
            int tenths = ago <= last.length ? last[ago - 1] : 785 + waver(ago);
            weights.add(new SecondOpinion.Value(at(ago, MORNING), tenths));
        }
        return weights;
    }

    private Story weightOfToday(int after) {
        Teller scale = teller("weight gain", GAINS_WEIGHT, Equipment.SCALE);
        Teller cuff = teller("weight gain", GAINS_WEIGHT, Equipment.CUFF);
        List<SecondOpinion.Value> all = weightsBefore();
        all.add(new SecondOpinion.Value(start.plusSeconds(after), 810));
        return scale.suspending(
                Set.of(scale.device().id(), cuff.device().id()),
                scale.now(after, Measure.weight(810), Implies.alert(SecondOpinion.ofWeights(all))),
                cuff.now(after + 3, Measure.bloodPressure(118, 72, 74), Implies.NOTHING));
    }

    // COPD: 27 and 28

    private List<Taken> oxygen(int who, Instant due) {
        SimDevice oximeter = device(who, Equipment.OXIMETER);
        List<Taken> taken = new ArrayList<>();
        for (int ago = days; ago >= 1; ago--) {
            for (LocalTime time : List.of(MORNING, EVENING)) {
                int percent = 89 + Math.floorMod(waver(ago), 2) + (who == OXYGEN_TOO_HIGH ? 1 : 0);
                taken.add(history(oximeter, Measure.spo2(percent, 84 + waver(ago)), at(ago, time), due));
            }
        }
        if (who == OXYGEN_TOO_HIGH) {
            SimDevice tablet = device(who, Equipment.TABLET);
            for (int ago = Math.min(days, DAYS_OF_OBSERVATIONS); ago >= 1; ago--) {
                Measurement observations = Measure.observations(
                        18, 90 + Math.floorMod(ago, 2), "oxygen", 128 + waver(ago), 82 + waver(ago), 367);
                taken.add(scored(tablet, observations, COPD_SCALE, at(ago, OF_OBSERVATIONS), due));
            }
        }
        return taken;
    }

    private Story oxygenTooLow(int after) {
        Teller teller = teller("COPD, SpO2 below target", OXYGEN_TOO_LOW, Equipment.OXIMETER);
        return teller.suspending(
                teller.late(after - 12 * 60, after, Measure.spo2(87, 92), Stories.low(Implies.breach("OX-04"))),
                teller.now(after + 2, Measure.spo2(86, 94), Stories.low(Implies.alert("OX-04"))));
    }

    private Story oxygenTooHigh(int after) {
        Teller tablet = teller("COPD, SpO2 above target on oxygen", OXYGEN_TOO_HIGH, Equipment.TABLET);
        Measurement observations = Measure.observations(18, 96, "oxygen", 126, 84, 368);
        return tablet.suspending(
                Set.of(
                        tablet.device().id(),
                        device(OXYGEN_TOO_HIGH, Equipment.OXIMETER).id()),
                tablet.now(
                        after,
                        observations,
                        Implies.alert("OX-05").withNews2(News2Table.total(observations, COPD_SCALE))));
    }

    // A wearable: 29

    private List<Taken> nights(Instant due) {
        SimDevice watch = device(RESTLESS_NIGHTS, Equipment.WEARABLE);
        List<SecondOpinion.Value> before = new ArrayList<>();
        List<Taken> taken = new ArrayList<>();
        for (SecondOpinion.Value night : nightsBefore()) {
            before.add(night);
            int waver = waver(before.size());
            taken.add(new Taken(
                    watch,
                    Measure.restingHeartRate(night.value()),
                    night.at(),
                    due,
                    "restless nights",
                    Implies.breach(SecondOpinion.ofNights(before))));
            taken.add(history(watch, Measure.sleep(425 + 9 * waver), night.at().plusSeconds(60), due));
            Instant bedtime = at(daysSince(night.day()) + 1, BEDTIME);
            taken.add(history(watch, Measure.steps(7_400 + 610 * waver, 890 + 10 * waver), bedtime, due));
        }
        return taken;
    }

    /** All nights but the last that ended before the start. */
    private List<SecondOpinion.Value> nightsBefore() {
        int last = lastNight();
        List<SecondOpinion.Value> nights = new ArrayList<>();
        for (int ago = days + last; ago > last; ago--) {
            nights.add(new SecondOpinion.Value(at(ago, NIGHT_ENDS), ago == last + 1 ? 64 : 58 + waver(ago) / 2));
        }
        return nights;
    }

    private Story nightOfToday(int after) {
        Teller watch = teller("restless nights", RESTLESS_NIGHTS, Equipment.WEARABLE);
        Instant ended = at(lastNight(), NIGHT_ENDS);
        List<SecondOpinion.Value> all = nightsBefore();
        all.add(new SecondOpinion.Value(ended, 65));
        Instant sent = start.plusSeconds(after);
        return watch.suspending(
                watch.at(ended, sent, Measure.restingHeartRate(65), Implies.alert(SecondOpinion.ofNights(all))),
                watch.at(ended.plusSeconds(60), sent, Measure.sleep(371), Implies.NOTHING));
    }

    /** How many days ago the last night ended. */
    private int lastNight() {
        return at(0, NIGHT_ENDS).plusSeconds(60).isBefore(start) ? 0 : 1;
    }

    // Missing readings: 30

    private List<Taken> untilTheBatteryIsFlat(Instant due) {
        SimDevice oximeter = device(Care.NEVER_MEASURES, Equipment.OXIMETER);
        List<Taken> taken = new ArrayList<>();
        for (int ago = days; ago >= 2; ago--) {
            taken.add(history(oximeter, Measure.spo2(97 + waver(ago) / 2, 74 + waver(ago)), at(ago, MORNING), due));
        }
        if (!taken.isEmpty()) {
            Taken last = taken.remove(taken.size() - 1);
            taken.add(new Taken(
                    oximeter,
                    last.measurement(),
                    last.deviceTime(),
                    due,
                    "nothing measured any more",
                    Implies.overdue("DQ-01", start.plus(Care.TEAM_TOLD_AFTER)),
                    List.of("low_battery")));
        }
        return taken;
    }

    // The care home: 31 to 36

    private List<Taken> ofResident(int who, Instant due) {
        SimDevice box = box(who);
        List<Taken> taken = new ArrayList<>();
        for (int ago = days; ago >= 1; ago--) {
            Instant round = at(ago, OF_OBSERVATIONS).plus(Duration.ofMinutes(6L * (who - SOFT_SIGNS)));
            int waver = waver(ago + who);
            if (ago % WEIGHED_EVERY_DAYS == 0) {
                taken.add(history(box, Measure.weight(usualWeight(who) + waver), round, due));
            }
            if (ago <= DAYS_OF_OBSERVATIONS) {
                Measurement observations = Measure.observations(
                        16 + waver, 97, "air", usualSystolic(who) + 3 * waver, 74 + 2 * waver, 366 + waver);
                taken.add(scored(box, observations, 1, round.plusSeconds(60), due));
                taken.add(history(box, Measure.softSigns(Set.of()), round.plusSeconds(120), due));
            }
        }
        return taken;
    }

    private static int usualWeight(int who) {
        int[] tenths = {612, 704, 523, 668, 886, 571};
        return tenths[who - SOFT_SIGNS];
    }

    private static int usualSystolic(int who) {
        int[] systolic = {128, 134, 124, 131, 182, 122};
        return systolic[who - SOFT_SIGNS];
    }

    private Story softSigns(int after) {
        Teller teller = new Teller("soft signs", box(SOFT_SIGNS), start);
        Set<Finding> seen = Set.of(Finding.REDUCED_INTAKE, Finding.SLEEPIER_OR_AGITATED, Finding.CARER_CONCERN);
        return teller.suspending(teller.now(after, Measure.softSigns(seen), Implies.alert("SS-01")));
    }

    private Story anotherResidentsPressure(int after) {
        Teller teller = new Teller("another resident's blood pressure", box(MISTAKEN), start);
        Measurement observations = Measure.observations(17, 96, "air", usualSystolic(HIGH_PRESSURE), 78, 367);
        return teller.suspending(teller.now(after, observations, Implies.breach("DQ-04-bp")));
    }

    private SimDevice box(int who) {
        return device(TownPlan.FIRST_RESIDENT, Equipment.BOX)
                .of(plan.person(who).id());
    }

    private static Taken history(SimDevice device, Measurement measurement, Instant at, Instant due) {
        return new Taken(device, measurement, at, due, null, Implies.NOTHING);
    }

    private static Taken scored(SimDevice device, Measurement observations, int scale, Instant at, Instant due) {
        return new Taken(device, observations, at, due, null, Implies.score(News2Table.total(observations, scale)));
    }

    private SimDevice device(int who, Equipment equipment) {
        return plan.device(who, equipment).device();
    }

    private Teller teller(String story, int who, Equipment equipment) {
        return new Teller(story, device(who, equipment), start);
    }

    private Instant at(int daysAgo, LocalTime time) {
        return today.minusDays(daysAgo).atTime(time).atZone(HOME).toInstant();
    }

    private int daysSince(LocalDate day) {
        return (int) (today.toEpochDay() - day.toEpochDay());
    }

    private static int waver(int day) {
        return WAVER[Math.floorMod(day, WAVER.length)];
    }
}
