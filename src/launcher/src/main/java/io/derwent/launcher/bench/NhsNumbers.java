package io.derwent.launcher.bench;

import java.util.Locale;

/** NHS numbers with a right check digit from the range that is never given to anybody (999 …). */
final class NhsNumbers {
    private static final int DIGITS = 9;
    private static final int MODULUS = 11;
    private static final int NEXT_TRY = 100_000;

    private NhsNumbers() {}

    /** The same number for the same index, another for each index below 100,000. */
    static String number(int index) {
        for (int candidate = index; ; candidate += NEXT_TRY) {
            String nine = String.format(Locale.ROOT, "999%06d", candidate);
            int sum = 0;
            for (int position = 0; position < DIGITS; position++) {
                sum += (nine.charAt(position) - '0') * (DIGITS + 1 - position);
            }
            int check = (MODULUS - sum % MODULUS) % MODULUS;
            if (check < MODULUS - 1) {
                return nine + check;
            }
        }
    }
}
