package io.derwent.console.access;

import io.derwent.store.BreakGlass;
import io.derwent.store.BreakGlass.Look;
import io.derwent.store.Database;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Teams;
import io.derwent.store.Teams.Team;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Staff who have to see a patient whom no team of theirs looks after say why, and may for a while. It stands in the patient's
 * trail, and leads see it. Blocks on the database.
 */
public final class BreakGlassDesk {
    /** For how long a reason holds. */
    public static final Duration HOLDS = Duration.ofHours(4);

    /** Characters of a reason. */
    public static final int LONGEST_REASON = 500;

    private final Database database;
    private final Access access;
    private final Clock clock;

    public BreakGlassDesk(Database database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
    }

    /**
     * The team that looks after a patient of the caller's tenant; empty if nobody's team does: then there is nothing to break.
     *
     * @throws Refusal NOT_FOUND if the tenant has no such patient
     */
    public Optional<Team> team(Caller caller, String patient) {
        return database.inTenant(caller.tenant(), connection -> {
                    Optional<Patient> found = Patients.find(connection, caller.tenant(), patient);
                    String team = found.map(one -> one.care().team()).orElse(null);
                    return found.isEmpty()
                            ? Optional.<Optional<Team>>empty()
                            : Optional.of(team == null ? Optional.<Team>empty() : Teams.find(connection, team));
                })
                .orElseThrow(() -> Refusal.notFound("there is no patient " + patient));
    }

    /**
     * The caller says why.
     *
     * @throws Refusal NOT_FOUND if their tenant has no such patient, INVALID if no reason is given or it is too long
     */
    public void open(Caller caller, String patient, String reason) {
        String said = reason.strip();
        if (said.isEmpty() || said.length() > LONGEST_REASON) {
            throw Refusal.invalid(
                    "reason",
                    "reason has %d characters, 1 to %d are expected".formatted(said.length(), LONGEST_REASON));
        }
        String act = UUID.randomUUID().toString();
        Instant now = clock.instant();
        Look look = new Look(caller.tenant(), act, caller.who(), patient, said, now, now.plus(HOLDS));
        boolean known = database.inTenant(caller.tenant(), connection -> {
            if (Patients.find(connection, caller.tenant(), patient).isEmpty()) {
                return false;
            }
            BreakGlass.append(connection, look);
            access.noteOf(connection, caller, act, patient, "patient.break-glass", Map.of("reason", said));
            return true;
        });
        if (!known) {
            access.note(caller, "patient.break-glass.refused", Map.of("subject", patient));
            throw Refusal.notFound("there is no patient " + patient);
        }
    }

    /** Who of the caller's tenant had to look since then, newest first. For leads and administrators. */
    public List<Look> looks(Caller caller, Instant since, int limit) {
        return database.inTenant(caller.tenant(), connection -> BreakGlass.newest(connection, since, limit));
    }
}
