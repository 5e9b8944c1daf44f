package io.derwent.devicesim.cohort;

import static io.derwent.model.Parameter.BODY_TEMPERATURE;
import static io.derwent.model.Parameter.PULSE_RATE;
import static io.derwent.model.Parameter.RESPIRATORY_RATE;
import static io.derwent.model.Parameter.SPO2;
import static io.derwent.model.Parameter.SYSTOLIC_BP;

import io.derwent.devicesim.cohort.Course.Change;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Home early from hospital, a whole observation set three times a day; one in eight has COPD and a decision for scale 2. */
final class VirtualWard implements PathwayLife {
    private static final double ON_SCALE_2 = 0.12;

    @Override
    public String pathway() {
        return "virtual-ward";
    }

    @Override
    public Usual usual(Random chance) {
        boolean scale2 = chance.nextDouble() < ON_SCALE_2;
        return new Usual(
                Map.of(
                        RESPIRATORY_RATE, Usual.around(chance, 16, 1.5, 13, 19),
                        SPO2,
                                scale2
                                        ? Usual.around(chance, 90.3, 1, 88.5, 92)
                                        : Usual.around(chance, 97, 0.7, 95.8, 98.5),
                        SYSTOLIC_BP, Usual.around(chance, 128, 11, 108, 155),
                        PULSE_RATE, Usual.around(chance, 76, 9, 55, 96),
                        BODY_TEMPERATURE, Usual.around(chance, 36.7, 0.2, 36.2, 37.2)),
                Map.of(Finding.AIR_OR_OXYGEN, "air", Finding.CONSCIOUSNESS, "A"),
                scale2 ? 2 : 1);
    }

    @Override
    public List<Session> routine(Usual usual) {
        return List.of(
                Session.at(8, Kind.OBSERVATION_SET),
                Session.at(14, Kind.OBSERVATION_SET),
                Session.at(20, Kind.OBSERVATION_SET));
    }

    @Override
    public List<Course> courses(Usual usual) {
        return List.of(
                Course.of(
                                "sepsis",
                                3,
                                18,
                                60,
                                Change.by(RESPIRATORY_RATE, 7, 14),
                                Change.by(SPO2, -7, -2),
                                Change.to(SYSTOLIC_BP, 80, 98),
                                Change.to(PULSE_RATE, 112, 140),
                                Change.to(BODY_TEMPERATURE, 38.4, 40))
                        .confusing(),
                Course.of(
                        "respiratory failure",
                        2,
                        24,
                        72,
                        Change.by(RESPIRATORY_RATE, 10, 18),
                        Change.by(SPO2, -14, -8),
                        Change.by(PULSE_RATE, 20, 40)),
                Course.of(
                                "bleeding",
                                1,
                                12,
                                36,
                                Change.by(RESPIRATORY_RATE, 4, 10),
                                Change.to(SYSTOLIC_BP, 72, 90),
                                Change.to(PULSE_RATE, 115, 145))
                        .confusing());
    }
}
