package io.derwent.gs1.epc;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A fixed run of bits in 64-bit words, with a place that moves on as fields are read or written. Fields are at most 63 bits
 * long, so that they are never negative; the longest number in any scheme has 62.
 */
final class Bits {
    private static final int WORD = 64;
    private static final int HEX_DIGITS_PER_WORD = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final long[] words;
    private final int length;
    private int at;

    /** Zeros, to be written. */
    Bits(int length) {
        this(new long[wordsFor(length)], length);
    }

    private Bits(long[] words, int length) {
        this.words = words;
        this.length = length;
    }

    /** What a hexadecimal text of any length and case says; empty if it holds anything else. */
    static Optional<Bits> ofHex(String hex) {
        int length = hex.length() * 4;
        long[] words = new long[wordsFor(length)];
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return Optional.empty();
            }
            words[i / HEX_DIGITS_PER_WORD] |= (long) digit << (WORD - 4 - i % HEX_DIGITS_PER_WORD * 4);
        }
        return Optional.of(new Bits(words, length));
    }

    /** One word more than needed, so that a field may be cut from two words without asking whether there is a second. */
    private static int wordsFor(int length) {
        return length / WORD + 2;
    }

    int length() {
        return length;
    }

    int at() {
        return at;
    }

    /** Number in the next 1 to 63 bits. */
    long read(int bits) {
        if (at + bits > length) {
            throw new IllegalStateException("%d bits at %d are beyond %d".formatted(bits, at, length));
        }
        int word = at / WORD;
        int offset = at % WORD;
        long aligned = words[word] << offset;
        if (offset + bits > WORD) {
            aligned |= words[word + 1] >>> (WORD - offset);
        }
        at += bits;
        return aligned >>> (WORD - bits);
    }

    /** Puts a number into the next 1 to 63 bits, which must be able to hold it. */
    void write(long value, int bits) {
        if (at + bits > length || value >>> bits != 0) {
            throw new IllegalStateException("%d does not fit into %d bits at %d".formatted(value, bits, at));
        }
        int word = at / WORD;
        int end = at % WORD + bits;
        if (end <= WORD) {
            words[word] |= value << (WORD - end);
        } else {
            words[word] |= value >>> (end - WORD);
            words[word + 1] |= value << (2 * WORD - end);
        }
        at += bits;
    }

    /** Whether nothing but zeros comes from here on. */
    boolean isZeroFromHere() {
        int word = at / WORD;
        if (words[word] << (at % WORD) != 0) {
            return false;
        }
        for (int i = word + 1; i < words.length; i++) {
            if (words[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Upper case, zeros behind up to whole 16-bit words: what Gen2 memory holds. */
    String gen2Hex() {
        int digits = (length + 15) / 16 * 4;
        StringBuilder hex = new StringBuilder(words.length * HEX_DIGITS_PER_WORD);
        for (long word : words) {
            hex.append(HEX.toHexDigits(word));
        }
        return hex.substring(0, digits);
    }
}
