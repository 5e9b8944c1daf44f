package io.derwent.streamjobs.vitals;

import io.derwent.clinical.HubAlert;
import io.derwent.clinical.Line;
import io.derwent.clinical.Offline;
import io.derwent.clinical.Pause;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * News about a patient that is not a reading: a care plan, an action on an alert, an alert of a hub, a line that went or is back,
 * or that nothing could come in. One of them is set.
 *
 * @param offline a device nothing can come from
 * @param online  a device readings can come from again
 * @param pause   when nothing could come in
 */
public record PatientUpdate(
        String tenant,
        String patient,
        @Nullable PlanVersion plan,
        @Nullable AlertAction action,
        @Nullable HubAlert hubAlert,
        @Nullable Offline offline,
        @Nullable String online,
        @Nullable Pause pause) {
    PatientUpdate(
            String tenant,
            String patient,
            @Nullable PlanVersion plan,
            @Nullable AlertAction action,
            @Nullable HubAlert hubAlert) {
        this(tenant, patient, plan, action, hubAlert, null, null, null);
    }

    /**
     * A care plan as text: sealed rules cannot live in Flink's state.
     *
     * @param json as on {@code derwent.care-plans}
     */
    public record PlanVersion(long version, Instant validFrom, String json) {}

    static PatientUpdate of(CarePlan plan) {
        String json = new String(Codecs.carePlans().encode(plan), StandardCharsets.UTF_8);
        return new PatientUpdate(
                plan.tenant(), plan.patient(), new PlanVersion(plan.version(), plan.validFrom(), json), null, null);
    }

    static PatientUpdate of(AlertAction action) {
        return new PatientUpdate(action.tenant(), action.subject().id(), null, action, null);
    }

    /** What a hub found while it had no line. */
    static PatientUpdate ofHub(AlertEvent step) {
        return new PatientUpdate(step.tenant(), step.subject().id(), null, null, HubAlert.of(step));
    }

    static PatientUpdate lost(String tenant, String patient, Offline device) {
        return new PatientUpdate(tenant, patient, null, null, null, device, null, null);
    }

    static PatientUpdate online(String tenant, Line.User user) {
        return new PatientUpdate(tenant, user.patient(), null, null, null, null, user.device(), null);
    }

    static PatientUpdate paused(String tenant, String patient, Pause pause) {
        return new PatientUpdate(tenant, patient, null, null, null, null, null, pause);
    }
}
