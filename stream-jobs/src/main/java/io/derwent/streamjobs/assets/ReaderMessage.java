package io.derwent.streamjobs.assets;

import io.derwent.streamjobs.Arrival;
import io.derwent.wire.DecodedPing;
import java.util.List;

/**
 * A message of a device that may be a reader.
 *
 * @param arrival as it arrived: a reader that is not who it says gets it back as a dead letter
 * @param pings   what it read; empty for a sign of life
 */
public record ReaderMessage(String tenant, Arrival arrival, List<DecodedPing> pings) {
    String device() {
        return arrival.message().device();
    }
}
