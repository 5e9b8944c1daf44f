package io.derwent.wire;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.CarePlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything a hub needs to score by itself, complete: who has which of the devices behind it, and the plans of these
 * patients. It comes to the hub as a one-way command ({@link #SUBJECT}, {@link #CONTENT_TYPE}) and takes the place of what the
 * hub had (docs/adr/0032).
 *
 * @param version     microseconds since 1970, when it was read from the tables; an older one than the one known is ignored
 * @param assignments of devices behind the hub, each with its complete history
 * @param carePlans   in force, of the patients in {@code assignments}
 * @param names       what these patients are called, by id, for whoever stands beside a hub that several share
 */
public record HubPlans(
        String tenant,
        long version,
        List<AssignmentHistory> assignments,
        List<CarePlan> carePlans,
        Map<String, String> names) {
    /** The command's name. */
    public static final String SUBJECT = "plans";

    /** The name of the command that tells a hub what somebody did about an alert of one of these patients. */
    public static final String ACTION = "alert-action";

    public static final String CONTENT_TYPE = "application/vnd.derwent.hub-plans+json";

    public HubPlans {
        Objects.requireNonNull(tenant, "tenant");
        assignments = List.copyOf(assignments);
        carePlans = List.copyOf(carePlans);
        names = names == null ? Map.of() : Map.copyOf(names);
    }

    /** Of people whose names are not told. */
    public HubPlans(String tenant, long version, List<AssignmentHistory> assignments, List<CarePlan> carePlans) {
        this(tenant, version, assignments, carePlans, Map.of());
    }
}
