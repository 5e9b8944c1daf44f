package io.derwent.gs1;

/** Which characters a component may hold (GS1 General Specifications, figure 7.11-1). */
enum CharacterSet {
    NUMERIC("digits", "0123456789"),
    CSET_82(
            "letters, digits and !\"%&'()*+,-./:;<=>?_",
            "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private final String inWords;
    /** One bit for each character that is in it: those below 64, and those from 64 to 127. */
    private final long low;

    private final long high;

    CharacterSet(String inWords, String characters) {
        this.inWords = inWords;
        this.low = bits(characters, 0);
        this.high = bits(characters, Long.SIZE);
    }

    private static long bits(String characters, int from) {
        return characters
                .chars()
                .filter(c -> c >= from && c < from + Long.SIZE)
                .mapToLong(c -> 1L << (c - from))
                .reduce(0, (one, other) -> one | other);
    }

    boolean contains(char c) {
        long bits = c < Long.SIZE ? low : high;
        return c < 2 * Long.SIZE && (bits >>> (c % Long.SIZE) & 1) != 0;
    }

    String inWords() {
        return inWords;
    }

    /** Place of the first character outside this set, {@code to} if there is none. */
    int firstOutside(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!contains(value.charAt(i))) {
                return i;
            }
        }
        return to;
    }
}
