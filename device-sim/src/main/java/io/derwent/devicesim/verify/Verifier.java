package io.derwent.devicesim.verify;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.scenario.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Compares again and again until the verdict holds twice in a row, or the time is over: what was acknowledged a moment ago
 * is still on its way, and what is stored twice may come a moment later.
 */
public final class Verifier {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final ConsoleApi console;
    private final Pace pace;

    public Verifier(ConsoleApi console, Pace pace) {
        this.console = console;
        this.pace = pace;
    }

    /**
     * The verdict on what the ledgers hold now. What their scenarios send meanwhile is not judged.
     *
     * @param ledgers of scenarios on the same platform
     * @param within how long to wait for it to hold; the last verdict is returned if it does not
     * @throws InterruptedException if the caller is being stopped
     */
    public Verdict verify(List<Path> ledgers, Duration within) throws InterruptedException {
        List<LedgerEntry> entries = read(ledgers);
        Set<String> tenants = Verification.tenants(entries);
        Instant end = pace.now().plus(within);
        boolean heldBefore = false;
        while (true) {
            Stored stored = Stored.of(console, tenants);
            Verdict verdict = Verification.of(entries, read(ledgers), stored);
            if ((verdict.holds() && heldBefore) || pace.now().isAfter(end)) {
                return verdict;
            }
            heldBefore = verdict.holds();
            pace.until(pace.now().plus(BETWEEN_LOOKS));
        }
    }

    private static List<LedgerEntry> read(List<Path> ledgers) {
        return ledgers.stream().flatMap(ledger -> Ledger.read(ledger).stream()).toList();
    }
}
