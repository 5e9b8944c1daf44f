package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.CLOCK;
import static io.derwent.streamjobs.vitals.Given.NOON;
import static io.derwent.streamjobs.vitals.Given.TENANT;
import static io.derwent.streamjobs.vitals.Given.minute;
import static io.derwent.streamjobs.vitals.Given.observed;
import static io.derwent.streamjobs.vitals.Given.plan;
import static io.derwent.streamjobs.vitals.Given.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.HubAlert;
import io.derwent.clinical.Offline;
import io.derwent.clinical.Pause;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Escalation;
import io.derwent.model.Escalation.Rung;
import io.derwent.model.Kind;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.model.Timing;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.wire.ShippedPathways;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the vitals job does because time passes, on virtual time. */
@NullUnmarked // the harness is made before each test
class ScoreVitalsTimersTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");

    private KeyedTwoInputStreamOperatorTestHarness<String, Attributed, PatientUpdate, AlertEvent> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Attributed, PatientUpdate, AlertEvent> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CachingOperator<>(new ScoreVitals(CLOCK)),
                Attributed::patient,
                PatientUpdate::patient,
                Types.STRING);
    }

    /** The watermark as the tick source moves it: minute by minute. */
    private void timePasses(Instant from, Instant to) throws Exception {
        for (Instant now = from; !now.isAfter(to); now = now.plusSeconds(60)) {
            timeLeapsTo(now);
        }
    }

    private void timeLeapsTo(Instant now) throws Exception {
        harness.processBothWatermarks(new Watermark(now.toEpochMilli()));
    }

    private void restart() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    private void arrives(Reading reading) throws Exception {
        harness.processElement1(observed(reading, "p1"), reading.receivedAt().toEpochMilli());
    }

    private void planned(CarePlan plan) throws Exception {
        harness.processElement2(PatientUpdate.of(plan), plan.validFrom().toEpochMilli());
    }

    private List<String> story() {
        return harness.extractOutputValues().stream()
                .map(event -> event.kind() + " " + event.rule() + " " + event.at())
                .toList();
    }

    private static CarePlan expectsOxygenAtEight(long version, Instant validFrom) {
        return new CarePlan(
                TENANT,
                "p1",
                version,
                "x",
                1,
                1,
                validFrom,
                true,
                List.of(new Rule.Missed(
                        "DQ-01",
                        1,
                        Severity.AMBER,
                        Duration.ofHours(4),
                        Duration.ofHours(2),
                        2,
                        Timing.of(Severity.AMBER))),
                new Schedule(List.of(new Schedule.Expected(Kind.SPO2, LocalTime.of(8, 0), List.of())), null));
    }

    @Test
    void aMissingReadingIsAskedForWithoutAnythingArriving() throws Exception {
        planned(expectsOxygenAtEight(1, MIDNIGHT));

        timePasses(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(37)));

        assertThat(story())
                .containsExactly(
                        "PROMPTED DQ-01 2026-11-22T12:00:00Z",
                        "PROMPTED DQ-01 2026-11-22T14:00:00Z",
                        "PROMPTED DQ-01 2026-11-23T12:00:00Z",
                        "RAISED DQ-01 2026-11-23T12:00:00Z");
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    /** After an outage of ours hubs tell what was missing in it before we find that ourselves. */
    @Test
    void whatAHubRaisedBeforeItFellDueHereIsTheSameAlertAndActionsOnItApply() throws Exception {
        Instant firstMissing = MIDNIGHT.plus(Duration.ofHours(8));
        HubAlert ofAHub = new HubAlert("of-a-hub", "DQ-01", firstMissing, firstMissing.plus(Duration.ofDays(1)), false);
        AlertAction action = new AlertAction(
                "x",
                TENANT,
                Subject.patient("p1"),
                ofAHub.alert(),
                AlertAction.Kind.ACKNOWLEDGED,
                "nurse",
                MIDNIGHT.plus(Duration.ofHours(35)),
                null,
                null);
        planned(expectsOxygenAtEight(1, MIDNIGHT));
        timePasses(MIDNIGHT, action.at());
        harness.processElement2(
                new PatientUpdate(TENANT, "p1", null, null, ofAHub), action.at().toEpochMilli());
        harness.processElement2(PatientUpdate.of(action), action.at().toEpochMilli());

        timePasses(action.at(), MIDNIGHT.plus(Duration.ofHours(62)));

        assertThat(story())
                .contains("RAISED DQ-01 2026-11-23T12:00:00Z")
                .noneMatch(step -> step.startsWith("ESCALATED"));
    }

    @Test
    void theTimersSurviveARestart() throws Exception {
        planned(expectsOxygenAtEight(1, MIDNIGHT));
        timePasses(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(1)));
        restart();

        timePasses(MIDNIGHT.plus(Duration.ofHours(1)), MIDNIGHT.plus(Duration.ofHours(13)));

        assertThat(story()).containsExactly("PROMPTED DQ-01 2026-11-22T12:00:00Z");
    }

    @Test
    void aReadingInTimeIsNotAskedFor() throws Exception {
        planned(expectsOxygenAtEight(1, MIDNIGHT));
        timePasses(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(8)));

        arrives(reading("r1", MIDNIGHT.plus(Duration.ofHours(9)), MIDNIGHT.plus(Duration.ofHours(9)), "97"));
        timePasses(MIDNIGHT.plus(Duration.ofHours(8)), MIDNIGHT.plus(Duration.ofHours(20)));

        assertThat(story()).isEmpty();
    }

    @Test
    void afterALeapNothingIsAskedForBeforeItHadTimeToArrive() throws Exception {
        planned(expectsOxygenAtEight(1, MIDNIGHT));
        timePasses(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(10)));

        Instant back = MIDNIGHT.plus(Duration.ofHours(16));
        timeLeapsTo(back);
        assertThat(story()).isEmpty();

        timePasses(back, back.plus(Duration.ofMinutes(31)));
        assertThat(story()).containsExactly("PROMPTED DQ-01 2026-11-22T16:30:00Z");
    }

    @Test
    void aChangedScheduleCountsFromItsTimeOn() throws Exception {
        planned(expectsOxygenAtEight(1, MIDNIGHT));
        timePasses(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(9)));

        planned(expectsOxygenAtEight(2, MIDNIGHT.plus(Duration.ofHours(9))));
        timePasses(MIDNIGHT.plus(Duration.ofHours(9)), MIDNIGHT.plus(Duration.ofHours(37)));

        assertThat(story()).containsExactly("PROMPTED DQ-01 2026-11-23T12:00:00Z");
    }

    @Test
    void whileNobodyActsTheLeadIsToldAndThenWhoIsOnDuty() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));
        arrives(reading("r1", NOON, NOON, "90"));

        timePasses(NOON, minute(29));
        restart();
        timePasses(minute(29), minute(120));

        assertThat(story())
                .containsExactly("ESCALATED OX-03 2026-11-22T12:30:00Z", "ESCALATED OX-03 2026-11-22T13:00:00Z");
    }

    /** Alerts at once on a low oxygen level. */
    private static CarePlan climbing(long version, Instant validFrom, Escalation escalation) {
        return new CarePlan(
                TENANT,
                "p1",
                version,
                "oximetry",
                1,
                1,
                validFrom,
                true,
                ShippedPathways.all().named("oximetry").rules(),
                Schedule.NONE,
                escalation);
    }

    private static Escalation leadAfter(int minutes) {
        return new Escalation(
                Map.of(Severity.RED, List.of(new Rung(AlertEvent.Audience.LEAD, Duration.ofMinutes(minutes)))));
    }

    @Test
    void thePlansOwnTimesCountAlsoAfterARestart() throws Exception {
        planned(climbing(1, Instant.EPOCH, leadAfter(7)));
        arrives(reading("r1", NOON, NOON, "90"));

        timePasses(NOON, minute(5));
        restart();
        timePasses(minute(5), minute(120));

        assertThat(story()).containsExactly("ESCALATED OX-03 2026-11-22T12:07:00Z");
    }

    @Test
    void aPlanMadeAgainWithShorterTimesForgetsNobody() throws Exception {
        planned(climbing(1, Instant.EPOCH, leadAfter(600)));
        arrives(reading("r1", NOON, NOON, "90"));
        timePasses(NOON, minute(60));

        planned(climbing(2, minute(60), leadAfter(7)));
        timePasses(minute(60), minute(700));

        assertThat(story()).endsWith("ESCALATED OX-03 2026-11-22T13:07:00Z").hasSize(3);
    }

    @Test
    void aRungThatIsDueAsThePlanChangesIsThePlansBefore() throws Exception {
        planned(climbing(1, Instant.EPOCH, leadAfter(30)));
        arrives(reading("r1", NOON, NOON, "90"));
        timePasses(NOON, minute(29));

        planned(climbing(2, minute(30).plusSeconds(20), leadAfter(25)));
        timeLeapsTo(minute(31));

        assertThat(story()).endsWith("ESCALATED OX-03 2026-11-22T12:30:00Z");
    }

    @Test
    void whoeverActsStopsTheClocks() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));
        arrives(reading("r1", NOON, NOON, "90"));
        String alert = harness.extractOutputValues().get(0).alert();

        harness.processElement2(
                PatientUpdate.of(new AlertAction(
                        "x1",
                        TENANT,
                        Subject.patient("p1"),
                        alert,
                        AlertAction.Kind.ACKNOWLEDGED,
                        "nurse",
                        minute(5),
                        null,
                        null)),
                0);
        timePasses(NOON, minute(120));

        assertThat(story()).noneMatch(line -> line.startsWith("ESCALATED"));
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void theEndOfAStreamIsNotTheEndOfTime() throws Exception {
        planned(expectsOxygenAtEight(1, MIDNIGHT));

        harness.processBothWatermarks(Watermark.MAX_WATERMARK);

        assertThat(story()).isEmpty();
    }

    @Test
    void aHubThatIsOfflineIsWhatIsAskedAbout() throws Exception {
        planned(expectsOxygenAtEight(1, MIDNIGHT));
        arrives(reading("r1", MIDNIGHT.minus(Duration.ofHours(5)), MIDNIGHT.plusSeconds(60), "97"));
        harness.processElement2(
                PatientUpdate.lost(
                        TENANT,
                        "p1",
                        new Offline(Given.DEVICE, "hub-1", MIDNIGHT.plus(Duration.ofMinutes(7 * 60 + 12)))),
                0);
        restart();

        timePasses(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(13)));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(prompt -> assertThat(prompt.missing()).containsExactly("spo2", "hub_line"));
    }

    @Test
    void whileNothingCouldComeInNobodyIsAsked() throws Exception {
        planned(expectsOxygenAtEight(1, MIDNIGHT));
        timePasses(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(11)));
        Instant eleven = MIDNIGHT.plus(Duration.ofHours(11));
        harness.processElement2(
                PatientUpdate.paused(TENANT, "p1", new Pause(eleven, eleven.plus(Duration.ofDays(1)))), 0);
        timePasses(eleven, eleven.plus(Duration.ofHours(3)));
        assertThat(story()).isEmpty();

        harness.processElement2(
                PatientUpdate.paused(TENANT, "p1", new Pause(eleven, eleven.plus(Duration.ofHours(3)))), 0);
        timePasses(eleven.plus(Duration.ofHours(3)), eleven.plus(Duration.ofHours(4)));

        assertThat(story()).containsExactly("PROMPTED DQ-01 2026-11-22T14:30:00Z");
    }
}
