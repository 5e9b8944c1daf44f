package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.CarePlan;
import io.derwent.model.Parameter;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.wire.ShippedPathways;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanRulesTest {
    @ParameterizedTest(name = "{0} % on {1}: {2}")
    @CsvSource({
        "95, oximetry, ''",
        "94.9, oximetry, OX-02",
        "93, oximetry, OX-02",
        "92.1, oximetry, OX-02",
        "92, oximetry, OX-03",
        "88, copd, ''",
        "87.9, copd, OX-04",
        "86, copd, OX-04",
        "85, copd, OX-04",
    })
    void everySaturationBelongsToOneRuleAtMost(String percent, String pathway, String rule) {
        Case patient = new Case(pathway, pathway.equals("copd") ? 2 : 1);

        patient.observe(Case.spo2("r1", Case.NOON, percent));

        assertThat(patient.events().stream().map(event -> event.rule()).distinct())
                .containsExactlyElementsOf(rule.isEmpty() ? List.of() : List.of(rule));
    }

    @Nested
    class GivenRulesBeyondThePathway {
        private static List<String> including(String pathway, int spo2Scale, String... include) {
            return PlanRules.including(
                            List.of(include), ShippedPathways.all().named(pathway), ShippedPathways.all(), spo2Scale)
                    .stream()
                    .map(Rule::id)
                    .toList();
        }

        @Test
        void anOptionalRuleIsThereOnlyWhereItIsIncluded() {
            assertThat(including("hypertension", 1)).doesNotContain("BP-07").contains("BP-03");
            assertThat(including("hypertension", 1, "BP-07")).contains("BP-07", "BP-03");
        }

        @Test
        void anotherPathwayOrOneOfItsRulesIsAdded() {
            assertThat(including("heart-failure", 1, "wearable", "hypertension/BP-03"))
                    .contains("HF-01", "WR-01", "WR-02", "WR-03", "WR-04", "BP-03")
                    .doesNotContain("BP-01")
                    .doesNotHaveDuplicates();
        }

        @Test
        void aRuleThatIsThereAlreadyStaysAsItIs() {
            assertThat(including("oximetry", 1, "care-home")).containsOnlyOnce("TP-01");
        }

        @ParameterizedTest(name = "{0} on {1} with {2}")
        @CsvSource({
            "hypertension, 1, BP-99, include is \"BP-99\"",
            "hypertension, 1, wearable/BP-03, include is \"wearable/BP-03\"",
            "hypertension, 1, garden/WR-01, include is \"garden/WR-01\"",
            "hypertension, 1, copd, needs scale 2",
            "hypertension, 1, copd/OX-04, needs scale 2",
        })
        void whatIsNotThereIsRefused(String pathway, int scale, String include, String sentence) {
            assertThatThrownBy(() -> including(pathway, scale, include))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(sentence);
        }
    }

    @Nested
    class GivenPersonalThresholds {
        private final List<Rule> hypertension = rules("hypertension");

        private static List<Rule> rules(String pathway) {
            return ShippedPathways.all().named(pathway).rules();
        }

        private PersonalThreshold threshold(String rule, Parameter parameter, String value) {
            return new PersonalThreshold(
                    rule, parameter, new BigDecimal(value), "Dr Shah", "stroke last year", LocalDate.of(2027, 3, 1));
        }

        private List<String> story(List<Rule> rules, Reading... readings) {
            CarePlan plan = new CarePlan("derby", "p1", 1, "x", 1, 1, Instant.EPOCH, true, rules);
            PatientState state = PatientState.empty();
            List<String> story = new java.util.ArrayList<>();
            for (Reading reading : readings) {
                PatientWatch.Outcome outcome = PatientWatch.observe(state, plan, reading);
                state = outcome.state();
                outcome.events().forEach(event -> story.add(Case.line(event)));
            }
            return story;
        }

        @Test
        void aLowerLimitAlertsEarlierAndClearsLower() {
            List<Rule> rules =
                    PlanRules.withThresholds(hypertension, List.of(threshold("BP-03", Parameter.SYSTOLIC_BP, "170")));

            assertThat(story(
                            rules,
                            Case.bp("r1", Case.NOON, 170, 90),
                            Case.bp("r2", Case.NOON.plusSeconds(120), 171, 90),
                            Case.bp("r3", Case.NOON.plusSeconds(240), 168, 90),
                            Case.bp("r4", Case.NOON.plusSeconds(360), 164, 90)))
                    .containsExactly("PROMPTED BP-03 red", "RAISED BP-03 red", "CLEARED BP-03 red");
        }

        @Test
        void theNeighbourFollowsSoThatNoValueFallsBetween() {
            List<Rule> rules =
                    PlanRules.withThresholds(rules("oximetry"), List.of(threshold("OX-03", Parameter.SPO2, "90")));

            assertThat(story(rules, Case.spo2("r1", Case.NOON, "91"))).containsExactly("PROMPTED OX-02 amber");
            assertThat(story(rules, Case.spo2("r1", Case.NOON, "90"))).contains("RAISED OX-03 red");
        }

        @Test
        void withoutAnyTheRulesStayAsTheyAre() {
            assertThat(PlanRules.withThresholds(hypertension, List.of())).isEqualTo(hypertension);
        }

        @ParameterizedTest(name = "{0} {1} {2}: {3}")
        @CsvSource({
            "BP-99, SYSTOLIC_BP, 170, no threshold rule",
            "BP-03, SPO2, 90, no limit on spo2",
            "BP-03, SYSTOLIC_BP, 900, plausible",
            "BP-03, SYSTOLIC_BP, 220, beyond its own limit",
        })
        void whatMakesNoSenseIsRefused(String rule, Parameter parameter, String value, String reason) {
            List<PersonalThreshold> thresholds = List.of(threshold(rule, parameter, value));

            assertThatThrownBy(() -> PlanRules.withThresholds(hypertension, thresholds))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(reason);
        }

        @Test
        void otherRulesKeepTheirTimes() {
            Rule rule = PlanRules.withThresholds(
                            hypertension, List.of(threshold("BP-03", Parameter.SYSTOLIC_BP, "170")))
                    .get(0);

            assertThat(rule.timing().currentFor()).isEqualTo(Duration.ofMinutes(15));
        }
    }
}
