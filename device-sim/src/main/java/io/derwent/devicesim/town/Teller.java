package io.derwent.devicesim.town;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.scenario.Fault;
import io.derwent.devicesim.scenario.SimDevice;
import io.derwent.devicesim.scenario.Taken;
import io.derwent.devicesim.scenario.Transmission;
import io.derwent.model.Measurement;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Tells one story about one device.
 *
 * @param start from which seconds are counted
 */
record Teller(String story, SimDevice device, Instant start) {
    Transmission now(int after, Measurement measurement, Implies implies, Fault... faults) {
        Instant at = start.plusSeconds(after);
        return at(at, at, measurement, implies, faults);
    }

    Transmission late(int takenAfter, int sentAfter, Measurement measurement, Implies implies) {
        return at(start.plusSeconds(takenAfter), start.plusSeconds(sentAfter), measurement, implies);
    }

    Transmission at(Instant taken, Instant due, Measurement measurement, Implies implies, Fault... faults) {
        return new Taken(device, measurement, taken, due, story, implies)
                .sent(faults)
                .get(0);
    }

    Story suspending(Transmission... steps) {
        return suspending(Set.of(device.id()), steps);
    }

    Story suspending(Set<String> devices, Transmission... steps) {
        return new Story(story, devices, List.of(steps));
    }

    Story besidesOrdinaryLife(Transmission... steps) {
        return new Story(story, Set.of(), List.of(steps));
    }
}
