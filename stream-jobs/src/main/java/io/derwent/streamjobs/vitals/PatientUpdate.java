package io.derwent.streamjobs.vitals;

import io.derwent.model.AlertAction;
import io.derwent.model.CarePlan;
import io.derwent.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** News about a patient that is not a reading: a care plan or an action on an alert. One of the two is set. */
public record PatientUpdate(
        String tenant,
        String patient,
        @Nullable PlanVersion plan,
        @Nullable AlertAction action) {
    /**
     * A care plan as text: sealed rules cannot live in Flink's state.
     *
     * @param json as on {@code derwent.care-plans}
     */
    public record PlanVersion(long version, Instant validFrom, String json) {}

    static PatientUpdate of(CarePlan plan) {
        String json = new String(Codecs.carePlans().encode(plan), StandardCharsets.UTF_8);
        return new PatientUpdate(
                plan.tenant(), plan.patient(), new PlanVersion(plan.version(), plan.validFrom(), json), null);
    }

    static PatientUpdate of(AlertAction action) {
        return new PatientUpdate(action.tenant(), action.subject().id(), null, action);
    }
}
