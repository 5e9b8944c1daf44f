package io.derwent.edge;

/**
 * What came of a message that was sent: a PUBACK (MQTT 5 §3.4.2.1), or our own verdict before it was sent.
 *
 * @param code reason code of the PUBACK; {@link #TOO_LARGE} if the message cannot be sent to this gateway
 * @param text reason string, or empty
 */
record Answer(int code, String text) {
    /** DISCONNECT has this code, PUBACK has not (MQTT 5 §3.14.2.1). */
    static final int TOO_LARGE = 0x95;

    static final int NOT_AUTHORIZED = 0x87;
    static final int TOPIC_NAME_INVALID = 0x90;
    static final int PAYLOAD_FORMAT_INVALID = 0x99;

    private static final int FIRST_FAILURE = 0x80;
    private static final int LONGEST_TEXT = 1_000;

    /** A reason string may have 65,535 bytes; who reads it needs no more than its beginning. */
    Answer {
        text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }

    /** What becomes of the message. */
    enum Verdict {
        /** The gateway has it. */
        DELIVERED,
        /** It would be refused again however often it is sent. */
        DEAD,
        /** Kafka is away (0x83), a limit is reached (0x97), or a reason we do not know: another time. */
        KEPT
    }

    Verdict verdict() {
        if (code < FIRST_FAILURE) {
            return Verdict.DELIVERED;
        }
        return switch (code) {
            case PAYLOAD_FORMAT_INVALID, NOT_AUTHORIZED, TOPIC_NAME_INVALID, TOO_LARGE -> Verdict.DEAD;
            default -> Verdict.KEPT;
        };
    }

    /** {@code 0x99 (systolic is 400, plausible is 40 to 300 mm[Hg])}. */
    @Override
    public String toString() {
        String hex = "0x%02X".formatted(code);
        return text.isEmpty() ? hex : hex + " (" + text + ")";
    }
}
