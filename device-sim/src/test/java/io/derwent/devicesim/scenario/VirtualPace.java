package io.derwent.devicesim.scenario;

import java.time.Instant;

/** Time that passes only when somebody waits for it. */
public final class VirtualPace implements Pace {
    private Instant now;

    public VirtualPace(Instant start) {
        now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void until(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
    }
}
