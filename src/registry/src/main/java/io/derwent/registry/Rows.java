package io.derwent.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement with positional parameters and reads its rows; nothing more. The store's {@code Sql} begins alike: the
 * two modules share only {@code model}, which knows no database, and a gateway should not bring the store along for this.
 */
final class Rows {
    private Rows() {}

    interface Mapper<T> {
        T row(ResultSet rows) throws SQLException;
    }

    static <T> List<T> all(Connection connection, String sql, Mapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapper.row(rows));
            }
            return result;
        }
    }

    static <T> Optional<T> first(Connection connection, String sql, Mapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        return all(connection, sql, mapper, parameters).stream().findFirst();
    }

    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
