package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.action;
import static io.derwent.clinical.Case.at;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.glucose;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.reading;
import static io.derwent.clinical.Case.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every edge a rule has, on it and one unit beyond, in every order of arrival. */
@NullUnmarked // an episode that was never raised is null
class EdgesTest {
    private static final Duration NOW = Duration.ofSeconds(1);
    private static final Duration HOURS_LATER = Duration.ofHours(5);

    /** Two readings of a pathway, the second {@code apart} after the first, and whether they alert. */
    record Pair(String pathway, String rule, String value, Duration apart, boolean alerts) {
        Reading first(Duration age) {
            return measured("first", NOON, age);
        }

        Reading second(Duration age) {
            return measured("second", NOON.plus(apart), age);
        }

        private Reading measured(String id, Instant effectiveTime, Duration age) {
            return switch (pathway) {
                case "hypertension" -> bp(id, effectiveTime, age, Integer.parseInt(value), 80);
                case "oximetry", "copd" -> spo2(id, effectiveTime, age, value);
                default -> throw new IllegalArgumentException(pathway);
            };
        }
    }

    static Stream<Arguments> pairsInEveryOrder() {
        List<Pair> pairs = List.of(
                new Pair("hypertension", "BP-03", "180", Duration.ofSeconds(59), false),
                new Pair("hypertension", "BP-03", "180", Duration.ofMinutes(1), true),
                new Pair("hypertension", "BP-03", "180", Duration.ofMinutes(30), true),
                new Pair("hypertension", "BP-03", "180", Duration.ofMinutes(30).plusSeconds(1), false),
                new Pair("hypertension", "BP-03", "179", Duration.ofMinutes(2), false),
                new Pair("hypertension", "BP-08", "99", Duration.ofMinutes(30), true),
                new Pair("hypertension", "BP-08", "100", Duration.ofMinutes(30), false),
                new Pair("oximetry", "OX-02", "94", Duration.ofSeconds(59), false),
                new Pair("oximetry", "OX-02", "94", Duration.ofMinutes(1), true),
                new Pair("oximetry", "OX-02", "94", Duration.ofMinutes(60), true),
                new Pair("oximetry", "OX-02", "94", Duration.ofMinutes(60).plusSeconds(1), false),
                new Pair("oximetry", "OX-02", "95", Duration.ofMinutes(5), false),
                new Pair("copd", "OX-04", "87", Duration.ofMinutes(60), true),
                new Pair("copd", "OX-04", "88", Duration.ofMinutes(60), false));
        return pairs.stream()
                .flatMap(pair -> Stream.of(
                        Arguments.of(pair, "in order", List.of(pair.first(NOW), pair.second(NOW))),
                        Arguments.of(pair, "the repeat first", List.of(pair.second(NOW), pair.first(HOURS_LATER))),
                        Arguments.of(pair, "both late", List.of(pair.first(HOURS_LATER), pair.second(HOURS_LATER))),
                        Arguments.of(
                                pair,
                                "both late, the repeat first",
                                List.of(pair.second(HOURS_LATER), pair.first(HOURS_LATER.plusMinutes(90))))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pairsInEveryOrder")
    void aRepeatCountsByWhenItWasTaken(Pair pair, String order, List<Reading> arriving) {
        Case patient = new Case(pair.pathway(), pair.pathway().equals("copd") ? 2 : 1);

        arriving.forEach(patient::observe);

        assertThat(patient.events().stream()
                        .filter(event -> event.kind() == io.derwent.model.AlertEvent.Kind.RAISED)
                        .map(event -> event.rule()))
                .as(order)
                .containsExactlyElementsOf(pair.alerts() ? List.of(pair.rule()) : List.of());
        if (pair.alerts()) {
            assertThat(patient.events()).last().satisfies(event -> {
                assertThat(event.firstBreachAt()).isEqualTo(NOON);
                assertThat(event.readings())
                        .extracting(evidence -> evidence.reading())
                        .containsExactly("first", "second");
            });
        }
    }

    @ParameterizedTest(name = "{0} {1} after {2}: {3}")
    @CsvSource({
        "oximetry, OX-03, PT24H, RAISED",
        "oximetry, OX-03, PT24H0.001S, WOULD_HAVE",
        "diabetes, GL-01, P7D, RAISED",
        "diabetes, GL-01, P7DT0.001S, WOULD_HAVE",
        "diabetes, GL-02, PT24H, RAISED",
        "diabetes, GL-02, PT24H0.001S, WOULD_HAVE",
    })
    void redIsActionableForADayAndAmberForAWeek(String pathway, String rule, Duration age, String kind) {
        Case patient = new Case(pathway);
        String value = Map.of("OX-03", "92", "GL-01", "3.9", "GL-02", "2.9").get(rule);
        Kind measured = pathway.equals("oximetry") ? Kind.SPO2 : Kind.GLUCOSE;
        Parameter parameter = pathway.equals("oximetry") ? Parameter.SPO2 : Parameter.BLOOD_GLUCOSE;

        patient.observe(reading("r1", measured, NOON, age, Map.of(parameter, new BigDecimal(value)), Map.of()));

        assertThat(patient.events()).extracting(event -> event.rule()).containsOnly(rule);
        assertThat(patient.events().get(0).kind()).hasToString(kind);
    }

    @ParameterizedTest(name = "{0} mmol/L: {1}")
    @CsvSource({"2.9, GL-02", "3.0, GL-01", "3.9, GL-01", "4.0, ''", "11, ''", "11.1, GL-04"})
    void everyGlucoseBelongsToOneRuleAtMost(String mmolPerLitre, String rule) {
        Case diabetes = new Case("diabetes");

        diabetes.observe(glucose("r1", NOON, mmolPerLitre));

        assertThat(diabetes.events().stream().map(event -> event.rule()).distinct())
                .containsExactlyElementsOf(rule.isEmpty() ? List.of() : List.of(rule));
    }

    @ParameterizedTest(name = "{0}/{1} clears {2}")
    @CsvSource({"174, 114, true", "175, 114, false", "174, 115, false", "179, 119, false", "130, 80, true"})
    void severePressureClearsBelow175And115(int systolic, int diastolic, boolean clears) {
        Case hypertension = new Case("hypertension");
        hypertension.observe(bp("r1", NOON, 220, 100));

        hypertension.observe(bp("r2", minute(10), systolic, diastolic));

        assertThat(hypertension.episode().isOpen()).isEqualTo(!clears);
    }

    @ParameterizedTest(name = "{0} after resolving: raised {1}")
    @CsvSource({"PT0S, false", "PT11H59M59.999S, false", "PT12H, true", "PT12H0.001S, true"})
    void theCoolDownEndsAfterTwelveHours(Duration afterResolving, boolean raised) {
        Case oximetry = new Case("oximetry");
        oximetry.observe(spo2("r1", NOON, "90"));
        Instant resolvedAt = minute(30);
        oximetry.act(action(AlertAction.Kind.RESOLVED, oximetry.episode().alert(), resolvedAt));
        oximetry.events().clear();

        oximetry.observe(spo2("r2", resolvedAt.plus(afterResolving), Duration.ZERO, "90"));

        assertThat(oximetry.story().contains("RAISED OX-03 red")).isEqualTo(raised);
    }

    @ParameterizedTest(name = "{0} old is scored: {1}")
    @CsvSource({"P60D, true", "P60DT0.001S, false"})
    void sixtyDaysAreTheHorizon(Duration age, boolean scored) {
        Case oximetry = new Case("oximetry");

        oximetry.observe(spo2("r1", at(age.negated()), age, "90"));

        assertThat(oximetry.story()).isEqualTo(scored ? List.of("WOULD_HAVE OX-03 red") : List.of());
    }
}
