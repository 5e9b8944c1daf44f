package io.derwent.launcher;

import io.derwent.store.RetentionPeriods;
import io.derwent.wire.KafkaConnection;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one {@code up} or {@code demo} starts.
 *
 * @param data where the installation lives
 * @param portBase chosen by the person, for the sentences that name it; empty: the standard ports
 * @param fsync Kafka flushes before it acknowledges
 * @param external servers to use instead of embedded ones
 * @param without parts to leave out, because somebody runs them by hand
 * @param retention what is let go, and after how long
 * @param handedOn         variables handed on to parts as they are
 * @param binaries where PostgreSQL's programs are unpacked, shared by all installations of a user
 */
record StackConfig(
        Path data,
        Optional<Integer> portBase,
        boolean fsync,
        ExternalServers external,
        Set<String> without,
        RetentionPeriods retention,
        Map<String, String> handedOn,
        Path binaries) {

    private static final Set<String> OPTIONAL_PARTS = Set.of("gateway", "jobs", "console");

    StackConfig {
        without = Set.copyOf(without);
        handedOn = Map.copyOf(handedOn);
        portBase.ifPresent(Ports::from);
        for (String part : without) {
            if (!OPTIONAL_PARTS.contains(part)) {
                throw new CannotStart(
                        "--without names \"%s\"; only gateway, jobs and console can be left out.".formatted(part));
            }
        }
    }

    Ports ports() {
        return portBase.map(Ports::from).orElse(Ports.STANDARD);
    }

    /**
     * Real servers from the environment: {@code DERWENT_DB_URL} (with {@code DERWENT_DB_USER} and
     * {@code DERWENT_DB_PASSWORD} of the owner), {@code DERWENT_KAFKA} (with {@code DERWENT_KAFKA_PROPERTIES}),
     * {@code DERWENT_FLINK}.
     */
    record ExternalServers(Optional<Database> database, Optional<KafkaConnection> kafka, Optional<String> flink) {

        /** A database server of one's own, with the role that owns the schema. */
        record Database(String url, String user, String password) {
            @Override
            public String toString() {
                return "Database[" + url + ", " + user + ", ***]";
            }
        }

        static ExternalServers from(Map<String, String> environment) {
            return new ExternalServers(
                    value(environment, "DERWENT_DB_URL")
                            .map(url -> new Database(
                                    url,
                                    required(environment, "DERWENT_DB_USER"),
                                    required(environment, "DERWENT_DB_PASSWORD"))),
                    kafka(environment),
                    value(environment, "DERWENT_FLINK"));
        }

        private static Optional<KafkaConnection> kafka(Map<String, String> environment) {
            try {
                return KafkaConnection.fromEnvironment(environment);
            } catch (IllegalArgumentException e) {
                throw new BadEnvironment(String.valueOf(e.getMessage()), e);
            }
        }

        private static Optional<String> value(Map<String, String> environment, String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        private static String required(Map<String, String> environment, String name) {
            return value(environment, name)
                    .orElseThrow(() -> new BadEnvironment(
                            "DERWENT_DB_URL is set but %s is not; set it, or unset DERWENT_DB_URL to use the embedded PostgreSQL."
                                    .formatted(name)));
        }
    }
}
