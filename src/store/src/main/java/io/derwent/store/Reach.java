package io.derwent.store;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of an organisation's own patients somebody may see: those of their teams, those no team looks after, and those they
 * said of why they have to. What another organisation shares is not narrowed by it: row security decides that.
 *
 * @param teams    ids of their teams; empty: every team, as for an administrator or a program
 * @param patients ids of patients they said a reason for
 */
public record Reach(Optional<Set<String>> teams, Set<String> patients) {
    /** Everybody the organisation looks after. */
    public static final Reach ALL = new Reach(Optional.empty(), Set.of());

    public Reach {
        teams = teams.map(Set::copyOf);
        patients = Set.copyOf(patients);
    }

    /** Whether a patient of the organisation's own is within it; {@code team} null: no team looks after them. */
    public boolean includes(String patient, @Nullable String team) {
        return teams.isEmpty() || team == null || teams.get().contains(team) || patients.contains(patient);
    }

    /** For {@code ?::text[]}: null where every team is included. */
    String @Nullable [] teamIds() {
        return teams.map(ids -> ids.toArray(String[]::new)).orElse(null);
    }

    String[] patientIds() {
        return patients.toArray(String[]::new);
    }
}
