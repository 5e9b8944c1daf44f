package io.derwent.store;

import java.util.Map;

/**
 * Where the database is and who connects: one role per process, see the roles in {@code V1__roles_and_tenancy.sql}.
 *
 * @param url      JDBC url, {@code jdbc:postgresql://host:port/database}
 * @param poolSize most connections open at once, 1 or more
 */
public record DatabaseConfig(String url, String user, String password, int poolSize) {
    /** Enough for a console on two cores: more connections than the server has cores only queue there. */
    public static final int DEFAULT_POOL_SIZE = 8;

    public DatabaseConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("database url is \"" + url + "\", jdbc:postgresql://… is expected");
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("pool size is " + poolSize + ", 1 or more is expected");
        }
    }

    public DatabaseConfig(String url, String user, String password) {
        this(url, user, password, DEFAULT_POOL_SIZE);
    }

    /**
     * Reads {@code DERWENT_DB_URL}, {@code DERWENT_DB_USER} and {@code DERWENT_DB_PASSWORD}.
     *
     * @throws IllegalArgumentException naming the variable that is missing or wrong
     */
    public static DatabaseConfig fromEnvironment(Map<String, String> environment) {
        return new DatabaseConfig(
                required(environment, "DERWENT_DB_URL"),
                required(environment, "DERWENT_DB_USER"),
                required(environment, "DERWENT_DB_PASSWORD"));
    }

    public DatabaseConfig withPoolSize(int size) {
        return new DatabaseConfig(url, user, password, size);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s as %s, pool of %d".formatted(url, user, poolSize);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }
}
