package io.derwent.clinical;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything remembered of one patient between readings; the whole input of {@link PatientWatch} besides the care plan and
 * the event. A persistent format: fields may be added (they restore as null or 0), none renamed.
 *
 * <p>Size: an observation is about 200 bytes, a rule keeps at most {@value RuleState#MOST_OBSERVATIONS} of them (about 8 kB)
 * and {@value RuleState#MOST_PASSED} passed episodes (150 bytes each); a patient whose readings are in range has two
 * observations a rule, below 1 kB. Waiting actions: at most {@value #MOST_WAITING}, about 150 bytes each.
 *
 * @param rules   one entry per rule that ever saw something
 * @param waiting actions for alerts not known yet, oldest first
 * @param values  what rules that look back need ({@link Series}); null in states of before such rules
 */
public record PatientState(
        List<RuleState> rules,
        List<WaitingAction> waiting,
        @Nullable List<Observation> values) {
    static final int MOST_WAITING = 50;

    Series series() {
        return values == null ? Series.EMPTY : new Series(values);
    }

    /** Of a patient never seen. */
    public static PatientState empty() {
        return new PatientState(List.of(), List.of(), List.of());
    }
}
