package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a hub raised without a line, beside what we find in the same readings, in whatever order all of it arrives. */
class HubAlertsTest {
    private static final Instant LINE_IS_BACK = Case.NOON.plus(Duration.ofHours(3));
    private static final String SEVERE = "BP-03";

    record Sample(int minute, int systolic) {}

    /** A patient of ours, and the alerts of the hub that wait. */
    private static final class Cloud {
        private PatientState state = PatientState.empty();
        private List<HubAlert> waiting = List.of();
        private final Case patient = new Case("hypertension");

        void arrives(Object message) {
            if (message instanceof Reading reading) {
                state = PatientWatch.observe(state, patient.plan(), reading).state();
            } else {
                waiting = HubAlerts.with(waiting, (HubAlert) message);
            }
            HubAlerts.Merged merged = HubAlerts.merge(state, waiting);
            state = merged.state();
            waiting = merged.waiting();
        }

        Optional<Episode> severe() {
            return state.rules().stream()
                    .filter(rule -> rule.rule().equals(SEVERE))
                    .flatMap(rule -> Optional.ofNullable(rule.episode()).stream())
                    .findFirst();
        }

        void acknowledge(String alert) {
            state = PatientWatch.act(
                    state, HubAlerts.canonical(state, Case.action(AlertAction.Kind.ACKNOWLEDGED, alert, LINE_IS_BACK)));
        }

        boolean isAcknowledged() {
            return severe().map(Episode::acknowledgedBy).isPresent();
        }
    }

    @Property
    void inEveryOrderAnAlertOfTheHubIsOursOrOneOfItsAliases(
            @ForAll("series") List<Sample> samples, @ForAll int cutAt, @ForAll long seed) {
        List<Sample> inOrder = inOrder(samples);
        List<Sample> throughTheHub = inOrder.subList(Math.floorMod(cutAt, inOrder.size() + 1), inOrder.size());
        List<HubAlert> ofTheHub = raisedByAHub(throughTheHub);
        List<Object> arrivals = new ArrayList<>(late(inOrder));
        arrivals.addAll(ofTheHub);
        Collections.shuffle(arrivals, new Random(seed));

        Cloud cloud = new Cloud();
        arrivals.forEach(cloud::arrives);

        assertThat(cloud.waiting)
                .noneMatch(alert -> cloud.severe().map(alert::overlaps).orElse(false));
        for (HubAlert alert : ofTheHub) {
            if (cloud.severe().map(episode -> episode.isKnownAs(alert.alert())).orElse(false)) {
                cloud.acknowledge(alert.alert());
                assertThat(cloud.isAcknowledged()).isTrue();
            }
        }
    }

    @Property
    void theHubsWordOpensNothing(@ForAll("series") List<Sample> samples, @ForAll long seed) {
        List<Sample> inOrder = inOrder(samples);
        List<Reading> readings = late(inOrder);
        Collections.shuffle(readings, new Random(seed));
        List<Object> withAlerts = new ArrayList<>(readings);
        Random random = new Random(seed);
        raisedByAHub(inOrder).forEach(alert -> withAlerts.add(random.nextInt(withAlerts.size() + 1), alert));
        Cloud alone = new Cloud();
        Cloud told = new Cloud();

        readings.forEach(alone::arrives);
        withAlerts.forEach(told::arrives);

        assertThat(told.severe().map(Episode::alert)).isEqualTo(alone.severe().map(Episode::alert));
        assertThat(told.state.rules())
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*aliases")
                .isEqualTo(alone.state.rules());
    }

    @Example
    void theSameOpeningReadingIsTheSameAlertWithoutAnAlias() {
        List<Sample> samples = List.of(new Sample(0, 190), new Sample(5, 192));
        Cloud cloud = new Cloud();

        raisedByAHub(samples).forEach(cloud::arrives);
        late(samples).forEach(cloud::arrives);

        Episode episode = cloud.severe().orElseThrow();
        assertThat(cloud.waiting).isEmpty();
        assertThat(episode.aliases()).isNull();
        assertThat(episode.alert()).isEqualTo(raisedByAHub(samples).get(0).alert());
    }

    @Example
    void aReadingThatDidNotComeThroughTheHubMakesItAnAliasAndActionsOnEitherApply() {
        List<Sample> all = List.of(new Sample(0, 190), new Sample(5, 192), new Sample(10, 191));
        HubAlert ofTheHub = raisedByAHub(all.subList(1, 3)).get(0);
        Cloud cloud = new Cloud();

        cloud.acknowledge(ofTheHub.alert());
        cloud.arrives(ofTheHub);
        late(all).forEach(cloud::arrives);

        Episode episode = cloud.severe().orElseThrow();
        assertThat(episode.alert()).isNotEqualTo(ofTheHub.alert());
        assertThat(episode.aliases()).containsExactly(ofTheHub.alert());
        assertThat(cloud.isAcknowledged()).isTrue();
        assertThat(cloud.waiting).isEmpty();
        cloud.arrives(ofTheHub);
        assertThat(cloud.severe()).hasValue(episode);
    }

    @Example
    void anAlertOfAnotherTimeWaits() {
        HubAlert earlier =
                raisedByAHub(List.of(new Sample(0, 190), new Sample(5, 192))).get(0);
        Cloud cloud = new Cloud();
        late(List.of(new Sample(60, 190), new Sample(65, 192))).forEach(cloud::arrives);

        cloud.arrives(earlier);

        assertThat(cloud.waiting).containsExactly(earlier);
    }

    @Example
    void theOldestOfTooManyGoesAndStepsOfOneAlertAreOne() {
        List<HubAlert> waiting = List.of();
        for (int i = 0; i <= HubAlerts.MOST_WAITING; i++) {
            waiting = HubAlerts.with(waiting, new HubAlert("a" + i, SEVERE, at(i), at(i), false));
        }
        waiting = HubAlerts.with(waiting, new HubAlert("a5", SEVERE, at(3), at(9), false));

        assertThat(waiting).hasSize(HubAlerts.MOST_WAITING);
        assertThat(waiting.get(0).alert()).isEqualTo("a1");
        assertThat(waiting).contains(new HubAlert("a5", SEVERE, at(3), at(9), false));
    }

    /** As a hub sees them: one after the other, as they are taken. */
    private static List<HubAlert> raisedByAHub(List<Sample> samples) {
        Case hub = new Case("hypertension");
        samples.forEach(sample -> hub.observe(reading(sample, Duration.ofSeconds(1))));
        return hub.events().stream()
                .filter(step -> step.rule().equals(SEVERE))
                .filter(step -> step.kind() == AlertEvent.Kind.RAISED || step.kind() == AlertEvent.Kind.ESCALATED)
                .map(HubAlert::of)
                .toList();
    }

    /** As they come when the line is back. */
    private static List<Reading> late(List<Sample> samples) {
        List<Reading> readings = new ArrayList<>();
        samples.forEach(sample -> readings.add(reading(sample, Duration.between(at(sample.minute()), LINE_IS_BACK))));
        return readings;
    }

    private static Reading reading(Sample sample, Duration age) {
        return Case.reading(
                "r" + sample.minute(),
                Kind.BP_PANEL,
                at(sample.minute()),
                age,
                Map.of(
                        Parameter.SYSTOLIC_BP, new BigDecimal(sample.systolic()),
                        Parameter.DIASTOLIC_BP, new BigDecimal(90)),
                Map.of());
    }

    private static Instant at(int minute) {
        return Case.NOON.plus(Duration.ofMinutes(minute));
    }

    private static List<Sample> inOrder(List<Sample> samples) {
        Map<Integer, Sample> byMinute = new TreeMap<>();
        samples.forEach(sample -> byMinute.put(sample.minute(), sample));
        return List.copyOf(byMinute.values());
    }

    @Provide
    Arbitrary<List<Sample>> series() {
        return Combinators.combine(Arbitraries.integers().between(0, 150), Arbitraries.of(120, 150, 177, 181, 185, 192))
                .as(Sample::new)
                .list()
                .ofMaxSize(30);
    }
}
