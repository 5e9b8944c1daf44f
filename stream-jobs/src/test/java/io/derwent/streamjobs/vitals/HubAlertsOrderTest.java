package io.derwent.streamjobs.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.HubAlert;
import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Subject;
import io.derwent.streamjobs.CachingOperator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * When a hub's line is back: its readings and alerts, some of them twice, care plans and what somebody did, in every order,
 * through the function of the job. There is one episode for one, and actions on either id are actions on it.
 */
class HubAlertsOrderTest {
    private static final Instant LINE_IS_BACK = Given.NOON.plus(Duration.ofHours(4));
    private static final String PATIENT = "p1";
    private static final String SEVERE = "BP-03";
    private static final Duration LADDER_IS_OVER = Duration.ofHours(3);
    private static final CarePlan PLAN = Given.plan(PATIENT, "hypertension", 1, Instant.EPOCH);
    private static final CarePlan LATER_PLAN =
            Given.plan(PATIENT, "hypertension", 2, LINE_IS_BACK.plus(Duration.ofDays(1)));

    record Sample(int minute, int systolic) {}

    @Property(tries = 60)
    void theHubsWordAndWhatComesTwiceChangeNothing(
            @ForAll("series") List<Sample> samples, @ForAll int cutAt, @ForAll long seed) throws Exception {
        List<Object> once = new ArrayList<>(late(samples));
        once.add(PLAN);
        once.add(LATER_PLAN);
        Random random = new Random(seed);
        Collections.shuffle(once, random);
        List<Object> withTheHub = new ArrayList<>(once);
        List<HubAlert> ofTheHub = raisedByAHub(throughTheHub(samples, cutAt)).stream()
                .filter(alert -> !alert.unrepeated()) // which count here too, see UnansweredTest
                .toList();
        List<Object> more = new ArrayList<>(ofTheHub);
        more.addAll(ofTheHub);
        more.addAll(late(samples.subList(0, samples.size() / 2)));
        for (Object one : more) {
            // behind its first copy: the first to arrive decides what is told when
            int first = withTheHub.indexOf(one);
            withTheHub.add(first + 1 + random.nextInt(withTheHub.size() - first), one);
        }

        assertThat(told(withTheHub)).isEqualTo(told(once));
    }

    @Property(tries = 60)
    void whoActsOnTheHubsAlertHasActedOnOurs(
            @ForAll("series") List<Sample> samples, @ForAll int cutAt, @ForAll long seed) throws Exception {
        List<HubAlert> ofTheHub = raisedByAHub(throughTheHub(samples, cutAt));
        List<Object> arrivals = new ArrayList<>(late(samples));
        arrivals.add(PLAN);
        arrivals.addAll(ofTheHub);
        arrivals.addAll(ofTheHub);
        ofTheHub.stream()
                .map(HubAlert::alert)
                .distinct()
                .map(HubAlertsOrderTest::acknowledged)
                .forEach(arrivals::add);
        Collections.shuffle(arrivals, new Random(seed));

        List<AlertEvent> told = told(arrivals);

        List<AlertEvent> raised = told.stream()
                .filter(event -> event.kind() == AlertEvent.Kind.RAISED)
                .toList();
        boolean isOne = raised.size() == 1
                && ofTheHub.stream()
                        .anyMatch(alert -> !alert.firstBreachAt()
                                        .isAfter(raised.get(0).effectiveTime())
                                && !alert.lastBreachAt().isBefore(raised.get(0).firstBreachAt()));
        if (isOne) {
            assertThat(told).noneMatch(event -> event.audience() == AlertEvent.Audience.LEAD);
        }
    }

    /** Steps of the severe rule, when everything has arrived and nothing more falls due. */
    private static List<AlertEvent> told(List<Object> arrivals) throws Exception {
        KeyedTwoInputStreamOperatorTestHarness<String, Attributed, PatientUpdate, AlertEvent> harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new CachingOperator<>(new ScoreVitals(Given.CLOCK)),
                        Attributed::patient,
                        PatientUpdate::patient,
                        Types.STRING);
        try {
            harness.open();
            for (Object arrival : arrivals) {
                arrives(arrival, harness);
            }
            for (Instant now = LINE_IS_BACK;
                    !now.isAfter(LINE_IS_BACK.plus(LADDER_IS_OVER));
                    now = now.plus(Duration.ofMinutes(1))) {
                harness.processBothWatermarks(new Watermark(now.toEpochMilli()));
            }
            return harness.extractOutputValues().stream()
                    .filter(event -> event.rule().equals(SEVERE))
                    .toList();
        } finally {
            harness.close();
        }
    }

    private static void arrives(
            Object arrival,
            KeyedTwoInputStreamOperatorTestHarness<String, Attributed, PatientUpdate, AlertEvent> harness)
            throws Exception {
        if (arrival instanceof Reading reading) {
            harness.processElement1(Given.observed(reading, PATIENT), LINE_IS_BACK.toEpochMilli());
        } else {
            harness.processElement2(update(arrival), LINE_IS_BACK.toEpochMilli());
        }
    }

    private static PatientUpdate update(Object arrival) {
        if (arrival instanceof CarePlan plan) {
            return PatientUpdate.of(plan);
        }
        return arrival instanceof AlertAction action
                ? PatientUpdate.of(action)
                : new PatientUpdate(Given.TENANT, PATIENT, null, null, (HubAlert) arrival);
    }

    private static AlertAction acknowledged(String alert) {
        return new AlertAction(
                "x-" + alert,
                Given.TENANT,
                Subject.patient(PATIENT),
                alert,
                AlertAction.Kind.ACKNOWLEDGED,
                "nurse",
                LINE_IS_BACK,
                null,
                null);
    }

    private static List<Sample> throughTheHub(List<Sample> samples, int cutAt) {
        return samples.subList(Math.floorMod(cutAt, samples.size() + 1), samples.size());
    }

    /** As a hub sees them, one after the other as they are taken, ticking in between. */
    private static List<HubAlert> raisedByAHub(List<Sample> samples) {
        PatientState state = PatientState.empty();
        List<AlertEvent> steps = new ArrayList<>();
        for (Sample sample : samples) {
            PatientWatch.Outcome ticked = PatientWatch.tick(state, PLAN, at(sample.minute()));
            PatientWatch.Outcome outcome =
                    PatientWatch.observe(ticked.state(), PLAN, reading(sample, at(sample.minute())));
            steps.addAll(ticked.events());
            steps.addAll(outcome.events());
            state = outcome.state();
        }
        steps.addAll(PatientWatch.tick(state, PLAN, LINE_IS_BACK).events());
        return steps.stream()
                .filter(step -> step.rule().equals(SEVERE))
                .filter(step -> step.kind() == AlertEvent.Kind.RAISED || step.kind() == AlertEvent.Kind.ESCALATED)
                .map(HubAlert::of)
                .toList();
    }

    private static List<Reading> late(List<Sample> samples) {
        return samples.stream().map(sample -> reading(sample, LINE_IS_BACK)).toList();
    }

    private static Reading reading(Sample sample, Instant receivedAt) {
        return new Reading(
                "r" + sample.minute(),
                0,
                Given.TENANT,
                "cuff-1",
                PATIENT,
                Kind.BP_PANEL,
                Map.of(
                        Parameter.SYSTOLIC_BP, new BigDecimal(sample.systolic()),
                        Parameter.DIASTOLIC_BP, new BigDecimal(90)),
                Map.of(),
                at(sample.minute()),
                receivedAt,
                Set.of(),
                null);
    }

    private static Instant at(int minute) {
        return Given.NOON.plus(Duration.ofMinutes(minute));
    }

    @Provide
    Arbitrary<List<Sample>> series() {
        return Combinators.combine(Arbitraries.integers().between(0, 150), Arbitraries.of(120, 150, 181, 185, 192))
                .as(Sample::new)
                .list()
                .ofMaxSize(20)
                .map(samples -> {
                    Map<Integer, Sample> byMinute = new TreeMap<>();
                    samples.forEach(sample -> byMinute.put(sample.minute(), sample));
                    return List.copyOf(byMinute.values());
                });
    }
}
