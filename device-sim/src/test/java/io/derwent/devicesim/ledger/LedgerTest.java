package io.derwent.devicesim.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Path directory;

    LedgerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void whatIsAppendedIsReadBackWhileTheLedgerIsStillOpen() {
        Path file = directory.resolve("ledger.ndjson");
        try (Ledger ledger = Ledger.open(file)) {
            ledger.append(entry("r-1", Implies.alert("BP-03").withNews2(7)));

            assertThat(Ledger.read(file))
                    .containsExactly(entry("r-1", Implies.alert("BP-03").withNews2(7)));
        }
    }

    @Test
    void aTornLastLineIsIgnoredAndCutOffWhenTheLedgerGoesOn() throws IOException {
        // Given a process killed in the middle of a line
        Path file = directory.resolve("ledger.ndjson");
        try (Ledger ledger = Ledger.open(file)) {
            ledger.append(entry("r-1", Implies.NOTHING));
        }
        Files.writeString(file, "{\"state\":\"acknow", StandardOpenOption.APPEND);
        assertThat(Ledger.read(file)).hasSize(1);

        // When the next process goes on
        try (Ledger ledger = Ledger.open(file)) {
            ledger.append(entry("r-2", Implies.NOTHING));
        }

        // Then both whole lines stand
        assertThat(Ledger.read(file)).extracting(LedgerEntry::reading).containsExactly("r-1", "r-2");
    }

    @Test
    void twoProcessesMayWriteAtATime() {
        Path file = directory.resolve("ledger.ndjson");
        try (Ledger town = Ledger.open(file);
                Ledger replay = Ledger.open(file)) {
            town.append(entry("t-1", Implies.NOTHING));
            replay.append(entry("r-1", Implies.alert("BP-03")));
            town.append(entry("t-2", Implies.NOTHING));
            replay.append(entry("r-2", Implies.NOTHING));
        }

        assertThat(Ledger.read(file)).extracting(LedgerEntry::reading).containsExactly("t-1", "r-1", "t-2", "r-2");
    }

    @Test
    void aWholeLineThatIsNoEntryIsAnError() throws IOException {
        Path file = directory.resolve("ledger.ndjson");
        Files.writeString(file, "not an entry\n");

        assertThatThrownBy(() -> Ledger.read(file)).hasMessageContaining("line 1");
    }

    private static LedgerEntry entry(String reading, Implies implies) {
        return new LedgerEntry(
                State.ACKNOWLEDGED,
                "t",
                "cuff-1",
                "cuff-1",
                false,
                reading,
                "bp_panel",
                "p-1",
                NOON,
                "00",
                0,
                null,
                NOON,
                NOON,
                null,
                implies,
                null);
    }
}
