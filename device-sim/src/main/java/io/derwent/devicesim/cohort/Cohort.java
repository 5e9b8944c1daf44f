package io.derwent.devicesim.cohort;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The patients of a plan, a pathway after the other in turn. One at a time, so that a large cohort fits into little memory. */
public final class Cohort {
    private static final List<PathwayLife> LIVES = List.of(
            new Hypertension(), new Oximetry(), new Copd(), new Diabetes(), new VirtualWard(), new HeartFailure());

    private final CohortPlan plan;

    public Cohort(CohortPlan plan) {
        this.plan = plan;
    }

    /** Codes of the pathways people are on. */
    public static List<String> pathways() {
        return LIVES.stream().map(PathwayLife::pathway).toList();
    }

    /** Everybody, each made when it is asked for. */
    public Stream<CohortPatient> patients() {
        return IntStream.rangeClosed(1, plan.patients())
                .mapToObj(number -> CohortPatient.of(plan, number, LIVES.get((number - 1) % LIVES.size())));
    }
}
