package io.derwent.model;

import java.util.Locale;
import java.util.Set;

/** What must be known about a reading or a ping; shown wherever it is shown. */
public enum Mark {
    /** The device sent no time: effectiveTime is receivedAt. */
    NO_DEVICE_TIME,
    /** The device's time was more than five minutes in the future: effectiveTime is receivedAt. */
    DEVICE_CLOCK_AHEAD,
    /** Plausible but doubtful, such as a pulse pressure below 10 mmHg: outside averages. */
    DOUBTFUL,
    /** Older than the state horizon of the rules: stored, not scored live. */
    BEYOND_HORIZON,
    /** The arm moved while the cuff measured (Bluetooth BLS 1.1, measurement status bit 0). */
    BODY_MOVEMENT,
    /** The cuff sat too loosely (bit 1). */
    LOOSE_CUFF,
    /** The pulse was irregular (bit 2): the cuff may be wrong, and the pulse wants to be felt (NICE NG136 1.1.2). */
    IRREGULAR_PULSE,
    /** The arm or wrist was not at the height of the heart (bit 5). */
    WRONG_POSITION,
    /** The device's battery is nearly flat. */
    LOW_BATTERY,
    /** Demonstration, test or control solution: no measurement of a person; nobody's, never charted, never scored. */
    NOT_A_PERSON,
    /** The device is shared by several people: the reading names whose it is, and nobody confirmed it. */
    SHARED_KIT,
    /** So far from what is usual for this person that it may be another's. Set by scoring. */
    OUT_OF_CHARACTER,
    /** The device's clock was wrong by an offset learned from its earlier readings: effectiveTime is corrected by it. */
    DEVICE_CLOCK_CORRECTED,
    /** The device's time may be wrong, and by how much is not known: effectiveTime is the device's. */
    DEVICE_CLOCK_SUSPECTED;

    private static final Set<Mark> FAULTS = Set.of(BODY_MOVEMENT, LOOSE_CUFF, WRONG_POSITION);

    /** Marks the device itself sets, as {@code status} in the canonical reading JSON. */
    public static final Set<Mark> OF_DEVICES =
            Set.of(BODY_MOVEMENT, LOOSE_CUFF, IRREGULAR_PULSE, WRONG_POSITION, LOW_BATTERY, NOT_A_PERSON);

    /** Whether the device says that it was not used as it should be: kept and shown, but outside averages. */
    public boolean isFault() {
        return FAULTS.contains(this);
    }

    /** The name on our topics and in tables: {@code no_device_time}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
