package io.derwent.console.api;

import io.derwent.console.access.Refusal;
import java.util.regex.Pattern;

/**
 * Ten digits, the last a check digit: eleven minus the weighted sum (weights 10 to 2) modulo eleven; eleven counts as 0, ten
 * cannot be (NHS Data Dictionary, NHS NUMBER). Holding one means it is valid.
 */
record NhsNumber(String digits) {
    private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");
    private static final int MODULUS = 11;
    private static final int LENGTH = 10;

    /**
     * Parses; blanks and hyphens between the digits are ignored.
     *
     * @throws Refusal INVALID if it is no NHS number
     */
    static NhsNumber parse(String text) {
        String digits = text.replace(" ", "").replace("-", "");
        if (!TEN_DIGITS.matcher(digits).matches()) {
            throw Refusal.invalid("nhsNumber", "nhsNumber is \"%s\", ten digits are expected".formatted(text));
        }
        if (checkDigit(digits) != digits.charAt(LENGTH - 1) - '0') {
            throw Refusal.invalid(
                    "nhsNumber",
                    "nhsNumber is \"%s\", its last digit does not fit the others (modulus 11): it is mistyped"
                            .formatted(text));
        }
        return new NhsNumber(digits);
    }

    /** 0 to 9; 10 where no digit fits. */
    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += (digits.charAt(i) - '0') * (LENGTH - i);
        }
        int check = MODULUS - sum % MODULUS;
        return check == MODULUS ? 0 : check;
    }
}
