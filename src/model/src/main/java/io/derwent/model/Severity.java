package io.derwent.model;

import java.util.Locale;

/** How urgent an alert is, least first; within an episode it only rises. */
public enum Severity {
    INFO,
    AMBER,
    AMBER_HIGH,
    RED,
    RED_EMERGENCY;

    /** The name on our topics, in tables and APIs: {@code amber_high}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isAtLeast(Severity other) {
        return compareTo(other) >= 0;
    }
}
