package io.derwent.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person did about an alert, as it stands on {@code derwent.alert-actions}.
 *
 * @param id      of the action, made by the console; the same action twice is one
 * @param alert   id of the alert, or an alias of it
 * @param who     account id
 * @param until   end of a snooze; null otherwise
 * @param outcome code of the outcome chosen when resolving; null otherwise
 */
public record AlertAction(
        String id,
        String tenant,
        Subject subject,
        String alert,
        Kind kind,
        String who,
        Instant at,
        @Nullable Instant until,
        @Nullable String outcome) {
    public AlertAction {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(alert, "alert");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(who, "who");
        Objects.requireNonNull(at, "at");
    }

    public enum Kind {
        /** Somebody takes it. */
        ACKNOWLEDGED,
        /** Nobody has it any more: whoever took it gave it back, or left it lying. */
        RELEASED,
        SNOOZED,
        RESOLVED;

        /** The name on our topics, in tables and APIs. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
