package io.derwent.launcher.safety;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How bad and how likely: one field of the five by five matrix of NHS hazard logs. */
record Risk(Severity severity, Likelihood likelihood) {
    static final int UNDESIRABLE = 3;
    static final int MANDATORY_MITIGATION = 4;

    /** Rows of the matrix, each by likelihood. */
    enum Severity {
        MINOR("11223"),
        SIGNIFICANT("12334"),
        CONSIDERABLE("23345"),
        MAJOR("23455"),
        CATASTROPHIC("34555");

        private final String ratings;

        Severity(String ratings) {
            this.ratings = ratings;
        }
    }

    /** Columns of the matrix. */
    enum Likelihood {
        VERY_LOW(0),
        LOW(1),
        MEDIUM(2),
        HIGH(3),
        VERY_HIGH(4);

        private final int column;

        Likelihood(int column) {
            this.column = column;
        }
    }

    /** 1 and 2 are acceptable, 3 is undesirable, 4 must be mitigated, 5 is unacceptable. */
    int rating() {
        return Character.digit(severity.ratings.charAt(likelihood.column), 10);
    }

    /** {@code major × very low = 2}. */
    @Override
    public String toString() {
        return "%s × %s = %d".formatted(word(severity), word(likelihood), rating());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** @throws IllegalArgumentException naming the words there are */
    static <E extends Enum<E>> E of(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is none of %s"
                        .formatted(
                                word,
                                Arrays.stream(type.getEnumConstants())
                                        .map(Risk::word)
                                        .collect(Collectors.joining(", ")))));
    }
}
