package io.derwent.edge;

import io.derwent.clinical.PatientWatch;
import io.derwent.edge.WatchedPatient.Step;
import io.derwent.edge.queue.QueueFull;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Attribution;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
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
 *   told: prompts to patient and carer and red alerts are notices (page, local MQTT); every step for the team is an event in
 *   the queue, behind its reading
 * </pre>
 *
 * <p>Without a line it also lets time pass ({@link TimeAlone}), so that missing measurements are asked for here.
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
    /** A measurement this long before it was expected is the expected one, taken early. */
    private static final Duration EARLY = Duration.ofHours(6);

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

    private Optional<KnownPlans> plans = Optional.empty();
    private boolean hasLine;
    private Instant lineUntil;
    private Duration down = Duration.ZERO;

    private Watch(WatchFiles files, String tenant, Outbox outbox, NoticeBoard board, Clock clock, Duration patience) {
        this.files = files;
        this.tenant = tenant;
        this.outbox = outbox;
        this.board = board;
        this.clock = clock;
        this.patience = patience;
        this.lineUntil = clock.instant();
    }

    /** With what was sent and remembered before. */
    static Watch open(Path directory, String tenant, Outbox outbox, NoticeBoard board, Clock clock, Duration patience)
            throws IOException {
        Watch watch = new Watch(WatchFiles.open(directory), tenant, outbox, board, clock, patience);
        watch.plans = watch.files.plans().flatMap(watch::readPlans).map(sent -> new KnownPlans(sent, watch.earlier()));
        for (String patient : watch.files.patients()) {
            WatchedPatient remembered = watch.files.patient(patient);
            watch.patients.put(patient, remembered);
            board.show(patient, remembered.notices());
        }
        return watch;
    }

    int patientsWithPlan() {
        return plans.map(known -> known.patients().size()).orElse(0);
    }

    Optional<Long> plansVersion() {
        return plans.map(known -> known.newest().version());
    }

    /** A command from the platform. */
    void onCommand(String subject, byte[] payload) {
        switch (subject) {
            case HubPlans.SUBJECT ->
                readPlans(payload)
                        .filter(sent -> plansVersion()
                                .map(known -> sent.version() > known)
                                .orElse(true))
                        .ifPresent(sent -> follow(sent, payload));
            case HubPlans.ACTION -> readAction(payload).ifPresent(this::act);
            default -> LOG.warn("a command \"{}\" came, which this hub does not know", subject);
        }
    }

    private void follow(HubPlans sent, byte[] payload) {
        KnownPlans followed =
                plans.map(known -> known.followedBy(sent)).orElseGet(() -> new KnownPlans(sent, List.of()));
        try {
            files.writePlans(
                    Codecs.hubPlans().encode(new HubPlans(tenant, sent.version(), List.of(), followed.earlier())),
                    payload);
            plans = Optional.of(followed);
            LOG.info(
                    "{} care plans came for {} devices",
                    patientsWithPlan(),
                    sent.assignments().size());
            forgetStrangers(followed);
        } catch (IOException e) {
            LOG.error("the plans that came cannot be kept: {}", e.getMessage());
        }
    }

    private List<CarePlan> earlier() {
        return files.earlierPlans()
                .flatMap(this::readPlans)
                .map(HubPlans::carePlans)
                .orElse(List.of());
    }

    /** Somebody of the team acted on an alert: nobody beside the hub need be told of it any more. */
    private void act(AlertAction action) {
        String patient = action.subject().id();
        if (plans.map(known -> known.knows(patient)).orElse(false) && WatchFiles.isName(patient)) {
            change(
                    patient,
                    known -> known.in(PatientWatch.act(known.state(), action))
                            .saysNoMore(notice -> notice.alert().equals(action.alert())));
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

    private Optional<HubPlans> readPlans(byte[] json) {
        try {
            return Optional.of(Codecs.hubPlans().decode(json))
                    .filter(sent -> sent.tenant().equals(tenant));
        } catch (InvalidPayload e) {
            LOG.error("plans that this hub cannot read, it may be too old for them: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Whoever is behind the hub no more. */
    private void forgetStrangers(KnownPlans known) throws IOException {
        for (String patient : List.copyOf(patients.keySet())) {
            if (!known.knows(patient)) {
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
        Attribution attribution =
                plans.map(known -> known.attribution(message.device(), reading)).orElse(Attribution.NOBODYS);
        Optional<String> patient = attribution.owner().filter(WatchFiles::isName);
        if (patient.isPresent() && !isSameContentAsJustNow(message, decoded)) {
            plan(patient.get(), reading.receivedAt())
                    .ifPresent(plan -> observe(message, plan, reading.attributed(attribution, 0)));
        }
    }

    private Optional<CarePlan> plan(String patient, Instant at) {
        return plans.flatMap(known -> known.planAt(patient, at));
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
            WatchedPatient after = before.in(outcome.state()).saysNoMore(notice -> isAnsweredBy(notice, reading));
            for (AlertEvent event : outcome.events()) {
                after = follow(after, new Step(message.device(), message.receivedAt(), event));
            }
            return isDown() ? tellPending(after) : after;
        });
    }

    private static boolean isAnsweredBy(Notice notice, Reading reading) {
        return switch (notice.kind()) {
            case MEASURE, LOOK_IN ->
                reading.kind().code().equals(notice.expected())
                        && reading.effectiveTime().isAfter(notice.measuredAt().minus(EARLY));
            case MEASURE_AGAIN ->
                notice.device().equals(reading.device()) && notice.measuredAt().isBefore(reading.effectiveTime());
            case ALERT -> false;
        };
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
        Instant now = clock.instant();
        hasLine = isThereOne;
        if (hasLine) {
            down = Duration.ZERO;
            lineUntil = now;
            thePlatformSpeaks(now);
        } else {
            down = down.plus(LOOK_EVERY);
            if (isDown()) {
                plans.ifPresent(known -> known.patients().forEach(patient -> beAlone(patient, now)));
            }
        }
    }

    private void thePlatformSpeaks(Instant now) {
        if (!patients.isEmpty()) {
            Optional<Instant> oldest = oldestWaiting();
            for (String patient : List.copyOf(patients.keySet())) {
                change(patient, known -> sent(known, oldest, now).watchedAloneTo(null));
            }
        }
    }

    private void beAlone(String patient, Instant now) {
        change(
                patient,
                known -> tellPending(plan(patient, now)
                        .map(plan -> letTimePass(known, plan, now))
                        .orElse(known)));
    }

    private WatchedPatient letTimePass(WatchedPatient known, CarePlan plan, Instant now) {
        TimeAlone.Passed passed = TimeAlone.to(now, known, plan, lineUntil);
        WatchedPatient after = passed.patient();
        for (AlertEvent event : passed.events()) {
            Optional<String> device = event.readings().stream()
                    .reduce((earlier, later) -> later)
                    .map(AlertEvent.Evidence::device)
                    .or(() -> plans.flatMap(sent -> sent.deviceOf(plan.patient(), now)));
            if (device.isPresent()) {
                after = follow(after, new Step(device.get(), event.at(), event));
            }
        }
        return after;
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
                        plans.map(known -> known.name(event.subject().id())).orElse(null),
                        missing.orElse(null)));
    }

    /** Empty for what is the team's only: a step that reminds them, alerts that are not red, measurements that are missing. */
    private static Optional<Notice.What> what(AlertEvent event, boolean isMissing) {
        if (isForPeopleHere(event)) {
            return Optional.of(
                    !isMissing
                            ? Notice.What.MEASURE_AGAIN
                            : event.audience() == AlertEvent.Audience.CARER
                                    ? Notice.What.LOOK_IN
                                    : Notice.What.MEASURE);
        }
        boolean isAlert =
                event.audience() == null && !isMissing && event.severity().isAtLeast(Severity.RED);
        return isAlert ? Optional.of(Notice.What.ALERT) : Optional.empty();
    }

    /** A prompt that a clock caused is as old as that; one that a measurement caused is as old as the measurement. */
    private static boolean isNews(AlertEvent event, Instant now) {
        Instant since = event.audience() == null ? event.effectiveTime() : event.at();
        return Duration.between(since, now).compareTo(PROMPT_WITHIN) <= 0;
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
