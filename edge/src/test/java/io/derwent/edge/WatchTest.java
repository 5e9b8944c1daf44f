package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.Observation;
import io.derwent.edge.queue.Channels;
import io.derwent.edge.queue.DurableQueue;
import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.CarePlan;
import io.derwent.model.ClockOffset;
import io.derwent.model.Ids;
import io.derwent.model.Reading;
import io.derwent.model.Subject;
import io.derwent.wire.Codecs;
import io.derwent.wire.DecodedReading;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub finds by itself, on real files, with the line there or not as the test says. */
class WatchTest {
    private static final Instant START = Instant.parse("2026-11-22T08:05:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TENANT = "north";
    private static final String CUFF = "cuff-1";

    @TempDir
    private Path directory = Path.of("");

    private final VirtualThread clock = new VirtualThread(START);
    private final List<String> said = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init")
    private NoticeBoard board;

    @SuppressWarnings("NullAway.Init")
    private Watch watch;

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(directory.resolve("queue"), DurableQueue.Settings.of(1024 * 1024, false), Channels.real());
        openWatch();
    }

    private void openWatch() throws IOException {
        board = new NoticeBoard();
        board.listen(change -> said.add((change.over() ? "over " : "")
                + change.notice().kind() + " " + change.notice().patient()));
        watch = Watch.open(directory.resolve("watch"), TENANT, outbox, board, clock, PATIENCE);
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
    }

    @Test
    void withoutALineAnExtremeReadingIsAnAlertHereAndInTheQueueBehindItsReading() throws IOException {
        plans(1, "p1");
        theLineIsLost();

        measured(START, 225, 131);

        assertThat(said).containsExactly("ALERT p1");
        assertThat(board.all().get(0).sentence(ZoneOffset.UTC))
                .startsWith("The measurement of 08:05 with cuff-1 was far outside the usual range. The hub has no line")
                .doesNotContain("225");
        assertThat(forwarded()).isEqualTo(CUFF + " " + RunningHub.READING);
        Message alert = next();
        assertThat(alert.device()).isEqualTo(CUFF);
        assertThat(alert.contentType()).contains(HonoRecord.HUB_ALERT);
        AlertEvent step = Codecs.alertEvents().decode(alert.payload());
        assertThat(step.kind()).isEqualTo(AlertEvent.Kind.RAISED);
        assertThat(step.subject()).isEqualTo(Subject.patient("p1"));
    }

    @Test
    void itsAlertHasTheIdThePlatformWillGiveIt() throws IOException {
        plans(1, "p1");
        theLineIsLost();
        byte[] withoutTime =
                "{\"kind\":\"bp_panel\",\"systolic\":225,\"diastolic\":131}".getBytes(StandardCharsets.UTF_8);
        Instant taken = clock.instant();

        kept(withoutTime);

        Instant hoursLater = taken.plus(Duration.ofHours(5));
        String readingThere = PayloadDecoders.standard()
                .ofReadings(RunningHub.READING)
                .orElseThrow()
                .decode(withoutTime)
                .get(0)
                .received(TENANT, CUFF, withoutTime, hoursLater, taken)
                .id();
        forwarded();
        AlertEvent step = Codecs.alertEvents().decode(next().payload());
        assertThat(step.alert()).isEqualTo(Ids.alert(TENANT, Subject.patient("p1"), "BP-03", readingThere));
    }

    @Test
    void whileThereIsALineThePlatformSpeaks() throws IOException {
        plans(1, "p1");
        watch.look(true);

        measured(START, 225, 131);
        forwarded();
        watch.look(true);
        theLineIsLost();

        assertThat(said).isEmpty();
        assertThat(outbox.count()).isZero();
    }

    @Test
    void whatDidNotReachTheGatewayBeforeTheLineWasLostIsToldOnceItHasBeenAwayForLong() throws IOException {
        plans(1, "p1");
        measured(START, 225, 131);
        watch.look(true);
        for (Duration down = Watch.LOOK_EVERY; down.compareTo(PATIENCE) < 0; down = down.plus(Watch.LOOK_EVERY)) {
            watch.look(false);
        }
        assertThat(said).isEmpty();

        watch.look(false);

        assertThat(said).containsExactly("ALERT p1");
        watch.look(false);
        assertThat(said).hasSize(1);
        assertThat(outbox.count()).isEqualTo(2);
    }

    @Test
    void aSingleSevereReadingAsksForAnotherAndThatOneEndsTheAsking() throws IOException {
        plans(1, "p1");
        theLineIsLost();

        measured(START, 185, 100);
        assertThat(said).containsExactly("MEASURE_AGAIN p1");
        measured(START.plus(Duration.ofMinutes(5)), 140, 85);

        assertThat(said).containsExactly("MEASURE_AGAIN p1", "over MEASURE_AGAIN p1");
        assertThat(board.all()).isEmpty();
    }

    /** The platform may find the second only, and then has to know that it is one with the first. */
    @Test
    void thatAnAlertGoesOnIsToldThePlatformAndNobodyHere() throws IOException {
        plans(1, "p1");
        theLineIsLost();
        measured(START, 225, 131);

        measured(START.plus(Duration.ofMinutes(5)), 226, 131);

        assertThat(said).containsExactly("ALERT p1");
        forwarded();
        next();
        forwarded();
        AlertEvent step = Codecs.alertEvents().decode(next().payload());
        assertThat(step.kind()).isEqualTo(AlertEvent.Kind.UPDATED);
        assertThat(step.effectiveTime()).isEqualTo(minutes(5));
    }

    @Test
    void aRestartWithoutALineForgetsNothing() throws IOException {
        plans(7, "p1");
        theLineIsLost();
        measured(START, 185, 100);

        openWatch();
        assertThat(watch.plansVersion()).hasValue(7L);
        assertThat(said).containsExactly("MEASURE_AGAIN p1", "MEASURE_AGAIN p1");
        theLineIsLost();
        measured(START.plus(Duration.ofMinutes(5)), 190, 100);

        assertThat(said).endsWith("over MEASURE_AGAIN p1", "ALERT p1");
    }

    @Test
    void oncePeopleKnowTheNoticeSaysSoAndGoesAfterAnHour() throws IOException {
        plans(1, "p1");
        theLineIsLost();
        measured(START, 225, 131);
        watch.look(true);
        assertThat(board.all().get(0).isSent()).isFalse();
        forwarded();
        forwarded();

        watch.look(true);

        assertThat(board.all().get(0).sentence(ZoneOffset.UTC)).contains("It was sent to the care team at 08:05");
        clock.pass(Duration.ofMinutes(61));
        watch.look(true);
        assertThat(board.all()).isEmpty();
    }

    @Test
    void aReadingBelongsToWhoHadTheDeviceWhenItWasTaken() throws IOException {
        Instant handOver = START.minus(Duration.ofHours(1));
        watch.onCommand(
                HubPlans.SUBJECT,
                Codecs.hubPlans()
                        .encode(new HubPlans(
                                TENANT,
                                1,
                                List.of(new AssignmentHistory(
                                        TENANT,
                                        CUFF,
                                        1,
                                        List.of(
                                                new Assignment("before", Instant.EPOCH, handOver, null),
                                                new Assignment("after", handOver, null, null)))),
                                List.of(plan("before"), plan("after")))));
        theLineIsLost();

        measured(handOver.minusSeconds(60), 225, 131);

        assertThat(said).containsExactly("ALERT before");
    }

    @Test
    void aReadingOfASharedDeviceBelongsToWhomItNames() throws IOException {
        watch.onCommand(
                HubPlans.SUBJECT,
                Codecs.hubPlans()
                        .encode(new HubPlans(
                                TENANT,
                                1,
                                List.of(new AssignmentHistory(
                                        TENANT,
                                        CUFF,
                                        1,
                                        List.of(
                                                new Assignment("ann", Instant.EPOCH, null, 1),
                                                new Assignment("bob", Instant.EPOCH, null, 2)))),
                                List.of(plan("ann"), plan("bob")))));
        theLineIsLost();

        measured(START, 225, 131);
        kept("{\"kind\":\"bp_panel\",\"effectiveTime\":\"%s\",\"systolic\":225,\"diastolic\":131,\"user\":2}"
                .formatted(START)
                .getBytes(StandardCharsets.UTF_8));

        assertThat(said).containsExactly("ALERT bob");
    }

    @Test
    void olderPlansAndThoseOfOthersAreIgnoredAndWhoIsBehindTheHubNoMoreIsForgotten() throws IOException {
        plans(5, "p1");
        theLineIsLost();
        measured(START, 225, 131);
        plans(4, "p2");
        watch.onCommand(HubPlans.SUBJECT, Codecs.hubPlans().encode(new HubPlans("south", 9, List.of(), List.of())));
        watch.onCommand(HubPlans.SUBJECT, "{".getBytes(StandardCharsets.UTF_8));
        watch.onCommand("dance", new byte[0]);
        assertThat(watch.plansVersion()).hasValue(5L);
        assertThat(directory.resolve("watch/patients/p1.json")).exists();

        plans(6, "p2");

        assertThat(watch.plansVersion()).hasValue(6L);
        assertThat(said).containsExactly("ALERT p1", "over ALERT p1");
        assertThat(directory.resolve("watch/patients/p1.json")).doesNotExist();
    }

    @Test
    void aFileThatCannotBeReadIsTakenForMissing() throws IOException {
        plans(1, "p1");
        theLineIsLost();
        measured(START, 185, 100);
        Files.writeString(directory.resolve("watch/patients/p1.json"), "{");
        Files.writeString(directory.resolve("watch/plans.json"), "");
        Files.writeString(directory.resolve("watch/clocks.json"), "[");

        openWatch();

        assertThat(watch.plansVersion()).isEmpty();
        assertThat(board.all()).isEmpty();
    }

    @Test
    void theSameContentOfACuffWithoutAClockWithinAMinuteIsOneReading() throws IOException {
        plans(1, "p1");
        theLineIsLost();
        byte[] withoutTime =
                "{\"kind\":\"bp_panel\",\"systolic\":185,\"diastolic\":100}".getBytes(StandardCharsets.UTF_8);

        kept(withoutTime);
        clock.pass(Duration.ofSeconds(60));
        kept(withoutTime);
        assertThat(said).containsExactly("MEASURE_AGAIN p1");
        clock.pass(Duration.ofSeconds(61));
        kept(withoutTime);

        assertThat(said).endsWith("ALERT p1");
    }

    /** It measures, some of it is sent twice, the hub is started again, and its messages come to the platform a while later. */
    @ParameterizedTest(name = "sent on after {0} min")
    @ValueSource(ints = {0, 5, 20})
    void aMeasurementOfACuffWhoseClockIs40MinutesAheadHasTheSameTimeAsOnThePlatform(int sentOnAfter)
            throws IOException {
        plans(1, "p1");
        List<Instant> there = new ArrayList<>();
        ClockOffset known = ClockOffset.NONE;
        for (int minute : List.of(0, 7, 3, 20, 21)) {
            Instant measured = START.plus(Duration.ofMinutes(minute));
            if (clock.instant().isBefore(measured)) {
                clock.pass(Duration.between(clock.instant(), measured));
            }
            byte[] payload = pressure(measured.plus(Duration.ofMinutes(40)), 225, 131);
            kept(payload);
            kept(payload);
            ClockOffset.Step step = onThePlatform(payload, clock.instant(), Duration.ofMinutes(sentOnAfter), known);
            known = step.known();
            there.add(step.reading().effectiveTime());
            openWatch();
        }

        assertThat(there)
                .as("stored readings keep their distance")
                .containsExactly(minutes(0), minutes(7), minutes(3), minutes(20), minutes(21));
        assertThat(breaches("p1")).containsExactlyInAnyOrderElementsOf(there);
    }

    /** As the vitals job takes it. */
    private static ClockOffset.Step onThePlatform(byte[] payload, Instant taken, Duration later, ClockOffset known) {
        DecodedReading decoded = PayloadDecoders.standard()
                .ofReadings(RunningHub.READING)
                .orElseThrow()
                .decode(payload)
                .get(0);
        Reading reading = decoded.received(TENANT, CUFF, payload, taken.plus(later), taken);
        return known.observe(reading, decoded.timeInId().orElseThrow(), taken);
    }

    /** When the breaches of blood pressure were measured that are remembered. */
    private List<Instant> breaches(String patient) throws IOException {
        return WatchFiles.open(directory.resolve("watch")).patient(patient).state().rules().stream()
                .filter(rule -> rule.rule().equals("BP-03"))
                .flatMap(rule -> rule.observations().stream())
                .map(Observation::effectiveTime)
                .toList();
    }

    @Test
    void aClockThatIsRightAgainIsNotCorrectedAnyMore() throws IOException {
        plans(1, "p1");
        kept(pressure(START.plus(Duration.ofMinutes(40)), 225, 131));
        assertThat(Files.readString(directory.resolve("watch/clocks.json"))).contains(CUFF);
        clock.pass(Duration.ofMinutes(10));

        kept(pressure(minutes(10), 225, 131));

        assertThat(breaches("p1")).containsExactly(minutes(0), minutes(10));
        assertThat(Files.readString(directory.resolve("watch/clocks.json"))).isEqualTo("{}");
    }

    private static Instant minutes(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void aClockThatIsBehindIsKnownHereTooAlsoAfterARestart() throws IOException {
        plans(1, "p1");
        theLineIsLost();
        anHourAgoByItsClock(120, 80);
        byte[] second = anHourAgoByItsClock(120, 80);
        anHourAgoByItsClock(185, 100);
        kept(second);
        openWatch();
        theLineIsLost();

        anHourAgoByItsClock(186, 100);

        assertThat(said).startsWith("MEASURE_AGAIN p1").endsWith("ALERT p1");
    }

    @Test
    void whatIsReadOutHoursLaterIsNoClockBehindHereEither() throws IOException {
        plans(1, "p1");
        theLineIsLost();
        for (int day = 1; day <= 4; day++) {
            clock.pass(Duration.ofDays(1));
            kept(pressure(clock.instant().minus(Duration.ofHours(3)), 185, 100));
        }

        assertThat(said).isEmpty();
    }

    /** Twenty minutes after the one before, by a cuff whose clock is an hour behind. */
    private byte[] anHourAgoByItsClock(int systolic, int diastolic) throws IOException {
        clock.pass(Duration.ofMinutes(20));
        byte[] payload = pressure(clock.instant().minus(Duration.ofHours(1)), systolic, diastolic);
        kept(payload);
        return payload;
    }

    private void theLineIsLost() {
        for (Duration down = Duration.ZERO; down.compareTo(PATIENCE) < 0; down = down.plus(Watch.LOOK_EVERY)) {
            watch.look(false);
        }
    }

    private void plans(long version, String patient) {
        watch.onCommand(HubPlans.SUBJECT, plansOf(version, CUFF, patient));
    }

    /** What a hub is sent of one patient who has had this device for ever. */
    static byte[] plansOf(long version, String device, String patient) {
        return Codecs.hubPlans()
                .encode(new HubPlans(
                        TENANT,
                        version,
                        List.of(new AssignmentHistory(
                                TENANT, device, version, List.of(new Assignment(patient, Instant.EPOCH, null, null)))),
                        List.of(plan(patient))));
    }

    private static CarePlan plan(String patient) {
        return new CarePlan(
                TENANT,
                patient,
                1,
                "hypertension",
                1,
                1,
                Instant.EPOCH,
                true,
                ShippedPathways.all().named("hypertension").rules());
    }

    private void measured(Instant at, int systolic, int diastolic) throws IOException {
        if (at.isAfter(clock.instant())) {
            clock.pass(Duration.between(clock.instant(), at));
        }
        kept(pressure(at, systolic, diastolic));
    }

    private static byte[] pressure(Instant at, int systolic, int diastolic) {
        return "{\"kind\":\"bp_panel\",\"effectiveTime\":\"%s\",\"systolic\":%d,\"diastolic\":%d}"
                .formatted(at, systolic, diastolic)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** As {@link Intake} does. */
    private void kept(byte[] payload) throws IOException {
        Message message = new Message(
                Message.Endpoint.EVENT, CUFF, Optional.of(RunningHub.READING), "", false, clock.instant(), payload);
        try {
            outbox.add(message);
        } catch (io.derwent.edge.queue.QueueFull e) {
            throw new IllegalStateException(e);
        }
        outbox.commit();
        watch.onKept(List.of(message));
    }

    private Message next() throws IOException {
        Outbox.Taken taken = outbox.next().orElseThrow();
        outbox.remove(taken);
        return taken.message();
    }

    private String forwarded() throws IOException {
        Message message = next();
        return message.device() + " " + message.contentType().orElse("");
    }
}
