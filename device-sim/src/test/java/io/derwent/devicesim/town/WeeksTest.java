package io.derwent.devicesim.town;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.devicesim.scenario.Transmission;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeeksTest {
    private static final TownPlan PLAN = TownPlan.of(1, 40);

    @ParameterizedTest(name = "started at {0}")
    @ValueSource(
            strings = {
                "2026-11-22T18:00:00Z",
                "2026-11-22T03:10:00Z",
                "2026-11-22T23:59:50Z",
                "2026-06-22T00:20:00Z",
                "2026-10-25T11:00:00Z"
            })
    void whateverTheHourEachPathwaysPatientHasWhatTheirStoryPromises(Instant start) {
        Map<String, TreeSet<String>> alerts = new TreeMap<>();
        all(start).forEach(transmission -> {
            transmission
                    .implies()
                    .alerts()
                    .forEach(rule -> alerts.computeIfAbsent(
                                    String.valueOf(transmission.device().patient()), patient -> new TreeSet<>())
                            .add(rule));
            transmission
                    .implies()
                    .overdue()
                    .forEach(due -> alerts.computeIfAbsent(
                                    String.valueOf(transmission.device().patient()), patient -> new TreeSet<>())
                            .add(due.rule()));
        });

        assertThat(alerts)
                .hasToString("{p-025=[BP-01], p-026=[HF-01, HF-03], p-027=[OX-04], p-028=[OX-05], p-029=[WR-01],"
                        + " p-030=[DQ-01], p-031=[SS-01]}");
    }

    @Test
    void nothingIsMeasuredInTheFuture() {
        Instant start = Instant.parse("2026-11-22T06:00:00Z");

        assertThat(new Weeks(PLAN, 30, start).before(start))
                .hasSizeGreaterThan(500)
                .allMatch(transmission -> timeOf(transmission).isBefore(start));
    }

    @Test
    void eachReadingOfTheSharedBoxNamesAResident() {
        Instant start = Instant.parse("2026-11-22T18:00:00Z");
        List<Transmission> ofTheBox = all(start)
                .filter(transmission -> transmission.device().id().equals("box-031"))
                .toList();

        assertThat(ofTheBox)
                .allMatch(transmission -> text(transmission)
                        .contains("\"patient\":\"" + transmission.device().names() + "\""));
        assertThat(ofTheBox)
                .extracting(transmission -> transmission.device().names())
                .contains("p-031", "p-032", "p-033", "p-034", "p-035", "p-036");
        assertThat(ofTheBox)
                .filteredOn(transmission -> transmission.implies().breaches().contains("DQ-04-bp"))
                .as("the pressure of p-035 under the name of p-033")
                .singleElement()
                .satisfies(transmission -> assertThat(text(transmission))
                        .contains("\"patient\":\"p-033\"")
                        .contains("\"sbp\":182"));
    }

    @Test
    void aTownWithoutAHistoryPromisesNothingThatLooksBack() {
        List<String> rules = new Weeks(PLAN, 0, Instant.parse("2026-11-22T18:00:00Z"))
                .first().stream()
                        .flatMap(story -> story.transmissions().stream())
                        .flatMap(transmission -> transmission.implies().alerts().stream())
                        .toList();

        assertThat(rules).containsExactlyInAnyOrder("OX-04", "OX-05", "SS-01");
    }

    @Test
    void aSmallTownHasTheStoriesOfThoseWhoLiveThere() {
        Weeks weeks = new Weeks(TownPlan.of(1, 27), 30, Instant.parse("2026-11-22T18:00:00Z"));

        assertThat(weeks.first()).hasSize(3);
    }

    private static Stream<Transmission> all(Instant start) {
        Weeks weeks = new Weeks(PLAN, 30, start);
        return Stream.concat(weeks.before(start).stream(), Stories.transmissions(weeks.first()));
    }

    private static Instant timeOf(Transmission transmission) {
        return Instant.parse(text(transmission).replaceFirst(".*\"effectiveTime\":\"([^\"]+)\".*", "$1"));
    }

    private static String text(Transmission transmission) {
        return new String(transmission.payload(), StandardCharsets.UTF_8);
    }
}
