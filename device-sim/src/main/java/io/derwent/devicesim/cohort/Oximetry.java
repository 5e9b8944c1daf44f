package io.derwent.devicesim.cohort;

import static io.derwent.model.Parameter.BODY_TEMPERATURE;
import static io.derwent.model.Parameter.PULSE_RATE;
import static io.derwent.model.Parameter.SPO2;

import io.derwent.devicesim.cohort.Course.Change;
import io.derwent.model.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A chest infection at home; saturation three times a day. A few have one that is always a little low. */
final class Oximetry implements PathwayLife {
    private static final double USUALLY_LOW = 0.08;

    @Override
    public String pathway() {
        return "oximetry";
    }

    @Override
    public Usual usual(Random chance) {
        boolean low = chance.nextDouble() < USUALLY_LOW;
        return new Usual(
                Map.of(
                        SPO2,
                                low
                                        ? Usual.around(chance, 94.6, 0.4, 94, 95.3)
                                        : Usual.around(chance, 97, 0.7, 95.6, 98.6),
                        PULSE_RATE, Usual.around(chance, 76, 9, 55, 98),
                        BODY_TEMPERATURE, Usual.around(chance, 36.6, 0.2, 36.1, 37.1)),
                Map.of(),
                1);
    }

    @Override
    public List<Session> routine(Usual usual) {
        return List.of(
                Session.at(8, Kind.SPO2),
                Session.at(8, Kind.TEMPERATURE),
                Session.at(14, Kind.SPO2),
                Session.at(20, Kind.SPO2),
                Session.at(20, Kind.TEMPERATURE));
    }

    @Override
    public List<Course> courses(Usual usual) {
        return List.of(
                Course.of(
                        "hypoxia",
                        3,
                        24,
                        96,
                        Change.to(SPO2, 83, 89),
                        Change.by(PULSE_RATE, 12, 32),
                        Change.by(BODY_TEMPERATURE, 0.2, 1.8)),
                Course.of(
                        "sepsis",
                        1,
                        18,
                        48,
                        Change.to(BODY_TEMPERATURE, 38.8, 40),
                        Change.by(PULSE_RATE, 28, 48),
                        Change.to(SPO2, 91, 94)));
    }
}
