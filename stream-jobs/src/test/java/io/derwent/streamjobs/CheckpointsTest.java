package io.derwent.streamjobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit sets the directory
class CheckpointsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path directory;

    private Path checkpoint(String job, int number, Instant writtenAt) throws IOException {
        Path checkpoint = Files.createDirectories(directory.resolve(job).resolve("chk-" + number));
        Path metadata = checkpoint.resolve("_metadata");
        try (InputStream real = CheckpointsTest.class.getResourceAsStream("/savepoints/vitals-1/_metadata")) {
            Files.write(metadata, real.readAllBytes());
        }
        Files.setLastModifiedTime(metadata, FileTime.from(writtenAt));
        return checkpoint;
    }

    @Test
    void whereThereIsNoneTheJobStartsAfresh() {
        assertThat(Checkpoints.newestComplete(directory)).isEmpty();
        assertThat(Checkpoints.newestComplete(directory.resolve("absent"))).isEmpty();
    }

    @Test
    void theNewestOfEveryStartIsFound() throws IOException {
        checkpoint("job-a", 7, NOON);
        Path newest = checkpoint("job-b", 3, NOON.plusSeconds(10));
        checkpoint("job-b", 2, NOON.plusSeconds(5));

        assertThat(Checkpoints.newestComplete(directory)).contains(newest);
    }

    @Test
    void writtenInTheSameMomentTheHigherNumberWins() throws IOException {
        checkpoint("job-a", 9, NOON);
        Path newest = checkpoint("job-a", 10, NOON);

        assertThat(Checkpoints.newestComplete(directory)).contains(newest);
    }

    @Test
    void halfWrittenOnesArePassedOver() throws IOException {
        Path complete = checkpoint("job-a", 1, NOON);
        Files.createDirectories(directory.resolve("job-a").resolve("chk-2"));
        Path torn = checkpoint("job-a", 3, NOON.plusSeconds(20)).resolve("_metadata");
        byte[] bytes = Files.readAllBytes(torn);
        Files.write(torn, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Path empty = checkpoint("job-b", 1, NOON.plusSeconds(30)).resolve("_metadata");
        Files.write(empty, new byte[0]);
        Files.setLastModifiedTime(torn, FileTime.from(NOON.plusSeconds(20)));
        Files.setLastModifiedTime(empty, FileTime.from(NOON.plusSeconds(30)));

        assertThat(Checkpoints.newestComplete(directory)).contains(complete);
    }

    @Test
    void otherStartsAreDeletedOnceOneIsToBeRestored() throws IOException {
        String before = "a".repeat(32);
        checkpoint(before, 1, NOON);
        Path kept = checkpoint("b".repeat(32), 1, NOON.plusSeconds(10));
        Path anotherJobs = Files.createDirectories(directory.resolve("assets"));

        Checkpoints.deleteOlderThan(kept, directory);

        assertThat(directory.resolve(before)).doesNotExist();
        assertThat(Checkpoints.newestComplete(directory)).contains(kept);
        assertThat(anotherJobs).exists();
    }
}
