package io.derwent.devicesim.town;

import io.derwent.devicesim.scenario.Transmission;
import java.util.List;
import java.util.Set;

/**
 * Something that happens in the town, and what must come of it (which each transmission says).
 *
 * @param name      {@code severe BP twice}
 * @param suspended ids of devices that measure nothing ordinary, so that nothing ordinary blurs the story
 */
record Story(String name, Set<String> suspended, List<Transmission> transmissions) {
    Story {
        suspended = Set.copyOf(suspended);
        transmissions = List.copyOf(transmissions);
    }
}
