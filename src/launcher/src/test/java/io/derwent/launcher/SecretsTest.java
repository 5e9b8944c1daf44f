package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void onlyTheOwnerMayReadThem() throws IOException {
        Path file = directory.resolve("secrets.properties");

        Secrets.loadOrMake(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theyStayTheSameAndAreFreshOnlyOnce() {
        Path file = directory.resolve("secrets.properties");
        Secrets made = Secrets.loadOrMake(file);

        Secrets loaded = Secrets.loadOrMake(file);

        assertThat(made.fresh()).isTrue();
        assertThat(loaded.fresh()).isFalse();
        assertThat(loaded.adminToken()).isEqualTo(made.adminToken());
        assertThat(loaded.jobsPassword()).isEqualTo(made.jobsPassword());
    }

    @Test
    void noTwoInstallationsShareOne() {
        Secrets one = Secrets.loadOrMake(directory.resolve("one"));
        Secrets other = Secrets.loadOrMake(directory.resolve("other"));

        assertThat(one.adminPassword()).isNotEqualTo(other.adminPassword());
        assertThat(one.adminToken()).hasSizeGreaterThanOrEqualTo(43).isNotEqualTo(other.adminToken());
    }

    @Test
    void aDamagedFileIsSaidNotReplaced() throws IOException {
        Path file = directory.resolve("secrets.properties");
        Files.writeString(file, "admin.password=x\n");

        assertThatThrownBy(() -> Secrets.loadOrMake(file))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("lacks database.owner.password");
    }

    @Test
    void theyDoNotShowInALog() {
        Secrets secrets = Secrets.loadOrMake(directory.resolve("secrets.properties"));

        assertThat(secrets.toString()).doesNotContain(secrets.adminPassword());
    }
}
