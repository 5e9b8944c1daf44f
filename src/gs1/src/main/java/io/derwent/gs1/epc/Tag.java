package io.derwent.gs1.epc;

import io.derwent.gs1.InvalidGs1;
import io.derwent.gs1.epc.UnreadTag.Reason;
import java.util.Locale;
import java.util.Optional;

/** What a reader saw: an EPC, or bits that we cannot read as one and keep as they are. */
public sealed interface Tag permits Epc, UnreadTag {
    /** Upper case: of an EPC in whole 16-bit words, of other tags as it was sent. */
    String hex();

    /** The EPC, if it is one. */
    Optional<Epc> epc();

    /**
     * Reads the EPC memory bank behind its protocol control word, as readers send it: hexadecimal in either case, as long as
     * the EPC or padded with zeros. Never fails.
     */
    static Tag read(String hex) {
        Optional<Bits> bits = Bits.ofHex(hex);
        if (bits.isEmpty()) {
            return unread(hex, Reason.NOT_HEXADECIMAL, "\"%s\" is not hexadecimal".formatted(hex));
        }
        return read(hex, bits.get());
    }

    private static Tag read(String hex, Bits bits) {
        if (bits.length() < EpcHeader.BITS) {
            return unread(hex, Reason.INVALID, "%d bits hold no EPC".formatted(bits.length()));
        }
        int header = (int) bits.read(EpcHeader.BITS);
        Optional<EpcScheme> scheme = EpcScheme.ofHeader(header);
        if (scheme.isEmpty()) {
            return withoutScheme(hex, header);
        }
        try {
            return scheme.get().decode(bits);
        } catch (InvalidEpc | InvalidGs1 e) {
            return unread(hex, Reason.INVALID, "%s: %s".formatted(scheme.get().standardName(), e.getMessage()));
        }
    }

    private static Tag withoutScheme(String hex, int header) {
        if (header == EpcHeader.UNPROGRAMMED) {
            return unread(hex, Reason.UNPROGRAMMED, "header 00: the tag is not programmed");
        }
        if (header == EpcHeader.TID) {
            return unread(hex, Reason.TID, "header E2: this is a TID, the chip's own number, not an EPC");
        }
        return EpcHeader.of(header)
                .filter(EpcHeader::isAnEpc)
                .map(known -> unread(hex, Reason.NOT_READ_YET, known.scheme() + " is not read yet"))
                .orElseGet(() ->
                        unread(hex, Reason.UNKNOWN_HEADER, "header %02X announces no EPC scheme".formatted(header)));
    }

    private static Tag unread(String hex, Reason reason, String sentence) {
        return new UnreadTag(hex.toUpperCase(Locale.ROOT), reason, sentence);
    }
}
