package io.derwent.devicesim.cohort;

import static io.derwent.model.Parameter.DIASTOLIC_BP;
import static io.derwent.model.Parameter.PULSE_RATE;
import static io.derwent.model.Parameter.SYSTOLIC_BP;

import io.derwent.devicesim.cohort.Course.Change;
import io.derwent.model.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Treated high blood pressure; some of them have a pressure that is low and always was. Two and two readings, NICE NG136. */
final class Hypertension implements PathwayLife {
    private static final double USUALLY_LOW = 0.06;

    @Override
    public String pathway() {
        return "hypertension";
    }

    @Override
    public Usual usual(Random chance) {
        boolean low = chance.nextDouble() < USUALLY_LOW;
        double systolic = low ? Usual.around(chance, 104, 3, 98, 110) : Usual.around(chance, 136, 10, 114, 160);
        double diastolic = Usual.around(chance, 0.45 * systolic + 20, 5, 56, 98);
        return new Usual(
                Map.of(
                        SYSTOLIC_BP, systolic,
                        DIASTOLIC_BP, diastolic,
                        PULSE_RATE, Usual.around(chance, 71, 9, 52, 95)),
                Map.of(),
                1);
    }

    @Override
    public List<Session> routine(Usual usual) {
        return List.of(new Session(8, Kind.BP_PANEL, 2), new Session(19, Kind.BP_PANEL, 2));
    }

    @Override
    public List<Course> courses(Usual usual) {
        return List.of(
                Course.of(
                        "severe hypertension",
                        3,
                        48,
                        144,
                        Change.to(SYSTOLIC_BP, 195, 222),
                        Change.to(DIASTOLIC_BP, 114, 132),
                        Change.by(PULSE_RATE, 0, 14)),
                Course.of(
                        "hypotension",
                        2,
                        24,
                        96,
                        Change.to(SYSTOLIC_BP, 76, 88),
                        Change.to(DIASTOLIC_BP, 44, 54),
                        Change.by(PULSE_RATE, 10, 28)));
    }
}
