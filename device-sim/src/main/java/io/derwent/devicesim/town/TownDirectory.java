package io.derwent.devicesim.town;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.derwent.devicesim.estate.ReaderLogin;
import io.derwent.devicesim.estate.TaggedAsset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who can log in to the town and with what; kept as {@code town.json}, readable by its owner alone, because the console
 * and the gateway show a secret only once.
 *
 * @param born    when the town was made; decides its history
 * @param devices what measures, and its login
 * @param readers what reads tags, and its login
 * @param assets  equipment and the tags on it
 */
public record TownDirectory(
        long seed,
        Instant born,
        List<Login> logins,
        List<Device> devices,
        List<ReaderLogin> readers,
        List<TaggedAsset> assets) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    // Absent in the file of a town that had no equipment yet: Jackson hands null to the constructor.
    @SuppressWarnings("NullAway")
    public TownDirectory {
        logins = List.copyOf(logins);
        devices = List.copyOf(devices);
        readers = readers == null ? List.of() : List.copyOf(readers);
        assets = assets == null ? List.of() : List.copyOf(assets);
    }

    /**
     * A person's login.
     *
     * @param role   nurse, lead, patient, estates or administrator
     * @param tenant {@code *} for the platform administrator
     * @param token  for {@code Authorization: Bearer}
     */
    public record Login(String role, String tenant, String user, String password, String token) {}

    /**
     * A device's login.
     *
     * @param authId     of the hub, if one speaks for the device
     * @param kind       cuff, oximeter, glucometer, tablet, thermometer, scale, wearable, box
     * @param assignedTo id of the patient who has it; null where several share it
     * @param simulated  whether the town drives it; the others are for trying by hand
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Device(
            String tenant,
            String authId,
            String password,
            String device,
            String kind,
            @Nullable String assignedTo,
            @Nullable String pathway,
            boolean simulated) {}

    Optional<Login> login(String role, String tenant) {
        return logins.stream()
                .filter(login -> login.role().equals(role) && login.tenant().equals(tenant))
                .findFirst();
    }

    /** The password of a device, hub or reader. */
    Optional<String> password(String tenant, String authId) {
        return senders().stream()
                .filter(sender ->
                        sender.tenant().equals(tenant) && sender.authId().equals(authId))
                .map(io.derwent.devicesim.link.Login::password)
                .findFirst();
    }

    /** Everything that connects to the gateway, each once. */
    List<io.derwent.devicesim.link.Login> senders() {
        return Stream.concat(
                        devices.stream()
                                .map(device -> new io.derwent.devicesim.link.Login(
                                        device.tenant(), device.authId(), device.password())),
                        readers.stream()
                                .map(reader -> new io.derwent.devicesim.link.Login(
                                        reader.tenant(), reader.authId(), reader.password())))
                .distinct()
                .toList();
    }

    /** The whole directory on one line. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts can be written", e);
        }
    }

    /**
     * The directory in a file, or empty if there is none.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Optional<TownDirectory> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), TownDirectory.class));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }

    /**
     * Replaces the file in one step; nobody but its owner ever can read it.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.deleteIfExists(draft);
            try (var channel = Files.newByteChannel(
                    draft,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(java.nio.ByteBuffer.wrap((toJson() + "\n").getBytes(StandardCharsets.UTF_8)));
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }
}
