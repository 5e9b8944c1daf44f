package io.derwent.edge;

import java.time.Instant;
import java.util.Optional;

/**
 * What was not taken from devices, so that a person who looks at the hub hears of it too: a device has no screen. Any thread.
 */
final class Refusals {
    private SoFar soFar = new SoFar(0, Optional.empty());

    /** Since the hub started. */
    record SoFar(long count, Optional<Last> last) {}

    /** The newest of them. */
    record Last(String device, LocalRefusal.Reason reason, String text, Instant at) {}

    synchronized void add(String device, LocalRefusal refusal, Instant at) {
        soFar = new SoFar(soFar.count() + 1, Optional.of(new Last(device, refusal.reason(), refusal.text(), at)));
    }

    synchronized SoFar soFar() {
        return soFar;
    }
}
