package io.derwent.clinical;

import java.util.List;

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
 */
public record PatientState(List<RuleState> rules, List<WaitingAction> waiting) {
    static final int MOST_WAITING = 50;

    /** Of a patient never seen. */
    public static PatientState empty() {
        return new PatientState(List.of(), List.of());
    }
}
