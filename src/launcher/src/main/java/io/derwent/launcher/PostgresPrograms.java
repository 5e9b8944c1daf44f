package io.derwent.launcher;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, from the archive zonky publishes for this kind of machine, unpacked once per user and archive.
 *
 * @param home holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresPrograms(Path home) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPrograms.class);
    private static final String UNPACKING = "unpacking";
    private static final int OWNER_MAY_EXECUTE = 0100;

    /**
     * Unpacks them below {@code cache} if this archive is not there yet.
     *
     * @throws IOException also if there is no archive for this kind of machine
     */
    static PostgresPrograms unpacked(Path cache) throws IOException {
        Path home = cache.resolve(fingerprint());
        if (Files.exists(home)) {
            return new PostgresPrograms(home);
        }
        Files.createDirectories(cache);
        try (FileChannel channel =
                        FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = channel.lock()) {
            LOG.debug("alone by {}", alone);
            if (!Files.exists(home)) {
                Path unpacking = cache.resolve(UNPACKING);
                DataDirectory.deleteTree(unpacking);
                unpack(unpacking);
                Files.move(unpacking, home);
            }
        }
        return new PostgresPrograms(home);
    }

    /**
     * A program of PostgreSQL's with its arguments, ready to start. PostgreSQL refuses to run as root; then it runs in a user
     * namespace of its own, where it is nobody.
     *
     * @throws CannotStart if this is root and user namespaces are not allowed
     */
    ProcessBuilder command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        } else if ("root".equals(System.getProperty("user.name"))) {
            throw new CannotStart("PostgreSQL does not run as root, and this container allows no user namespaces;"
                    + " allow them, run Derwent as an ordinary user, or name a server with DERWENT_DB_URL.");
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private static InputStream archive() throws IOException {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        return new BufferedInputStream(DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                mac ? "Darwin" : "Linux", System.getProperty("os.arch").replace("amd64", "x86_64")));
    }

    private static String fingerprint() throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(archive(), sum)) {
            long bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
            return "%d-%08x".formatted(bytes, sum.getValue());
        }
    }

    private static void unpack(Path directory) throws IOException {
        try (TarArchiveInputStream in = new TarArchiveInputStream(new XZInputStream(archive()))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path place = directory.resolve(entry.getName()).normalize();
                if (!place.startsWith(directory)) {
                    throw new IOException("archive entry outside its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(place);
                    continue;
                }
                Files.createDirectories(place.resolveSibling(""));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(in, place);
                    boolean program = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
                    Files.setPosixFilePermissions(
                            place, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
