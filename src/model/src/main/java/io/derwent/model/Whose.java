package io.derwent.model;

import org.jspecify.annotations.Nullable;

/**
 * What a reading says itself about whose it is: the device tells its users apart, or somebody at the box picked a person. Part
 * of the vitals job's state: a persistent format.
 *
 * @param user    the number under which the device stores its user, {@value #LOWEST_USER} to {@value #UNKNOWN_USER}; null if
 *                it tells nobody apart
 * @param patient the id of the patient who was picked; null if nobody was
 */
public record Whose(@Nullable Integer user, @Nullable String patient) {
    public static final int LOWEST_USER = 0;

    /** The device tells its users apart and knows this one not (Bluetooth BLS and WSS, user id 0xFF). */
    public static final int UNKNOWN_USER = 255;

    /** Names nobody. */
    public boolean isSilent() {
        return user == null && patient == null;
    }
}
