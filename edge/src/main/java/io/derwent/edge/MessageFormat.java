package io.derwent.edge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * How a message and a dead letter lie in a queue's record. A persistent format; a change gets another first byte.
 *
 * <pre>
 *   message      1, or 2 if it is to be retained | 't' or 'e' | device | content type or "" | bag | received, ms since 1970 | payload, to the end
 *   dead letter  1 | when, ms since 1970 | reason code | reason | message
 * </pre>
 *
 * <p>Texts as {@link DataOutput#writeUTF}, numbers big-endian.
 */
final class MessageFormat {
    private static final int VERSION = 1;
    private static final int RETAINED = 2;

    private MessageFormat() {}

    static byte[] bytes(Message message) {
        return written(out -> write(message, out));
    }

    static byte[] bytes(DeadLetter letter) {
        return written(out -> {
            out.writeByte(VERSION);
            out.writeLong(letter.at().toEpochMilli());
            out.writeInt(letter.reason().code());
            out.writeUTF(letter.reason().text());
            write(letter.message(), out);
        });
    }

    static Message message(byte[] bytes) {
        return read(bytes, MessageFormat::readMessage);
    }

    static DeadLetter deadLetter(byte[] bytes) {
        return read(bytes, in -> {
            checkVersion(in.readUnsignedByte(), VERSION);
            Instant at = Instant.ofEpochMilli(in.readLong());
            Answer reason = new Answer(in.readInt(), in.readUTF());
            return new DeadLetter(readMessage(in), reason, at);
        });
    }

    private static void write(Message message, DataOutput out) throws IOException {
        out.writeByte(message.retain() ? RETAINED : VERSION);
        out.writeByte(message.endpoint() == Message.Endpoint.EVENT ? 'e' : 't');
        out.writeUTF(message.device());
        out.writeUTF(message.contentType().orElse(""));
        out.writeUTF(message.bag());
        out.writeLong(message.receivedAt().toEpochMilli());
        out.write(message.payload());
    }

    private static Message readMessage(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        checkVersion(version, RETAINED);
        Message.Endpoint endpoint = in.readByte() == 'e' ? Message.Endpoint.EVENT : Message.Endpoint.TELEMETRY;
        return new Message(
                endpoint,
                in.readUTF(),
                Optional.of(in.readUTF()).filter(text -> !text.isEmpty()),
                in.readUTF(),
                version == RETAINED,
                Instant.ofEpochMilli(in.readLong()),
                in.readAllBytes());
    }

    private static void checkVersion(int version, int newest) throws IOException {
        if (version < VERSION || version > newest) {
            throw new IOException("a record of version %d, this hub reads up to %d".formatted(version, newest));
        }
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutput out) throws IOException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("texts of a message are longer than its format allows", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try {
            return reading.from(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("a whole record that cannot be read: " + e.getMessage(), e);
        }
    }
}
