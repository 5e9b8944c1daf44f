package io.derwent.devicesim.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Append-only file of {@link LedgerEntry}, one JSON object a line:
 *
 * <pre>
 *   {"state":"sent",…}\n            before PUBLISH
 *   {"state":"acknowledged",…}\n    after PUBACK, before anybody counts it as acknowledged
 *   {"state":"refu                  torn by kill -9: ignored when read, cut off when opened again
 * </pre>
 *
 * <p>Each line is handed to the operating system in one write, so it survives a kill of this process; a power cut may lose
 * the last lines. A ledger that loses an acknowledgement claims less, never more. Safe to call from any thread; several
 * processes may append at a time, a replay beside the town for example, since each line goes to wherever the end is then.
 */
public final class Ledger implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final FileChannel file;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens a ledger for appending, and makes it if it is not there. A torn last line is cut off first.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static Ledger open(Path path) {
        try {
            cutOffTornLine(path);
            return new Ledger(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("ledger %s cannot be opened".formatted(path), e);
        }
    }

    /**
     * Writes one line; when this returns, a kill of the process no longer loses it.
     *
     * @throws UncheckedIOException if the line cannot be written, for example because the disk is full
     */
    public synchronized void append(LedgerEntry entry) {
        ByteBuffer line = ByteBuffer.wrap(line(entry));
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("ledger cannot be written", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("ledger cannot be closed", e);
        }
    }

    /**
     * Everything in a ledger, oldest first; a torn last line is left out. May be read while another process writes.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if a whole line is no ledger entry
     */
    public static List<LedgerEntry> read(Path path) {
        List<LedgerEntry> entries = new ArrayList<>();
        read(path, entries::add);
        return entries;
    }

    /** The same, entry by entry: a town of many days has a ledger larger than its memory. */
    public static void read(Path path, Consumer<LedgerEntry> each) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int number = 1;
            for (int next = file.read(); next >= 0; next = file.read()) {
                if (next == '\n') {
                    each.accept(parse(line.toString(StandardCharsets.UTF_8), number++));
                    line.reset();
                } else {
                    line.write(next);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("ledger %s cannot be read".formatted(path), e);
        }
    }

    private static LedgerEntry parse(String line, int number) {
        try {
            return JSON.readValue(line, LedgerEntry.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("ledger line %d is no entry: %s".formatted(number, line), e);
        }
    }

    private static byte[] line(LedgerEntry entry) {
        try {
            return (JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry that cannot be written", e);
        }
    }

    private static void cutOffTornLine(Path path) throws IOException {
        if (Files.exists(path)) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                file.truncate(endOfLastWholeLine(file));
            }
        }
    }

    private static long endOfLastWholeLine(FileChannel file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = file.size(); end > 0; end--) {
            one.clear();
            file.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
