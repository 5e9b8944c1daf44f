package io.derwent.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything one installation owns, below one directory that only its owner may enter:
 *
 * <pre>
 * lock               held by the launcher that runs it
 * secrets.properties passwords and tokens, 0600
 * tls/               ca.pem, server.pem, server-key.pem, 0600
 * postgres/          the database
 * kafka/             server.properties, data/
 * flink/             checkpoints/
 * sim/               ledger and town of the simulation
 * run/               one file per child: its process id
 * logs/              one log per part
 * </pre>
 *
 * An open instance holds the lock; the operating system releases it when the process dies, however it dies.
 */
final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Creates what is missing and takes the lock.
     *
     * @throws CannotStart if it cannot be written, holds somebody else's files, or another launcher runs it
     */
    static DataDirectory open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            refuseForeign(root);
            Files.createDirectories(root);
            if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
            for (String child : new String[] {"tls", "kafka", "flink/checkpoints", "sim", "run", "logs"}) {
                Files.createDirectories(root.resolve(child));
            }
            return new DataDirectory(root, lock(root));
        } catch (IOException e) {
            throw new CannotStart(
                    "The data directory %s cannot be written (%s); choose another with --data DIR."
                            .formatted(root, reason(e)),
                    e);
        }
    }

    /** Only the owner may enter a data directory: somebody's home, or {@code /tmp}, must not become one. */
    private static void refuseForeign(Path root) throws IOException {
        if (!Files.isDirectory(root) || Files.exists(root.resolve("lock"))) {
            return;
        }
        try (Stream<Path> files = Files.list(root)) {
            // a fresh file system has this one
            if (files.anyMatch(file -> !file.endsWith("lost+found"))) {
                throw new CannotStart("The directory %s holds other files; name a new or an empty one with --data DIR."
                        .formatted(root));
            }
        }
    }

    /** Opens a directory unless somebody runs it. */
    static Optional<DataDirectory> openIfFree(Path directory) {
        try {
            return Optional.of(open(directory));
        } catch (CannotStart e) {
            return Optional.empty();
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel = FileChannel.open(
                root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String owner = Files.readString(root.resolve("lock"), StandardCharsets.UTF_8)
                    .strip();
            channel.close();
            throw new CannotStart(
                    "The data directory %s is in use by another Derwent (process %s); stop that one, or choose"
                                    .formatted(root, owner)
                            + " another directory with --data DIR.");
        }
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(
                Long.toString(ProcessHandle.current().pid())));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    Path root() {
        return root;
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path checkpoints() {
        return root.resolve("flink").resolve("checkpoints");
    }

    Path tls() {
        return root.resolve("tls");
    }

    Path sim() {
        return root.resolve("sim");
    }

    Path run() {
        return root.resolve("run");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path secrets() {
        return root.resolve("secrets.properties");
    }

    /** Writes a file that nobody but its owner may read, from its first byte on; replaces it whole. */
    static void writePrivate(Path file, String text) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(fresh, text);
            Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the directory with all that is in it; for throw-away installations. */
    void delete() {
        try {
            deleteTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + root, e);
        }
    }

    /** Removes a directory, if it exists, with all that is in it. */
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Lets go of the lock. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
