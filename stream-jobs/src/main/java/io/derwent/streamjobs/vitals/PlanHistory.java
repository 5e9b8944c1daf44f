package io.derwent.streamjobs.vitals;

import io.derwent.clinical.PlanVersions;
import io.derwent.streamjobs.vitals.PatientUpdate.PlanVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A patient's care plans as kept in state, oldest version first; a persistent format. At most {@value #MOST_VERSIONS}
 * versions of a few kilobytes: enough for readings that were under way when the plan changed.
 */
public record PlanHistory(List<PlanVersion> versions) {
    private static final int MOST_VERSIONS = 5;

    static PlanHistory of(PlanVersion first) {
        return new PlanHistory(List.of(first));
    }

    /** With one more version, or as it was if that is not newer than what is known. */
    PlanHistory with(PlanVersion added) {
        if (added.version() <= versions.get(versions.size() - 1).version()) {
            return this;
        }
        List<PlanVersion> all = new ArrayList<>(versions);
        all.add(added);
        return new PlanHistory(List.copyOf(all.subList(Math.max(0, all.size() - MOST_VERSIONS), all.size())));
    }

    /** The version a reading received then is scored under. */
    PlanVersion at(Instant receivedAt) {
        return PlanVersions.validAt(versions, PlanVersion::validFrom, receivedAt);
    }
}
