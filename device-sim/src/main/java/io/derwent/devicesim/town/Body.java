package io.derwent.devicesim.town;

import io.derwent.devicesim.scenario.Seeds;
import io.derwent.model.Measurement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/**
 * What a person's measurements are like when nothing is the matter: everybody's own level, a slow wave over weeks, a
 * little higher in the evening, and chance, the same on every machine. Never in any rule's range, averages of a week included, so
 * that only stories alert.
 */
final class Body {
    private static final int DAYS_OF_A_WAVE = 21;
    private static final int EVENING = 17;

    private final int systolic;
    private final int diastolic;
    private final int pulse;
    private final int spo2;
    private final int temperatureTenths;
    private final int glucoseTenths;
    private final int weightTenths;
    private final double phase;

    Body(long seed, Person person) {
        Random chance = Seeds.of(seed, "body", person.id());
        systolic = 108 + chance.nextInt(14);
        diastolic = 68 + chance.nextInt(10);
        pulse = 62 + chance.nextInt(16);
        spo2 = 96 + chance.nextInt(3);
        temperatureTenths = 364 + chance.nextInt(6);
        glucoseTenths = 58 + chance.nextInt(26);
        weightTenths = 560 + chance.nextInt(440);
        phase = chance.nextDouble() * 2 * Math.PI;
    }

    /** One ordinary measurement with this equipment; the chance decides everything but the level. */
    Measurement measure(Equipment equipment, Instant at, Random chance) {
        int wave = (int) Math.round(4 * wave(at)) + (isEvening(at) ? 3 : 0);
        return switch (equipment) {
            case CUFF -> bloodPressure(wave, chance);
            case OXIMETER -> Measure.spo2(within(96, 99, spo2 + spread(chance, 1)), pulse(chance));
            case GLUCOMETER -> Measure.glucose(within(48, 104, glucoseTenths + wave + spread(chance, 12)));
            case TABLET -> observations(chance);
            case THERMOMETER -> Measure.temperature(within(361, 376, temperatureTenths + spread(chance, 3)));
            case SCALE -> Measure.weight(weightTenths + wave + spread(chance, 3));
            case WEARABLE, BOX -> throw new IllegalArgumentException("only stories measure with a " + equipment.code());
            case HUB -> throw new IllegalArgumentException("a hub measures nothing");
        };
    }

    private Measurement bloodPressure(int wave, Random chance) {
        int upper = within(106, 158, systolic + wave + spread(chance, 6));
        int lower = within(62, 94, diastolic + wave / 2 + spread(chance, 4));
        return Measure.bloodPressure(upper, lower, pulse(chance));
    }

    private Measurement observations(Random chance) {
        return Measure.observations(
                13 + chance.nextInt(7),
                within(95, 99, spo2 + spread(chance, 1)),
                "air",
                within(112, 158, systolic + spread(chance, 6)),
                within(55, 98, pulse + spread(chance, 8)),
                within(362, 377, temperatureTenths + spread(chance, 3)));
    }

    private int pulse(Random chance) {
        return within(52, 96, pulse + spread(chance, 5));
    }

    private double wave(Instant at) {
        double days = at.getEpochSecond() / 86_400.0;
        return StrictMath.sin(phase + 2 * Math.PI * days / DAYS_OF_A_WAVE);
    }

    private static boolean isEvening(Instant at) {
        return at.atZone(ZoneOffset.UTC).getHour() >= EVENING;
    }

    private static int spread(Random chance, int most) {
        return chance.nextInt(2 * most + 1) - most;
    }

    private static int within(int least, int most, int value) {
        return Math.max(least, Math.min(most, value));
    }
}
