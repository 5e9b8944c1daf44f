package io.derwent.edge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The clock on a hub's wall: another's, until somebody sets it. */
final class WallClock extends Clock {
    private final Clock exact;
    private Duration behind = Duration.ZERO;

    WallClock(Clock exact) {
        this.exact = exact;
    }

    void putBack(Duration by) {
        behind = behind.plus(by);
    }

    @Override
    public Instant instant() {
        return exact.instant().minus(behind);
    }

    @Override
    public ZoneId getZone() {
        return exact.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        WallClock elsewhere = new WallClock(exact.withZone(zone));
        elsewhere.behind = behind;
        return elsewhere;
    }
}
