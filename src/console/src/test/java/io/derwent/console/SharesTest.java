package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.model.Place;
import io.derwent.model.ReaderStatus;
import io.derwent.store.Audit;
import io.derwent.store.Database;
import io.derwent.store.ReaderStatuses;
import io.derwent.store.Whereabouts;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Derby lets Stafford use a site: who sees what, on one database, and what goes out about it. */
class SharesTest {
    private static final String SITE = "5055123000012";
    private static final String WARD = SITE + ".WARD-204";
    private static final String BAY = SITE + ".BAY/3";
    private static final String ELSEWHERE = "5055123000029";

    private RunningConsole console;
    private Person guests;

    @BeforeEach
    void start() {
        console = RunningConsole.start();
        guests = console.estates(RunningConsole.STAFFORD, "ed");
        place("{'gln':'5055123000012','name':'General'}");
        place("{'gln':'5055123000012','extension':'WARD-204','name':'Ward 204','parent':'%s'}".formatted(SITE));
        place("{'gln':'5055123000012','extension':'BAY/3','name':'Bay 3','parent':'%s'}".formatted(WARD));
        place("{'gln':'%s','name':'Elsewhere'}".formatted(ELSEWHERE));
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void aSharedSiteIsSeenWithAllThatLiesInItUntilTheShareEnds() {
        // When
        Answer shared = share("{'from':'derby','to':'stafford','place':'%s','reason':'joint unit'}".formatted(SITE));

        // Then
        assertThat(shared.status()).as(shared.body()).isEqualTo(201);
        String id = shared.json().path("id").asText();
        JsonNode seen = console.get(guests.token(), "/api/v1/places").json().path("items");
        assertThat(seen.findValuesAsText("id")).containsExactly(BAY + "@derby", SITE + "@derby", WARD + "@derby");
        assertThat(seen.findValuesAsText("parent")).containsExactly(WARD + "@derby", SITE + "@derby");
        assertThat(seen.findValuesAsText("tenant")).containsOnly("derby");
        for (String tenant : List.of("derby", "stafford")) {
            JsonNode listed = console.adminGet(tenant, "/api/v1/shares").json().path("items");
            assertThat(listed.findValuesAsText("id")).as(tenant).containsExactly(id);
            assertThat(listed.path(0).path("place").asText()).isEqualTo(SITE);
        }

        // When
        Answer ended = adminDelete("derby", id);

        // Then
        assertThat(ended.status()).isEqualTo(204);
        assertThat(console.get(guests.token(), "/api/v1/places").json().path("items"))
                .isEmpty();
        assertThat(console.adminGet("derby", "/api/v1/shares").json().path("items"))
                .isEmpty();
        assertThat(adminDelete("derby", id).status()).isEqualTo(404);
        assertThat(audited()).contains("share.declare", "share.end");
    }

    @Test
    void everyPlaceSaysWithWhomInANewVersion() {
        String id = share("{'from':'derby','to':'stafford','place':'%s'}".formatted(WARD))
                .json()
                .path("id")
                .asText();
        adminDelete("derby", id);

        for (String place : List.of(WARD, BAY)) {
            await().untilAsserted(() -> {
                assertThat(published(place)).extracting(Place::version).containsExactly(1L, 2L, 3L);
                assertThat(published(place))
                        .extracting(Place::sharedWith)
                        .containsExactly(List.of(), List.of("stafford"), List.of());
            });
        }
        assertThat(published(SITE)).hasSize(1);
    }

    @Test
    void whatComesLaterIsSharedAndWhatMovesAwayIsNot() {
        share("{'from':'derby','to':'stafford','place':'%s'}".formatted(WARD));

        place("{'gln':'5055123000012','extension':'BAY-4','name':'Bay 4','parent':'%s'}".formatted(WARD));
        change("{'gln':'5055123000012','extension':'BAY/3','name':'Bay 3','version':2,'parent':'%s'}".formatted(SITE));
        change("{'gln':'5055123000012','extension':'WARD-204','name':'Ward 204 N','version':2,'parent':'%s'}"
                .formatted(SITE));

        assertThat(console.get(guests.token(), "/api/v1/places")
                        .json()
                        .path("items")
                        .findValuesAsText("name"))
                .containsExactly("Bay 4", "Ward 204 N");
    }

    @Test
    void aMoveTakesWhatLiesInItAlong() {
        share("{'from':'derby','to':'stafford','place':'%s'}".formatted(WARD));
        place("{'gln':'5055123000012','extension':'FLOOR','name':'Floor','parent':'%s'}".formatted(SITE));
        place("{'gln':'5055123000012','extension':'ROOM','name':'Room','parent':'%s.FLOOR'}".formatted(SITE));

        change("{'gln':'5055123000012','extension':'FLOOR','name':'Floor','version':1,'parent':'%s'}".formatted(WARD));

        assertThat(console.get(guests.token(), "/api/v1/places")
                        .json()
                        .path("items")
                        .findValuesAsText("name"))
                .containsExactly("Bay 3", "Floor", "Room", "Ward 204");
        await().untilAsserted(() -> assertThat(published(SITE + ".ROOM"))
                .extracting(Place::sharedWith)
                .containsExactly(List.of(), List.of("stafford")));
    }

    @Test
    void ofTwoSharesOneIsEnough() {
        String site = share("{'from':'derby','to':'stafford','place':'%s'}".formatted(SITE))
                .json()
                .path("id")
                .asText();
        share("{'from':'derby','to':'stafford','place':'%s'}".formatted(BAY));

        adminDelete("derby", site);

        assertThat(console.get(guests.token(), "/api/v1/places")
                        .json()
                        .path("items")
                        .findValuesAsText("name"))
                .containsExactly("Bay 3");
    }

    @Test
    void theSameShareAgainIsTheSame() {
        String wanted = "{'from':'derby','to':'stafford','place':'%s'}".formatted(SITE);
        Answer first = share(wanted);
        Answer second = share(wanted);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void onlyWhoGivesAShareEndsIt() {
        String id = share("{'from':'derby','to':'stafford','place':'%s'}".formatted(SITE))
                .json()
                .path("id")
                .asText();

        Answer refused = adminDelete("stafford", id);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.error()).contains("given by derby");
    }

    @Test
    void aSharedPlaceSharesNoPatientAndIsNotForChanging() {
        console.patient(RunningConsole.DERBY, "p-1", "Pat", "One");
        Person nurse = console.nurse(RunningConsole.STAFFORD, "nina");
        share("{'from':'derby','to':'stafford','place':'%s'}".formatted(SITE));

        assertThat(console.get(nurse.token(), "/api/v1/patients").json().path("items"))
                .isEmpty();
        Answer changed =
                console.post(guests.token(), "/api/v1/places", "{'gln':'5055123000012','name':'Ours','version':2}");
        assertThat(changed.status()).isEqualTo(409);
    }

    @Test
    void aGuestFindsItsThingAndTheHostSeesThatItIsThere() {
        // Given
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Person hosts = console.estates(RunningConsole.DERBY, "esme");
        console.registerDevice(RunningConsole.DERBY, "reader-1");
        console.post(
                hosts.token(),
                "/api/v1/readers",
                "{'device':'reader-1','place':'%s','silentAfterSeconds':300,'antennas':[{'antenna':2,'place':'%s'}]}"
                        .formatted(ELSEWHERE, WARD));
        console.post(
                guests.token(),
                "/api/v1/assets",
                "{'id':'pump-9','name':'Pump 9','type':'infusion pump','number':'EQ-9','keys':['(8004)5055123HD9']}");
        String id = share("{'from':'derby','to':'stafford','place':'%s'}".formatted(SITE))
                .json()
                .path("id")
                .asText();
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(c -> ReaderStatuses.write(
                            c, List.of(new ReaderStatus("derby", "reader-1", true, now.minusSeconds(60), now, null)))
                    + Whereabouts.write(
                            c,
                            List.of(new LastSeen(
                                    "stafford",
                                    "pump-9",
                                    Mobility.ASSET_TRACKING,
                                    1,
                                    WARD + "@derby",
                                    true,
                                    now.minusSeconds(5),
                                    now.minusSeconds(5),
                                    "reader-1@derby",
                                    2,
                                    0.8,
                                    20_000))));
        }

        // When
        JsonNode where =
                console.get(guests.token(), "/api/v1/assets/pump-9").json().path("whereabouts");
        JsonNode readers = console.get(guests.token(), "/api/v1/readers").json().path("items");
        JsonNode seen = console.get(hosts.token(), "/api/v1/guests").json().path("items");

        // Then
        assertThat(where.path("place").asText()).isEqualTo(WARD + "@derby");
        assertThat(where.path("placeName").asText()).isEqualTo("Ward 204");
        assertThat(where.path("confidence").asDouble()).isEqualTo(0.8);
        assertThat(readers.findValuesAsText("device")).containsExactly("reader-1@derby");
        assertThat(readers.path(0).has("place")).isFalse();
        assertThat(readers.path(0).path("antennas").findValuesAsText("place")).containsExactly(WARD + "@derby");
        assertThat(seen).hasSize(1);
        assertThat(seen.path(0).path("owner").asText()).isEqualTo("stafford");
        assertThat(seen.path(0).path("name").asText()).isEqualTo("Pump 9");
        assertThat(seen.path(0).path("place").asText()).isEqualTo(WARD);
        assertThat(console.get(hosts.token(), "/api/v1/assets").json().path("items"))
                .isEmpty();
        assertThat(console.get(hosts.token(), "/api/v1/assets/pump-9").status()).isEqualTo(404);

        // When
        adminDelete("derby", id);

        // Then: the guest keeps what it knew
        JsonNode kept =
                console.get(guests.token(), "/api/v1/assets/pump-9").json().path("whereabouts");
        assertThat(kept.path("place").asText()).isEqualTo(WARD + "@derby");
        assertThat(kept.has("placeName")).isFalse();
        assertThat(console.get(guests.token(), "/api/v1/readers").json().path("items"))
                .isEmpty();
        assertThat(console.get(hosts.token(), "/api/v1/guests").json().path("items"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '|',
            value = {
                "neither ~ {'from':'derby','to':'stafford'} ~ patients or place says what is shared",
                "both ~ {'from':'derby','to':'stafford','patients':'all','place':'5055123000012'} ~ and not both",
                "no such place ~ {'from':'derby','to':'stafford','place':'5055123000036'} ~ derby has no such place in use",
                "with itself ~ {'from':'derby','to':'derby','place':'5055123000012'} ~ another tenant than from",
                "nobody ~ {'from':'derby','to':'leek','place':'5055123000012'} ~ there is no tenant leek",
            })
    void whatIsWrongIsRefusedWithTheRule(String name, String body, String sentence) {
        Answer answer = share(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(sentence);
    }

    private void place(String body) {
        assertThat(console.adminPost(RunningConsole.DERBY, "/api/v1/places", body)
                        .status())
                .isEqualTo(201);
    }

    private void change(String body) {
        Answer answer = console.adminPost(RunningConsole.DERBY, "/api/v1/places", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private Answer share(String body) {
        return console.post(RunningConsole.ADMIN_TOKEN, "/api/v1/shares", body);
    }

    private Answer adminDelete(String tenant, String share) {
        return console.adminDelete(tenant, "/api/v1/shares/" + share);
    }

    private List<Place> published(String place) {
        return console.published().stream()
                .filter(record -> record.topic().equals(DerwentTopics.PLACES)
                        && record.key().equals("derby/" + place))
                .map(record -> Codecs.places().decode(record.value()))
                .toList();
    }

    private List<String> audited() {
        try (Database database = console.asConsole()) {
            return database
                    .<List<Audit.Entry>>inTenant(
                            RunningConsole.DERBY,
                            c -> Audit.ofTenant(
                                    c, "derby", Instant.EPOCH, Instant.now().plusSeconds(60), 100))
                    .stream()
                    .map(Audit.Entry::what)
                    .toList();
        }
    }
}
