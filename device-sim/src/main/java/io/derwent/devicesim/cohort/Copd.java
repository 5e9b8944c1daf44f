package io.derwent.devicesim.cohort;

import static io.derwent.model.Parameter.BODY_TEMPERATURE;
import static io.derwent.model.Parameter.PULSE_RATE;
import static io.derwent.model.Parameter.RESPIRATORY_RATE;
import static io.derwent.model.Parameter.SPO2;

import io.derwent.devicesim.cohort.Course.Change;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A target of 88 to 92 %; one in three has oxygen at home, and says so once a day. Some are usually below the target. */
final class Copd implements PathwayLife {
    private static final double ON_OXYGEN = 0.33;

    @Override
    public String pathway() {
        return "copd";
    }

    @Override
    public Usual usual(Random chance) {
        boolean oxygen = chance.nextDouble() < ON_OXYGEN;
        return new Usual(
                Map.of(
                        SPO2, Usual.around(chance, 90.3, 1.1, 87.5, 92),
                        PULSE_RATE, Usual.around(chance, 82, 9, 60, 102),
                        RESPIRATORY_RATE, Usual.around(chance, 18, 1.5, 15, 21),
                        BODY_TEMPERATURE, Usual.around(chance, 36.5, 0.2, 36, 37)),
                oxygen ? Map.of(Finding.AIR_OR_OXYGEN, "oxygen") : Map.of(),
                2);
    }

    private static boolean isOnOxygen(Usual usual) {
        return usual.findings().containsKey(Finding.AIR_OR_OXYGEN);
    }

    @Override
    public List<Session> routine(Usual usual) {
        List<Session> everybody = List.of(
                Session.at(8, Kind.SPO2),
                Session.at(8, Kind.TEMPERATURE),
                Session.at(14, Kind.SPO2),
                Session.at(20, Kind.SPO2));
        return isOnOxygen(usual)
                ? List.of(
                        everybody.get(0),
                        everybody.get(1),
                        Session.at(11, Kind.OBSERVATION_SET),
                        everybody.get(2),
                        everybody.get(3))
                : everybody;
    }

    @Override
    public List<Course> courses(Usual usual) {
        Course exacerbation = Course.of(
                "exacerbation",
                3,
                48,
                120,
                Change.to(SPO2, 77, 83),
                Change.by(PULSE_RATE, 12, 30),
                Change.by(RESPIRATORY_RATE, 6, 14),
                Change.by(BODY_TEMPERATURE, 0, 1.6));
        Course tooMuchOxygen =
                Course.of("too much oxygen", 1, 12, 48, Change.to(SPO2, 96, 99), Change.by(RESPIRATORY_RATE, -8, -4));
        return isOnOxygen(usual) ? List.of(exacerbation, tooMuchOxygen) : List.of(exacerbation);
    }
}
