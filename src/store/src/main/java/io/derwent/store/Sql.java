package io.derwent.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds arguments and reads rows, for the table classes. Holds no SQL of its own. */
final class Sql {
    private Sql() {}

    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    static <T> List<T> query(Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
            return result;
        }
    }

    /** The first row, or empty if there is none. */
    static <T> Optional<T> first(Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... arguments)
            throws SQLException {
        return query(connection, sql, mapper, arguments).stream().findFirst();
    }

    /** Rows inserted, updated or deleted. */
    static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                bind(connection, statement, i + 1, arguments[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, int index, @Nullable Object argument)
            throws SQLException {
        if (argument == null) {
            statement.setNull(index, Types.NULL);
        } else if (argument instanceof Instant instant) {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        } else if (argument instanceof String[] texts) {
            statement.setArray(index, connection.createArrayOf("text", texts));
        } else if (argument instanceof Integer[] numbers) {
            statement.setArray(index, connection.createArrayOf("int4", numbers));
        } else if (argument instanceof Long[] numbers) {
            statement.setArray(index, connection.createArrayOf("int8", numbers));
        } else if (argument instanceof Boolean[] flags) {
            statement.setArray(index, connection.createArrayOf("bool", flags));
        } else if (argument instanceof byte[][] bytes) {
            statement.setArray(index, connection.createArrayOf("bytea", bytes));
        } else {
            statement.setObject(index, argument);
        }
    }

    /** One column of a batch as texts, for {@code unnest(?::text[])}; times as RFC 3339, for {@code ?::timestamptz[]}. */
    static <T> String[] texts(List<T> batch, Function<T, @Nullable Object> column) {
        String[] values = new String[batch.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.apply(batch.get(i));
            values[i] = value == null ? null : value.toString();
        }
        return values;
    }

    static <T> Integer[] integers(List<T> batch, Function<T, @Nullable Integer> column) {
        return batch.stream().map(column).toArray(Integer[]::new);
    }

    static <T> Long[] longs(List<T> batch, Function<T, @Nullable Long> column) {
        return batch.stream().map(column).toArray(Long[]::new);
    }

    static <T> Boolean[] booleans(List<T> batch, Function<T, Boolean> column) {
        return batch.stream().map(column).toArray(Boolean[]::new);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static List<String> textList(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
