package io.derwent.devicesim.cohort;

import static io.derwent.model.Parameter.BLOOD_GLUCOSE;

import io.derwent.devicesim.cohort.Course.Change;
import io.derwent.model.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** On insulin; before three meals and at bedtime. */
final class Diabetes implements PathwayLife {
    @Override
    public String pathway() {
        return "diabetes";
    }

    @Override
    public Usual usual(Random chance) {
        return new Usual(Map.of(BLOOD_GLUCOSE, Usual.around(chance, 8, 1.3, 5.8, 11.5)), Map.of(), 1);
    }

    @Override
    public List<Session> routine(Usual usual) {
        return List.of(
                Session.at(7, Kind.GLUCOSE),
                Session.at(12, Kind.GLUCOSE),
                Session.at(18, Kind.GLUCOSE),
                Session.at(22, Kind.GLUCOSE));
    }

    @Override
    public List<Course> courses(Usual usual) {
        return List.of(
                Course.of("severe hypoglycaemia", 2, 12, 36, Change.to(BLOOD_GLUCOSE, 1.6, 2.4)),
                Course.of("ketoacidosis", 2, 24, 72, Change.to(BLOOD_GLUCOSE, 20, 29)));
    }
}
