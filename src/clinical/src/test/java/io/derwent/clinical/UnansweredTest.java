package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.action;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Confirm;
import io.derwent.model.Limit;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A breach that was to be repeated and was not. */
class UnansweredTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Rule SEVERE = severe(HOUR);

    private final Case patient = Case.under(SEVERE);

    private static Rule severe(@Nullable Duration unanswered) {
        return new Rule.Threshold(
                "BP-03",
                1,
                Severity.RED,
                List.of(List.of(limit(Limit.Comparison.AT_LEAST, 180))),
                List.of(),
                new Confirm.Repeat(Duration.ofMinutes(1), Duration.ofMinutes(30), unanswered),
                List.of(limit(Limit.Comparison.AT_LEAST, 220)),
                List.of(),
                List.of(limit(Limit.Comparison.BELOW, 175)),
                true,
                null,
                Timing.of(Severity.RED));
    }

    private static Limit limit(Limit.Comparison comparison, int bound) {
        return new Limit(Parameter.SYSTOLIC_BP, comparison, BigDecimal.valueOf(bound));
    }

    /** When a reading taken so many minutes after noon counts by itself: an hour after it arrived, a second later. */
    private static Instant due(int minutes) {
        return minute(minutes).plusSeconds(1).plus(HOUR);
    }

    @Test
    void countsAfterAnHour() {
        patient.observe(bp("a", NOON, 185, 95));

        assertThat(patient.tick(due(0).minusNanos(1))).isEmpty();
        List<AlertEvent> told = patient.tick(due(0));

        assertThat(patient.story()).containsExactly("PROMPTED BP-03 red", "RAISED BP-03 red");
        assertThat(told).singleElement().satisfies(raised -> {
            assertThat(raised.at()).isEqualTo(due(0));
            assertThat(raised.readings())
                    .extracting(AlertEvent.Evidence::reading)
                    .containsExactly("a");
            assertThat(raised.limits())
                    .containsExactly(
                            "systolic_bp >= 180 mm[Hg]",
                            "asked to measure again, nothing in range came since 2026-11-22T12:00:01Z");
            assertThat(raised.alert()).isEqualTo(patient.events().get(0).alert());
        });
    }

    @Test
    void countsOnce() {
        patient.observe(bp("a", NOON, 185, 95));

        patient.tick(due(0));
        patient.tick(due(20));

        assertThat(patient.story()).containsExactly("PROMPTED BP-03 red", "RAISED BP-03 red");
    }

    @Test
    void aReadingInRangeIsAnAnswer() {
        patient.observe(bp("a", NOON, 185, 95));
        patient.observe(bp("b", minute(10), 150, 90));

        patient.tick(due(60));

        assertThat(patient.story()).containsExactly("PROMPTED BP-03 red");
    }

    @Test
    void aReadingInBetweenIsNone() {
        patient.observe(bp("a", NOON, 185, 95));
        patient.observe(bp("b", minute(10), 178, 90));

        patient.tick(due(0));

        assertThat(patient.story()).containsExactly("PROMPTED BP-03 red", "RAISED BP-03 red");
    }

    @Test
    void theClockRunsFromTheNewestBreach() {
        patient.observe(bp("a", NOON, 185, 95));
        patient.observe(bp("b", minute(45), 186, 95));

        patient.tick(due(45).minusNanos(1));
        assertThat(patient.story()).containsExactly("PROMPTED BP-03 red", "PROMPTED BP-03 red");

        patient.tick(due(45));
        assertThat(patient.last().readings())
                .extracting(AlertEvent.Evidence::reading)
                .containsExactly("b");
    }

    @Test
    void whatNobodyWasAskedToRepeatNeverCounts() {
        patient.observe(bp("late", NOON, Duration.ofMinutes(16), 185, 95));

        patient.tick(due(120));

        assertThat(patient.story()).isEmpty();
    }

    @Test
    void norDoesItInTheQuietAfterAnAlertWasResolved() {
        patient.observe(bp("extreme", NOON, 225, 95));
        patient.act(action(AlertAction.Kind.RESOLVED, patient.last().alert(), minute(5)));
        patient.observe(bp("a", minute(30), 185, 95));

        patient.tick(due(30));

        assertThat(patient.story()).containsExactly("RAISED BP-03 red");
    }

    @Test
    void aRuleThatDoesNotSaySoWaitsForever() {
        Case other = Case.under(severe(null));
        other.observe(bp("a", NOON, 185, 95));

        other.tick(due(24 * 60));

        assertThat(other.story()).containsExactly("PROMPTED BP-03 red");
    }

    @Test
    void aLateRepeatJoins() {
        patient.observe(bp("a", NOON, 185, 95));
        patient.tick(due(0));

        patient.observe(bp("b", minute(20), Duration.ofHours(2), 190, 95));

        assertThat(patient.story()).containsExactly("PROMPTED BP-03 red", "RAISED BP-03 red", "UPDATED BP-03 red");
    }

    @Test
    void aLaterReadingInRangeClearsIt() {
        patient.observe(bp("a", NOON, 185, 95));
        patient.tick(due(0));

        patient.observe(bp("b", minute(90), 140, 80));

        assertThat(patient.story()).endsWith("CLEARED BP-03 red");
    }

    @Test
    void itIsWithdrawnWhenItWasAnotherPersons() {
        patient.observe(bp("a", NOON, 185, 95));
        patient.tick(due(0));

        patient.withdraw(bp("a", NOON, 185, 95), minute(90));

        assertThat(patient.story()).endsWith("WITHDRAWN BP-03 red");
        assertThat(patient.tick(due(200))).isEmpty();
    }

    @Test
    void theLadderRunsFromThen() {
        patient.observe(bp("a", NOON, 185, 95));

        patient.tick(due(30));

        assertThat(patient.story()).containsExactly("PROMPTED BP-03 red", "RAISED BP-03 red", "ESCALATED BP-03 red");
        assertThat(patient.last().at()).isEqualTo(due(30));
    }

    // A hub without a line asked, and nobody repeated; reading and alert come when the line is back

    /** What a hub says of breaches it was told of as they were taken, up to a time. */
    private static HubAlert raisedByAHub(Instant until, Reading... readings) {
        Case beside = Case.under(SEVERE);
        for (Reading reading : readings) {
            beside.observe(reading);
        }
        beside.tick(until);
        return beside.events().stream()
                .filter(event -> event.kind() == AlertEvent.Kind.RAISED || event.kind() == AlertEvent.Kind.UPDATED)
                .map(HubAlert::of)
                .reduce(HubAlert::with)
                .orElseThrow();
    }

    private static Reading late(String id, int minute, int systolic) {
        return bp(id, minute(minute), Duration.ofHours(3).minusMinutes(minute), systolic, 95);
    }

    private final HubAlert ofTheHub = raisedByAHub(due(0), bp("a", NOON, 185, 95));

    @Test
    void whatAHubAskedForInVainCountsHereToo() {
        patient.observe(late("a", 0, 185));

        List<AlertEvent> told = patient.besideHubs(minute(181), ofTheHub);

        assertThat(patient.story()).containsExactly("RAISED BP-03 red");
        assertThat(told).singleElement().satisfies(raised -> {
            assertThat(raised.alert()).isEqualTo(ofTheHub.alert());
            assertThat(raised.at()).isEqualTo(minute(181));
            assertThat(raised.effectiveTime()).isEqualTo(NOON);
        });
    }

    @Test
    void onceHoweverOftenItIsSaid() {
        patient.observe(late("a", 0, 185));

        patient.besideHubs(minute(181), ofTheHub, ofTheHub);
        patient.besideHubs(minute(182), ofTheHub);

        assertThat(patient.story()).containsExactly("RAISED BP-03 red");
    }

    @Test
    void theHubsWordAloneOpensNothing() {
        patient.observe(late("other", 0, 185));

        patient.besideHubs(minute(181), ofTheHub);

        assertThat(patient.story()).isEmpty();
    }

    @Test
    void whatHasComeIntoRangeSinceIsOver() {
        patient.observe(late("a", 0, 185));
        patient.observe(late("b", 90, 140));

        patient.besideHubs(minute(181), ofTheHub);

        assertThat(patient.story()).isEmpty();
    }

    @Test
    void whatTheHubConfirmedWaitsForTheRepeatHere() {
        HubAlert confirmed = raisedByAHub(minute(10), bp("a", NOON, 185, 95), bp("b", minute(10), 186, 95));
        patient.observe(late("a", 0, 185));

        patient.besideHubs(minute(181), confirmed);
        assertThat(patient.story()).isEmpty();
        patient.observe(late("b", 10, 186));

        assertThat(patient.story()).containsExactly("RAISED BP-03 red");
        assertThat(patient.last().alert()).isEqualTo(confirmed.alert());
    }

    @Test
    void anotherBreachSinceDoesNotHideIt() {
        patient.observe(late("a", 0, 185));
        patient.observe(late("c", 120, 187));

        patient.besideHubs(minute(181), ofTheHub);

        assertThat(patient.story()).containsExactly("RAISED BP-03 red");
    }

    @Test
    void whatIsTooOldToActOnStaysSilent() {
        patient.observe(bp("a", NOON, Duration.ofHours(25), 185, 95));

        patient.besideHubs(minute(25 * 60), ofTheHub);

        assertThat(patient.story()).isEmpty();
    }

    @Test
    void whoActedOnTheHubsAlertBeforeHasActed() {
        patient.act(action(AlertAction.Kind.ACKNOWLEDGED, ofTheHub.alert(), minute(170)));
        patient.observe(late("a", 0, 185));

        patient.besideHubs(minute(181), ofTheHub);

        assertThat(patient.episode().acknowledgedBy()).isEqualTo("nurse");
    }
}
