package io.derwent.console.cases;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What came of a case; whoever resolves it must choose one. The texts people read are in the message file. */
public enum Outcome {
    ADVICE_GIVEN,
    TREATMENT_CHANGED,
    VISIT_ARRANGED,
    SENT_TO_HOSPITAL,
    NO_ACTION_NEEDED,
    COULD_NOT_REACH,
    READING_WRONG,
    /** The measurement was another person's; never chosen, set when the last alert is withdrawn. */
    WITHDRAWN;

    /** The name in tables and APIs: {@code advice_given}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those a person may choose. */
    public static List<Outcome> choices() {
        return Stream.of(values()).filter(outcome -> outcome != WITHDRAWN).toList();
    }

    /** Whether there was something to be done: the alert was rightly there. */
    public boolean wasReal() {
        return switch (this) {
            case ADVICE_GIVEN, TREATMENT_CHANGED, VISIT_ARRANGED, SENT_TO_HOSPITAL -> true;
            case NO_ACTION_NEEDED, COULD_NOT_REACH, READING_WRONG, WITHDRAWN -> false;
        };
    }

    /** The choice of this code; empty if there is none. */
    public static Optional<Outcome> ofCode(String code) {
        return Arrays.stream(values())
                .filter(outcome -> outcome != WITHDRAWN && outcome.code().equals(code))
                .findFirst();
    }
}
