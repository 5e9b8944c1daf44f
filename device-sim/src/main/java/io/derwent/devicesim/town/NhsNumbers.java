package io.derwent.devicesim.town;

import java.util.Random;

/** NHS numbers from the range beginning with 999, which is never issued to anybody. */
final class NhsNumbers {
    private static final int MODULUS = 11;
    private static final int DIGITS_BEFORE_CHECK = 9;

    private NhsNumbers() {}

    /**
     * A valid number of ten digits, unique for people numbered up to 9,999.
     *
     * @param chance where the other digits come from
     */
    static String forTests(Random chance, int number) {
        while (true) {
            String digits = "999%02d%04d".formatted(chance.nextInt(100), number);
            int check = checkDigit(digits);
            if (check < 10) {
                return digits + check;
            }
        }
    }

    /** Modulus 11 over nine digits; 10 means that no such number exists (NHS Data Dictionary, NHS NUMBER). */
    static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < DIGITS_BEFORE_CHECK; i++) {
            sum += Character.digit(digits.charAt(i), 10) * (DIGITS_BEFORE_CHECK + 1 - i);
        }
        int check = MODULUS - sum % MODULUS;
        return check == MODULUS ? 0 : check;
    }
}
