package io.derwent.launcher.bench;

import io.derwent.devicesim.cohort.CohortPatient;
import io.derwent.model.Parameter;
import io.derwent.model.Pathway;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The limits a clinician gives the patients of the cohort whose usual lies at or beyond the pathway's: so far below (or above)
 * what is usual for them, and no further than a bound. Everybody else keeps the pathway's.
 */
final class PersonalLimits {
    private static final List<Practice> PRACTICES = List.of(
            new Practice("BP-08", Parameter.SYSTOLIC_BP, -14, "100", "86"),
            new Practice("OX-02", Parameter.SPO2, -1, "95", "93"),
            new Practice("OX-04", Parameter.SPO2, -2, "88", "86"),
            new Practice("GL-04", Parameter.BLOOD_GLUCOSE, 4, "11", "14"));

    private PersonalLimits() {}

    /**
     * How a limit is moved.
     *
     * @param distance from what is usual to the limit
     * @param usually  the pathway's limit
     * @param furthest where it may be moved
     */
    private record Practice(String rule, Parameter parameter, int distance, String usually, String furthest) {
        Optional<PersonalThreshold> of(CohortPatient patient) {
            return patient.usual(parameter)
                    .map(this::limit)
                    .filter(limit -> limit.subtract(new BigDecimal(usually)).signum() == Integer.signum(distance))
                    .map(limit -> new PersonalThreshold(
                            rule, parameter, limit, "bench", "usual for this patient", LocalDate.EPOCH));
        }

        private BigDecimal limit(double level) {
            BigDecimal wanted = BigDecimal.valueOf(level + distance).setScale(0, RoundingMode.HALF_UP);
            BigDecimal bound = new BigDecimal(furthest);
            return distance < 0 ? wanted.max(bound) : wanted.min(bound);
        }
    }

    static List<PersonalThreshold> of(CohortPatient patient, Pathway pathway) {
        return PRACTICES.stream()
                .filter(practice -> pathway.rules().stream().map(Rule::id).anyMatch(practice.rule()::equals))
                .flatMap(practice -> practice.of(patient).stream())
                .toList();
    }
}
