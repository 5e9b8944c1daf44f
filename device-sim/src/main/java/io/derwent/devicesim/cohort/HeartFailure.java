package io.derwent.devicesim.cohort;

import static io.derwent.model.Parameter.BODY_WEIGHT;
import static io.derwent.model.Parameter.DIASTOLIC_BP;
import static io.derwent.model.Parameter.PULSE_RATE;
import static io.derwent.model.Parameter.SYSTOLIC_BP;

import io.derwent.devicesim.cohort.Course.Change;
import io.derwent.model.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Weight and pressure every morning. Half of what gets worse shows in the weight: rules of thumb on weight found 20 to 46 % of
 * decompensations (HeartPhone, Eur J Heart Fail 2013; Gyllensten, JMIR Med Inform 2016), pulse and pressure more (Moazeni, Eur
 * Heart J Digital Health 2023).
 */
final class HeartFailure implements PathwayLife {
    @Override
    public String pathway() {
        return "heart-failure";
    }

    @Override
    public Usual usual(Random chance) {
        double systolic = Usual.around(chance, 116, 12, 94, 142);
        return new Usual(
                Map.of(
                        BODY_WEIGHT, Usual.around(chance, 82, 15, 50, 125),
                        SYSTOLIC_BP, systolic,
                        DIASTOLIC_BP, Usual.around(chance, 0.45 * systolic + 18, 5, 50, 90),
                        PULSE_RATE, Usual.around(chance, 71, 8, 54, 92)),
                Map.of(),
                1);
    }

    @Override
    public List<Session> routine(Usual usual) {
        return List.of(Session.at(7, Kind.WEIGHT), new Session(8, Kind.BP_PANEL, 2), new Session(19, Kind.BP_PANEL, 2));
    }

    @Override
    public List<Course> courses(Usual usual) {
        return List.of(
                Course.of(
                        "congestion with weight gain",
                        4,
                        96,
                        288,
                        Change.by(BODY_WEIGHT, 2.5, 6),
                        Change.by(PULSE_RATE, 8, 22),
                        Change.by(SYSTOLIC_BP, 4, 20)),
                Course.of(
                        "congestion without weight gain",
                        4,
                        72,
                        240,
                        Change.by(BODY_WEIGHT, 0, 1.2),
                        Change.by(PULSE_RATE, 14, 30),
                        Change.by(SYSTOLIC_BP, 10, 30)),
                Course.of(
                        "low output",
                        1,
                        48,
                        144,
                        Change.by(BODY_WEIGHT, -3, 0),
                        Change.to(SYSTOLIC_BP, 74, 86),
                        Change.by(PULSE_RATE, 8, 24)));
    }
}
