package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.Finding;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked // table rows are maps whose columns are there
class News2Test {
    private static final Map<String, Parameter> PARAMETERS = Map.of(
            "respiration_rate", Parameter.RESPIRATORY_RATE,
            "spo2", Parameter.SPO2,
            "systolic_bp", Parameter.SYSTOLIC_BP,
            "pulse", Parameter.PULSE_RATE,
            "temperature", Parameter.BODY_TEMPERATURE);
    private static final Map<String, String> INPUTS = Map.of(
            "respiration_rate", News2.RR,
            "spo2", News2.SPO2,
            "systolic_bp", News2.SBP,
            "pulse", News2.PULSE,
            "temperature", News2.TEMP);

    static Stream<Map<String, String>> workedExamples() {
        return Csv.rows("news2_cases_dev.csv");
    }

    @ParameterizedTest
    @MethodSource("workedExamples")
    void everyWorkedExampleScoresAsItShould(Map<String, String> example) {
        News2.Result result =
                News2.score(quantities(example), findings(example), Integer.parseInt(example.get("spo2_scale")));

        assertThat(result.total()).hasValue(Integer.parseInt(example.get("total")));
        assertThat(result.parts())
                .isEqualTo(Map.of(
                        News2.RR, number(example, "s_rr"),
                        News2.SPO2, number(example, "s_spo2"),
                        News2.AIR_OR_OXYGEN, number(example, "s_air_o2"),
                        News2.SBP, number(example, "s_sbp"),
                        News2.PULSE, number(example, "s_pulse"),
                        News2.ACVPU, number(example, "s_acvpu"),
                        News2.TEMP, number(example, "s_temp")));
        assertThat(result.anySingleThree())
                .isEqualTo(example.get("any_single_3").equals("yes"));
        assertThat(result.risk().band()).isEqualTo(example.get("band"));
        assertThat(result.risk().monitoring()).isEqualTo(example.get("monitoring"));
    }

    static Stream<Map<String, String>> rowsWithNumbers() {
        return Csv.rows("news2.csv").filter(row -> PARAMETERS.containsKey(row.get("parameter")));
    }

    @ParameterizedTest
    @MethodSource("rowsWithNumbers")
    void everyRowOfTheTableHoldsAtBothItsEnds(Map<String, String> row) {
        int scale = row.get("scale").isEmpty() ? 1 : Integer.parseInt(row.get("scale"));
        List<String> gases =
                switch (row.get("condition")) {
                    case "on_air" -> List.of("air");
                    case "on_oxygen" -> List.of("oxygen");
                    default -> List.of("air", "oxygen");
                };
        for (String end : Stream.of("lower", "upper")
                .map(row::get)
                .filter(text -> !text.isEmpty())
                .toList()) {
            for (String gas : gases) {
                News2.Result result = News2.score(
                        Map.of(PARAMETERS.get(row.get("parameter")), new BigDecimal(end)),
                        Map.of(Finding.AIR_OR_OXYGEN, gas),
                        scale);

                assertThat(result.parts()).containsEntry(INPUTS.get(row.get("parameter")), number(row, "score"));
            }
        }
    }

    static Stream<Map<String, String>> responses() {
        return Csv.rows("news2_response.csv");
    }

    @ParameterizedTest
    @MethodSource("responses")
    void everyTotalHasTheBandMonitoringAndResponseOfItsRow(Map<String, String> row) {
        int from = number(row, "total_lower");
        int to = number(row, "total_upper");
        IntStream.rangeClosed(from, to)
                .forEach(total -> Stream.of(true, false)
                        .filter(three -> row.get("any_parameter_is_3").equals("any")
                                || row.get("any_parameter_is_3").equals(three ? "yes" : "no"))
                        .forEach(three -> {
                            News2.Risk risk = new News2.Result(Map.of(), total, total, three, List.of()).risk();

                            assertThat(risk.band()).isEqualTo(row.get("band"));
                            assertThat(risk.response()).isEqualTo(row.get("response_summary"));
                            assertThat("every " + risk.monitoring().replace("h", " h"))
                                    .endsWith(row.get("minimum_monitoring").replace("continuous", "every continuous"));
                        }));
    }

    @ParameterizedTest
    @CsvSource({"35.04, 3", "35.05, 1", "36.04, 1", "36.05, 0", "38.04, 0", "38.05, 1", "39.04, 1", "39.05, 2", "41, 2"
    })
    void temperatureIsRoundedHalfUpToOneDecimal(String celsius, int points) {
        assertThat(News2.score(Map.of(Parameter.BODY_TEMPERATURE, new BigDecimal(celsius)), Map.of(), 1)
                        .parts())
                .containsEntry(News2.TEMP, points);
    }

    @ParameterizedTest
    @CsvSource({"91.4, 3", "91.5, 2", "93.5, 1", "95.49, 1", "95.5, 0"})
    void saturationIsRoundedHalfUpToAnInteger(String percent, int points) {
        assertThat(News2.score(Map.of(Parameter.SPO2, new BigDecimal(percent)), Map.of(), 1)
                        .parts())
                .containsEntry(News2.SPO2, points);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "15, true", "15.99, true", "16, false", "16.0, false", "90, false"})
    void nobodyUnder16IsScored(String years, boolean tooYoung) {
        assertThat(News2.Unsuited.byAge(new BigDecimal(years)).isPresent()).isEqualTo(tooYoung);
    }

    @Test
    void nothingKnownMayBeAnything() {
        News2.Result result = News2.score(Map.of(), Map.of(), 1);

        assertThat(result.total()).isEmpty();
        assertThat(result.lowerBound()).isZero();
        assertThat(result.upperBound()).isEqualTo(20);
        assertThat(result.missing())
                .containsExactlyInAnyOrder("rr", "spo2", "air_or_oxygen", "sbp", "pulse", "acvpu", "temp_c");
    }

    @Test
    void onScale2TheSaturationPartRangesWhileAirOrOxygenIsMissing() {
        News2.Result result = News2.score(Map.of(Parameter.SPO2, new BigDecimal("97")), Map.of(), 2);

        assertThat(result.parts()).doesNotContainKey(News2.SPO2);
        assertThat(result.anySingleThree()).isFalse();
        assertThat(result.lowerBound()).isZero();
        assertThat(result.upperBound())
                .as("oxygen with 97 %% is 5, the other five parts 3 each")
                .isEqualTo(20);
    }

    @Test
    void anIncompleteSetHasNoBand() {
        News2.Result result = News2.score(Map.of(), Map.of(), 1);

        assertThatThrownBy(result::risk).isInstanceOf(IllegalStateException.class);
    }

    @Property
    void boundsContainEveryCompletionAndAreReached(@ForAll("completeSets") ObservationSet set, @ForAll int choice) {
        int scale = (choice & 1) + 1;
        ObservationSet known = set.hiding(choice >>> 1);
        News2.Result bounds = News2.score(known.quantities(), known.findings(), scale);

        int total = News2.score(set.quantities(), set.findings(), scale).total().orElseThrow();

        assertThat(total).isBetween(bounds.lowerBound(), bounds.upperBound());
        if (bounds.isComplete()) {
            assertThat(bounds.lowerBound()).isEqualTo(bounds.upperBound());
        }
        List<Integer> totals = completions(known, scale);
        assertThat(bounds.lowerBound())
                .isEqualTo(totals.stream().mapToInt(i -> i).min().orElseThrow());
        assertThat(bounds.upperBound())
                .isEqualTo(totals.stream().mapToInt(i -> i).max().orElseThrow());
    }

    @Property
    void aPartThatIsSaidToBeCertainIsTheSameInEveryCompletion(
            @ForAll("completeSets") ObservationSet set, @ForAll int choice) {
        int scale = (choice & 1) + 1;
        ObservationSet known = set.hiding(choice >>> 1);

        Map<String, Integer> certain =
                News2.score(known.quantities(), known.findings(), scale).parts();

        assertThat(News2.score(set.quantities(), set.findings(), scale).parts()).containsAllEntriesOf(certain);
    }

    record ObservationSet(Map<Parameter, BigDecimal> quantities, Map<Finding, String> findings) {
        ObservationSet hiding(int bits) {
            Map<Parameter, BigDecimal> fewer = new EnumMap<>(Parameter.class);
            Map<Finding, String> words = new EnumMap<>(Finding.class);
            int bit = 1;
            for (Map.Entry<Parameter, BigDecimal> entry : quantities.entrySet()) {
                if ((bits & bit) == 0) {
                    fewer.put(entry.getKey(), entry.getValue());
                }
                bit <<= 1;
            }
            for (Map.Entry<Finding, String> entry : findings.entrySet()) {
                if ((bits & bit) == 0) {
                    words.put(entry.getKey(), entry.getValue());
                }
                bit <<= 1;
            }
            return new ObservationSet(fewer, words);
        }
    }

    @Provide
    Arbitrary<ObservationSet> completeSets() {
        return Combinators.combine(
                        Arbitraries.integers().between(4, 60),
                        Arbitraries.integers().between(50, 100),
                        Arbitraries.integers().between(40, 300),
                        Arbitraries.integers().between(20, 250),
                        Arbitraries.integers().between(3000, 4300),
                        Arbitraries.of("air", "oxygen"),
                        Arbitraries.of("A", "C", "V", "P", "U"))
                .as((rr, spo2, sbp, pulse, temp, gas, acvpu) -> new ObservationSet(
                        new EnumMap<>(Map.of(
                                Parameter.RESPIRATORY_RATE, new BigDecimal(rr),
                                Parameter.SPO2, new BigDecimal(spo2),
                                Parameter.SYSTOLIC_BP, new BigDecimal(sbp),
                                Parameter.PULSE_RATE, new BigDecimal(pulse),
                                Parameter.BODY_TEMPERATURE, new BigDecimal(temp).movePointLeft(2))),
                        new EnumMap<>(Map.of(Finding.AIR_OR_OXYGEN, gas, Finding.CONSCIOUSNESS, acvpu))));
    }

    /** Totals of completions by a value of every row of the table. */
    private static List<Integer> completions(ObservationSet known, int scale) {
        Map<Parameter, List<String>> samples = Map.of(
                Parameter.RESPIRATORY_RATE, List.of("15", "30"),
                Parameter.SPO2, List.of("80", "90", "97"),
                Parameter.SYSTOLIC_BP, List.of("120", "80"),
                Parameter.PULSE_RATE, List.of("70", "140"),
                Parameter.BODY_TEMPERATURE, List.of("37", "34"));
        List<ObservationSet> complete = List.of(known);
        for (Map.Entry<Parameter, List<String>> sample : samples.entrySet()) {
            if (!known.quantities().containsKey(sample.getKey())) {
                complete = complete.stream()
                        .flatMap(set -> sample.getValue().stream().map(value -> {
                            Map<Parameter, BigDecimal> more = new EnumMap<>(Parameter.class);
                            more.putAll(set.quantities());
                            more.put(sample.getKey(), new BigDecimal(value));
                            return new ObservationSet(more, set.findings());
                        }))
                        .toList();
            }
        }
        for (Map.Entry<Finding, List<String>> sample : Map.of(
                        Finding.AIR_OR_OXYGEN, List.of("air", "oxygen"), Finding.CONSCIOUSNESS, List.of("A", "U"))
                .entrySet()) {
            if (!known.findings().containsKey(sample.getKey())) {
                complete = complete.stream()
                        .flatMap(set -> sample.getValue().stream().map(word -> {
                            Map<Finding, String> more = new EnumMap<>(Finding.class);
                            more.putAll(set.findings());
                            more.put(sample.getKey(), word);
                            return new ObservationSet(set.quantities(), more);
                        }))
                        .toList();
            }
        }
        return complete.stream()
                .map(set -> News2.score(set.quantities(), set.findings(), scale)
                        .total()
                        .orElseThrow())
                .toList();
    }

    private static Map<Parameter, BigDecimal> quantities(Map<String, String> example) {
        return Map.of(
                Parameter.RESPIRATORY_RATE, new BigDecimal(example.get("rr")),
                Parameter.SPO2, new BigDecimal(example.get("spo2")),
                Parameter.SYSTOLIC_BP, new BigDecimal(example.get("sbp")),
                Parameter.PULSE_RATE, new BigDecimal(example.get("pulse")),
                Parameter.BODY_TEMPERATURE, new BigDecimal(example.get("temp_c")));
    }

    private static Map<Finding, String> findings(Map<String, String> example) {
        return Map.of(
                Finding.AIR_OR_OXYGEN, example.get("air_or_oxygen"),
                Finding.CONSCIOUSNESS, example.get("acvpu"));
    }

    private static int number(Map<String, String> row, String column) {
        return Integer.parseInt(row.get(column));
    }
}
