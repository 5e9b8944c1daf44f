package io.derwent.devicesim.town;

import io.derwent.devicesim.scenario.SimDevice;

/**
 * A device of the town.
 *
 * @param owner     number of the person who has it
 * @param simulated whether the town drives it; others are there for trying by hand
 */
record TownDevice(SimDevice device, Equipment equipment, int owner, boolean simulated) {
    String id() {
        return device.id();
    }
}
