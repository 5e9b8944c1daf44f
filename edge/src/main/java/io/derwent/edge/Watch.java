package io.derwent.edge;

import io.derwent.clinical.PatientWatch;
import io.derwent.edge.WatchedPatient.Step;
import io.derwent.edge.queue.QueueFull;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.wire.Codecs;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HubPlans;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import io.derwent.wire.ReadingIds;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the patients behind the hub with the rules and the code of the platform ({@link PatientWatch}), so that somebody is
 * told while there is no line. It always looks at what comes, so that a repeat of a measurement taken before the line was lost
 * confirms it; it speaks only when the line has been down for {@code patience}.
 *
 * <pre>
 *   kept reading ──> PatientWatch ──> step pends ─┬─ the gateway has the reading ........ dropped: the platform tells
 *                                                 └─ no line for patience ............... told
 *   told: prompts and red alerts are notices (page, local MQTT); every alert is an event in the queue, behind its reading
 * </pre>
 *
 * <p>Readings get the ids the vitals job gives them, so that its alerts and ours have the same; where they do not, it makes
 * ours an alias. A step told twice, after a kill in between, is one there. What is remembered of a patient is in
 * {@link WatchFiles}; a reading kept but not yet looked at when the hub is killed is judged by the platform only.
 *
 * <p>Nothing here may keep a message from being forwarded: what fails is logged. For the hub's thread.
 */
final class Watch {
    /** How often {@link #look} is called. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    /** Nobody is asked to repeat a measurement of long ago. */
    private static final Duration PROMPT_WITHIN = Duration.ofHours(1);

    private static final Duration SAID_AFTER_SENT = Duration.ofHours(1);
    private static final Duration ONE_READING_WITHIN = Duration.ofSeconds(60);
    private static final int CONTENTS_AT_HAND = 1_000;
    private static final String CONTENT_TYPE = "content-type=";

    private final WatchFiles files;
    private final String tenant;
    private final Outbox outbox;
    private final NoticeBoard board;
    private final Clock clock;
    private final Duration patience;
    private final PayloadDecoders decoders = PayloadDecoders.standard();
    private final Map<String, WatchedPatient> patients = new TreeMap<>();
    private final Map<String, Instant> contents = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > CONTENTS_AT_HAND;
        }
    };

    private Optional<HubPlans> plans = Optional.empty();
    private boolean hasLine;
    private Duration down = Duration.ZERO;

    private Watch(WatchFiles files, String tenant, Outbox outbox, NoticeBoard board, Clock clock, Duration patience) {
        this.files = files;
        this.tenant = tenant;
        this.outbox = outbox;
        this.board = board;
        this.clock = clock;
        this.patience = patience;
    }

    /** With what was sent and remembered before. */
    static Watch open(Path directory, String tenant, Outbox outbox, NoticeBoard board, Clock clock, Duration patience)
            throws IOException {
        Watch watch = new Watch(WatchFiles.open(directory), tenant, outbox, board, clock, patience);
        watch.plans = watch.files.plans().flatMap(watch::read);
        for (String patient : watch.files.patients()) {
            WatchedPatient remembered = watch.files.patient(patient);
            watch.patients.put(patient, remembered);
            board.show(patient, remembered.notices());
        }
        return watch;
    }

    int patientsWithPlan() {
        return plans.map(known -> known.carePlans().size()).orElse(0);
    }

    Optional<Long> plansVersion() {
        return plans.map(HubPlans::version);
    }

    /** A command from the platform. */
    void onCommand(String subject, byte[] payload) {
        if (!subject.equals(HubPlans.SUBJECT)) {
            LOG.warn("a command \"{}\" came, which this hub does not know", subject);
            return;
        }
        Optional<HubPlans> sent = read(payload);
        if (sent.isPresent()
                && plans.map(known -> sent.get().version() > known.version()).orElse(true)) {
            try {
                files.writePlans(payload);
                plans = sent;
                LOG.info(
                        "{} care plans came for {} devices",
                        patientsWithPlan(),
                        sent.get().assignments().size());
                forgetStrangers(sent.get());
            } catch (IOException e) {
                LOG.error("the plans that came cannot be kept: {}", e.getMessage());
            }
        }
    }

    private Optional<HubPlans> read(byte[] json) {
        try {
            return Optional.of(Codecs.hubPlans().decode(json))
                    .filter(sent -> sent.tenant().equals(tenant));
        } catch (InvalidPayload e) {
            LOG.error("plans that this hub cannot read, it may be too old for them: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Whoever is behind the hub no more. */
    private void forgetStrangers(HubPlans sent) throws IOException {
        for (String patient : List.copyOf(patients.keySet())) {
            if (sent.carePlans().stream().noneMatch(plan -> plan.patient().equals(patient))) {
                patients.remove(patient);
                files.forget(patient);
                board.show(patient, List.of());
            }
        }
    }

    /** These messages are on disk. */
    void onKept(List<Message> messages) {
        if (plans.isPresent()) {
            messages.forEach(this::watch);
        }
    }

    private void watch(Message message) {
        try {
            contentType(message)
                    .flatMap(decoders::ofReadings)
                    .ifPresent(
                            decoder -> decoder.decode(message.payload()).forEach(decoded -> watch(message, decoded)));
        } catch (InvalidPayload e) {
            LOG.debug("nothing to watch in a message of {}: {}", message.device(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a message of {} was not watched by a fault of ours", message.device(), e);
        }
    }

    /** As the gateway and the job read it; a default content type of the registry is not known here. */
    private static Optional<String> contentType(Message message) {
        return Stream.of(message.bag().split("&"))
                .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith(CONTENT_TYPE))
                .map(pair -> URLDecoder.decode(pair.substring(CONTENT_TYPE.length()), StandardCharsets.UTF_8))
                .findFirst()
                .or(message::contentType);
    }

    private void watch(Message message, DecodedReading decoded) {
        Reading reading = decoded.received(
                tenant, message.device(), message.payload(), message.receivedAt(), message.receivedAt());
        Optional<String> patient = plans.stream()
                .flatMap(known -> known.assignments().stream())
                .filter(history -> history.device().equals(message.device()))
                .map(history -> history.patientAt(reading.effectiveTime()))
                .flatMap(Optional::stream)
                .filter(WatchFiles::isName)
                .findFirst();
        if (patient.isPresent() && !isSameContentAsJustNow(message, decoded)) {
            plan(patient.get()).ifPresent(plan -> observe(message, plan, reading.attributedTo(plan.patient(), 0)));
        }
    }

    private Optional<CarePlan> plan(String patient) {
        return plans.stream()
                .flatMap(known -> known.carePlans().stream())
                .filter(plan -> plan.patient().equals(patient))
                .findFirst();
    }

    /** Of a device without a clock; the vitals job takes it for one reading too. */
    private boolean isSameContentAsJustNow(Message message, DecodedReading decoded) {
        if (!ReadingIds.needsArrival(decoded)) {
            return false;
        }
        String key = ReadingIds.contentKey(tenant, message.device(), decoded, message.payload());
        Instant before = contents.get(key);
        boolean isSame = before != null
                && Duration.between(before, message.receivedAt()).abs().compareTo(ONE_READING_WITHIN) <= 0;
        if (!isSame) {
            contents.put(key, message.receivedAt());
        }
        return isSame;
    }

    private void observe(Message message, CarePlan plan, Reading reading) {
        change(plan.patient(), before -> {
            PatientWatch.Outcome outcome = PatientWatch.observe(before.state(), plan, reading);
            WatchedPatient after = before.in(outcome.state())
                    .saysNoMore(notice -> notice.kind() == Notice.Kind.MEASURE_AGAIN
                            && notice.device().equals(reading.device())
                            && notice.measuredAt().isBefore(reading.effectiveTime()));
            for (AlertEvent event : outcome.events()) {
                after = follow(after, new Step(message.device(), message.receivedAt(), event));
            }
            return isDown() ? tellPending(after) : after;
        });
    }

    private static WatchedPatient follow(WatchedPatient patient, Step step) {
        AlertEvent event = step.event();
        return switch (event.kind()) {
            case PROMPTED, RAISED, ESCALATED -> patient.waitsFor(step);
            case CLEARED, WITHDRAWN ->
                patient.saysNoMore(notice -> notice.alert().equals(event.alert()));
            case UPDATED, WOULD_HAVE, NOTED -> patient;
        };
    }

    /**
     * Called every {@link #LOOK_EVERY}, which is how the time without a line is counted: the hub's clock may jump.
     *
     * @param isThereOne connected, and the gateway takes what it is sent
     */
    void look(boolean isThereOne) {
        hasLine = isThereOne;
        down = hasLine ? Duration.ZERO : down.plus(LOOK_EVERY);
        if (patients.isEmpty() || (!hasLine && !isDown())) {
            return;
        }
        Optional<Instant> oldest = hasLine ? oldestWaiting() : Optional.empty();
        Instant now = clock.instant();
        for (String patient : List.copyOf(patients.keySet())) {
            change(patient, known -> hasLine ? sent(known, oldest, now) : tellPending(known));
        }
    }

    private boolean isDown() {
        return !hasLine && down.compareTo(patience) >= 0;
    }

    private Optional<Instant> oldestWaiting() {
        try {
            return outbox.oldest();
        } catch (IOException e) {
            LOG.error("the queue cannot be read: {}", e.getMessage());
            return Optional.of(Instant.EPOCH);
        }
    }

    private static WatchedPatient sent(WatchedPatient patient, Optional<Instant> oldest, Instant now) {
        WatchedPatient told = patient.without(
                step -> oldest.map(waiting -> step.takenAt().isBefore(waiting)).orElse(true));
        WatchedPatient marked = oldest.isEmpty() ? told.sent(now) : told;
        return marked.saysNoMore(notice -> {
            Instant sentAt = notice.sentAt();
            return sentAt != null && sentAt.plus(SAID_AFTER_SENT).isBefore(now);
        });
    }

    private WatchedPatient tellPending(WatchedPatient patient) {
        WatchedPatient after = patient;
        for (Step step : patient.pending()) {
            Optional<Notice> notice = notice(step);
            boolean isAlert = step.event().kind() != AlertEvent.Kind.PROMPTED;
            if (!isAlert || send(step)) {
                after = after.without(step::equals);
                after = notice.map(after::says).orElse(after);
            }
        }
        return after;
    }

    private Optional<Notice> notice(Step step) {
        AlertEvent event = step.event();
        Instant now = clock.instant();
        boolean isPrompt = event.kind() == AlertEvent.Kind.PROMPTED;
        boolean isSaid = isPrompt
                ? Duration.between(event.effectiveTime(), now).compareTo(PROMPT_WITHIN) <= 0
                : event.severity().isAtLeast(Severity.RED);
        return isSaid
                ? Optional.of(new Notice(
                        event.id(),
                        event.alert(),
                        isPrompt ? Notice.Kind.MEASURE_AGAIN : Notice.Kind.ALERT,
                        event.subject().id(),
                        step.device(),
                        event.effectiveTime(),
                        now,
                        null))
                : Optional.empty();
    }

    /** Puts an alert into the queue, behind the reading that caused it. */
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

    private void change(String patient, UnaryOperator<WatchedPatient> change) {
        WatchedPatient before = patients.getOrDefault(patient, WatchedPatient.unknown());
        WatchedPatient after = change.apply(before);
        if (Objects.equals(before, after)) {
            return;
        }
        patients.put(patient, after);
        board.show(patient, after.notices());
        try {
            files.write(patient, after);
        } catch (IOException e) {
            LOG.error("what is known of a patient cannot be kept: {}", e.getMessage());
        }
    }
}
