package io.derwent.model;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a reading is nobody's: the ways in which {@link Attribution} finds no one. */
public enum WhyNobodys {
    /** A demonstration, test or control solution. */
    NOT_A_PERSON,
    /** A person said that it is none of those who had the device. */
    SAID,
    /** Nobody had the device when it was taken. */
    NOT_ASSIGNED,
    /** Several people had the device, and the reading names none of them. */
    NAMES_NOBODY,
    /** The device tells its users apart and did not know this one. */
    UNKNOWN_USER,
    /** It names somebody who did not have the device then, a user number nobody has, or two people at once. */
    NAMES_ANOTHER;

    /** Of a reading that those who had the device, and what it says itself, make nobody's. */
    static WhyNobodys of(List<AssignmentHistory.Assignment> inForce, @Nullable Whose whose) {
        if (inForce.isEmpty()) {
            return NOT_ASSIGNED;
        }
        if (whose == null || whose.isSilent()) {
            return NAMES_NOBODY;
        }
        boolean isUnknown =
                whose.patient() == null && Integer.valueOf(Whose.UNKNOWN_USER).equals(whose.user());
        return isUnknown ? UNKNOWN_USER : NAMES_ANOTHER;
    }

    /** The name in our APIs: {@code not_assigned}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
