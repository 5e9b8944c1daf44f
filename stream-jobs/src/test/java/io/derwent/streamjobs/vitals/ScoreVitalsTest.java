package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.CLOCK;
import static io.derwent.streamjobs.vitals.Given.NOON;
import static io.derwent.streamjobs.vitals.Given.minute;
import static io.derwent.streamjobs.vitals.Given.observed;
import static io.derwent.streamjobs.vitals.Given.plan;
import static io.derwent.streamjobs.vitals.Given.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.HubAlert;
import io.derwent.clinical.PlanRules;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Ids;
import io.derwent.model.Parameter;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Reading;
import io.derwent.model.Subject;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.wire.ShippedPathways;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked // the harness is made before each test
class ScoreVitalsTest {
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

    private void arrives(Reading reading, String patient) throws Exception {
        harness.processElement1(observed(reading, patient), reading.receivedAt().toEpochMilli());
    }

    private void planned(CarePlan plan) throws Exception {
        harness.processElement2(PatientUpdate.of(plan), plan.validFrom().toEpochMilli());
    }

    private void restart() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    @Test
    void aHubsAlertWaitsForItsEpisodeAndThenActionsOnItAreActionsOnOurs() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));
        harness.processElement2(
                new PatientUpdate(
                        Given.TENANT,
                        "p1",
                        null,
                        null,
                        new HubAlert("of-the-hub", "OX-03", minute(-1), minute(1), false)),
                0);

        restart();
        arrives(reading("r1", NOON, minute(3), "90"), "p1");
        harness.processElement2(PatientUpdate.of(resolved("of-the-hub")), 0);
        arrives(reading("r2", minute(10), minute(10), "90"), "p1");

        assertThat(story()).containsExactly("RAISED OX-03 p1", "PROMPTED OX-03 p1");
    }

    @Test
    void whatNobodyRepeatedBesideAHubCountsWhicheverComesFirst() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));
        planned(plan("p2", "oximetry", 1, Instant.EPOCH));
        Reading late = reading("r1", NOON, minute(180), "93");
        String alert = Ids.alert(Given.TENANT, Subject.patient("p1"), "OX-02", "r1");
        String other = Ids.alert(Given.TENANT, Subject.patient("p2"), "OX-02", "r1");

        harness.processElement2(unrepeated("p1", alert), 0);
        arrives(late, "p1");
        arrives(late, "p2");
        harness.processElement2(unrepeated("p2", other), 0);
        arrives(reading("r2", minute(200), minute(200), "93"), "p1");

        assertThat(story()).containsExactly("RAISED OX-02 p1", "RAISED OX-02 p2", "UPDATED OX-02 p1");
    }

    private static PatientUpdate unrepeated(String patient, String alert) {
        return new PatientUpdate(Given.TENANT, patient, null, null, new HubAlert(alert, "OX-02", NOON, NOON, true));
    }

    private static AlertAction resolved(String alert) {
        return new AlertAction(
                "x1",
                Given.TENANT,
                Subject.patient("p1"),
                alert,
                AlertAction.Kind.RESOLVED,
                "nurse",
                minute(5),
                null,
                "treated");
    }

    private List<String> story() {
        return harness.extractOutputValues().stream()
                .map(event -> event.kind() + " " + event.rule() + " "
                        + event.subject().id())
                .toList();
    }

    private static CarePlan personal(long version, Instant validFrom, String limit) {
        CarePlan base = plan("p1", "oximetry", version, validFrom);
        return new CarePlan(
                base.tenant(),
                base.patient(),
                version,
                base.pathway(),
                1,
                1,
                validFrom,
                true,
                PlanRules.withThresholds(
                        ShippedPathways.all().named("oximetry").rules(),
                        List.of(new PersonalThreshold(
                                "OX-03",
                                Parameter.SPO2,
                                new BigDecimal(limit),
                                "Dr Shah",
                                "fibrosis",
                                LocalDate.of(2027, 3, 1)))));
    }

    @Test
    void anAlertCarriesTheTimesAlongThePath() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));

        arrives(reading("r1", NOON, minute(1), "90"), "p1");

        assertThat(story()).containsExactly("RAISED OX-03 p1", "PROMPTED OX-03 p1");
        AlertEvent raised = harness.extractOutputValues().get(0);
        assertThat(raised.effectiveTime()).isEqualTo(NOON);
        assertThat(raised.receivedAt()).isEqualTo(minute(1));
        assertThat(raised.decodedAt()).isNotNull();
        assertThat(raised.scoredAt()).isEqualTo(NOON);
    }

    @Test
    void readingsBeforeTheFirstPlanAreScoredWithIt() throws Exception {
        arrives(reading("r2", minute(1), minute(1), "89"), "p1");
        arrives(reading("r1", NOON, NOON, "90"), "p1");
        assertThat(story()).isEmpty();

        planned(plan("p1", "oximetry", 1, minute(30)));

        assertThat(story()).containsExactly("RAISED OX-03 p1", "PROMPTED OX-03 p1", "UPDATED OX-03 p1");
    }

    @Test
    void whatWaitsForAPlanSurvivesARestart() throws Exception {
        arrives(reading("r1", NOON, NOON, "90"), "p1");
        restart();

        planned(plan("p1", "oximetry", 1, minute(30)));

        assertThat(story()).contains("RAISED OX-03 p1");
    }

    @Test
    void aWithdrawnReadingWaitsNoLonger() throws Exception {
        Reading reading = reading("r1", NOON, NOON, "90");
        arrives(reading, "p1");
        harness.processElement1(
                new Attributed(Attributed.Step.WITHDRAW, reading.attributedTo("p1", 1), "p1", minute(5), NOON), 0);

        planned(plan("p1", "oximetry", 1, minute(30)));

        assertThat(story()).isEmpty();
    }

    @Test
    void eachReadingIsScoredUnderThePlanValidWhenItWasReceived() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));
        planned(personal(2, minute(10), "88"));

        arrives(reading("r1", minute(20), minute(20), "89"), "p1");
        assertThat(story()).doesNotContain("RAISED OX-03 p1");

        arrives(reading("r0", minute(5), minute(5), "90"), "p1");
        assertThat(story()).contains("RAISED OX-03 p1");
    }

    @Test
    void anOlderPlanIsIgnored() throws Exception {
        planned(personal(2, Instant.EPOCH, "85"));
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));

        arrives(reading("r1", NOON, NOON, "90"), "p1");

        assertThat(story()).doesNotContain("RAISED OX-03 p1");
    }

    @Test
    void patientsDoNotMix() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));

        arrives(reading("r1", NOON, NOON, "90"), "p2");
        arrives(reading("r2", NOON, NOON, "97"), "p1");

        assertThat(story()).isEmpty();
    }

    @Test
    void anEpisodeSurvivesARestart() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));
        arrives(reading("r1", NOON, NOON, "90"), "p1");
        restart();

        arrives(reading("r1", NOON, NOON, "90"), "p1");
        arrives(reading("r2", minute(5), minute(5), "89"), "p1");
        arrives(reading("r3", minute(10), minute(10), "97"), "p1");

        assertThat(story()).containsExactly("UPDATED OX-03 p1", "CLEARED OX-03 p1");
    }

    @Test
    void aResolvedAlertStaysQuietForTheCoolDown() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));
        arrives(reading("r1", NOON, NOON, "90"), "p1");
        AlertEvent raised = harness.extractOutputValues().get(0);

        harness.processElement2(PatientUpdate.of(resolved(raised.alert())), 0);
        arrives(reading("r2", minute(10), minute(10), "90"), "p1");

        assertThat(story()).containsExactly("RAISED OX-03 p1", "PROMPTED OX-03 p1");
    }

    @Test
    void aPatientWhoSendsNothingForTenWeeksIsForgotten() throws Exception {
        planned(plan("p1", "oximetry", 1, Instant.EPOCH));
        arrives(reading("r1", NOON, NOON, "90"), "p1");

        restart(); // what is at hand does not expire; from here on it is a new story
        harness.setStateTtlProcessingTime(Duration.ofDays(67).toMillis() + 1);
        Instant later = NOON.plus(Duration.ofDays(68));
        arrives(reading("r2", later, later, "90"), "p1");

        assertThat(story()).anyMatch(line -> line.startsWith("RAISED"));
    }
}
