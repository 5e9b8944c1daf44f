package io.derwent.model;

import java.util.Locale;

/** What must be known about a reading or a ping; shown wherever it is shown. */
public enum Mark {
    /** The device sent no time: effectiveTime is receivedAt. */
    NO_DEVICE_TIME,
    /** The device's time was more than five minutes in the future: effectiveTime is receivedAt. */
    DEVICE_CLOCK_AHEAD,
    /** Plausible but doubtful, such as a pulse pressure below 10 mmHg: outside averages. */
    DOUBTFUL,
    /** Older than the state horizon of the rules: stored, not scored live. */
    BEYOND_HORIZON;

    /** The name on our topics and in tables: {@code no_device_time}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
