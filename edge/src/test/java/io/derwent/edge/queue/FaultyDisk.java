package io.derwent.edge.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** A disk with room for so many bytes: the write that does not fit is torn where the room ends, and told so. */
public final class FaultyDisk implements Channels {
    private long room = Long.MAX_VALUE;
    private boolean cutsBack = true;
    private boolean flushes = true;

    /** From now on this many bytes fit. */
    public void hasRoomFor(long bytes) {
        room = bytes;
    }

    boolean hasRoom() {
        return room > 0;
    }

    /** As a process that was killed: what was written stays, nothing more is done. */
    void dies() {
        room = 0;
        cutsBack = false;
        flushes = false;
    }

    /** From now on it does not confirm what is written, or does. */
    public void refusesToFlush(boolean refuses) {
        flushes = !refuses;
    }

    void refusesToCutBack() {
        cutsBack = false;
    }

    @Override
    public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        return new Channel(FileChannel.open(file, options));
    }

    private final class Channel extends FileChannel {
        private final FileChannel real;

        Channel(FileChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            if (room >= from.remaining()) {
                room -= from.remaining();
                return real.write(from, position);
            }
            ByteBuffer torn = from.duplicate();
            torn.limit(torn.position() + (int) room);
            real.write(torn, position);
            room = 0;
            throw new IOException("No space left on device");
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            if (!cutsBack) {
                throw new IOException("Input/output error");
            }
            room += Math.max(0, real.size() - size);
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (!flushes) {
                throw new IOException("Input/output error");
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return real.read(into, position);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }

        @Override
        public int read(ByteBuffer into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] into, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long length, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
