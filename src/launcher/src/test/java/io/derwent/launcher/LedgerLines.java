package io.derwent.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the lines of a ledger while somebody writes it; each is read once. */
final class LedgerLines {
    private static final String OF_A_READER = "\"inventory\"";

    private final Path file;
    private long position;
    private long all;
    private long ofReaders;

    LedgerLines(Path file) {
        this.file = file;
    }

    long all() {
        readOn();
        return all;
    }

    long ofReaders() {
        readOn();
        return ofReaders;
    }

    /** A last line that is not whole stays for the next time, or is torn and will be cut off. */
    private void readOn() {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Math.max(0, channel.size() - position)));
            while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
                // the rest
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            all += whole.lines().count();
            ofReaders +=
                    whole.lines().filter(line -> line.contains(OF_A_READER)).count();
            position += whole.length();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
