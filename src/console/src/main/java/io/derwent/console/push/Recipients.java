package io.derwent.console.push;

import io.derwent.model.AlertEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Who is told. */
@FunctionalInterface
public interface Recipients {
    /**
     * The people of an audience of an event, in the transaction that folds it; those who chose no channel too.
     *
     * @param patient whom the event is about
     */
    List<Person> of(Connection connection, String tenant, String patient, AlertEvent.Audience audience)
            throws SQLException;
}
