package io.derwent.clinical;

import java.time.Instant;

/**
 * A device of the patient that nothing can come from: the line it used, its own or its hub's, stays connected as a rule and is
 * not now. Part of {@link PatientState}, a persistent format.
 *
 * @param line  the device that was connected: the hub the readings came through, or the device itself
 * @param since when the line went
 */
public record Offline(String device, String line, Instant since) {
    boolean isHub() {
        return !line.equals(device);
    }
}
