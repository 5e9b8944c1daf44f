package io.derwent.streamjobs;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints a job left behind, {@code <directory>/<job id>/chk-<n>/_metadata}. Each start is a new job id to Flink, and
 * it does not look for the newest by itself.
 *
 * <p>The metadata is written last, so a killed job leaves a directory without it, or with half of it: only what Flink itself
 * can read counts.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String METADATA = "_metadata";
    private static final Pattern JOB_ID = Pattern.compile("[0-9a-f]{32}");

    private Checkpoints() {}

    /**
     * The newest checkpoint that can be restored; empty if there is none, or no such directory.
     *
     * @throws UncheckedIOException if the directory cannot be listed
     */
    public static Optional<Path> newestComplete(Path directory) {
        List<Path> newestFirst = new ArrayList<>();
        for (Path job : directories(directory)) {
            for (Path checkpoint : directories(job)) {
                if (Files.isRegularFile(checkpoint.resolve(METADATA))) {
                    newestFirst.add(checkpoint);
                }
            }
        }
        newestFirst.sort(Comparator.comparing(Checkpoints::writtenAt)
                .thenComparing(Checkpoints::number)
                .reversed());
        return newestFirst.stream().filter(Checkpoints::isReadable).findFirst();
    }

    /**
     * Deletes what other starts of the job left behind once {@code kept} is to be restored: it rests on no file of theirs,
     * because the first checkpoint after a start is a full one. Directories that are no start's stay; another job may keep its
     * own there. Failures are logged, not thrown.
     */
    static void deleteOlderThan(Path kept, Path directory) {
        Path job = kept.getParent();
        for (Path other : directories(directory)) {
            if (!other.equals(job) && isOfAStart(other)) {
                delete(other);
            }
        }
    }

    /** Flink names it after the job's id. */
    private static boolean isOfAStart(Path directory) {
        return JOB_ID.matcher(directory.getFileName().toString()).matches();
    }

    static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} is left over and could not be deleted: {}", tree, e.getMessage());
        }
    }

    private static boolean isReadable(Path checkpoint) {
        Path metadata = checkpoint.resolve(METADATA);
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
                    in, Checkpoints.class.getClassLoader(), checkpoint.toUri().toString());
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("checkpoint {} is not complete, an older one is tried: {}", checkpoint, e.toString());
            return false;
        }
    }

    private static FileTime writtenAt(Path checkpoint) {
        try {
            return Files.getLastModifiedTime(checkpoint.resolve(METADATA));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static long number(Path checkpoint) {
        String digits = checkpoint.getFileName().toString().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static List<Path> directories(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoints at " + parent + " cannot be listed", e);
        }
    }
}
