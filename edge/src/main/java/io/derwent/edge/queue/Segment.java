package io.derwent.edge.queue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * One file of a {@link DurableQueue}, where its format is drawn. Its name holds the number it has in the queue and the seed
 * of its checksums, so that a file has no header that could be torn: {@code 0000000012-9f3a61c0.seg}.
 */
final class Segment {
    static final int OVERHEAD = 10;

    private static final byte MARK = (byte) 0xD7;
    private static final byte QUEUED = 'q';
    private static final byte REMOVED = 'r';
    private static final int STATE_AT = 1;
    private static final int LENGTH_AT = 2;
    private static final int BODY_AT = 6;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private static final Pattern NAME = Pattern.compile("(\\d{10})-([0-9a-f]{8})\\.seg");
    private static final SecureRandom SEEDS = new SecureRandom();

    private final Path file;
    private final int number;
    private final int seed;
    private final FileChannel channel;
    private int end;
    private int live;

    private Segment(Path file, int number, int seed, FileChannel channel, int end) {
        this.file = file;
        this.number = number;
        this.seed = seed;
        this.channel = channel;
        this.end = end;
    }

    /** Told of each record found in a file; may be told of the same bytes only once. */
    interface Found {
        void record(int offset, byte[] body);
    }

    static Segment create(Path directory, int number, Channels channels) throws IOException {
        int seed = SEEDS.nextInt();
        Path file = directory.resolve(
                "%010d-%s.seg".formatted(number, HexFormat.of().toHexDigits(seed)));
        FileChannel channel = channels.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        return new Segment(file, number, seed, channel, 0);
    }

    static boolean isSegment(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    static Segment open(Path file, Channels channels) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is no segment");
        }
        FileChannel channel = channels.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        return new Segment(
                file,
                Integer.parseInt(name.group(1)),
                HexFormat.fromHexDigits(name.group(2)),
                channel,
                Math.toIntExact(channel.size()));
    }

    int number() {
        return number;
    }

    /** Bytes of the file. */
    int size() {
        return end;
    }

    /** Records in it that are queued. */
    int live() {
        return live;
    }

    /**
     * Writes a record behind the last one.
     *
     * @return where it begins
     * @throws IOException if it could not be written whole; the file then ends where it ended before, or, if that could not be
     *     done either, with bytes no reader takes for a record
     */
    int append(byte[] body) throws IOException {
        int offset = end;
        ByteBuffer record = ByteBuffer.allocate(body.length + OVERHEAD)
                .put(MARK)
                .put(QUEUED)
                .putInt(body.length)
                .put(body)
                .putInt(checksum(ByteBuffer.wrap(body)))
                .flip();
        try {
            write(record, offset);
        } catch (IOException e) {
            cutBackTo(offset, e);
            throw e;
        }
        end += record.limit();
        live++;
        return offset;
    }

    private void write(ByteBuffer bytes, int offset) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, offset + bytes.position());
        }
    }

    private void cutBackTo(int offset, IOException cause) {
        try {
            channel.truncate(offset);
        } catch (IOException e) {
            cause.addSuppressed(e); // then the next record is written over what is there
        }
    }

    /** Returns when everything written is on the disk, as far as the operating system can tell. */
    void force() throws IOException {
        channel.force(false);
    }

    /** One byte, in place: needs no room on a full disk. */
    void remove(int offset) throws IOException {
        live--;
        write(ByteBuffer.wrap(new byte[] {REMOVED}), offset + STATE_AT);
    }

    /**
     * The body of a record {@link #append} or {@link #scan} told the place of.
     *
     * @throws DamagedRecord if it is no longer what was written
     */
    byte[] read(int offset) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(BODY_AT);
        readFully(head, offset);
        int length = head.getInt(LENGTH_AT);
        if (head.get(0) != MARK || length < 1 || length > end - offset - OVERHEAD) {
            throw new DamagedRecord(file, offset);
        }
        ByteBuffer rest = ByteBuffer.allocate(length + CHECKSUM_BYTES);
        readFully(rest, offset + BODY_AT);
        byte[] body = new byte[length];
        rest.flip().get(body);
        if (rest.getInt() != checksum(ByteBuffer.wrap(body))) {
            throw new DamagedRecord(file, offset);
        }
        return body;
    }

    private void readFully(ByteBuffer into, int offset) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                throw new EOFException("%s ends before byte %d".formatted(file, offset + into.limit()));
            }
        }
    }

    /**
     * Finds what is queued here, in order. Bytes that are no record are passed over one by one until the next record begins.
     *
     * @return how many bytes were passed over
     */
    int scan(Found found) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(end);
        readFully(bytes, 0);
        int damaged = 0;
        int at = 0;
        while (at < end) {
            int length = lengthOfRecord(bytes, at);
            if (length == 0) {
                damaged++;
                at++;
                continue;
            }
            if (bytes.get(at + STATE_AT) != REMOVED) {
                byte[] body = new byte[length];
                bytes.get(at + BODY_AT, body);
                live++;
                found.record(at, body);
            }
            at += length + OVERHEAD;
        }
        return damaged;
    }

    /** Length of the body of the whole record that begins here; 0 if none does. */
    private int lengthOfRecord(ByteBuffer bytes, int at) {
        if (bytes.get(at) != MARK || end - at < OVERHEAD) {
            return 0;
        }
        int length = bytes.getInt(at + LENGTH_AT);
        if (length < 1 || length > end - at - OVERHEAD) {
            return 0;
        }
        int written = bytes.getInt(at + BODY_AT + length);
        return written == checksum(bytes.slice(at + BODY_AT, length)) ? length : 0;
    }

    private int checksum(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(seed)
                .putInt(body.remaining())
                .flip());
        crc.update(body);
        return (int) crc.getValue();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    void close() throws IOException {
        channel.close();
    }
}
