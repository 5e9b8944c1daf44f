package io.derwent.console.cases;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of a call to a patient. The texts people read are in the message file. */
public enum CallResult {
    SPOKE_TO_PATIENT,
    SPOKE_TO_CARER,
    LEFT_MESSAGE,
    NO_ANSWER,
    WRONG_NUMBER;

    /** The name in tables and APIs: {@code no_answer}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CallResult> ofCode(String code) {
        return Stream.of(values()).filter(result -> result.code().equals(code)).findFirst();
    }

    static String codes() {
        return Stream.of(values()).map(CallResult::code).collect(Collectors.joining(", "));
    }
}
