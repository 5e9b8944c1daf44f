package io.derwent.edge;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.derwent.wire.JsonDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files the hub scores by: {@code plans.json} as it was sent, {@code earlier-plans.json} with versions of plans before,
 * {@code patients/ID.json}, and {@code clocks.json} of the devices. A file is written beside its place, forced, and moved there,
 * so that there is the old one or the new one whatever happens. One that cannot be read is left where it is and taken for
 * missing: what it knew comes again, or the platform knows it. For the hub's thread.
 */
final class WatchFiles {
    private static final Logger LOG = LoggerFactory.getLogger(WatchFiles.class);
    private static final String PLANS = "plans.json";
    private static final String EARLIER_PLANS = "earlier-plans.json";
    private static final String CLOCKS = "clocks.json";
    private static final String SUFFIX = ".json";
    private static final TypeReference<Map<String, DeviceClocks.Learned>> CLOCKS_BY_DEVICE = new TypeReference<>() {};
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Path directory;
    private final Path patients;

    private WatchFiles(Path directory) {
        this.directory = directory;
        this.patients = directory.resolve("patients");
    }

    static WatchFiles open(Path directory) throws IOException {
        WatchFiles files = new WatchFiles(directory);
        Files.createDirectories(files.patients);
        return files;
    }

    Optional<byte[]> plans() {
        return read(directory.resolve(PLANS));
    }

    Optional<byte[]> earlierPlans() {
        return read(directory.resolve(EARLIER_PLANS));
    }

    /** In this order: killed between the two, what is in force is among the earlier ones too, which does no harm. */
    void writePlans(byte[] earlier, byte[] sent) throws IOException {
        write(directory.resolve(EARLIER_PLANS), earlier);
        write(directory.resolve(PLANS), sent);
    }

    /** Whether there may be a file for this patient: ids are from outside. */
    static boolean isName(String patient) {
        return JsonDocument.ID.matcher(patient).matches();
    }

    /** Ids of everybody remembered. */
    List<String> patients() throws IOException {
        try (Stream<Path> files = Files.list(patients)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    WatchedPatient patient(String id) {
        Path file = patients.resolve(id + SUFFIX);
        return read(file)
                .flatMap(json -> {
                    try {
                        return Optional.of(MAPPER.readValue(json, WatchedPatient.class));
                    } catch (IOException e) {
                        LOG.error("{} cannot be read, the patient is watched anew: {}", file, e.getMessage());
                        return Optional.empty();
                    }
                })
                .orElseGet(WatchedPatient::unknown);
    }

    void write(String id, WatchedPatient patient) throws IOException {
        write(patients.resolve(id + SUFFIX), MAPPER.writeValueAsBytes(patient));
    }

    /** By device. */
    Map<String, DeviceClocks.Learned> clocks() {
        Path file = directory.resolve(CLOCKS);
        return read(file)
                .flatMap(json -> {
                    try {
                        return Optional.of(MAPPER.readValue(json, CLOCKS_BY_DEVICE));
                    } catch (IOException e) {
                        LOG.error("{} cannot be read, clocks are learned anew: {}", file, e.getMessage());
                        return Optional.empty();
                    }
                })
                .orElseGet(Map::of);
    }

    void writeClocks(Map<String, DeviceClocks.Learned> clocks) throws IOException {
        write(directory.resolve(CLOCKS), MAPPER.writeValueAsBytes(clocks));
    }

    void forget(String id) throws IOException {
        Files.deleteIfExists(patients.resolve(id + SUFFIX));
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            LOG.error("{} cannot be read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
