package io.derwent.console.replay;

import io.derwent.clinical.Comparison;
import io.derwent.clinical.Rehearsal;
import io.derwent.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Both plans of many patients.
 *
 * @param comparison  of everybody who could be replayed
 * @param lost        alerts that only the plans as they are raise; those that were real first, of these the most severe
 * @param gained      alerts that only the change raises, in the same order
 * @param mostChanged whose number of alerts changes, by how much
 * @param shorter     how many patients were watched for less than the days asked for: their first plan or reading is younger, or
 *     their oldest readings were too many
 * @param older       how many plans were made from an older version: what changed since is part of the difference
 * @param leftOut     whom the comparison says nothing about
 * @param cut         whose oldest readings were too many
 */
public record Caseload(
        Comparison comparison,
        Listed lost,
        Listed gained,
        List<Changed> mostChanged,
        int shorter,
        int older,
        List<LeftOut> leftOut,
        List<Cut> cut) {
    public Caseload {
        mostChanged = List.copyOf(mostChanged);
        leftOut = List.copyOf(leftOut);
        cut = List.copyOf(cut);
    }

    /**
     * Alerts that differ.
     *
     * @param all   how many there are
     * @param real  of how many a case was closed as real
     * @param first as many of them as are listed
     */
    public record Listed(int all, int real, List<Differing> first) {
        public Listed {
            first = List.copyOf(first);
        }
    }

    /** An alert of a patient; {@code closed} is null where no case of it was closed. */
    public record Differing(
            String tenant, String patient, String name, Rehearsal.Alert alert, RehearsalDesk.@Nullable Closed closed) {
        /** Whether somebody found that there was something to be done. */
        public boolean wasReal() {
            return closed != null && closed.outcome().wasReal();
        }

        Severity severity() {
            return alert.severity();
        }

        Instant raisedAt() {
            return alert.raisedAt();
        }
    }

    /** How many alerts a patient has. */
    public record Changed(String tenant, String patient, String name, int before, int after) {
        int by() {
            return Math.abs(after - before);
        }
    }

    /** Somebody who was not replayed. */
    public record LeftOut(String tenant, String patient, String name, Why why, String detail) {
        /** Why not. */
        public enum Why {
            /** Nothing was measured in all the time that is looked at. */
            NO_READINGS,
            /** Their newest plan is on another pathway now, or ended. */
            NOT_ON_PATHWAY,
            /** The change does not go with what their own plan says; the detail says how. */
            DOES_NOT_FIT,
            /** The caller may not see them any more. */
            NOT_VISIBLE;

            /** The name in our APIs: {@code no_readings}. */
            public String code() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /** Readings of this patient measured before then were not looked at. */
    public record Cut(String tenant, String patient, Instant before) {}
}
