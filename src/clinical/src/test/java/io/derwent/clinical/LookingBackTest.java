package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.marked;
import static io.derwent.clinical.Case.reading;
import static io.derwent.clinical.Case.spo2;
import static io.derwent.clinical.Case.weight;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Limit;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that judge a reading by the values before it. */
class LookingBackTest {
    private static final Timing TIMING = Timing.of(Severity.AMBER);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static Instant day(int day) {
        return NOON.plus(Duration.ofDays(day));
    }

    @Nested
    class GivenADailyWeight {
        private final Case patient = Case.under(new Rule.Change(
                "HF-01",
                1,
                Severity.AMBER,
                Parameter.BODY_WEIGHT,
                List.of(new Rule.Rise(new BigDecimal("2.0"), 3)),
                new Rule.Rise(BigDecimal.ONE, 14),
                false,
                TIMING));

        @ParameterizedTest(name = "{0} kg after 80.0: {1}")
        @CsvSource({"81.9, ''", "82.0, ''", "82.1, RAISED HF-01 amber", "78.0, ''"})
        void moreThanTwoKilogramsInThreeDaysAreTooMuch(String kilograms, String step) {
            patient.observe(weight("w0", day(0), "80.0"));

            patient.observe(weight("w3", day(3), kilograms));

            assertThat(String.join("", patient.story())).isEqualTo(step);
        }

        @Test
        void theFourthDayBeforeCountsNoMore() {
            patient.observe(weight("w0", day(0), "80.0"));

            patient.observe(weight("w4", day(4), "82.5"));

            assertThat(patient.story()).isEmpty();
        }

        @Test
        void theAlertTellsWhatItRoseFrom() {
            patient.observe(weight("w0", day(0), "80.0"));

            patient.observe(weight("w1", day(1), "82.4"));

            assertThat(patient.last().readings())
                    .extracting(AlertEvent.Evidence::reading)
                    .containsExactly("w0", "w1");
            assertThat(patient.last().limits())
                    .containsExactly("body_weight up 2.4 kg from 80.0, more than 2.0 within 3 days");
        }

        @Test
        void whoStaysHeavyIsNotInRange() {
            patient.observe(weight("w0", day(0), "80.0"));
            patient.observe(weight("w1", day(1), "82.4"));

            patient.observe(weight("w6", day(6), "82.4"));
            assertThat(patient.story()).containsExactly("RAISED HF-01 amber");

            patient.observe(weight("w7", day(7), "81.0"));
            assertThat(patient.story()).containsExactly("RAISED HF-01 amber", "CLEARED HF-01 amber");
        }

        @Test
        void anEarlierWeightThatArrivesLateHasTheLaterOneJudgedAgain() {
            patient.observe(weight("w1", day(1), "82.4"));
            assertThat(patient.story()).isEmpty();

            patient.observe(weight("w0", day(0), Duration.ofDays(2), "80.0"));

            assertThat(patient.story()).containsExactly("RAISED HF-01 amber");
            assertThat(patient.last().effectiveTime()).isEqualTo(day(1));
            assertThat(patient.last().at()).isEqualTo(day(2));
            assertThat(patient.last().late()).isTrue();
        }

        @Test
        void whatWasKnownTooLateToActOnWouldHaveAlerted() {
            patient.observe(weight("w1", day(1), "82.4"));

            patient.observe(weight("w0", day(0), Duration.ofDays(9), "80.0"));

            assertThat(patient.story()).containsExactly("WOULD_HAVE HF-01 amber");
        }

        @Test
        void theAlertGoesWithTheWeightItRoseFrom() {
            Reading somebodyElses = weight("w0", day(0), "60.0");
            patient.observe(somebodyElses);
            patient.observe(weight("w1", day(1), "82.4"));
            assertThat(patient.story()).containsExactly("RAISED HF-01 amber");

            patient.withdraw(somebodyElses, day(1).plusSeconds(60));

            assertThat(patient.story()).containsExactly("RAISED HF-01 amber", "WITHDRAWN HF-01 amber");
        }

        @Test
        void andComesAgainAsAStepOfItsOwn() {
            Reading first = weight("w0", day(0), "80.0");
            patient.observe(first);
            patient.observe(weight("w1", day(1), "82.4"));
            patient.withdraw(first, day(1).plusSeconds(60));

            patient.observe(first.attributedTo("p1", 2));

            assertThat(patient.story())
                    .containsExactly("RAISED HF-01 amber", "WITHDRAWN HF-01 amber", "RAISED HF-01 amber");
            assertThat(patient.events()).extracting(AlertEvent::id).doesNotHaveDuplicates();
            assertThat(patient.events())
                    .extracting(AlertEvent::alert)
                    .containsOnly(patient.last().alert());
        }

        @Test
        void theSameReadingTwiceChangesNothing() {
            patient.observe(weight("w0", day(0), "80.0"));
            patient.observe(weight("w1", day(1), "82.4"));
            PatientState before = patient.state();

            patient.observe(weight("w0", day(0), "80.0"));
            patient.observe(weight("w1", day(1), "82.4"));

            assertThat(patient.state()).isEqualTo(before);
            assertThat(patient.story()).containsExactly("RAISED HF-01 amber");
        }
    }

    @Nested
    class GivenAWeekOfHomeBloodPressures {
        private static final List<Limit> STAGE_1 = limits("135", "85");
        private static final List<Limit> STAGE_2 = limits("150", "95");

        private final Case patient = Case.under(
                new Rule.Average("BP-01", 1, Severity.AMBER, STAGE_1, STAGE_2, TIMING),
                new Rule.Average("BP-02", 1, Severity.AMBER_HIGH, STAGE_2, List.of(), TIMING));

        private static List<Limit> limits(String systolic, String diastolic) {
            return List.of(
                    new Limit(Parameter.SYSTOLIC_BP, Limit.Comparison.AT_LEAST, new BigDecimal(systolic)),
                    new Limit(Parameter.DIASTOLIC_BP, Limit.Comparison.AT_LEAST, new BigDecimal(diastolic)));
        }

        private void measuresTwice(int day, int hour, int systolic, int diastolic) {
            Instant at = Instant.parse("2026-11-02T00:00:00Z")
                    .plus(Duration.ofDays(day))
                    .plus(Duration.ofHours(hour));
            patient.observe(bp("d%d-%d-1".formatted(day, hour), at, systolic, diastolic));
            patient.observe(bp("d%d-%d-2".formatted(day, hour), at.plusSeconds(120), systolic, diastolic));
        }

        private void days(int from, int to, int systolic, int diastolic) {
            for (int day = from; day <= to; day++) {
                measuresTwice(day, 8, systolic, diastolic);
                measuresTwice(day, 19, systolic, diastolic);
            }
        }

        @Test
        void nothingIsSaidBeforeTheFourthFullDay() {
            days(0, 2, 170, 100);
            measuresTwice(3, 8, 170, 100);

            assertThat(patient.story()).isEmpty();
        }

        @Test
        void theMeanWithoutTheFirstDayDecides() {
            days(0, 0, 190, 110);

            days(1, 3, 140, 84);

            assertThat(patient.story().get(0)).isEqualTo("RAISED BP-01 amber");
            assertThat(patient.events().get(0).limits())
                    .containsExactly(
                            "mean 140.00/84.00 of 12 readings on 4 full days, the first day left out",
                            "mean systolic_bp >= 135 mm[Hg]");
        }

        @Test
        void theHigherRangeHasARuleOfItsOwn() {
            days(0, 3, 152, 80);

            assertThat(patient.story()).contains("RAISED BP-02 amber_high").doesNotContain("RAISED BP-01 amber");
        }

        @Test
        void aBetterWeekClears() {
            days(0, 3, 140, 84);

            days(4, 11, 128, 78);

            assertThat(patient.story()).contains("RAISED BP-01 amber").endsWith("CLEARED BP-01 amber");
        }

        @Test
        void readingsTheCuffDoubtsAreLeftOut() {
            days(0, 2, 128, 78);
            Instant at = Instant.parse("2026-11-04T12:00:00Z");
            patient.observe(marked(bp("loose-1", at, 230, 140), Mark.LOOSE_CUFF));
            patient.observe(marked(bp("loose-2", at.plusSeconds(120), 230, 140), Mark.LOOSE_CUFF));

            days(3, 3, 128, 78);

            assertThat(patient.story()).isEmpty();
        }
    }

    @Nested
    class GivenWhatIsUsual {
        private static Rule rule(Rule.Baseline.Method method, String by, int consecutive) {
            return new Rule.Baseline(
                    "X",
                    1,
                    Severity.INFO,
                    Parameter.SPO2,
                    method,
                    Rule.Baseline.Direction.DOWN,
                    new BigDecimal(by),
                    14,
                    consecutive,
                    TIMING);
        }

        private static Case usually97(Rule rule) {
            Case patient = Case.under(rule);
            for (int day = 0; day < 12; day++) {
                patient.observe(spo2("u" + day, day(day), day % 3 == 0 ? "96" : "97"));
            }
            return patient;
        }

        @Test
        void oneReadingThreeBelowIsNotEnoughTwoAre() {
            Case patient = usually97(rule(Rule.Baseline.Method.FROM_MEDIAN, "3", 2));

            patient.observe(spo2("a", day(12), "94"));
            assertThat(patient.story()).isEmpty();

            patient.observe(spo2("b", day(13), "94"));
            assertThat(patient.story()).containsExactly("RAISED X info");
            assertThat(patient.last().limits()).containsExactly("spo2 94, usual 97", "spo2 94, usual 97");

            patient.observe(spo2("c", day(14), "96"));
            assertThat(patient.story()).containsExactly("RAISED X info", "CLEARED X info");
        }

        @Test
        void withoutSevenValuesNothingIsUsual() {
            Case patient = Case.under(rule(Rule.Baseline.Method.FROM_MEDIAN, "3", 1));
            for (int day = 0; day < 6; day++) {
                patient.observe(spo2("u" + day, day(day), "97"));
            }

            patient.observe(spo2("a", day(8), "90"));

            assertThat(patient.story()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"ROBUST_Z, 2", "EWMA, 2.7", "CUSUM, 4"})
        void aFallThatLastsIsSeen(Rule.Baseline.Method method, String by) {
            Case patient = usually97(rule(method, by, 1));

            for (int day = 12; day < 18; day++) {
                patient.observe(spo2("low" + day, day(day), "93"));
            }

            assertThat(patient.story()).startsWith("RAISED X info");
        }

        @ParameterizedTest
        @CsvSource({"ROBUST_Z, 2", "EWMA, 2.7", "CUSUM, 4"})
        void aRiseIsNotAFall(Rule.Baseline.Method method, String by) {
            Case patient = usually97(rule(method, by, 1));

            for (int day = 12; day < 18; day++) {
                patient.observe(spo2("high" + day, day(day), "100"));
            }

            assertThat(patient.story()).isEmpty();
        }

        @Test
        void aDoubtfulValueIsNeitherUsualNorOutOfCharacter() {
            Case patient = usually97(rule(Rule.Baseline.Method.FROM_MEDIAN, "3", 1));

            patient.observe(marked(spo2("cold-finger", day(12), "84"), Mark.DOUBTFUL));

            assertThat(patient.story()).isEmpty();
        }
    }

    @Nested
    class GivenAWearable {
        private static Reading steps(int day, String count, String worn) {
            return reading(
                    "s" + day,
                    Kind.STEPS,
                    day(day),
                    AT_ONCE,
                    Map.of(
                            Parameter.STEPS, new BigDecimal(count),
                            Parameter.WEAR_TIME, new BigDecimal(worn)),
                    Map.of());
        }

        private static Case walker() {
            Case patient = Case.under(new Rule.Baseline(
                    "WR-03",
                    1,
                    Severity.INFO,
                    Parameter.STEPS,
                    Rule.Baseline.Method.WEEK_SHARE,
                    Rule.Baseline.Direction.DOWN,
                    new BigDecimal("0.5"),
                    28,
                    1,
                    TIMING));
            for (int day = 0; day < 28; day++) {
                patient.observe(steps(day, "6000", "900"));
            }
            return patient;
        }

        @ParameterizedTest(name = "{0} steps a day: {1}")
        @CsvSource({"2999, RAISED WR-03 info", "3000, ''"})
        void aWeekOfLessThanHalfTheUsualStepsIsTold(String count, String step) {
            Case patient = walker();

            for (int day = 28; day < 35; day++) {
                patient.observe(steps(day, count, "600"));
            }

            assertThat(String.join("", patient.story())).isEqualTo(step);
        }

        @Test
        void aDayInTheDrawerSaysNothing() {
            Case patient = walker();

            for (int day = 28; day < 35; day++) {
                patient.observe(steps(day, "100", day == 30 ? "599" : "600"));
            }

            assertThat(patient.story()).isEmpty();
        }

        @Test
        void twoNightsWithAHighHeartRateAreTold() {
            Case patient = Case.under(
                    new Rule.NightSignal("WR-01", 1, Severity.AMBER, Rule.NightSignal.Level.RED, TIMING),
                    new Rule.NightSignal("WR-02", 1, Severity.INFO, Rule.NightSignal.Level.YELLOW, TIMING));
            for (int night = 0; night < 10; night++) {
                patient.observe(night(night, "58"));
            }

            patient.observe(night(10, "61"));
            patient.observe(night(11, "61"));
            assertThat(patient.story()).containsExactly("RAISED WR-02 info");

            patient.observe(night(12, "62"));
            patient.observe(night(13, "62"));
            assertThat(patient.story()).contains("RAISED WR-01 amber");
        }

        private static Reading night(int day, String perMinute) {
            return reading(
                    "n" + day,
                    Kind.RESTING_HEART_RATE,
                    day(day),
                    AT_ONCE,
                    Map.of(Parameter.RESTING_HEART_RATE, new BigDecimal(perMinute)),
                    Map.of());
        }
    }

    @Nested
    class GivenWhatDevicesSay {
        @Test
        void anIrregularPulseOnTwoReadingsOfAWeekIsTold() {
            Case patient = Case.under(new Rule.DeviceFault(
                    "BP-10",
                    1,
                    Severity.AMBER,
                    Kind.BP_PANEL,
                    List.of(Mark.IRREGULAR_PULSE),
                    List.of(),
                    2,
                    Duration.ofDays(7),
                    false,
                    TIMING));

            patient.observe(marked(bp("a", day(0), 130, 80), Mark.IRREGULAR_PULSE));
            patient.observe(marked(bp("b", day(8), 130, 80), Mark.IRREGULAR_PULSE));
            assertThat(patient.story()).isEmpty();

            patient.observe(marked(bp("c", day(9), 130, 80), Mark.IRREGULAR_PULSE));
            assertThat(patient.story()).containsExactly("RAISED BP-10 amber");
            assertThat(patient.last().limits()).containsExactly("irregular_pulse on 2 readings within 7 days");
        }

        @Test
        void aGlucoseBeyondItsMeterAlertsUntilThereIsANumber() {
            Case patient = Case.under(new Rule.DeviceFault(
                    "GL-05",
                    1,
                    Severity.RED,
                    Kind.GLUCOSE,
                    List.of(),
                    List.of(
                            new Rule.Condition(Finding.GLUCOSE_RANGE, "high"),
                            new Rule.Condition(Finding.GLUCOSE_RANGE, "low")),
                    1,
                    Duration.ZERO,
                    true,
                    Timing.of(Severity.RED)));

            patient.observe(reading("lo", Kind.GLUCOSE, NOON, AT_ONCE, Map.of(), Map.of(Finding.GLUCOSE_RANGE, "low")));
            assertThat(patient.story()).containsExactly("RAISED GL-05 red", "PROMPTED GL-05 red");
            assertThat(patient.events().get(0).limits()).containsExactly("glucose_range low");

            patient.observe(Case.glucose("number", NOON.plusSeconds(900), "4.6"));
            assertThat(patient.story()).endsWith("CLEARED GL-05 red");
        }

        @ParameterizedTest
        @CsvSource({"no, no, ''", "yes, no, RAISED SS-01 amber", "yes, yes, RAISED SS-01 amber_high"})
        void softSignsAreCounted(String breathless, String confused, String step) {
            Case patient = Case.under(new Rule.SoftSigns(
                    "SS-01", 1, Severity.AMBER, 1, List.of(new Rule.SignsGrade(Severity.AMBER_HIGH, 2)), TIMING));

            patient.observe(reading(
                    "signs",
                    Kind.SOFT_SIGNS,
                    NOON,
                    AT_ONCE,
                    Map.of(),
                    Map.of(Finding.BREATHLESS, breathless, Finding.NEW_CONFUSION, confused)));

            assertThat(String.join("", patient.story())).isEqualTo(step);
        }
    }
}
