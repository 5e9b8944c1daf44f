package io.derwent.devicesim.link;

/**
 * The gateway's answer to one PUBLISH (MQTT 5 §3.4.2.1).
 *
 * @param reason reason string, or empty
 */
public record Puback(int reasonCode, String reason) {
    private static final int FIRST_FAILURE = 0x80;
    private static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;
    private static final int QUOTA_EXCEEDED = 0x97;

    /** Whether the gateway has the message: reason codes from 0x80 say it has not. */
    public boolean accepted() {
        return reasonCode < FIRST_FAILURE;
    }

    /** Whether the same message may be taken later: Kafka was away (0x83) or a limit was reached (0x97). */
    public boolean asksToRetry() {
        return reasonCode == IMPLEMENTATION_SPECIFIC_ERROR || reasonCode == QUOTA_EXCEEDED;
    }

    /** {@code 0x99 (systolic is 400, plausible is 40 to 300 mm[Hg])}. */
    @Override
    public String toString() {
        String code = "0x%02X".formatted(reasonCode);
        return reason.isEmpty() ? code : code + " (" + reason + ")";
    }
}
