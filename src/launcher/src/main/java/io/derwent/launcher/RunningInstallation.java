package io.derwent.launcher;

import io.derwent.wire.KafkaConnection;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The installation this user started last and that still runs, so that {@code derwent sim verify} in another terminal needs
 * no addresses. A file in the user's state directory, 0600; it names the data directory, where the secrets stay.
 */
final class RunningInstallation {
    private static final String DATA = "data";

    private final Path file;

    RunningInstallation(UserDirectories directories) {
        this.file = directories.state().resolve("running.properties");
    }

    void remember(DataDirectory directory, Addresses addresses, KafkaConnection kafka) {
        Properties known = new Properties();
        known.setProperty(DATA, directory.root().toString());
        known.setProperty("--mqtt", addresses.mqtt());
        known.setProperty("--gateway", addresses.gateway());
        known.setProperty("--console", addresses.console());
        kafka.environment().forEach(known::setProperty);
        known.setProperty("--ledger", directory.sim().resolve("ledger.ndjson").toString());
        StringWriter text = new StringWriter();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            known.store(text, "the installation started last");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DataDirectory.writePrivate(file, text.toString());
    }

    /** Forgets this installation, if it is the one remembered. */
    void forget(DataDirectory directory) {
        if (directory.root().toString().equals(read().getProperty(DATA))) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What an option of the simulator should be when it is not given; empty if nothing runs or the option is another. */
    Optional<String> option(String name, Map<String, String> environment) {
        Properties known = read();
        if (name.equals("--token")) {
            return Optional.ofNullable(environment.get("DERWENT_ADMIN_TOKEN"))
                    .or(() -> Optional.ofNullable(known.getProperty(DATA)).flatMap(RunningInstallation::token));
        }
        return Optional.ofNullable(known.getProperty(name));
    }

    /** The variables that say how its Kafka is reached; none if nothing runs. */
    Map<String, String> kafka() {
        Properties known = read();
        Map<String, String> environment = new HashMap<>();
        for (String variable : List.of(KafkaConnection.SERVERS_VARIABLE, KafkaConnection.FILE_VARIABLE)) {
            Optional.ofNullable(known.getProperty(variable)).ifPresent(value -> environment.put(variable, value));
        }
        return environment;
    }

    private static Optional<String> token(String data) {
        Path secrets = Path.of(data).resolve("secrets.properties");
        return Files.isReadable(secrets)
                ? Optional.of(Secrets.loadOrMake(secrets).adminToken())
                : Optional.empty();
    }

    private Properties read() {
        Properties known = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                known.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return known;
    }
}
