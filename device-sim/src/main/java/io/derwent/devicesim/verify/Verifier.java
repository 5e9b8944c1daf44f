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
     * The verdict on a ledger as it is now.
     *
     * @param within how long to wait for it to hold; the last verdict is returned if it does not
     * @throws InterruptedException if the caller is being stopped
     */
    public Verdict verify(Path ledger, Duration within) throws InterruptedException {
        List<LedgerEntry> entries = Ledger.read(ledger);
        Set<String> tenants = Verification.tenants(entries);
        Instant end = pace.now().plus(within);
        boolean heldBefore = false;
        while (true) {
            Verdict verdict = Verification.of(entries, Stored.of(console, tenants));
            if ((verdict.holds() && heldBefore) || pace.now().isAfter(end)) {
                return verdict;
            }
            heldBefore = verdict.holds();
            pace.until(pace.now().plus(BETWEEN_LOOKS));
        }
    }
}
