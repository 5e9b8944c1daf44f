package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.Episode;
import io.derwent.clinical.HubAlert;
import io.derwent.clinical.HubAlerts;
import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.clinical.RuleState;
import io.derwent.edge.queue.Channels;
import io.derwent.edge.queue.DurableQueue;
import io.derwent.edge.queue.QueueFull;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.Attribution;
import io.derwent.model.CarePlan;
import io.derwent.model.Kind;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.model.Timing;
import io.derwent.wire.Codecs;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HubPlans;
import io.derwent.wire.PayloadDecoders;
import io.derwent.wire.ShippedPathways;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * One patient for two days, watched by a hub whose line comes and goes and by the platform, which hears of what the hub took once
 * there is a line, in any order: readings, measurements that are missing, alerts nobody acted on. There is one episode for one.
 */
class HubAndPlatformTest {
    private static final Instant SIX = Instant.parse("2026-11-22T06:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int STEPS = 48 * 6;
    private static final String TENANT = "north";
    private static final String PATIENT = "ada";
    private static final String CUFF = "cuff";
    private static final String SCALE = "scale";
    private static final CarePlan PLAN = new CarePlan(
            TENANT,
            PATIENT,
            1,
            "x",
            1,
            1,
            SIX,
            true,
            rules(),
            new Schedule(
                    List.of(
                            new Schedule.Expected(Kind.BP_PANEL, LocalTime.of(8, 0), List.of()),
                            new Schedule.Expected(Kind.WEIGHT, LocalTime.of(9, 0), List.of()),
                            new Schedule.Expected(Kind.BP_PANEL, LocalTime.of(13, 0), List.of()),
                            new Schedule.Expected(Kind.BP_PANEL, LocalTime.of(19, 0), List.of())),
                    null));

    private static List<Rule> rules() {
        Stream<Rule> severe = ShippedPathways.all().named("hypertension").rules().stream()
                .filter(rule -> rule.id().equals("BP-03"));
        Rule missed = new Rule.Missed(
                "DQ-01", 1, Severity.RED, Duration.ofHours(1), Duration.ofHours(2), 1, Timing.of(Severity.RED));
        return Stream.concat(severe, Stream.of(missed)).toList();
    }

    /** What may happen; the argument is a value, or how many steps it lasts. */
    enum What {
        PRESSURE_BESIDE_THE_HUB,
        WEIGHT_BESIDE_THE_HUB,
        PRESSURE_ELSEWHERE,
        WEIGHT_ELSEWHERE,
        LINE_IS_LOST,
        LINE_IS_BACK,
        GATEWAYS_ARE_AWAY,
        HUB_IS_OFF,
        SOMEBODY_ACTS,
        SOMEBODY_ACTS_ON_THE_HUBS_ALERT
    }

    record Happening(int step, What what, int argument) {}

    @Property(tries = 30)
    void thereIsOneEpisodeForOne(@ForAll("happenings") List<Happening> happenings, @ForAll long seed)
            throws IOException {
        try (World world = new World(seed)) {
            world.live(happenings);
        }
    }

    /** A platform that hears of each reading at once is what the hub is compared with: it alone has told the same since. */
    @Property(tries = 30)
    void withoutALineTheHubRaisesWhatThePlatformWould(
            @ForAll("besideTheHub") List<Happening> happenings, @ForAll long seed) throws IOException {
        try (World world = new World(seed)) {
            world.take(CUFF, pressure(120));
            world.take(SCALE, "{\"kind\":\"weight\",\"kilograms\":81.2}");
            world.hasLine = false;
            world.live(happenings);

            assertThat(world.raisedByHub).isEqualTo(world.raisedAtOnce);
        }
    }

    @Provide
    Arbitrary<List<Happening>> happenings() {
        return happenings(What.values());
    }

    @Provide
    Arbitrary<List<Happening>> besideTheHub() {
        return happenings(What.PRESSURE_BESIDE_THE_HUB, What.WEIGHT_BESIDE_THE_HUB);
    }

    private static Arbitrary<List<Happening>> happenings(What... which) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, STEPS - 1),
                        Arbitraries.of(which),
                        Arbitraries.integers().between(0, 30))
                .as(Happening::new)
                .list()
                .ofMaxSize(40)
                .map(all -> all.stream()
                        .sorted(Comparator.comparingInt(Happening::step))
                        .toList());
    }

    private static String pressure(int systolic) {
        return "{\"kind\":\"bp_panel\",\"systolic\":%d,\"diastolic\":80}".formatted(systolic);
    }

    /** The platform as the vitals job calls it. */
    private static final class Platform {
        private PatientState state = PatientState.empty();
        private List<HubAlert> waiting = List.of();
        private Instant now = SIX;
        private final Set<String> raised = new HashSet<>();
        private final Set<String> known = new HashSet<>();
        private final Set<String> taken = new HashSet<>();
        private final Map<String, String> open = new HashMap<>();

        void arrives(Reading reading) {
            follow(PatientWatch.observe(state, PLAN, reading));
            merge();
        }

        void tick(Instant at) {
            now = at;
            follow(PatientWatch.tick(state, PLAN, at));
        }

        void pause(Instant from, Instant to) {
            state = PatientWatch.paused(state, from, to);
        }

        void hears(AlertEvent ofAHub) {
            waiting = HubAlerts.with(waiting, HubAlert.of(ofAHub));
            merge();
        }

        void act(AlertAction action) {
            AlertAction own = HubAlerts.canonical(state, action);
            state = PatientWatch.act(state, own);
            episodes()
                    .filter(episode -> episode.alert().equals(own.alert()))
                    .forEach(episode -> taken.add(own.alert()));
        }

        private void follow(PatientWatch.Outcome outcome) {
            state = outcome.state();
            outcome.events().forEach(this::check);
            if (!outcome.events().isEmpty()) {
                merge();
            }
        }

        private void merge() {
            PatientWatch.Outcome counted = PatientWatch.besideHubs(state, PLAN, waiting, now);
            state = counted.state();
            counted.events().forEach(this::check);
            HubAlerts.Merged merged = HubAlerts.merge(state, waiting);
            state = merged.state();
            waiting = merged.waiting();
            episodes().forEach(episode -> {
                known.add(episode.alert());
                Optional.ofNullable(episode.aliases()).ifPresent(known::addAll);
                if (episode.acknowledgedBy() != null) {
                    taken.add(episode.alert());
                }
            });
        }

        private void check(AlertEvent event) {
            known.add(event.alert());
            switch (event.kind()) {
                case RAISED -> {
                    raised.add(event.alert());
                    taken.remove(event.alert());
                    assertThat(Objects.requireNonNullElse(open.put(event.rule(), event.alert()), event.alert()))
                            .as("already open when %s came", event)
                            .isEqualTo(event.alert());
                }
                case CLEARED, WITHDRAWN -> open.remove(event.rule(), event.alert());
                case ESCALATED -> {
                    if (event.audience() != null) {
                        assertThat(taken).as("somebody acted").doesNotContain(event.alert());
                    }
                    taken.remove(event.alert());
                }
                case PROMPTED, UPDATED, WOULD_HAVE, NOTED -> {}
            }
        }

        Stream<Episode> episodes() {
            return state.rules().stream().map(RuleState::episode).flatMap(Stream::ofNullable);
        }

        Optional<Episode> episode(String rule) {
            return state.rules().stream()
                    .filter(one -> one.rule().equals(rule))
                    .map(RuleState::episode)
                    .flatMap(Stream::ofNullable)
                    .findFirst();
        }
    }

    /** From one time to another. */
    private record Span(String rule, Instant from, Instant to) {
        boolean overlaps(Episode episode) {
            return !from.isAfter(episode.lastBreachAt()) && !to.isBefore(episode.firstBreachAt());
        }
    }

    private static final class World implements AutoCloseable {
        private final Random random;
        private final VirtualThread clock = new VirtualThread(SIX);
        private final Path directory = Files.createTempDirectory("hub-and-platform");
        private final Outbox outbox;
        private final Platform platform = new Platform();
        private final Platform atOnce = new Platform();
        private final Set<String> raisedAtOnce = new HashSet<>();
        private final List<Reading> onTheirWay = new ArrayList<>();
        /** How far each alert reached that the hub told of, by the end of the time without a line in which it did. */
        private final Map<String, Span> told = new HashMap<>();

        private final List<Message> queue = new ArrayList<>();
        private final List<String> toldByHub = new ArrayList<>();
        private final Set<String> toldSinceTheLineWasLost = new HashSet<>();
        private final Set<String> raisedByHub = new HashSet<>();
        private final Map<String, Instant> actedWithALine = new HashMap<>();
        private Watch watch;
        private boolean hasLine = true;
        private int gatewaysAwayFor;
        private int hubOffFor;
        private Instant gatewaysAwaySince = SIX;

        World(long seed) throws IOException {
            random = new Random(seed);
            outbox = Outbox.open(
                    directory.resolve("queue"), DurableQueue.Settings.of(4 * 1024 * 1024, false), Channels.real());
            watch = open();
            List<AssignmentHistory> devices = Stream.of(CUFF, SCALE)
                    .map(device -> new AssignmentHistory(
                            TENANT, device, 1, List.of(new Assignment(PATIENT, Instant.EPOCH, null, null))))
                    .toList();
            watch.onCommand(
                    HubPlans.SUBJECT, Codecs.hubPlans().encode(new HubPlans(TENANT, 1, devices, List.of(PLAN))));
        }

        private Watch open() throws IOException {
            return Watch.open(directory.resolve("watch"), TENANT, outbox, new NoticeBoard(), clock, Watch.LOOK_EVERY);
        }

        void live(List<Happening> happenings) throws IOException {
            int next = 0;
            for (int step = 0; step < STEPS; step++) {
                clock.pass(STEP);
                timePasses();
                for (; next < happenings.size() && happenings.get(next).step() == step; next++) {
                    happens(happenings.get(next));
                }
            }
            raisedAtOnce.addAll(atOnce.raised);
            hasLine = true;
            for (int step = 0; step < 36; step++) {
                clock.pass(STEP);
                timePasses();
            }
            assertThat(queue).isEmpty();
        }

        private void timePasses() throws IOException {
            Instant now = clock.instant();
            if (gatewaysAwayFor > 0 && --gatewaysAwayFor == 0) {
                platform.pause(gatewaysAwaySince, now);
            }
            platform.tick(now);
            atOnce.tick(now);
            if (gatewaysAwayFor == 0) {
                onTheirWay.forEach(platform::arrives);
                onTheirWay.clear();
            }
            if (hubOffFor > 0 && --hubOffFor == 0) {
                watch = open();
            }
            if (hubOffFor == 0) {
                boolean isThereOne = hasLine && gatewaysAwayFor == 0;
                readQueue();
                if (isThereOne) {
                    forward();
                }
                watch.look(isThereOne);
                readQueue();
                if (isThereOne) {
                    toldSinceTheLineWasLost.clear();
                } else {
                    remember();
                }
            }
            check();
        }

        /** What the hub has kept, which waits for a line. */
        private void readQueue() throws IOException {
            for (Optional<Outbox.Taken> taken = outbox.next(); taken.isPresent(); taken = outbox.next()) {
                outbox.remove(taken.get());
                Message message = taken.get().message();
                queue.add(message);
                if (isAlert(message)) {
                    AlertEvent step = Codecs.alertEvents().decode(message.payload());
                    toldByHub.add(step.alert());
                    toldSinceTheLineWasLost.add(step.alert());
                    if (step.kind() == AlertEvent.Kind.RAISED) {
                        raisedByHub.add(step.alert());
                    }
                }
            }
        }

        private static boolean isAlert(Message message) {
            return message.contentType().equals(Optional.of(HonoRecord.HUB_ALERT));
        }

        /** In any order: what a hub sends comes by more than one way through the job. */
        private void forward() {
            Collections.shuffle(queue, random);
            for (Message message : queue) {
                if (isAlert(message)) {
                    platform.hears(Codecs.alertEvents().decode(message.payload()));
                } else {
                    platform.arrives(reading(message.device(), message.payload(), message.receivedAt()));
                }
            }
            queue.clear();
        }

        /** What the hub's alerts are by now that it told of. */
        private void remember() throws IOException {
            WatchedPatient patient = WatchFiles.open(directory.resolve("watch")).patient(PATIENT);
            for (RuleState rule : patient.state().rules()) {
                Optional.ofNullable(rule.episode()).ifPresent(episode -> remember(rule.rule(), episode));
            }
        }

        private void remember(String rule, Episode episode) {
            if (toldSinceTheLineWasLost.contains(episode.alert())) {
                told.put(episode.alert(), new Span(rule, episode.firstBreachAt(), episode.lastBreachAt()));
            }
            Instant acted = actedWithALine.getOrDefault(episode.alert(), Instant.MIN);
            if (Objects.requireNonNull(episode.openedAt()).isBefore(acted)) {
                assertThat(episode.acknowledgedBy())
                        .as("who acted on %s of the hub", rule)
                        .isNotNull();
            }
        }

        private void check() {
            for (HubAlert alert : platform.waiting) {
                Span span = new Span(alert.rule(), alert.firstBreachAt(), alert.lastBreachAt());
                assertThat(platform.episode(alert.rule()).map(span::overlaps).orElse(false))
                        .as("%s of the hub waits beside it", span)
                        .isFalse();
            }
            if (queue.isEmpty()) {
                told.forEach((alert, span) -> {
                    if (platform.episode(span.rule()).map(span::overlaps).orElse(false)) {
                        assertThat(platform.known).as("%s of the hub", span).contains(alert);
                    }
                });
            }
        }

        private void happens(Happening happening) throws IOException {
            int argument = happening.argument();
            switch (happening.what()) {
                case PRESSURE_BESIDE_THE_HUB -> take(CUFF, pressure(argument % 2 == 0 ? 190 : 120));
                case WEIGHT_BESIDE_THE_HUB -> take(SCALE, "{\"kind\":\"weight\",\"kilograms\":81.2}");
                case PRESSURE_ELSEWHERE -> takeElsewhere(pressure(argument % 2 == 0 ? 190 : 120));
                case WEIGHT_ELSEWHERE -> takeElsewhere("{\"kind\":\"weight\",\"kilograms\":81.4}");
                case LINE_IS_LOST -> hasLine = false;
                case LINE_IS_BACK -> hasLine = true;
                case GATEWAYS_ARE_AWAY -> {
                    if (gatewaysAwayFor == 0) {
                        gatewaysAwayFor = argument + 1;
                        gatewaysAwaySince = clock.instant();
                        platform.pause(gatewaysAwaySince, gatewaysAwaySince.plus(Duration.ofDays(1)));
                    }
                }
                case HUB_IS_OFF -> hubOffFor = Math.max(hubOffFor, argument % 8 + 1);
                case SOMEBODY_ACTS ->
                    platform.episodes()
                            .filter(episode -> episode.phase() == Episode.Phase.OPEN)
                            .map(Episode::alert)
                            .toList()
                            .forEach(this::act);
                case SOMEBODY_ACTS_ON_THE_HUBS_ALERT -> {
                    if (!toldByHub.isEmpty()) {
                        act(toldByHub.get(toldByHub.size() - 1));
                    }
                }
            }
        }

        private void act(String alert) {
            AlertAction action = new AlertAction(
                    "x-" + alert + clock.instant(),
                    TENANT,
                    Subject.patient(PATIENT),
                    alert,
                    AlertAction.Kind.ACKNOWLEDGED,
                    "nurse",
                    clock.instant(),
                    null,
                    null);
            platform.act(action);
            if (hasLine && gatewaysAwayFor == 0 && hubOffFor == 0) {
                watch.onCommand(HubPlans.ACTION, Codecs.alertActions().encode(action));
                actedWithALine.put(alert, clock.instant());
            }
        }

        private void take(String device, String json) throws IOException {
            if (hubOffFor > 0) {
                return;
            }
            byte[] payload = json.getBytes(StandardCharsets.UTF_8);
            Message message = new Message(
                    Message.Endpoint.EVENT,
                    device,
                    Optional.of(RunningHub.READING),
                    "",
                    false,
                    clock.instant(),
                    payload);
            keep(message);
            watch.onKept(List.of(message));
            atOnce.arrives(reading(device, payload, clock.instant()));
        }

        private void keep(Message message) throws IOException {
            try {
                outbox.add(message);
                outbox.commit();
            } catch (QueueFull e) {
                throw new IllegalStateException(e);
            }
        }

        private void takeElsewhere(String json) {
            Reading reading = reading("elsewhere", json.getBytes(StandardCharsets.UTF_8), clock.instant());
            if (gatewaysAwayFor == 0) {
                platform.arrives(reading);
            } else {
                onTheirWay.add(reading);
            }
        }

        private Reading reading(String device, byte[] payload, Instant taken) {
            return PayloadDecoders.standard()
                    .ofReadings(RunningHub.READING)
                    .orElseThrow()
                    .decode(payload)
                    .get(0)
                    .received(TENANT, device, payload, clock.instant(), taken)
                    .attributed(new Attribution(PATIENT, false), 0);
        }

        @Override
        public void close() throws IOException {
            outbox.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
