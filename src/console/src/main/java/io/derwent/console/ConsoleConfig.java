package io.derwent.console;

import io.derwent.console.push.PushConfig;
import io.derwent.store.DatabaseConfig;
import io.derwent.store.RetentionPeriods;
import io.derwent.wire.KafkaConnection;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the console is told from outside.
 *
 * @param kafka         where Kafka is, and how to log in there
 * @param http          where pages and APIs are served
 * @param database      as role {@code derwent_console}
 * @param owner         who migrates at start; empty: somebody else does, and the console waits
 * @param retention     what the owner lets go, and after how long; {@code DERWENT_RETENTION}
 * @param administrator the first administrator, made at start if missing; empty: nobody
 * @param push          how people can be told who look at no page
 */
record ConsoleConfig(
        KafkaConnection kafka,
        Address http,
        DatabaseConfig database,
        Optional<Owner> owner,
        RetentionPeriods retention,
        Optional<FirstAdministrator> administrator,
        PushConfig push) {
    private static final String DEFAULT_HTTP = "127.0.0.1:8080";

    ConsoleConfig {
        if (owner.isEmpty() && !retention.isEmpty()) {
            throw new IllegalArgumentException(
                    "DERWENT_RETENTION is set, DERWENT_DB_OWNER_USER is not: only the owner may let rows go");
        }
    }

    /** A host and a port; port 0 is any free one. */
    record Address(String host, int port) {
        private static final int HIGHEST_PORT = 65_535;

        static Address parse(String name, String text) {
            int colon = text.lastIndexOf(':');
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (colon > 0 && port >= 0 && port <= HIGHEST_PORT) {
                    return new Address(text.substring(0, colon), port);
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new IllegalArgumentException(name + " is \"" + text + "\", host:port is expected");
        }
    }

    /** The database user who owns the tables. */
    record Owner(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** Secrets of the first administrator; the token works as {@code Authorization: Bearer}. */
    record FirstAdministrator(String password, String token) {
        @Override
        public String toString() {
            return "admin";
        }
    }

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException naming the variable that is missing or wrong
     */
    static ConsoleConfig fromEnvironment(Map<String, String> environment) {
        return new ConsoleConfig(
                KafkaConnection.fromEnvironment(environment)
                        .orElseThrow(() -> new IllegalArgumentException("DERWENT_KAFKA is not set")),
                Address.parse(
                        "DERWENT_CONSOLE_HTTP",
                        value(environment, "DERWENT_CONSOLE_HTTP").orElse(DEFAULT_HTTP)),
                DatabaseConfig.fromEnvironment(environment),
                pair(environment, "DERWENT_DB_OWNER_USER", "DERWENT_DB_OWNER_PASSWORD", Owner::new),
                RetentionPeriods.fromEnvironment(environment),
                pair(environment, "DERWENT_ADMIN_PASSWORD", "DERWENT_ADMIN_TOKEN", FirstAdministrator::new),
                PushConfig.fromEnvironment(environment));
    }

    private interface Pair<T> {
        T of(String first, String second);
    }

    private static <T> Optional<T> pair(
            Map<String, String> environment, String firstName, String secondName, Pair<T> pair) {
        Optional<String> first = value(environment, firstName);
        Optional<String> second = value(environment, secondName);
        if (first.isPresent() != second.isPresent()) {
            throw new IllegalArgumentException("%s is not set, though %s is"
                    .formatted(first.isPresent() ? secondName : firstName, first.isPresent() ? firstName : secondName));
        }
        return first.flatMap(one -> second.map(other -> pair.of(one, other)));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
