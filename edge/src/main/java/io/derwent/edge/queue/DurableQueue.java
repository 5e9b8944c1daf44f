package io.derwent.edge.queue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk until they are removed: append, commit, read, remove. For one thread at a time, which it blocks.
 *
 * <pre>
 *   directory   lock                      held by the process that has it open
 *               0000000012-9f3a61c0.seg   number, seed of the checksums
 *               0000000013-02be77d1.seg   only the last one is appended to; a start begins another
 *
 *   segment     | record | record | record | …
 *
 *   record      0      1       2         6                    6 + length
 *               | 0xD7 | state | length  | body (length ≥ 1)  | checksum |
 *                        'q' queued       big-endian            CRC-32C of seed, length, body
 *                        'r' removed
 * </pre>
 *
 * <p><b>What makes a record visible is written last:</b> its checksum, in the same write, behind the body. A write that was
 * torn has none that fits, and whoever opens the queue passes it over, byte by byte, to the next whole record. The seed,
 * random for each segment, keeps bytes of a body from being taken for a record then. Removing overwrites the state, one byte
 * in place, which a full disk allows; a segment with nothing queued is deleted.
 *
 * <p><b>What is promised.</b> After {@link #commit} returns, a record is there until it is removed, whatever ends the process
 * and at whatever byte; records keep their order; none is there twice. If a write fails, for want of room say, the records
 * since the last commit are gone and those before it are not, and the next append tries again.
 *
 * <p><b>What a power cut can lose.</b> With {@code forced}, nothing that was committed, as far as the disk keeps its word
 * about flushing; without it, what was committed since the last {@link #force}. A removal is never forced: after a power cut
 * removed records may be there again, so whoever receives them must know them by their content.
 *
 * <p><b>The bound</b> counts bytes of files, removed records in a segment that still has others included. What would exceed it
 * is refused with {@link QueueFull}: the newest is refused, nothing queued is ever dropped.
 */
public final class DurableQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableQueue.class);

    private final Path directory;
    private final Settings settings;
    private final Channels channels;
    private final FileChannel lock;
    private final NavigableMap<Integer, Segment> segments = new TreeMap<>();
    private final List<Long> uncommitted = new ArrayList<>();
    private final Set<Segment> unforced = new HashSet<>();
    private int lastNumber;
    private boolean beginsAnother = true;
    private int count;
    private long bytesOnDisk;

    /**
     * How it is kept.
     *
     * @param bytes        bound on the bytes of all segments
     * @param segmentBytes a segment that has reached this is not appended to any more
     * @param forced       whether {@link #commit} waits for the disk
     */
    public record Settings(long bytes, int segmentBytes, boolean forced) {
        /** Small enough that little is held by the last record in one, large enough that files are few. */
        public static final int SEGMENT_BYTES = 1024 * 1024;

        public Settings {
            if (bytes < 1 || segmentBytes < 1) {
                throw new IllegalArgumentException(
                        "a bound of %d and segments of %d bytes, 1 or more is expected".formatted(bytes, segmentBytes));
            }
        }

        public static Settings of(long bytes, boolean forced) {
            return new Settings(bytes, SEGMENT_BYTES, forced);
        }
    }

    /** Told of each record an opened queue holds, oldest first. */
    @FunctionalInterface
    public interface Found {
        void record(long id, byte[] body);
    }

    private DurableQueue(Path directory, Settings settings, Channels channels, FileChannel lock) {
        this.directory = directory;
        this.settings = settings;
        this.channels = channels;
        this.lock = lock;
    }

    /**
     * Opens the queue in a directory, which is made if it is not there, and finds what it holds.
     *
     * @throws IOException if the directory cannot be used, or another process has it open
     */
    public static DurableQueue open(Path directory, Settings settings, Channels channels, Found found)
            throws IOException {
        create(directory.toAbsolutePath());
        DurableQueue queue = new DurableQueue(directory, settings, channels, locked(directory));
        try {
            queue.findSegments(found);
            return queue;
        } catch (IOException | RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    /** With its name on the disk: a file in a directory that a power cut takes away is gone too. */
    private static void create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = Optional.ofNullable(directory.getParent())
                    .orElseThrow(() -> new NoSuchFileException(directory.toString()));
            create(parent);
            Files.createDirectories(directory);
            forceNames(parent);
        }
    }

    private static FileChannel locked(Path directory) throws IOException {
        FileChannel lock =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = lock.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            lock.close();
            throw new IOException("%s is in use by another hub".formatted(directory));
        }
        return lock;
    }

    private void findSegments(Found found) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(Segment::isSegment).sorted().toList();
        }
        for (Path file : files) {
            Segment segment = Segment.open(file, channels);
            lastNumber = segment.number();
            segments.put(segment.number(), segment);
            int damaged = segment.scan((offset, body) -> found.record(id(segment.number(), offset), body));
            if (damaged > 0) {
                LOG.warn("{}: {} bytes are no record, torn or damaged; passed over", file, damaged);
            }
            count += segment.live();
            bytesOnDisk += segment.size();
            deleteIfEmpty(segment);
        }
    }

    /**
     * Writes a record; it counts after {@link #commit}.
     *
     * @param body 1 byte or more
     * @return its id in this opening of the queue; a later record has a higher one
     * @throws QueueFull   if the bound is reached
     * @throws IOException if it cannot be written
     */
    public long append(byte[] body) throws QueueFull, IOException {
        int needed = body.length + Segment.OVERHEAD;
        if (bytesOnDisk + needed > settings.bytes()) {
            leaveLastIfEmpty();
        }
        if (bytesOnDisk + needed > settings.bytes()) {
            throw new QueueFull(bytesOnDisk, settings.bytes());
        }
        Segment segment = segmentToAppendTo();
        long id = id(segment.number(), segment.append(body));
        bytesOnDisk += needed;
        unforced.add(segment);
        uncommitted.add(id);
        count++;
        return id;
    }

    /** Of the segment that is appended to nothing may be queued any more; what was removed from it need not take room. */
    private void leaveLastIfEmpty() {
        if (!beginsAnother && segments.lastEntry().getValue().live() == 0) {
            beginsAnother = true;
            deleteIfEmpty(segments.lastEntry().getValue());
        }
    }

    private Segment segmentToAppendTo() throws IOException {
        if (!beginsAnother && segments.lastEntry().getValue().size() < settings.segmentBytes()) {
            return segments.lastEntry().getValue();
        }
        Segment before = beginsAnother || segments.isEmpty()
                ? null
                : segments.lastEntry().getValue();
        Segment segment = Segment.create(directory, lastNumber + 1, channels);
        if (settings.forced()) {
            forceName(segment);
        }
        lastNumber = segment.number();
        segments.put(segment.number(), segment);
        beginsAnother = false;
        if (before != null) {
            deleteIfEmpty(before);
        }
        return segment;
    }

    /** A new file's name is not on disk before its directory is. */
    private void forceName(Segment segment) throws IOException {
        try {
            forceNames(directory);
        } catch (IOException e) {
            segment.delete();
            throw e;
        }
    }

    private static void forceNames(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /**
     * Makes everything appended count.
     *
     * @throws IOException if the disk does not confirm it; everything appended since the last commit is then removed
     */
    public void commit() throws IOException {
        if (settings.forced()) {
            force();
        }
        uncommitted.clear();
    }

    /** Returns when everything appended is on the disk; {@link #commit} does it by itself if the queue is forced. */
    public void force() throws IOException {
        try {
            for (Segment segment : unforced) {
                segment.force();
            }
        } catch (IOException e) {
            forgetUncommitted();
            throw e;
        }
        unforced.clear();
    }

    /** What a disk that failed to flush has of them cannot be known: they go, and their file is not appended to again. */
    private void forgetUncommitted() {
        beginsAnother = true;
        uncommitted.forEach(this::remove);
        uncommitted.clear();
        unforced.clear();
    }

    /**
     * The bytes of a record.
     *
     * @throws DamagedRecord if the disk has lost it since
     */
    public byte[] read(long id) throws IOException {
        return segment(id).read(offset(id));
    }

    /** Removes a record; after a power cut it may be there again. */
    public void remove(long id) {
        Segment segment = segment(id);
        count--;
        try {
            segment.remove(offset(id));
        } catch (IOException e) {
            LOG.warn("a removed record will be there again after a restart: {}", e.getMessage());
        }
        deleteIfEmpty(segment);
    }

    private void deleteIfEmpty(Segment segment) {
        boolean isAppendedTo = !beginsAnother && segment.number() == lastNumber;
        if (segment.live() > 0 || isAppendedTo) {
            return;
        }
        try {
            segments.remove(segment.number());
            unforced.remove(segment);
            bytesOnDisk -= segment.size();
            segment.delete();
        } catch (IOException e) {
            LOG.warn("{} is empty and cannot be deleted: {}", segment.number(), e.getMessage());
        }
    }

    /** Records that count. */
    public int count() {
        return count - uncommitted.size();
    }

    /** Bytes of all files, which the bound is about. */
    public long bytesOnDisk() {
        return bytesOnDisk;
    }

    /** Forces what is not, and lets go of the files. */
    @Override
    public void close() throws IOException {
        try (lock) {
            for (Segment segment : segments.values()) {
                if (unforced.contains(segment)) {
                    segment.force();
                }
                segment.close();
            }
        }
    }

    private Segment segment(long id) {
        Segment segment = segments.get((int) (id >>> Integer.SIZE));
        if (segment == null) {
            throw new IllegalStateException("record %d is not queued".formatted(id));
        }
        return segment;
    }

    private static int offset(long id) {
        return (int) id;
    }

    private static long id(int segment, int offset) {
        return (long) segment << Integer.SIZE | offset;
    }
}
