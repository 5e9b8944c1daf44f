package io.derwent.console.replay;

import io.derwent.clinical.Why;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.model.AlertEvent;
import io.derwent.store.AlertEvents;
import io.derwent.store.Patients.Patient;
import io.derwent.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Answers why a patient's rules alerted in some span, or did not. Blocks on the database. */
public final class WhyDesk {
    /** Longer spans are asked for one by one. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** What came of a reading is known by then: repeats confirm within hours. */
    private static final Duration AFTERWARDS = Duration.ofDays(1);

    private static final int MOST_READINGS = 20_000;
    private static final int MOST_STEPS = 2000;

    private final Access access;
    private final Clock clock;

    public WhyDesk(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /** A span of time. */
    public record Span(Instant from, Instant to) {
        /**
         * Checks.
         *
         * @throws Refusal INVALID if it is empty, or longer than seven days
         */
        public Span {
            if (!from.isBefore(to)) {
                throw Refusal.invalid("from", "from is %s, a time before to (%s) is expected".formatted(from, to));
            }
            if (Duration.between(from, to).compareTo(LONGEST) > 0) {
                throw Refusal.invalid(
                        "from", "from %s to %s is longer than %d days".formatted(from, to, LONGEST.toDays()));
            }
        }

        /** The hour in which this time lies. */
        public static Span hourOf(Instant at) {
            Instant from = at.truncatedTo(ChronoUnit.HOURS);
            return new Span(from, from.plus(1, ChronoUnit.HOURS));
        }
    }

    /**
     * What was found.
     *
     * @param cutAt readings measured before this time were too many to look at; empty if all were looked at
     */
    public record Found(Patient patient, Why.Answer answer, Optional<Instant> cutAt) {}

    /**
     * Explains; audited as {@code why.read}.
     *
     * @throws Refusal as {@link Access#read}
     */
    public Found why(Caller caller, String patient, Span span) {
        return access.read(caller, patient, "why.read", (connection, found) -> why(connection, found, span));
    }

    private Found why(Connection connection, Patient patient, Span span) throws SQLException {
        Instant afterwards = span.to().plus(AFTERWARDS);
        Instant now = clock.instant();
        PatientHistory history = PatientHistory.read(connection, patient, span.from(), afterwards, MOST_READINGS);
        List<AlertEvent> recorded =
                AlertEvents.ofPatient(connection, patient.tenant(), patient.id(), span.from(), span.to(), MOST_STEPS)
                        .stream()
                        .map(json -> Codecs.alertEvents().decode(json.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        Why.Question question = new Why.Question(
                history.plans(),
                history.readings(),
                history.actions(),
                recorded,
                span.from(),
                span.to(),
                now.isBefore(afterwards) ? now : afterwards);
        return new Found(patient, Why.explain(question), history.cutAt());
    }
}
