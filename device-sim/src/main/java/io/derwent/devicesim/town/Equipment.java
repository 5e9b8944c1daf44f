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
    /** A watch: resting heart rate, sleep and steps, one value of each a day. */
    WEARABLE,
    /** A care home's one set of equipment; whoever measures picks the resident, and each reading names who it is. */
    BOX,
    /** Speaks for other devices and measures nothing itself. */
    HUB;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
