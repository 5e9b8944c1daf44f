package io.derwent.devicesim.town;

import java.util.Locale;

/** Kinds of device in the town. */
enum Equipment {
    CUFF,
    OXIMETER,
    GLUCOMETER,
    /** An observation tablet a visiting nurse or carer fills in: one NEWS2 observation set at a time. */
    TABLET,
    THERMOMETER,
    SCALE,
    /** Speaks for other devices and measures nothing itself. */
    HUB;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
