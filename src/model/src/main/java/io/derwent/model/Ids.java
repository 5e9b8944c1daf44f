package io.derwent.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Ids that are hashes of what they name: the same thing always has the same id, on the edge, in a job and after a replay.
 *
 * <p>SHA-256 over the parts, each preceded by its length (so that "ab","c" and "a","bc" differ), the first 128 bits as 32
 * hex digits. A persistent format.
 */
public final class Ids {
    private static final int ID_BYTES = 16;

    private Ids() {}

    /** Hash of texts, in this order. */
    public static String of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            update(digest, part.getBytes(StandardCharsets.UTF_8));
        }
        return hex(digest);
    }

    /** Hash of bytes followed by texts, in this order. */
    public static String of(byte[] bytes, String... parts) {
        MessageDigest digest = sha256();
        update(digest, bytes);
        for (String part : parts) {
            update(digest, part.getBytes(StandardCharsets.UTF_8));
        }
        return hex(digest);
    }

    /** Id of an alert: tenant, subject, rule, and what opened it (a reading's id, or a due time). */
    public static String alert(String tenant, Subject subject, String rule, String opening) {
        return of("alert", tenant, subject.type().code(), subject.id(), rule, opening);
    }

    /** Id of one step in an alert's life. {@code step} tells steps of one kind apart: a reading's id, a severity. */
    public static String alertEvent(String alert, AlertEvent.Kind kind, String step) {
        return of("alert-event", alert, kind.code(), step);
    }

    /** Id of one move of a thing; {@code place} is empty when it departed. */
    public static String assetMove(
            String tenant, String asset, long seq, AssetMove.Kind kind, String place, Instant at) {
        return of("asset-move", tenant, asset, Long.toString(seq), kind.code(), place, at.toString());
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
