package io.derwent.edge;

import io.derwent.clinical.PatientWatch;
import io.derwent.edge.WatchedPatient.Step;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.model.Subject;
import io.derwent.wire.Codecs;
import io.derwent.wire.HubPlans;
import io.derwent.wire.InvalidPayload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the patients behind the hub with the rules and the code of the platform ({@link PatientWatch}), so that somebody is
 * told while there is no line. It always looks at what comes, so that a repeat of a measurement taken before the line was lost
 * confirms it; it speaks only when the line has been down for {@code patience}.
 *
 * <pre>
 *   kept message ──LocalReadings──> PatientWatch ──> step pends ─┬─ the gateway has the reading ... dropped: the platform tells
 *   command ───────SentPlans───────────┘                         └─ no line for patience .......... Announcements
 *   look ──────────TimeAlone───────────┘
 * </pre>
 *
 * <p>Without a line it also lets time pass ({@link TimeAlone}), so that missing measurements are asked for here.
 *
 * <p>The platform's alerts and ours have the same ids; where they do not, it makes ours an alias. A step told twice, after a
 * kill in between, is one there. What is remembered of a patient is in {@link WatchedPatients}; a reading kept but not yet
 * looked at when the hub is killed is judged by the platform only.
 *
 * <p>Nothing here may keep a message from being forwarded: what fails is logged. For the hub's thread.
 */
final class Watch {
    /** How often {@link #look} is called. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final String tenant;
    private final Outbox outbox;
    private final Clock clock;
    private final SentPlans plans;
    private final LocalReadings readings;
    private final WatchedPatients patients;
    private final Announcements announcements;
    private final TimeWithoutLine withoutLine;

    private Watch(
            String tenant,
            Outbox outbox,
            Clock clock,
            SentPlans plans,
            LocalReadings readings,
            WatchedPatients patients,
            TimeWithoutLine withoutLine) {
        this.tenant = tenant;
        this.outbox = outbox;
        this.clock = clock;
        this.plans = plans;
        this.readings = readings;
        this.patients = patients;
        this.announcements = new Announcements(outbox, plans, clock);
        this.withoutLine = withoutLine;
    }

    /** With what was sent and remembered before. */
    static Watch open(Path directory, String tenant, Outbox outbox, NoticeBoard board, Clock clock, Duration patience)
            throws IOException {
        WatchFiles files = WatchFiles.open(directory);
        SentPlans plans = SentPlans.open(files, tenant);
        return new Watch(
                tenant,
                outbox,
                clock,
                plans,
                new LocalReadings(tenant, plans, DeviceClocks.open(files)),
                WatchedPatients.open(files, board),
                new TimeWithoutLine(patience, clock.instant()));
    }

    int patientsWithPlan() {
        return plans.patients().size();
    }

    Optional<Long> plansVersion() {
        return plans.version();
    }

    /** A command from the platform. */
    void onCommand(String subject, byte[] payload) {
        switch (subject) {
            case HubPlans.SUBJECT -> {
                if (plans.follow(payload)) {
                    forgetStrangers();
                }
            }
            case HubPlans.ACTION -> readAction(payload).ifPresent(this::act);
            default -> LOG.warn("a command \"{}\" came, which this hub does not know", subject);
        }
    }

    /** Whoever is behind the hub no more. */
    private void forgetStrangers() {
        try {
            patients.forget(patient -> !plans.isPatient(patient));
        } catch (IOException e) {
            LOG.error("a patient who is behind this hub no more cannot be forgotten: {}", e.getMessage());
        }
    }

    private Optional<AlertAction> readAction(byte[] json) {
        try {
            return Optional.of(Codecs.alertActions().decode(json))
                    .filter(action ->
                            action.tenant().equals(tenant) && action.subject().type() == Subject.Type.PATIENT);
        } catch (InvalidPayload e) {
            LOG.error("an action that this hub cannot read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Somebody of the team acted on an alert: nobody beside the hub need be told of it any more, unless it was given back.
     */
    private void act(AlertAction action) {
        String patient = action.subject().id();
        boolean isTaken = action.kind() != AlertAction.Kind.RELEASED;
        if (plans.isPatient(patient)) {
            patients.change(
                    patient,
                    known -> known.in(PatientWatch.act(known.state(), action))
                            .saysNoMore(notice -> isTaken && notice.alert().equals(action.alert())));
        }
    }

    /** These messages are on disk. */
    void onKept(List<Message> messages) {
        if (plans.areKnown()) {
            messages.forEach(this::watch);
        }
    }

    private void watch(Message message) {
        try {
            readings.of(message).forEach(reading -> watch(message, reading));
        } catch (InvalidPayload e) {
            LOG.debug("nothing to watch in a message of {}: {}", message.device(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a message of {} was not watched by a fault of ours", message.device(), e);
        }
    }

    private void watch(Message message, Reading reading) {
        plans.planAt(Objects.requireNonNull(reading.patient(), "patient"), reading.receivedAt())
                .ifPresent(plan -> observe(message, plan, reading));
    }

    private void observe(Message message, CarePlan plan, Reading reading) {
        patients.change(plan.patient(), before -> {
            PatientWatch.Outcome outcome =
                    PatientWatch.observe(before.state(), before.ofHere(plan, reading.kind()), reading);
            WatchedPatient after = before.in(outcome.state()).saysNoMore(notice -> notice.isAnsweredBy(reading));
            for (AlertEvent event : outcome.events()) {
                after = after.follows(new Step(message.device(), message.receivedAt(), event));
            }
            return withoutLine.isLong() ? announcements.tellPending(after) : after;
        });
    }

    /**
     * Called every {@link #LOOK_EVERY}.
     *
     * @param isThereOne connected, and the gateway takes what it is sent
     */
    void look(boolean isThereOne) {
        Instant now = clock.instant();
        withoutLine.look(isThereOne, now);
        if (isThereOne) {
            thePlatformSpeaks(now);
        } else if (withoutLine.isLong()) {
            plans.patients().forEach(patient -> beAlone(patient, now));
        }
    }

    private void thePlatformSpeaks(Instant now) {
        if (!patients.isEmpty()) {
            Optional<Instant> oldest = oldestWaiting();
            patients.changeAll(known -> known.sentUpTo(oldest, now).watchedAloneTo(null));
        }
    }

    private Optional<Instant> oldestWaiting() {
        try {
            return outbox.oldest();
        } catch (IOException e) {
            LOG.error("the queue cannot be read: {}", e.getMessage());
            return Optional.of(Instant.EPOCH);
        }
    }

    private void beAlone(String patient, Instant now) {
        patients.change(
                patient,
                known -> announcements.tellPending(plans.planAt(patient, now)
                        .map(plan -> letTimePass(known, plan, now))
                        .orElse(known)));
    }

    private WatchedPatient letTimePass(WatchedPatient known, CarePlan plan, Instant now) {
        TimeAlone.Passed passed = TimeAlone.to(now, known, known.ofHere(plan, null), withoutLine.lineUntil());
        WatchedPatient after = passed.patient();
        for (AlertEvent event : passed.events()) {
            Optional<String> device = event.readings().stream()
                    .reduce((earlier, later) -> later)
                    .map(AlertEvent.Evidence::device)
                    .or(() -> plans.deviceOf(plan.patient(), now));
            if (device.isPresent()) {
                after = after.follows(new Step(device.get(), event.at(), event));
            }
        }
        return after;
    }
}
