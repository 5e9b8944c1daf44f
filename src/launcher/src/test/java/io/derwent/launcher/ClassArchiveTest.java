package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassArchiveTest {
    @TempDir
    Path temporary = Path.of("");

    private Path place = Path.of("");
    private String jar = "";

    @BeforeEach
    void findJar() throws URISyntaxException {
        place = temporary.resolve("quick-start");
        jar = Path.of(CommandLine.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    @Test
    void withoutAPlaceNothingIsRecordedAndNothingUsed() {
        assertThat(ClassArchive.in(Optional.empty(), jar).jvmOptions("kafka")).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNoPlace() throws IOException {
        Files.writeString(place, "a file where the directory would be");

        assertThat(ClassArchive.in(Optional.of(place), jar).jvmOptions("kafka")).isEmpty();
    }

    @Test
    void withoutAnArchiveAStartRecords() {
        assertThat(archive().jvmOptions("kafka"))
                .containsExactly("-XX:DumpLoadedClassList=" + place.resolve("kafka-%p.list"));
    }

    @Test
    void afterThreeListsOfAProcessNoMoreAreRecorded() throws IOException {
        ClassArchive archive = archive();
        for (int pid = 1; pid <= 3; pid++) {
            Files.writeString(place.resolve("kafka-pid" + pid + ".list"), "java/lang/Object\n");
        }

        assertThat(archive.jvmOptions("kafka")).isEmpty();
        assertThat(archive.jvmOptions("jobs")).isNotEmpty();
    }

    @Test
    void theArchiveMadeFromTheListsIsOneTheJvmTakes() throws IOException, InterruptedException {
        // Given
        ClassArchive recording = archive();
        Files.writeString(place.resolve("kafka-pid1.list"), "java/lang/Object\npicocli/CommandLine\n");
        Files.writeString(place.resolve("jobs-pid2.list"), "java/lang/Object\nno/such/Class\n");

        // When
        boolean made = recording.make();

        // Then
        assertThat(made).isTrue();
        assertThat(place.resolve("kafka-pid1.list")).doesNotExist();
        List<String> options = new ArrayList<>(archive().jvmOptions("kafka"));
        assertThat(options.get(0)).isEqualTo("-XX:SharedArchiveFile=" + place.resolve("classes.jsa"));
        options.replaceAll(option -> option.equals("-Xshare:auto") ? "-Xshare:on" : option);
        assertThat(exitCodeOfJava(options)).isZero();
    }

    @Test
    void whatOtherJarsLeftIsRemovedButNotWhatThisStartRecords() throws IOException {
        // Given
        ClassArchive.in(Optional.of(place), jar + "-older");
        Files.writeString(place.resolve("classes.jsa"), "of other jars");
        Files.writeString(place.resolve("kafka-pid1.list"), "of other jars");
        Path ours = place.resolve("launcher-pid" + ProcessHandle.current().pid() + ".list");
        Files.writeString(ours, "of this start");

        // When
        ClassArchive archive = archive();

        // Then
        assertThat(archive.jvmOptions("kafka").get(0)).startsWith("-XX:DumpLoadedClassList=");
        assertThat(place.resolve("kafka-pid1.list")).doesNotExist();
        assertThat(ours).exists();
    }

    private ClassArchive archive() {
        return ClassArchive.in(Optional.of(place), jar);
    }

    private int exitCodeOfJava(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", jar, "-version"));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
