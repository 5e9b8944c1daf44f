package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import io.derwent.store.Assignments;
import io.derwent.store.Audit;
import io.derwent.store.Database;
import io.derwent.store.Readings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readings that are nobody's, by API: why, whose they may be, and whose somebody said they are. */
class NobodysTest {
    private static final String PATH = "/api/v1/nobodys-readings";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private RunningConsole console;
    private Person nurse;

    @BeforeEach
    void start() {
        console = RunningConsole.start();
        nurse = console.nurse(RunningConsole.DERBY, "nina");
        console.patient(RunningConsole.DERBY, "ann", "Ann", "Ash");
        console.patient(RunningConsole.DERBY, "bob", "Bob", "Beech");
        shared("scale-1");
    }

    @AfterEach
    void stop() {
        console.close();
    }

    /** User, picked patient and mark of a reading of a scale that Ann (user 1) and Bob (user 2) share since an hour. */
    @ParameterizedTest(name = "{0} minutes ago, user {1}, patient {2}, {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "10, -,   -,   -,            names_nobody",
                "10, 255, -,   -,            unknown_user",
                "10, 3,   -,   -,            names_another",
                "10, -,   eve, -,            names_another",
                "90, -,   -,   -,            not_assigned",
                "10, 1,   -,   NOT_A_PERSON, not_a_person",
            })
    void aReadingSaysWhyItIsNobodysAndWhoHadTheDevice(
            int minutesAgo, @Nullable Integer user, @Nullable String patient, @Nullable Mark mark, String why) {
        Reading reading = weight("scale-1", Duration.ofMinutes(minutesAgo)).naming(new Whose(user, patient));
        store(mark == null ? reading : reading.marking(mark, true));

        JsonNode item = items(PATH + "?all=true").get(0);

        assertThat(item.path("id").asText()).isEqualTo(reading.id());
        assertThat(item.path("why").asText()).isEqualTo(why);
        assertThat(item.path("holders").findValuesAsText("name"))
                .isEqualTo(minutesAgo < 60 ? List.of("Ann Ash", "Bob Beech") : List.of());
        assertThat(items(PATH)).as("those that wait").hasSize(mark == null ? 1 : 0);
    }

    @Test
    void whatSomebodySaidIsDealtWithAndSaysWhoSaidIt() {
        Reading anns = weight("scale-1", Duration.ofMinutes(10));
        Reading nobodys = weight("scale-1", Duration.ofMinutes(11));
        store(anns, nobodys);
        String path = "/api/v1/assignments/scale-1/readings/";

        console.put(nurse.token(), path + anns.id(), "{'patient':'ann'}");
        console.put(nurse.token(), path + nobodys.id(), "{'nobodys':true}");

        assertThat(items(PATH)).isEmpty();
        List<JsonNode> all = items(PATH + "?all=true");
        assertThat(all.get(0).has("why")).as("the job moves it").isFalse();
        assertThat(all.get(0).at("/said/patient").asText()).isEqualTo("ann");
        assertThat(all.get(0).at("/said/by").asText()).isEqualTo("nina");
        assertThat(all.get(1).path("why").asText()).isEqualTo("said");
        assertThat(all.get(1).at("/said/patient").isMissingNode()).isTrue();
    }

    @Test
    void aListThatIsCutGoesOnWithoutLossOrRepetition() {
        shared("scale-2");
        List<Reading> readings = new ArrayList<>();
        for (int minute = 1; minute <= 5; minute++) {
            readings.add(weight("scale-1", Duration.ofMinutes(minute)));
            readings.add(weight("scale-2", Duration.ofMinutes(minute)));
        }
        store(readings.toArray(Reading[]::new));

        assertThat(ids(PATH + "?limit=3")).hasSize(10).isEqualTo(ids(PATH));
        assertThat(ids(PATH + "?limit=2&device=scale-2")).hasSize(5).isEqualTo(ids(PATH + "?device=scale-2"));
        assertThat(ids(PATH + "?from=" + now.minus(Duration.ofMinutes(2)))).hasSize(4);
        assertThat(ids(PATH + "?device=unknown")).isEmpty();
    }

    @Test
    void onlyItsOwnOrganisationsStaffSeesThemAndWhoIsNamedIsWrittenDown() {
        store(weight("scale-1", Duration.ofMinutes(10)));
        Person other = console.nurse(RunningConsole.STAFFORD, "sam");
        Person patient = console.patientAccount(RunningConsole.DERBY, "ann", "ann");
        Person estates = console.estates(RunningConsole.DERBY, "ed");

        assertThat(console.get(other.token(), PATH + "?all=true").json().path("items"))
                .isEmpty();
        assertThat(console.get(patient.token(), PATH).status()).isEqualTo(403);
        assertThat(console.get(estates.token(), PATH).status()).isEqualTo(403);
        assertThat(items(PATH)).hasSize(1);
        try (Database database = console.asConsole()) {
            List<Audit.Entry> audit = database.inTenant(
                    RunningConsole.DERBY,
                    c -> Audit.ofTenant(c, RunningConsole.DERBY, Instant.EPOCH, now.plusSeconds(3600), 100));
            assertThat(audit)
                    .filteredOn(entry -> entry.what().equals("nobodys-readings.list"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.detail()).containsEntry("patients", "derby/ann derby/bob"));
        }
    }

    @ParameterizedTest
    @CsvSource({"after=r1, after is", "after=yesterday/r1, after is", "all=yes, all is", "limit=0, limit is"})
    void nonsenseIsRefused(String query, String sentence) {
        Answer answer = console.get(nurse.token(), PATH + '?' + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(sentence);
    }

    private List<JsonNode> items(String path) {
        Answer answer = console.get(nurse.token(), path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        answer.json().path("items").forEach(items::add);
        return items;
    }

    /** Ids of everything a list has, by way of each {@code next}. */
    private List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        for (Optional<String> next = Optional.of(path); next.isPresent(); ) {
            JsonNode page = console.get(nurse.token(), next.get()).json();
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            next = Optional.ofNullable(page.path("next").textValue());
        }
        return ids;
    }

    private void shared(String device) {
        Instant since = now.minus(Duration.ofHours(1));
        try (Database database = console.asConsole()) {
            database.inTenant(
                    RunningConsole.DERBY,
                    connection -> Assignments.replace(
                            connection,
                            RunningConsole.DERBY,
                            device,
                            List.of(new Assignment("ann", since, null, 1), new Assignment("bob", since, null, 2))));
        }
    }

    private void store(Reading... readings) {
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, List.of(readings)));
        }
    }

    private Reading weight(String device, Duration ago) {
        Instant taken = now.minus(ago);
        return new Reading(
                Ids.of("reading", device, taken.toString()),
                0,
                RunningConsole.DERBY,
                device,
                null,
                Kind.WEIGHT,
                Map.of(Parameter.BODY_WEIGHT, new BigDecimal("71.5")),
                Map.of(),
                taken,
                taken.plusSeconds(1),
                Set.of(),
                null);
    }
}
