package io.derwent.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ten digits, the last a check digit: eleven minus the weighted sum (weights 10 to 2) modulo eleven; eleven counts as 0, ten
 * cannot be (NHS Data Dictionary, NHS NUMBER). Holding one means it is valid. Stored as digits only, shown 3 3 4.
 */
public record NhsNumber(String digits) {
    private static final int LENGTH = 10;
    private static final int MODULUS = 11;
    private static final Pattern DIGITS = Pattern.compile("[0-9]*");
    private static final Pattern GROUPS = Pattern.compile("([0-9]{3})([0-9]{3})([0-9]{4})");

    /** What people type for "none": the sum fits, but they are nobody's. */
    private static final Set<String> NOBODYS = Set.of("0000000000", "9999999999");

    /**
     * What stands between the digits where a number is written or copied out of a document: the space, no-break, thin and
     * narrow no-break space; the hyphen of keyboards, the hyphen, the non-breaking hyphen and the dash they are turned into.
     */
    private static final Pattern SEPARATORS = Pattern.compile("[ \u00a0\u2009\u202f\u2010\u2011\u2013-]");

    /**
     * Checks ten digits.
     *
     * @throws InvalidNhsNumber if they are none
     */
    public NhsNumber {
        check(digits, digits);
    }

    /**
     * Parses; spaces and hyphens are ignored wherever they stand. Digits are ASCII.
     *
     * @throws InvalidNhsNumber if it is no NHS number
     */
    public static NhsNumber parse(String text) {
        String digits = SEPARATORS.matcher(text).replaceAll("");
        check(text, digits);
        return new NhsNumber(digits);
    }

    /** The number that begins with these nine digits; empty where none does. */
    public static Optional<NhsNumber> beginningWith(String nineDigits) {
        String digits = nineDigits + checkDigit(nineDigits);
        return digits.length() == LENGTH && !NOBODYS.contains(digits)
                ? Optional.of(new NhsNumber(digits))
                : Optional.empty();
    }

    /** As people read it: {@code 943 476 5919}. */
    public String spaced() {
        return spaced(digits);
    }

    /** Ten digits as people read them, whether or not they are valid. */
    public static String spaced(String tenDigits) {
        return GROUPS.matcher(tenDigits).replaceFirst("$1 $2 $3");
    }

    private static void check(String text, String digits) {
        if (!DIGITS.matcher(digits).matches()) {
            throw new InvalidNhsNumber(text, "only digits, spaces and hyphens are expected");
        }
        if (digits.length() != LENGTH) {
            throw new InvalidNhsNumber(text, "ten digits are expected, not " + digits.length());
        }
        if (checkDigit(digits) != digits.charAt(LENGTH - 1) - '0') {
            throw new InvalidNhsNumber(
                    text, "its last digit does not fit the others (modulus 11), so that it is mistyped");
        }
        if (NOBODYS.contains(digits)) {
            throw new InvalidNhsNumber(text, "this is nobody's number");
        }
    }

    /** Of the first nine digits: 0 to 9, or 10 where no digit fits. */
    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += (digits.charAt(i) - '0') * (LENGTH - i);
        }
        int check = MODULUS - sum % MODULUS;
        return check == MODULUS ? 0 : check;
    }
}
