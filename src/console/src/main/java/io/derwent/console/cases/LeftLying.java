package io.derwent.console.cases;

import io.derwent.console.feeds.Worker;
import io.derwent.model.AlertAction;
import io.derwent.model.Ids;
import io.derwent.model.Severity;
import io.derwent.store.Cases;
import io.derwent.store.Cases.Held;
import io.derwent.store.Database;
import io.derwent.store.PatientCase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a case back to its team when whoever took it has done nothing about it for a while: they may be at another patient's, or
 * at home. The clocks of its alerts run anew, so that somebody further up is told in the end. Taking, noting, ringing, asking the lead
 * and putting off are all something; putting off counts until its end. Several consoles may look; under the patient's lock each
 * looks again.
 */
public final class LeftLying implements Worker.Task {
    /** Who does it, in the history of a case. */
    public static final String WHO = "derwent";

    private static final Logger LOG = LoggerFactory.getLogger(LeftLying.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MOST_AT_ONCE = 500;

    private final Database database;
    private final Supplier<List<String>> tenants;
    private final Consumer<String> changed;
    private final Clock clock;

    /**
     * Looks after the cases of these tenants.
     *
     * @param changed told the id of each case that was given back
     */
    public LeftLying(Database database, Supplier<List<String>> tenants, Consumer<String> changed, Clock clock) {
        this.database = database;
        this.tenants = tenants;
        this.changed = changed;
        this.clock = clock;
    }

    @Override
    public void run(Worker.Life life) throws InterruptedException {
        while (!life.isOver()) {
            once();
            life.well();
            life.sleep(EVERY);
        }
    }

    /** How long nothing may happen; empty: for ever. Proposals for the clinical owner (docs/adr/0044). */
    static Optional<Duration> patience(Severity severity) {
        return switch (severity) {
            case RED_EMERGENCY -> Optional.of(Duration.ofMinutes(30));
            case RED -> Optional.of(Duration.ofHours(2));
            case AMBER_HIGH -> Optional.of(Duration.ofHours(8));
            case AMBER -> Optional.of(Duration.ofHours(24));
            case INFO -> Optional.empty();
        };
    }

    static boolean isDue(Held held, Instant now) {
        PatientCase one = held.one();
        Instant snoozedUntil = one.snoozedUntil();
        Instant from = snoozedUntil != null && snoozedUntil.isAfter(held.actedAt()) ? snoozedUntil : held.actedAt();
        return patience(one.severity())
                .map(patience -> !now.isBefore(from.plus(patience)))
                .orElse(false);
    }

    /** Looks once; how many were given back. */
    int once() {
        int given = 0;
        for (String tenant : tenants.get()) {
            Instant now = clock.instant();
            List<Held> held = database.inTenant(tenant, connection -> Cases.held(connection, MOST_AT_ONCE));
            for (Held one : held.stream().filter(any -> isDue(any, now)).toList()) {
                if (database.inTenant(tenant, connection -> giveBack(connection, one, now))) {
                    given++;
                    changed.accept(one.one().id());
                    LOG.info(
                            "case {} was with {} and left alone: back with the team",
                            one.one().id(),
                            one.one().acknowledgedBy());
                }
            }
        }
        return given;
    }

    private static boolean giveBack(Connection connection, Held held, Instant now) throws SQLException {
        PatientCase before = held.one();
        Optional<PatientCase> current = Cases.locked(connection, before);
        boolean unchanged = current.filter(one ->
                        one.heldBy().equals(before.heldBy()) && one.updatedAt().equals(before.updatedAt()))
                .isPresent();
        if (!unchanged) {
            return false;
        }
        String action = Ids.of(
                "left-lying", before.tenant(), before.id(), held.actedAt().toString());
        Optional<PatientCase> after =
                Cases.release(connection, before.tenant(), before.id(), action, WHO, now, "left_lying", "");
        CaseActions.tellJob(connection, after, new CaseActions.Act(action, now).of(AlertAction.Kind.RELEASED, WHO));
        return after.isPresent();
    }
}
