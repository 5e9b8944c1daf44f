package io.derwent.model;

import io.derwent.model.AssignmentHistory.Assignment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose a reading is. Decided in one place for the vitals job, the tables and the hub; never guessed.
 *
 * <pre>
 *   who has the device then   the reading names        it is
 *   nobody                    anybody                  nobody's
 *   one person                nobody                   theirs
 *                             them, or their slot      theirs
 *                             another, another slot    nobody's
 *   several                   nobody                   nobody's
 *                             one of them, or a slot   theirs, on trust: marked {@link Mark#SHARED_KIT}
 *                             somebody else            nobody's
 * </pre>
 *
 * <p>A picked patient and a user slot must agree. A picked patient counts where the device does not know its user.
 *
 * @param patient null: nobody's
 * @param onTrust whether nothing but the reading says so, on a device of several
 */
public record Attribution(@Nullable String patient, boolean onTrust) {
    public static final Attribution NOBODYS = new Attribution(null, false);

    /** Somebody said so. */
    static Attribution confirmed(@Nullable String patient) {
        return new Attribution(patient, false);
    }

    /**
     * Decides it.
     *
     * @param inForce who had the device when the measurement was taken
     * @param whose   what the reading says; null if nothing
     */
    static Attribution of(List<Assignment> inForce, @Nullable Whose whose) {
        if (inForce.isEmpty()) {
            return NOBODYS;
        }
        @Nullable String only = onlyPatient(inForce);
        boolean isShared = only == null;
        if (whose == null || whose.isSilent()) {
            return new Attribution(only, false);
        }
        @Nullable String named = onlyPatient(named(inForce, whose));
        return named == null ? NOBODYS : new Attribution(named, isShared);
    }

    private static List<Assignment> named(List<Assignment> inForce, Whose whose) {
        @Nullable String picked = whose.patient();
        List<Assignment> ofPicked = picked == null
                ? inForce
                : inForce.stream().filter(one -> one.patient().equals(picked)).toList();
        @Nullable Integer user = whose.user();
        if (user == null || (user == Whose.UNKNOWN_USER && picked != null)) {
            return ofPicked;
        }
        // A slot written down for anybody is theirs alone; one of a person without a slot may be this one.
        boolean isWrittenDown = inForce.stream().anyMatch(one -> user.equals(one.userSlot()));
        boolean mayLackSlot = picked != null || onlyPatient(inForce) != null;
        return ofPicked.stream()
                .filter(one -> isWrittenDown ? user.equals(one.userSlot()) : mayLackSlot && one.userSlot() == null)
                .toList();
    }

    /** Null if there is none, or several. */
    private static @Nullable String onlyPatient(List<Assignment> assignments) {
        @Nullable String patient = null;
        for (Assignment one : assignments) {
            if (patient != null && !patient.equals(one.patient())) {
                return null;
            }
            patient = one.patient();
        }
        return patient;
    }

    /** Whether that is how the reading stands already. */
    public boolean isOf(Reading reading) {
        return Objects.equals(patient, reading.patient())
                && onTrust == reading.marks().contains(Mark.SHARED_KIT);
    }

    public Optional<String> owner() {
        return Optional.ofNullable(patient);
    }
}
