package io.derwent.devicesim.town;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CareTest {
    private static final Instant BORN = Instant.parse("2026-11-22T18:00:00Z");
    private static final TownPlan PLAN = TownPlan.of(1, 40);

    @Test
    void peopleWithCopdAreOnScale2ByADecision() {
        List<Person> people = PLAN.people().stream()
                .filter(person -> person.pathway() == Pathway.COPD)
                .toList();

        assertThat(people).hasSize(2).allSatisfy(person -> {
            JsonNode plan = plan(person, BORN);
            assertThat(plan.path("spo2Scale").asInt()).isEqualTo(2);
            assertThat(plan.path("scale2Decision").path("by").asText()).isNotBlank();
            assertThat(plan.path("scale2Decision").path("reason").asText()).contains("88 to 92");
        });
    }

    @Test
    void limitsOfPeoplesOwnHaveOwnerReasonAndReviewDate() {
        assertThat(PLAN.people())
                .flatExtracting(person -> plan(person, BORN).path("thresholds").findParents("rule"))
                .hasSize(3)
                .allSatisfy(limit -> {
                    assertThat(limit.path("owner").asText()).isNotBlank();
                    assertThat(limit.path("reason").asText()).isNotBlank();
                    assertThat(limit.path("reviewOn").asText()).isEqualTo("2027-02-22");
                });
    }

    @Test
    void whoeverDoesNotMeasureIsExpectedToFourAndEightHoursBefore() {
        JsonNode plan = plan(PLAN.person(Care.NEVER_MEASURES), BORN);

        assertThat(plan.path("schedule").path("expected").findValuesAsText("at"))
                .containsExactly("10:01:30", "14:01:15");
        assertThat(plan.path("schedule").path("quietHours").path("from").asText())
                .isEqualTo("22:00");
        assertThat(plan.path("validFrom").asText()).isEqualTo("2026-11-22T09:01:30Z");
    }

    @Test
    void quietHoursDoNotSilenceADemoAtNight() {
        JsonNode plan = plan(PLAN.person(Care.NEVER_MEASURES), Instant.parse("2026-11-22T23:00:00Z"));

        assertThat(plan.path("schedule").has("quietHours")).isFalse();
    }

    private static JsonNode plan(Person person, Instant born) {
        return new ObjectMapper().valueToTree(Care.planOf(person, born));
    }
}
