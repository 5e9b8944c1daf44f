package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path temporary = Path.of("");

    @Test
    void nobodyElseMayEnter() throws IOException {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.root())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSecondLauncherIsToldWhichProcessRunsIt() {
        Path data = temporary.resolve("data");
        try (DataDirectory first = DataDirectory.open(data)) {
            assertThatThrownBy(() -> DataDirectory.open(data))
                    .isInstanceOf(CannotStart.class)
                    .hasMessage(
                            "The data directory %s is in use by another Derwent (process %d); stop that one, or choose"
                                            .formatted(
                                                    first.root(),
                                                    ProcessHandle.current().pid())
                                    + " another directory with --data DIR.");
        }
    }

    @Test
    void itIsFreeAgainWhenTheFirstHasEnded() {
        Path data = temporary.resolve("data");
        DataDirectory.open(data).close();

        assertThat(DataDirectory.openIfFree(data)).isPresent().get().satisfies(DataDirectory::close);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidWithAWayOut() throws IOException {
        Path file = Files.createFile(temporary.resolve("a-file"));

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("--data DIR");
    }

    @Test
    void aDirectoryWithOtherFilesIsLeftAsItIs() throws IOException {
        Files.createFile(temporary.resolve("somebodys-file"));
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(temporary);

        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .isInstanceOf(CannotStart.class)
                .hasMessage("The directory %s holds other files; name a new or an empty one with --data DIR."
                        .formatted(temporary.toAbsolutePath()));
        assertThat(Files.getPosixFilePermissions(temporary)).isEqualTo(before);
    }

    @Test
    void deletingLeavesNothing() throws IOException {
        Path data = temporary.resolve("data");
        try (DataDirectory directory = DataDirectory.open(data)) {
            Files.writeString(directory.logs().resolve("x.log"), "x");

            directory.delete();
        }

        assertThat(data).doesNotExist();
    }
}
