package io.derwent.wire;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How a process reaches Kafka: where its brokers are and, if they ask for it, by which TLS and login.
 *
 * <p>These stand in a file of Kafka's own client properties, as its command line tools take one with {@code --command-config}.
 * What is sent and how (acknowledgements, batches, groups) is ours to say, so nothing else may stand there.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param file             the file that {@code security} was read from, if there is one
 * @param security         Kafka's {@code security.*}, {@code ssl.*}, {@code sasl.*} settings; passwords are among them
 */
public record KafkaConnection(String bootstrapServers, Optional<Path> file, Map<String, String> security) {
    public static final String SERVERS_VARIABLE = "DERWENT_KAFKA";
    public static final String FILE_VARIABLE = "DERWENT_KAFKA_PROPERTIES";

    private static final Pattern SECURITY = Pattern.compile("(security|ssl|sasl)\\..+");

    public KafkaConnection {
        security = Map.copyOf(security);
    }

    /** To brokers that ask for neither. */
    public static KafkaConnection to(String bootstrapServers) {
        return to(bootstrapServers, Optional.empty());
    }

    /**
     * To brokers that ask for what stands in the file.
     *
     * @throws IllegalArgumentException if it cannot be read, or says something else as well; the message names it
     */
    public static KafkaConnection to(String bootstrapServers, Optional<Path> file) {
        return new KafkaConnection(
                bootstrapServers, file, file.map(KafkaConnection::read).orElse(Map.of()));
    }

    /**
     * As {@code DERWENT_KAFKA} and {@code DERWENT_KAFKA_PROPERTIES} say; empty if neither is set.
     *
     * @throws IllegalArgumentException naming the variable that is missing or wrong
     */
    public static Optional<KafkaConnection> fromEnvironment(Map<String, String> environment) {
        Optional<String> servers = value(environment, SERVERS_VARIABLE);
        Optional<Path> file = value(environment, FILE_VARIABLE).map(Path::of);
        if (servers.isEmpty() && file.isPresent()) {
            throw new IllegalArgumentException("%s is set, %s is not: a login without the servers it is for"
                    .formatted(FILE_VARIABLE, SERVERS_VARIABLE));
        }
        return servers.map(given -> to(given, file));
    }

    /** What another process needs in its environment for the same connection. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put(SERVERS_VARIABLE, bootstrapServers);
        file.ifPresent(
                path -> environment.put(FILE_VARIABLE, path.toAbsolutePath().toString()));
        return environment;
    }

    /** A client's whole configuration: this connection, and what the client says of itself. */
    public Map<String, Object> with(Map<String, ?> client) {
        Map<String, Object> configuration = new HashMap<>(security);
        configuration.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        configuration.putAll(client);
        return configuration;
    }

    /** For sentences and logs: never a password. */
    @Override
    public String toString() {
        return bootstrapServers;
    }

    private static Map<String, String> read(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s is \"%s\", a readable file of Kafka's client properties is expected"
                            .formatted(FILE_VARIABLE, file),
                    e);
        }
        Map<String, String> security = new TreeMap<>();
        for (String name : read.stringPropertyNames()) {
            if (!SECURITY.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "%s: %s says %s, only security.*, ssl.* and sasl.* are expected; the rest is set by Derwent"
                                .formatted(FILE_VARIABLE, file, name));
            }
            security.put(name, read.getProperty(name));
        }
        return security;
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
