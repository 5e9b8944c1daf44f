package io.derwent.edge;

import io.derwent.edge.WatchedPatient.Step;
import io.derwent.edge.queue.QueueFull;
import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.wire.Codecs;
import io.derwent.wire.HonoRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what pends: prompts to patient and carer and red alerts are notices; every step for the team is an event in the queue,
 * behind its reading. For the hub's thread.
 */
final class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    /** Nobody is asked to repeat a measurement of long ago. */
    private static final Duration PROMPT_WITHIN = Duration.ofHours(1);

    private final Outbox outbox;
    private final SentPlans plans;
    private final Clock clock;

    Announcements(Outbox outbox, SentPlans plans, Clock clock) {
        this.outbox = outbox;
        this.plans = plans;
        this.clock = clock;
    }

    /** The patient once it is told; a step that finds no room in the queue pends on. */
    WatchedPatient tellPending(WatchedPatient patient) {
        WatchedPatient after = patient;
        for (Step step : patient.pending()) {
            Optional<Notice> notice = notice(step);
            if (isForPeopleHere(step.event()) || send(step)) {
                after = after.without(step::equals);
                after = notice.map(after::says).orElse(after);
            }
        }
        return after;
    }

    /** A prompt; the team hears of everything else. */
    private static boolean isForPeopleHere(AlertEvent event) {
        AlertEvent.Audience audience = event.audience();
        return event.kind() == AlertEvent.Kind.PROMPTED
                && (audience == null
                        || audience == AlertEvent.Audience.PATIENT
                        || audience == AlertEvent.Audience.CARER);
    }

    private Optional<Notice> notice(Step step) {
        AlertEvent event = step.event();
        Instant now = clock.instant();
        Optional<String> missing = TimeAlone.missing(event);
        return what(event, missing.isPresent())
                .filter(what -> what == Notice.What.ALERT || isNews(event, now))
                .map(what -> new Notice(
                        event.id(),
                        event.alert(),
                        what,
                        event.subject().id(),
                        missing.isPresent() ? "" : step.device(),
                        event.effectiveTime(),
                        now,
                        null,
                        plans.name(event.subject().id()).orElse(null),
                        missing.orElse(null)));
    }

    /**
     * Empty for what is the team's only: a step that reminds them or says that it goes on, alerts that are not red,
     * measurements that are missing.
     */
    private static Optional<Notice.What> what(AlertEvent event, boolean isMissing) {
        if (isForPeopleHere(event)) {
            return Optional.of(
                    !isMissing
                            ? Notice.What.MEASURE_AGAIN
                            : event.audience() == AlertEvent.Audience.CARER
                                    ? Notice.What.LOOK_IN
                                    : Notice.What.MEASURE);
        }
        boolean isAlert = event.audience() == null
                && event.kind() != AlertEvent.Kind.UPDATED
                && !isMissing
                && event.severity().isAtLeast(Severity.RED);
        return isAlert ? Optional.of(Notice.What.ALERT) : Optional.empty();
    }

    /** A prompt that a clock caused is as old as that; one that a measurement caused is as old as the measurement. */
    private static boolean isNews(AlertEvent event, Instant now) {
        Instant since = event.audience() == null ? event.effectiveTime() : event.at();
        return Duration.between(since, now).compareTo(PROMPT_WITHIN) <= 0;
    }

    private boolean send(Step step) {
        try {
            outbox.add(new Message(
                    Message.Endpoint.EVENT,
                    step.device(),
                    Optional.of(HonoRecord.HUB_ALERT),
                    "",
                    false,
                    clock.instant().truncatedTo(ChronoUnit.MILLIS),
                    Codecs.alertEvents().encode(step.event())));
            outbox.commit();
            return true;
        } catch (QueueFull | IOException e) {
            LOG.error("an alert cannot be put into the queue now: {}", e.getMessage());
            return false;
        }
    }
}
