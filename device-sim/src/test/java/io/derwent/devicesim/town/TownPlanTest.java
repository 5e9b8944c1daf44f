package io.derwent.devicesim.town;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Measurement;
import io.derwent.model.NhsNumber;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TownPlanTest {
    @Test
    void fortyPeopleLiveInTwoOrganisationsOnEightPathways() {
        TownPlan plan = TownPlan.of(1, 40);

        Map<Pathway, Long> byPathway =
                plan.people().stream().collect(Collectors.groupingBy(Person::pathway, Collectors.counting()));
        assertThat(byPathway).containsOnlyKeys(Pathway.values());
        assertThat(plan.people()).extracting(Person::tenant).containsOnly(TownPlan.COMMUNITY, TownPlan.HOSPITAL);
        assertThat(plan.people())
                .extracting(person -> new NhsNumber(person.nhsNumber()))
                .doesNotHaveDuplicates();
        assertThat(plan.hubs()).hasSize(1);
    }

    @Test
    void sharedPatientsBelongToTheHospital() {
        TownPlan plan = TownPlan.of(1, 40);

        assertThat(TownPlan.SHARED)
                .allMatch(number -> plan.person(number).tenant().equals(TownPlan.HOSPITAL));
    }

    @Test
    void theSmallestTownHasRoomForTheStoriesOfTheFirstMinutes() {
        assertThat(Stories.from(TownPlan.of(7, TownPlan.FEWEST_PATIENTS), java.time.Instant.EPOCH))
                .hasSizeGreaterThan(8);
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} {4} {5} scores {6}")
    @CsvSource({
        "20, 98, air, 111, 78, 370, 0",
        "20, 93, air, 111, 78, 370, 2",
        "22, 93, oxygen, 118, 98, 379, 7",
        "22, 94, air, 108, 96, 375, 5",
        "25, 91, oxygen, 90, 131, 350, 17"
    })
    void scoresAreReadFromThePublishedTable(
            int rr, int spo2, String gas, int sbp, int pulse, int temperatureTenths, int total) {
        Measurement observations = Measure.observations(rr, spo2, gas, sbp, pulse, temperatureTenths);

        assertThat(News2Table.total(observations, 1)).isEqualTo(total);
    }

    @ParameterizedTest(name = "SpO2 {0} on {1} scores {2}")
    @CsvSource({
        "83, air, 3",
        "87, air, 1",
        "92, oxygen, 2",
        "96, air, 0",
        "94, oxygen, 3",
        "96, oxygen, 4",
        "97, oxygen, 5"
    })
    void scale2IsReadFromThePublishedTable(int spo2, String gas, int total) {
        assertThat(News2Table.total(Measure.observations(18, spo2, gas, 128, 80, 367), 2))
                .isEqualTo(total);
    }

    @Test
    void peopleAreTheSameForTheSameSeed() {
        List<Person> people = TownPlan.of(3, 40).people();

        assertThat(TownPlan.of(3, 40).people()).isEqualTo(people);
        assertThat(TownPlan.of(4, 40).people()).isNotEqualTo(people);
    }
}
