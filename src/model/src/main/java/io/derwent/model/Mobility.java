package io.derwent.model;

import java.util.Locale;

/** How a thing is expected to move about; what that means in numbers is in {@code presence}. */
public enum Mobility {
    /** Stays where it was put: a bed-head monitor, a fridge. */
    FIXED,
    /** Moves now and then and stays for hours: a pump, a bed, a scanner. What nobody says otherwise of. */
    ASSET_TRACKING,
    /** Is carried about all day: a wheelchair, a drug trolley. */
    ROAMING;

    /** The name on our topics, in tables and APIs: {@code asset_tracking}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
