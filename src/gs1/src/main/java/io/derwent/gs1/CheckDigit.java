package io.derwent.gs1;

/** The check digit that ends GTIN, GLN, SSCC and the numeric part of a GRAI (GS1 General Specifications, 7.9.1). */
public final class CheckDigit {
    private static final int[] WEIGHTS = {3, 1};

    private CheckDigit() {}

    /** The digit that belongs behind these digits: weights 3, 1, 3, 1 … from the right, up to the next ten. */
    public static char of(CharSequence digits) {
        return of(digits, 0, digits.length());
    }

    static char of(CharSequence digits, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += (digits.charAt(i) - '0') * WEIGHTS[(to - 1 - i) & 1];
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }
}
