package io.derwent.store;

import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code prompt}: what patients are asked to do. Written while alerts are folded into cases ({@link Cases#apply}). */
public final class Prompts {
    /** How long a repeat measurement is worth asking for: the longest {@code repeat} of any pathway. */
    private static final Duration WORTH_ASKING = Duration.ofMinutes(60);

    private static final String CHECK_HUB = "check_hub";
    private static final String CHECK_DEVICE = "check_device";

    private Prompts() {}

    /**
     * A request to a patient.
     *
     * @param kind      code of what is asked: {@code measure_again}, {@code measure} (for the first time, as the schedule expects),
     *     {@code ask_carer} (the same, of the carer); {@code check_hub} and {@code check_device} where the line may be why nothing
     *     came: to see that it has power and a line
     * @param expiresAt after which it is no longer shown as open
     * @param doneAt    when a further measurement answered it; null while open
     */
    public record Prompt(
            String tenant,
            String id,
            String patient,
            String alert,
            String rule,
            String kind,
            Instant askedAt,
            Instant expiresAt,
            @Nullable Instant doneAt) {
        /** Whether the patient is to see that readings can come, not to measure. */
        public boolean isAboutTheLine() {
            return kind.equals(CHECK_HUB) || kind.equals(CHECK_DEVICE);
        }
    }

    /** A patient's prompts, newest first. */
    public static List<Prompt> ofPatient(Connection connection, String tenant, String patient, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select * from prompt where tenant = ? and patient = ? order by asked_at desc, id limit ?",
                Prompts::map,
                tenant,
                patient,
                limit);
    }

    /**
     * What the patient is asked, neither answered nor expired, newest first. A later measurement of the same kind answers
     * one, also where it is no step of the alert: in range, or between the limits.
     */
    public static List<Prompt> open(Connection connection, String tenant, String patient, Instant now)
            throws SQLException {
        return Sql.query(
                connection,
                """
                select prompt.*
                from prompt join alert_event using (tenant, id)
                where tenant = ? and prompt.patient = ? and done_at is null and expires_at > ?
                  and prompt.kind <> 'ask_carer'
                  and not exists (select from reading
                                  where reading.tenant = ? and reading.patient = ? and reading.effective_time > ?
                                    and reading.effective_time > alert_event.effective_time
                                    and reading.kind = coalesce(alert_event.body #>> '{readings,0,kind}',
                                                                alert_event.body #>> '{missing,0}'))
                order by asked_at desc, id
                """,
                Prompts::map,
                tenant,
                patient,
                now,
                tenant,
                patient,
                now.minus(WORTH_ASKING).minus(Timing.of(Severity.RED).currentFor()));
    }

    /** Asks for a repeat of the measurement behind a {@code PROMPTED} event, or for one that was expected and did not come. */
    static void ask(Connection connection, AlertEvent event) throws SQLException {
        Sql.update(
                connection,
                """
                insert into prompt (tenant, id, patient, alert, rule, kind, asked_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                event.tenant(),
                event.id(),
                event.subject().id(),
                event.alert(),
                event.rule(),
                kind(event),
                event.at(),
                event.at().plus(WORTH_ASKING));
    }

    /** What an event asks: {@link Prompt#kind}. */
    public static String kind(AlertEvent event) {
        if (event.audience() == AlertEvent.Audience.CARER) {
            return "ask_carer";
        }
        if (event.missing().contains("hub_line")) {
            return CHECK_HUB;
        }
        if (event.missing().contains("device_line")) {
            return CHECK_DEVICE;
        }
        return event.readings().isEmpty() ? "measure" : "measure_again";
    }

    /** The alert went on without this: its open prompts are done. */
    static void done(Connection connection, AlertEvent event) throws SQLException {
        Sql.update(
                connection,
                "update prompt set done_at = ? where tenant = ? and alert = ? and done_at is null",
                event.at(),
                event.tenant(),
                event.alert());
    }

    private static Prompt map(ResultSet row) throws SQLException {
        return new Prompt(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("patient"),
                row.getString("alert"),
                row.getString("rule"),
                row.getString("kind"),
                Sql.instant(row, "asked_at"),
                Sql.instant(row, "expires_at"),
                Sql.instantOrNull(row, "done_at"));
    }
}
