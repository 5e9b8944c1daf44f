package io.derwent.registry;

import io.derwent.model.ReaderPlaces;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * What the gateway needs to know of a device.
 *
 * @param via       ids of the gateway devices that may act for it
 * @param viaGroups groups whose members may act for it
 * @param memberOf  groups this device, being a gateway device, is a member of
 * @param defaults  message properties added where the device sent none, as header texts; before the tenant's
 * @param reader    the places registered for it, by which it may call itself; none if it is no reader
 */
public record Device(
        String tenant,
        String id,
        boolean enabled,
        Set<String> via,
        Set<String> viaGroups,
        Set<String> memberOf,
        Map<String, String> defaults,
        ReaderPlaces reader) {
    public Device {
        via = Set.copyOf(via);
        viaGroups = Set.copyOf(viaGroups);
        memberOf = Set.copyOf(memberOf);
        defaults = Map.copyOf(defaults);
    }

    Device withReader(ReaderPlaces registered) {
        return new Device(tenant, id, enabled, via, viaGroups, memberOf, defaults, registered);
    }

    /** Whether that device may send for this one: itself, a gateway in {@code via}, or a member of a {@code viaGroup}. */
    public boolean mayBeSentBy(Device sender) {
        return sender.tenant.equals(tenant)
                && (sender.id.equals(id)
                        || via.contains(sender.id)
                        || !Collections.disjoint(viaGroups, sender.memberOf));
    }
}
