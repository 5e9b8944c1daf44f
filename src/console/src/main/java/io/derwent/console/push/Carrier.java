package io.derwent.console.push;

import io.derwent.store.Contacts.Contact;
import java.sql.Connection;
import java.sql.SQLException;

/** Brings messages over one channel. Blocks; worker threads only. Thread-safe. */
public interface Carrier {
    Channel channel();

    /** Whether it has an address of this person; {@code patient} is whose home a hub would stand in. */
    boolean reaches(Connection connection, Contact contact, String patient) throws SQLException;

    /** Brings it; a failure is a {@link Sent}, not an exception. */
    Sent send(Message message);

    /** What became of what was taken: asked with {@link Sent#receipt}. */
    default Fate fate(String receipt) {
        return Fate.NOT_KNOWN;
    }

    /** What a carrier knows of what it took. */
    enum Fate {
        NOT_KNOWN,
        DELIVERED,
        FAILED
    }
}
