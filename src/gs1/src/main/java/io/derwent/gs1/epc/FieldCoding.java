package io.derwent.gs1.epc;

/** How one part of a key stands in the bits of a tag (TDS 14.3 and 14.4). Nothing is ever cut off or padded silently. */
enum FieldCoding {
    /** The scheme has no such part. */
    ABSENT {
        @Override
        String decode(Bits bits, int width, int length, String name) {
            return "";
        }

        @Override
        void encode(String text, Bits bits, int width, int length, String name) {}
    },

    /** Digits of a fixed number, as one number; zeros in front belong to it. No digits at all are a zero. */
    FIXED_DIGITS {
        @Override
        String decode(Bits bits, int width, int length, String name) {
            long value = bits.read(width);
            if (value >= POWERS_OF_TEN[length]) {
                throw new InvalidEpc("%s is %d, which has more than %d digits".formatted(name, value, length));
            }
            return padded(value, length);
        }

        @Override
        void encode(String text, Bits bits, int width, int length, String name) {
            if (text.length() != length || !isDigits(text)) {
                throw new InvalidEpc("%s is \"%s\", %d digits are expected".formatted(name, text, length));
            }
            bits.write(text.isEmpty() ? 0 : Long.parseLong(text), width);
        }
    },

    /** A number as people write it; zeros in front would be lost, so that they are refused. */
    INTEGER {
        @Override
        String decode(Bits bits, int width, int length, String name) {
            return Long.toString(bits.read(width));
        }

        @Override
        void encode(String text, Bits bits, int width, int length, String name) {
            if (!isDigits(text)) {
                throw new InvalidEpc("%s is \"%s\", only digits can be held".formatted(name, text));
            }
            if (text.length() > 1 && text.charAt(0) == '0') {
                throw new InvalidEpc("%s is \"%s\", the zeros in front would be lost".formatted(name, text));
            }
            if (text.length() > MOST_DIGITS || Long.parseUnsignedLong(text) >>> width != 0) {
                throw new InvalidEpc("%s is %s, at most %d can be held".formatted(name, text, (1L << width) - 1));
            }
            bits.write(Long.parseLong(text), width);
        }
    },

    /** Characters of 7 bits (ISO/IEC 646, the part that GS1 calls CSET 82); zeros behind. */
    STRING {
        @Override
        String decode(Bits bits, int width, int length, String name) {
            StringBuilder text = new StringBuilder(length);
            boolean ended = false;
            int left = width;
            for (; left >= CHARACTER_BITS; left -= CHARACTER_BITS) {
                char c = (char) bits.read(CHARACTER_BITS);
                if (ended && c != 0) {
                    throw new InvalidEpc("%s is \"%s\" with more behind its end".formatted(name, text));
                }
                ended |= c == 0;
                if (!ended) {
                    text.append(c);
                }
            }
            if ((left > 0 && bits.read(left) != 0) || text.length() > length) {
                throw new InvalidEpc("%s is \"%s\" with more behind its end".formatted(name, text));
            }
            if (text.isEmpty()) {
                throw new InvalidEpc(name + " is empty");
            }
            return text.toString();
        }

        @Override
        void encode(String text, Bits bits, int width, int length, String name) {
            if (text.length() > length) {
                throw new InvalidEpc("%s is \"%s\", at most %d characters can be held".formatted(name, text, length));
            }
            for (int i = 0; i < text.length(); i++) {
                bits.write(text.charAt(i), CHARACTER_BITS);
            }
            for (int left = width - text.length() * CHARACTER_BITS; left > 0; left -= CHARACTER_BITS) {
                bits.write(0, Math.min(left, CHARACTER_BITS));
            }
        }
    };

    private static final int CHARACTER_BITS = 7;
    /** Any number of that many digits fits into 64 bits. */
    private static final int MOST_DIGITS = 19;

    private static final long[] POWERS_OF_TEN = powersOfTen();

    /**
     * Reads a part.
     *
     * @param width  bits it takes
     * @param length digits of a fixed number, or most characters
     * @param name   for the message
     * @throws InvalidEpc if the bits are none
     */
    abstract String decode(Bits bits, int width, int length, String name);

    /**
     * Writes a part.
     *
     * @throws InvalidEpc if it cannot be held as it is
     */
    abstract void encode(String text, Bits bits, int width, int length, String name);

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String padded(long value, int length) {
        char[] digits = new char[length];
        long rest = value;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        return new String(digits);
    }

    private static long[] powersOfTen() {
        long[] powers = new long[MOST_DIGITS];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
