package io.derwent.clinical;

import io.derwent.model.AlertAction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a person did about an alert we do not know yet. Part of {@link PatientState}, a persistent format. */
public record WaitingAction(
        String id,
        String alert,
        AlertAction.Kind kind,
        String who,
        Instant at,
        @Nullable Instant until) {
    static WaitingAction of(AlertAction action) {
        return new WaitingAction(action.id(), action.alert(), action.kind(), action.who(), action.at(), action.until());
    }
}
