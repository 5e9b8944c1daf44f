package io.derwent.gs1.epc;

import java.util.Optional;

/**
 * A tag whose bits are no EPC that we read. It is seen all the same, under its bits.
 *
 * @param hex      as it was sent, in upper case
 * @param sentence why, for people
 */
public record UnreadTag(String hex, Reason reason, String sentence) implements Tag {
    /** Why a tag was not read. */
    public enum Reason {
        NOT_HEXADECIMAL,
        /** Nobody has written an EPC to it. */
        UNPROGRAMMED,
        /** The reader was set to send another bank of the tag's memory. */
        TID,
        UNKNOWN_HEADER,
        /** A scheme of GS1's that is not built here. */
        NOT_READ_YET,
        /** The header names a scheme, and the rest breaks its rules. */
        INVALID
    }

    @Override
    public Optional<Epc> epc() {
        return Optional.empty();
    }
}
