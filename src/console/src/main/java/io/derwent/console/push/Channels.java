package io.derwent.console.push;

import io.derwent.store.Contacts.Contact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The channels this installation offers. */
public final class Channels {
    private final Map<Channel, Carrier> carriers = new EnumMap<>(Channel.class);

    public Channels(List<Carrier> offered) {
        offered.forEach(carrier -> carriers.put(carrier.channel(), carrier));
    }

    public Set<Channel> offered() {
        return Set.copyOf(carriers.keySet());
    }

    Optional<Carrier> carrier(Channel channel) {
        return Optional.ofNullable(carriers.get(channel));
    }

    /** What this person chose, is offered, and has an address of theirs; best first. */
    List<Carrier> to(Connection connection, Contact contact, String patient) throws SQLException {
        List<Carrier> usable = new ArrayList<>();
        for (String code : contact.channels()) {
            Carrier carrier = Channel.ofCode(code).map(carriers::get).orElse(null);
            if (carrier != null && carrier.reaches(connection, contact, patient)) {
                usable.add(carrier);
            }
        }
        return usable;
    }
}
