package io.derwent.registry;

import java.sql.SQLException;

/** The database did not answer, or answered with an error; asking again later may help. */
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnavailable(SQLException cause) {
        super("the database does not answer: " + cause.getMessage(), cause);
    }
}
