package io.derwent.registry;

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
 */
public record Device(
        String tenant,
        String id,
        boolean enabled,
        Set<String> via,
        Set<String> viaGroups,
        Set<String> memberOf,
        Map<String, String> defaults) {
    public Device {
        via = Set.copyOf(via);
        viaGroups = Set.copyOf(viaGroups);
        memberOf = Set.copyOf(memberOf);
        defaults = Map.copyOf(defaults);
    }

    /** Whether that device may send for this one: itself, a gateway in {@code via}, or a member of a {@code viaGroup}. */
    public boolean mayBeSentBy(Device sender) {
        return sender.tenant.equals(tenant)
                && (sender.id.equals(id)
                        || via.contains(sender.id)
                        || !Collections.disjoint(viaGroups, sender.memberOf));
    }
}
