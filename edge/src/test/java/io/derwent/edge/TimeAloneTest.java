package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.edge.queue.Channels;
import io.derwent.edge.queue.DurableQueue;
import io.derwent.edge.queue.QueueFull;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.CarePlan;
import io.derwent.model.Escalation;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.model.Timing;
import io.derwent.wire.Codecs;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HubPlans;
import io.derwent.wire.ShippedPathways;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub does because time passes, on virtual time and real files, with the line there or not as the test says. */
class TimeAloneTest {
    private static final Instant EIGHT = Instant.parse("2026-11-22T08:00:00Z");
    private static final String TENANT = "north";
    private static final String DEVICE = "meter-1";
    private static final String PATIENT = "ada";

    @TempDir
    private Path directory = Path.of("");

    private final VirtualThread clock = new VirtualThread(EIGHT);
    private final List<String> said = new ArrayList<>();
    private boolean hasLine;

    @SuppressWarnings("NullAway.Init")
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init")
    private NoticeBoard board;

    @SuppressWarnings("NullAway.Init")
    private Watch watch;

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(directory.resolve("queue"), DurableQueue.Settings.of(1024 * 1024, false), Channels.real());
        startAgain();
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
    }

    private void startAgain() throws IOException {
        board = new NoticeBoard();
        watch = Watch.open(directory.resolve("watch"), TENANT, outbox, board, clock, Duration.ofSeconds(30));
        board.listen(change -> said.add("%s%s %s"
                .formatted(
                        LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                        change.over() ? " over" : "",
                        change.notice().kind())));
    }

    /** It looks as often as it does. */
    private void until(String time) {
        Instant end = LocalTime.parse(time)
                .atDate(EIGHT.atZone(ZoneOffset.UTC).toLocalDate())
                .toInstant(ZoneOffset.UTC);
        while (clock.instant().isBefore(end)) {
            clock.pass(Watch.LOOK_EVERY);
            watch.look(hasLine);
        }
    }

    @Test
    void whoDoesNotMeasureIsAskedThenWhoCaresAndTheTeamHearsOfItLater() throws IOException {
        planned(1, EIGHT.minusSeconds(60), twiceADay());
        measured("{\"kind\":\"bp_panel\",\"systolic\":120,\"diastolic\":80}");
        until("15:30");

        assertThat(said).containsExactly("13:00 MEASURE", "15:00 LOOK_IN");
        assertThat(board.all().get(0).sentence(ZoneOffset.UTC))
                .isEqualTo("Expected at 12:00 on Sunday, and not here yet: blood pressure. Please measure now.");
        assertThat(board.all().get(0).person()).isEqualTo("Ada Lovelace");
        assertThat(board.all().get(1).json(false, ZoneOffset.UTC).getString("name"))
                .isEqualTo("Ada Lovelace");
        next();
        AlertEvent raised = Codecs.alertEvents().decode(next().payload());
        assertThat(raised.kind()).isEqualTo(AlertEvent.Kind.RAISED);
        assertThat(raised.rule()).isEqualTo("DQ-01");

        measured("{\"kind\":\"bp_panel\",\"systolic\":121,\"diastolic\":80}");
        assertThat(board.all()).isEmpty();
    }

    @Test
    void whileThereIsALineThePlatformAsksAndWhatItAskedIsNotAskedAgain() throws IOException {
        planned(1, EIGHT.minusSeconds(60), twiceADay());
        measured("{\"kind\":\"bp_panel\",\"systolic\":120,\"diastolic\":80}");
        hasLine = true;
        until("13:30");
        hasLine = false;
        until("14:30");
        assertThat(said).isEmpty();

        until("15:01");

        assertThat(said).containsExactly("15:00 LOOK_IN");
    }

    @Test
    void whenTheLineIsBackItAsksNoMoreAndDoesNotAskAgainWhenItIsLostAgain() throws IOException {
        planned(1, EIGHT.minusSeconds(60), twiceADay());
        measured("{\"kind\":\"bp_panel\",\"systolic\":120,\"diastolic\":80}");
        until("13:01");
        hasLine = true;
        until("13:10");
        hasLine = false;
        until("14:59");

        assertThat(said).containsExactly("13:00 MEASURE");
    }

    @Test
    void whatWasDueWhileItWasSwitchedOffIsAskedForHalfAnHourLater() throws IOException {
        planned(1, EIGHT.minusSeconds(60), twiceADay());
        measured("{\"kind\":\"bp_panel\",\"systolic\":120,\"diastolic\":80}");
        until("12:30");
        clock.pass(Duration.ofHours(1));
        startAgain();

        until("14:29");

        assertThat(said)
                .as("switched on at 13:30, and it looks after 30 seconds")
                .containsExactly("14:00:30 MEASURE");
    }

    @Test
    void aRestartOfSecondsIsNoPause() throws IOException {
        planned(1, EIGHT.minusSeconds(60), twiceADay());
        measured("{\"kind\":\"bp_panel\",\"systolic\":120,\"diastolic\":80}");
        until("12:59");
        startAgain();

        until("13:01");

        assertThat(said).containsExactly("13:00 MEASURE");
    }

    @Test
    void whatNeverCameThroughThisHubIsNotAskedForHere() throws IOException {
        planned(1, EIGHT.minusSeconds(60), twiceADay());

        until("16:00");

        assertThat(said).isEmpty();
        assertThat(outbox.count()).isZero();
    }

    @Test
    void whatIsMissingHereIsOverWhenItComesWhateverNeverCameThroughThisHub() throws IOException {
        planned(1, EIGHT.minusSeconds(60), twiceADayAndAWeight());
        measured("{\"kind\":\"bp_panel\",\"systolic\":120,\"diastolic\":80}");
        until("13:01");
        measured("{\"kind\":\"bp_panel\",\"systolic\":121,\"diastolic\":80}");
        until("17:01");

        assertThat(steps())
                .as("weight at nine never came here; pressure was missing at noon, came, and is missing at four")
                .containsExactly("RAISED at 13:00", "RAISED at 17:00");
    }

    @Test
    void thatMoreIsMissingIsToldSoThatThePlatformKnowsHowFarTheAlertReaches() throws IOException {
        planned(1, EIGHT.minusSeconds(60), twiceADayAndAWeight());
        measured("{\"kind\":\"bp_panel\",\"systolic\":120,\"diastolic\":80}");

        until("17:01");

        assertThat(steps()).containsExactly("RAISED at 13:00", "UPDATED at 17:00");
    }

    @Test
    void whatTheTeamDidWhileThereWasALineCountsWhenItIsLost() throws IOException {
        planned(
                1,
                EIGHT.minusSeconds(60),
                new CarePlanOf(List.of(missed(Severity.RED)), twiceADay().schedule()));
        measured("{\"kind\":\"bp_panel\",\"systolic\":120,\"diastolic\":80}");
        hasLine = true;
        until("13:10");
        acted(Ids.alert(TENANT, Subject.patient(PATIENT), "DQ-01", "bp_panel-2026-11-22T12:00:00Z"), PATIENT);
        hasLine = false;

        until("16:00");

        assertThat(said).contains("15:00 LOOK_IN");
        assertThat(steps()).isEmpty();
    }

    /** For the team, in the queue. */
    private List<String> steps() throws IOException {
        List<String> steps = new ArrayList<>();
        for (Optional<Outbox.Taken> taken = outbox.next(); taken.isPresent(); taken = outbox.next()) {
            outbox.remove(taken.get());
            Message message = taken.get().message();
            if (message.contentType().equals(Optional.of(HonoRecord.HUB_ALERT))) {
                AlertEvent step = Codecs.alertEvents().decode(message.payload());
                steps.add(step.kind() + " at " + LocalTime.ofInstant(step.at(), ZoneOffset.UTC));
            }
        }
        return steps;
    }

    @Test
    void aHypoIsToBeMeasuredAgainAfterAQuarterOfAnHourUntilItIs() throws IOException {
        planned(1, EIGHT.minusSeconds(60), new CarePlanOf("diabetes", Schedule.NONE));
        until("08:01");
        measured("{\"kind\":\"glucose\",\"mmolPerLitre\":2.8}");
        said.clear();

        until("08:17");
        assertThat(said).containsExactly("08:16 over MEASURE_AGAIN", "08:16 MEASURE_AGAIN");
        measured("{\"kind\":\"glucose\",\"mmolPerLitre\":5.8}");
        said.clear();
        until("09:00");

        assertThat(said).isEmpty();
    }

    @Test
    void aStepForTheLeadIsKeptForThePlatformAndNotSaidHere() throws IOException {
        planned(1, EIGHT.minusSeconds(60), new CarePlanOf("hypertension", Schedule.NONE));
        until("08:01");
        measured("{\"kind\":\"bp_panel\",\"systolic\":225,\"diastolic\":131}");
        until("08:45");

        assertThat(said).containsExactly("08:01 ALERT");
        next();
        assertThat(Codecs.alertEvents().decode(next().payload()).kind()).isEqualTo(AlertEvent.Kind.RAISED);
        Message later = next();
        assertThat(later.device()).isEqualTo(DEVICE);
        AlertEvent step = Codecs.alertEvents().decode(later.payload());
        assertThat(step.kind()).isEqualTo(AlertEvent.Kind.ESCALATED);
        assertThat(step.audience()).isEqualTo(AlertEvent.Audience.LEAD);
        assertThat(outbox.count()).isZero();
    }

    @Test
    void thePlansOwnTimesCountHereToo() throws IOException {
        Escalation leadAfterFive = new Escalation(
                Map.of(Severity.RED, List.of(new Escalation.Rung(AlertEvent.Audience.LEAD, Duration.ofMinutes(5)))));
        planned(
                1,
                EIGHT.minusSeconds(60),
                new CarePlanOf(ShippedPathways.all().named("hypertension").rules(), Schedule.NONE, leadAfterFive));
        until("08:01");
        measured("{\"kind\":\"bp_panel\",\"systolic\":225,\"diastolic\":131}");
        Instant raised = clock.instant();
        until("08:45");

        next();
        next();
        AlertEvent step = Codecs.alertEvents().decode(next().payload());
        assertThat(step.audience()).isEqualTo(AlertEvent.Audience.LEAD);
        assertThat(step.at()).isEqualTo(raised.plus(Duration.ofMinutes(5)));
        assertThat(outbox.count()).isZero();
    }

    /** Also under the plan as far as it is seen to here. */
    @Test
    void itClimbsTheLadderOfThePatientsPlan() {
        Escalation early = new Escalation(Map.of(
                Severity.RED, List.of(new Escalation.Rung(AlertEvent.Audience.OUT_OF_HOURS, Duration.ofMinutes(7)))));
        CarePlan plan = new CarePlan(
                TENANT,
                PATIENT,
                1,
                "x",
                1,
                1,
                EIGHT,
                true,
                ShippedPathways.all().named("hypertension").rules(),
                twiceADay().schedule(),
                early);

        CarePlan ofHere = WatchedPatient.unknown().ofHere(plan, null);

        assertThat(ofHere.schedule().expected()).isEmpty();
        assertThat(ofHere.expecting(plan.schedule())).isEqualTo(plan);
    }

    @Test
    void whoActedBeforeTheLineWasLostIsNotRemindedAndTheNoticeIsOver() throws IOException {
        planned(1, EIGHT.minusSeconds(60), new CarePlanOf("hypertension", Schedule.NONE));
        until("08:01");
        measured("{\"kind\":\"bp_panel\",\"systolic\":225,\"diastolic\":131}");
        String alert = board.all().get(0).alert();

        acted(alert, "bob");
        acted(alert, PATIENT);
        until("08:45");

        assertThat(said).containsExactly("08:01 ALERT", "08:01 over ALERT");
        assertThat(outbox.count()).as("reading and alert").isEqualTo(2);
    }

    @Test
    void whatIsGivenBackKeepsItsNotice() throws IOException {
        planned(1, EIGHT.minusSeconds(60), new CarePlanOf("hypertension", Schedule.NONE));
        until("08:01");
        measured("{\"kind\":\"bp_panel\",\"systolic\":225,\"diastolic\":131}");

        acted(board.all().get(0).alert(), PATIENT, AlertAction.Kind.RELEASED);

        assertThat(said).containsExactly("08:01 ALERT");
    }

    @Test
    void aReadingIsJudgedByThePlanThatWasValidWhenItWasTakenInAlsoAfterARestart() throws IOException {
        planned(1, EIGHT.minusSeconds(60), new CarePlanOf("hypertension", Schedule.NONE));
        planned(2, EIGHT.plus(Duration.ofHours(1)), new CarePlanOf("nothing", Schedule.NONE));
        startAgain();
        until("08:01");

        measured("{\"kind\":\"bp_panel\",\"systolic\":225,\"diastolic\":131}");
        assertThat(said).containsExactly("08:01 ALERT");
        until("09:01");
        measured("{\"kind\":\"bp_panel\",\"systolic\":226,\"diastolic\":131}");

        assertThat(said).hasSize(1);
    }

    @Test
    void ofAPatientsPlansTheNewestFiveAreKept() {
        KnownPlans known = new KnownPlans(sent(1, EIGHT, twiceADay()), List.of());
        for (int version = 2; version <= 9; version++) {
            known = known.followedBy(sent(version, EIGHT.plus(Duration.ofHours(version)), twiceADay()));
        }

        assertThat(known.earlier()).extracting(CarePlan::version).containsExactly(5L, 6L, 7L, 8L);
        assertThat(known.planAt(PATIENT, EIGHT).orElseThrow().version()).isEqualTo(5);
        assertThat(known.planAt(PATIENT, EIGHT.plus(Duration.ofHours(8)))
                        .orElseThrow()
                        .version())
                .isEqualTo(8);
        assertThat(known.planAt(PATIENT, EIGHT.plus(Duration.ofDays(8)))
                        .orElseThrow()
                        .version())
                .isEqualTo(9);
        KnownPlans again = known.followedBy(sent(9, EIGHT.plus(Duration.ofHours(9)), twiceADay()));
        assertThat(again.earlier()).isEqualTo(known.earlier());
        assertThat(again.followedBy(new HubPlans(TENANT, 10, List.of(), List.of()))
                        .earlier())
                .isEmpty();
    }

    private record CarePlanOf(List<Rule> rules, Schedule schedule, Escalation escalation) {
        CarePlanOf(List<Rule> rules, Schedule schedule) {
            this(rules, schedule, Escalation.USUAL);
        }

        CarePlanOf(String pathway, Schedule schedule) {
            this(
                    pathway.equals("nothing")
                            ? List.of()
                            : ShippedPathways.all().named(pathway).rules(),
                    schedule);
        }
    }

    /** Blood pressure at eight and at noon; asked for after an hour, two hours later whoever cares is. */
    private static CarePlanOf twiceADay() {
        return new CarePlanOf(
                List.of(missed(Severity.AMBER)),
                new Schedule(
                        List.of(
                                new Schedule.Expected(Kind.BP_PANEL, LocalTime.of(8, 0), List.of()),
                                new Schedule.Expected(Kind.BP_PANEL, LocalTime.NOON, List.of())),
                        null));
    }

    private static Rule missed(Severity severity) {
        return new Rule.Missed("DQ-01", 1, severity, Duration.ofHours(1), Duration.ofHours(2), 1, Timing.of(severity));
    }

    /** The same, again at four, and a weight at nine that is brought in another way. */
    private static CarePlanOf twiceADayAndAWeight() {
        CarePlanOf twice = twiceADay();
        List<Schedule.Expected> expected = new ArrayList<>(twice.schedule().expected());
        expected.add(new Schedule.Expected(Kind.BP_PANEL, LocalTime.of(16, 0), List.of()));
        expected.add(new Schedule.Expected(Kind.WEIGHT, LocalTime.of(9, 0), List.of()));
        return new CarePlanOf(twice.rules(), new Schedule(expected, null));
    }

    private void planned(long version, Instant validFrom, CarePlanOf plan) {
        watch.onCommand(HubPlans.SUBJECT, Codecs.hubPlans().encode(sent(version, validFrom, plan)));
    }

    private static HubPlans sent(long version, Instant validFrom, CarePlanOf plan) {
        return new HubPlans(
                TENANT,
                version,
                List.of(new AssignmentHistory(
                        TENANT, DEVICE, 1, List.of(new Assignment(PATIENT, Instant.EPOCH, null, null)))),
                List.of(new CarePlan(
                        TENANT,
                        PATIENT,
                        version,
                        "x",
                        1,
                        1,
                        validFrom,
                        true,
                        plan.rules(),
                        plan.schedule(),
                        plan.escalation())),
                Map.of(PATIENT, "Ada Lovelace"));
    }

    private void acted(String alert, String patient) {
        acted(alert, patient, AlertAction.Kind.ACKNOWLEDGED);
    }

    private void acted(String alert, String patient, AlertAction.Kind kind) {
        watch.onCommand(
                HubPlans.ACTION,
                Codecs.alertActions()
                        .encode(new AlertAction(
                                "x-" + patient,
                                TENANT,
                                Subject.patient(patient),
                                alert,
                                kind,
                                "nurse",
                                clock.instant(),
                                null,
                                null)));
    }

    private void measured(String json) throws IOException {
        Message message = new Message(
                Message.Endpoint.EVENT,
                DEVICE,
                Optional.of(RunningHub.READING),
                "",
                false,
                clock.instant(),
                json.getBytes(StandardCharsets.UTF_8));
        try {
            outbox.add(message);
        } catch (QueueFull e) {
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
}
