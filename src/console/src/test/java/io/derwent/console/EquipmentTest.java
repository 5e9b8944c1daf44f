package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.AssetMove;
import io.derwent.model.Ids;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.model.ReaderStatus;
import io.derwent.store.AssetEvents;
import io.derwent.store.Audit;
import io.derwent.store.Database;
import io.derwent.store.ReaderStatuses;
import io.derwent.store.UnknownTags;
import io.derwent.store.Whereabouts;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equipment, places and readers in the JSON API, for estates staff and nurses. */
class EquipmentTest {
    private static final String SITE = "5055123000012";
    private static final String WARD = SITE + ".WARD-204";
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private static RunningConsole console;
    private static Person estates;
    private static Person nurse;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        estates = console.estates(RunningConsole.DERBY, "esme");
        nurse = console.nurse(RunningConsole.DERBY, "nina");
        console.registerDevice(RunningConsole.DERBY, "reader-1");
        created("/api/v1/places", "{'gln':'5055123000012','name':'General'}");
        created(
                "/api/v1/places",
                "{'gln':'5055123000012','extension':'WARD-204','name':'Ward 204','parent':'%s'}".formatted(SITE));
        created(
                "/api/v1/readers",
                "{'device':'reader-1','place':'%s','silentAfterSeconds':300,'antennas':[%s]}"
                        .formatted(SITE, "{'antenna':2,'place':'%s','from':'2026-01-01T00:00:00Z'}".formatted(WARD)));
        created(
                "/api/v1/assets",
                "{'id':'pump-417','name':'Infusion pump 417','type':'infusion pump','number':'EQ-417',"
                        + "'keys':['(8004)5055123HD00417','(01)05055123000012(21)A1']}");
        created(
                "/api/v1/assets",
                "{'id':'chair-1','name':'Wheelchair','type':'chair','epcs':['e280ab']," + "'mobility':'roaming'}");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static void created(String path, String body) {
        Answer answer = console.post(estates.token(), path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("version").asLong()).isEqualTo(1);
    }

    @Test
    void whatIsStoredGoesOutCompleteAndAChangeWithItsNewVersion() {
        created("/api/v1/assets", "{'id':'bed-1','name':'Bed 1','type':'bed','keys':['(8004)5055123BED1']}");

        Answer again = console.post(estates.token(), "/api/v1/assets", "{'id':'bed-1','name':'Bed','type':'bed'}");
        Answer changed = console.post(
                estates.token(), "/api/v1/assets", "{'id':'bed-1','version':1,'name':'Bed one','type':'bed'}");
        Answer stale = console.post(
                estates.token(), "/api/v1/assets", "{'id':'bed-1','version':1,'name':'Bed two','type':'bed'}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.error()).contains("derby has the asset bed-1 already");
        assertThat(changed.json().path("version").asLong()).isEqualTo(2);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.error()).contains("no asset bed-1 of version 1");
        await().untilAsserted(() -> assertThat(published(DerwentTopics.ASSETS, "derby/bed-1"))
                .extracting(value -> Codecs.assets().decode(value).name())
                .containsExactly("Bed 1", "Bed one"));
        assertThat(audited()).contains("asset.create", "asset.change", "place.create", "reader.create");
    }

    @Test
    void placesAndReadersGoOutToo() {
        await().untilAsserted(() -> {
            assertThat(published(DerwentTopics.PLACES, "derby/" + WARD))
                    .singleElement()
                    .satisfies(value ->
                            assertThat(Codecs.places().decode(value).site()).isEqualTo(SITE));
            assertThat(published(DerwentTopics.READERS, "derby/reader-1"))
                    .singleElement()
                    .satisfies(value -> assertThat(
                                    Codecs.readers().decode(value).placeAt(2, Instant.parse("2026-02-01T00:00:00Z")))
                            .contains(WARD));
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "words of name and number ~ PUMP eq-417 ~ pump-417",
                "part of a key ~ hd00417 ~ pump-417",
                "bracketed text ~ (8004)5055123HD00417 ~ pump-417",
                "a scan with its symbology ~ ]C180045055123HD00417 ~ pump-417",
                "a Digital Link ~ https://id.gs1.org/8004/5055123HD00417 ~ pump-417",
                "a link with serial number ~ https://example.org/01/05055123000012/21/A1 ~ pump-417",
                "a product without serial number ~ (01)05055123000012 ~ pump-417",
                "the EPC of its tag ~ 3815348a4e44460c1a316e000000000000000000000000000000 ~ pump-417",
                "its EPC as URN ~ urn:epc:id:giai:5055123.HD00417 ~ pump-417",
                "its tag as URN ~ urn:epc:tag:giai-202:0.5055123.HD00417 ~ pump-417",
                "a scan of a whole label ~ ]d2010505512300001221A1\u001d17271231 ~ pump-417",
                "a tag ~ E280AB ~ chair-1",
                "a type ~ chair ~ chair-1",
                "a key of nobody ~ (8004)5055123HD00999 ~ ''",
                "nothing like it ~ spaceship ~ ''",
            })
    void equipmentIsFoundBy(String name, String query, String id) {
        Answer answer =
                console.get(nurse.token(), "/api/v1/assets?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("items").findValuesAsText("id"))
                .isEqualTo(id.isEmpty() ? List.of() : List.of(id));
    }

    @ParameterizedTest
    @CsvSource({
        "type=infusion%20pump, pump-417",
        "type=pump, ''",
        "place=5055123000012, narrow",
        "place=5055123000012.WARD-204, narrow",
        "place=5055123000012.OTHER, ''",
        "reader=reader-1&query=narrow, narrow",
        "reader=reader-2, ''",
    })
    void aSearchIsNarrowedToATypeAPlaceWithAllInItOrAReader(String query, String id) {
        if (console.get(nurse.token(), "/api/v1/assets/narrow").status() == 404) {
            created("/api/v1/assets", "{'id':'narrow','name':'Narrow','type':'lamp'}");
        }
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(c -> Whereabouts.write(c, List.of(seen("narrow", "reader-1", NEW_YEAR))));
        }

        JsonNode items =
                console.get(nurse.token(), "/api/v1/assets?" + query).json().path("items");

        if (id.isEmpty()) {
            assertThat(items).isEmpty();
        } else {
            assertThat(items.findValuesAsText("id")).contains(id).doesNotContain("chair-1");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '|',
            value = {
                "no type ~ assets ~ {'name':'A'} ~ 400 ~ type is missing",
                "a key that is none ~ assets ~ {'name':'A','type':'B','keys':['(8003)1']} ~ 400 ~ keys[0] is \"(8003)1\": AI (8003)",
                "a kind of things ~ assets ~ {'name':'A','type':'B','keys':['(01)05055123000012']} ~ 400 ~ the serial number is missing",
                "a place's key ~ assets ~ {'name':'A','type':'B','keys':['(414)5055123000012']} ~ 400 ~ names a place",
                "another's key ~ assets ~ {'id':'x','name':'A','type':'B','keys':['(8004)5055123HD00417']} ~ 409 ~ (8004)5055123HD00417 is on pump-417 already",
                "an EPC that is none ~ assets ~ {'name':'A','type':'B','epcs':['xyz0']} ~ 400 ~ epcs[0] is \"xyz0\"",
                "no mobility ~ assets ~ {'name':'A','type':'B','mobility':'flying'} ~ 400 ~ one of fixed, asset_tracking, roaming",
                "a wrong check digit ~ places ~ {'gln':'5055123000013','name':'A'} ~ 400 ~ gln is \"5055123000013\"",
                "no such parent ~ places ~ {'gln':'5055123000012','extension':'X','name':'A','parent':'5055123000099'} ~ 400 ~ derby has no such place",
                "a place in itself ~ places ~ {'gln':'5055123000012','name':'A','version':1,'parent':'5055123000012.WARD-204'} ~ 400 ~ which lies in 5055123000012 itself",
                "a place leaving its site ~ places ~ {'gln':'5055123000012','extension':'WARD-204','name':'A','version':1} ~ 400 ~ stays in its site",
                "no device ~ readers ~ {'device':'ghost'} ~ 400 ~ derby has no device ghost",
                "no such place ~ readers ~ {'device':'reader-1','version':1,'antennas':[{'antenna':1,'place':'5055123000012.X'}]} ~ 400 ~ derby has no place 5055123000012.X",
                "two places at once ~ readers ~ {'device':'reader-1','version':1,'antennas':[{'antenna':1,'place':'5055123000012'},{'antenna':1,'place':'5055123000012.WARD-204'}]} ~ 400 ~ antenna 1 watches",
                "no antenna ~ readers ~ {'device':'reader-1','version':1,'antennas':[{'place':'5055123000012'}]} ~ 400 ~ antenna is missing",
            })
    void whatIsWrongIsRefusedWithTheRule(String name, String what, String body, int status, String sentence) {
        Answer answer = console.post(estates.token(), "/api/v1/" + what, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.error()).contains(sentence);
    }

    @Test
    void whereAThingIsFadesWithTimeAndIsDoubtedWhileItsReaderIsSilent() {
        // Given
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        created("/api/v1/assets", "{'id':'fresh','name':'Fresh','type':'t'}");
        created("/api/v1/assets", "{'id':'old','name':'Old','type':'t'}");
        console.registerDevice(RunningConsole.DERBY, "reader-dead");
        created("/api/v1/readers", "{'device':'reader-dead','silentAfterSeconds':300}");
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(c -> ReaderStatuses.write(
                            c, List.of(status("reader-1", now), status("reader-dead", now.minus(Duration.ofHours(8)))))
                    + Whereabouts.write(
                            c,
                            List.of(
                                    seen("fresh", "reader-1", now.minusSeconds(5)),
                                    seen("old", "reader-dead", now.minus(Duration.ofHours(8)))))
                    + AssetEvents.write(c, List.of(arrived("fresh", now.minusSeconds(5)))));
        }

        // When
        JsonNode fresh = console.get(nurse.token(), "/api/v1/assets/fresh").json();
        JsonNode old = console.get(nurse.token(), "/api/v1/assets/old").json();
        JsonNode never = console.get(nurse.token(), "/api/v1/assets/chair-1").json();
        JsonNode readers = console.get(nurse.token(), "/api/v1/readers").json().path("items");

        // Then
        JsonNode where = fresh.path("whereabouts");
        assertThat(where.path("place").asText()).isEqualTo(WARD);
        assertThat(where.path("placeName").asText()).isEqualTo("Ward 204");
        assertThat(where.path("ageSeconds").asLong()).isBetween(5L, 120L);
        assertThat(where.path("confidence").asDouble()).isEqualTo(0.8);
        assertThat(where.path("reader").asText()).isEqualTo("reader-1");
        assertThat(where.path("path")).extracting(JsonNode::asText).containsExactly("General", "Ward 204");
        assertThat(fresh.path("state").asText()).isEqualTo("here");
        assertThat(old.path("state").asText()).isEqualTo("reader_silent");
        assertThat(never.path("state").asText()).isEqualTo("never_seen");
        assertThat(where.has("readerSilentSince")).isFalse();
        assertThat(fresh.path("moves")).hasSize(1);
        assertThat(fresh.path("moves").path(0).path("kind").asText()).isEqualTo("arrived");
        assertThat(old.path("whereabouts").path("ageSeconds").asLong()).isGreaterThanOrEqualTo(8 * 3600);
        assertThat(old.path("whereabouts").path("confidence").asDouble()).isEqualTo(0.2);
        assertThat(old.path("whereabouts").has("readerSilentSince")).isTrue();
        assertThat(never.has("whereabouts")).isFalse();
        assertThat(readers.path(0).path("device").asText()).isEqualTo("reader-1");
        assertThat(readers.path(0).path("silent").asBoolean(true)).isFalse();
        assertThat(readers.path(1).path("silent").asBoolean()).isTrue();
        assertThat(readers.path(1).path("silentSince").asText())
                .isEqualTo(now.minus(Duration.ofHours(8)).toString());
    }

    @Test
    void aTagNobodyKnowsIsListed() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(c -> UnknownTags.write(
                    c,
                    List.of(new UnknownTags.Unknown(
                            RunningConsole.DERBY, "E2FF", null, now, now, "reader-1", 2, WARD))));
        }

        JsonNode tags =
                console.get(estates.token(), "/api/v1/unknown-tags").json().path("items");

        assertThat(tags.findValuesAsText("epc")).contains("E2FF");
        assertThat(tags.findValuesAsText("place")).contains(WARD);
    }

    @Test
    void whatTheJobWroteIsExportedToThePlatformOnly() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        created("/api/v1/assets", "{'id':'exported','name':'Exported','type':'t'}");
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(c -> AssetEvents.write(c, List.of(arrived("exported", now)))
                    + Whereabouts.write(c, List.of(seen("exported", "reader-1", now)))
                    + ReaderStatuses.write(c, List.of(status("reader-1", now)))
                    + UnknownTags.write(
                            c,
                            List.of(new UnknownTags.Unknown(
                                    RunningConsole.DERBY, "E2EE", null, now, now, "reader-1", 2, null))));
        }

        for (String line : List.of(
                "asset-moves \"asset\":\"exported\"",
                "whereabouts \"asset\":\"exported\"",
                "reader-statuses \"reader\":\"reader-1\"",
                "unknown-tags \"epc\":\"E2EE\"")) {
            String[] expected = line.split(" ", 2);
            String path = "/api/v1/export/%s?tenant=%s".formatted(expected[0], RunningConsole.DERBY);
            assertThat(console.get(RunningConsole.ADMIN_TOKEN, path).body().lines())
                    .as(path)
                    .anyMatch(row -> row.contains(expected[1]));
            assertThat(console.get(estates.token(), path).status()).isEqualTo(403);
        }
    }

    @Test
    void anotherTenantSeesNoneOfIt() {
        Person other = console.estates(RunningConsole.STAFFORD, "ed");

        for (String path : List.of("assets", "places", "readers", "unknown-tags")) {
            assertThat(console.get(other.token(), "/api/v1/" + path).json().path("items"))
                    .as(path)
                    .isEmpty();
        }
        assertThat(console.get(other.token(), "/api/v1/assets/pump-417").status())
                .isEqualTo(404);
    }

    @Test
    void aListGoesOnWhereItEnded() {
        JsonNode first = console.get(nurse.token(), "/api/v1/places?limit=1").json();
        JsonNode second =
                console.get(nurse.token(), first.path("next").asText()).json();

        assertThat(first.path("items").findValuesAsText("name")).containsExactly("General");
        assertThat(second.path("items").findValuesAsText("name")).containsExactly("Ward 204");
        assertThat(second.path("more").asBoolean(true)).isFalse();
    }

    @Test
    void nursesLookForEquipmentAndChangeNone() {
        for (String path : List.of("assets", "places", "readers")) {
            assertThat(console.get(nurse.token(), "/api/v1/" + path).status()).isEqualTo(200);
            assertThat(console.post(nurse.token(), "/api/v1/" + path, "{}").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void patientsSeeNoEquipment() {
        console.patient(RunningConsole.DERBY, "p-1", "Pat", "One");
        Person patient = console.patientAccount(RunningConsole.DERBY, "pat", "p-1");

        assertThat(console.get(patient.token(), "/api/v1/assets").status()).isEqualTo(403);
    }

    /** Every route there is, so that a new one about patients is not forgotten. */
    @Test
    void estatesStaffReachEquipmentAndNothingOfPatients() {
        console.patient(RunningConsole.DERBY, "p-2", "Pat", "Two");
        Set<String> reached = new TreeSet<>();
        console.console().router().getRoutes().forEach(route -> {
            if (route.getPath() == null || !route.getPath().startsWith("/api/") || route.methods() == null) {
                return;
            }
            for (HttpMethod method : route.methods()) {
                if (method.equals(HttpMethod.GET)) {
                    continue; // HEAD goes with it, and a stream's ends
                }
                String path = route.getPath().replaceAll(":\\w+", "p-2");
                if (console.ask(method.name(), estates.token(), path).status() != 403) {
                    reached.add(route.getPath());
                }
            }
        });

        assertThat(reached)
                .containsExactlyInAnyOrder(
                        "/api/v1/assets",
                        "/api/v1/assets/:id",
                        "/api/v1/assets/stream",
                        "/api/v1/guests",
                        "/api/v1/openapi.json",
                        "/api/v1/places",
                        "/api/v1/readers",
                        "/api/v1/schemas/care-plan.schema.json",
                        "/api/v1/schemas/pathway.schema.json",
                        "/api/v1/schemas/ping.schema.json",
                        "/api/v1/schemas/reading.schema.json",
                        "/api/v1/unknown-tags");
    }

    private static ReaderStatus status(String reader, Instant lastHeardAt) {
        return new ReaderStatus(RunningConsole.DERBY, reader, true, lastHeardAt.minusSeconds(60), lastHeardAt, null);
    }

    private static LastSeen seen(String asset, String reader, Instant at) {
        return new LastSeen(
                RunningConsole.DERBY, asset, Mobility.ASSET_TRACKING, 1, WARD, true, at, at, reader, 2, 0.8, 20_000);
    }

    private static AssetMove arrived(String asset, Instant at) {
        return new AssetMove(
                Ids.assetMove(RunningConsole.DERBY, asset, 1, AssetMove.Kind.ARRIVED, WARD, at),
                RunningConsole.DERBY,
                asset,
                1,
                AssetMove.Kind.ARRIVED,
                WARD,
                null,
                at,
                0.8,
                new AssetMove.Evidence("reader-1", 2, 3, -5350, null, at));
    }

    private static List<byte[]> published(String topic, String key) {
        return console.published().stream()
                .filter(record -> record.topic().equals(topic) && record.key().equals(key))
                .map(ProducerRecord::value)
                .toList();
    }

    private static List<String> audited() {
        try (Database database = console.asConsole()) {
            return database
                    .<List<Audit.Entry>>inTenant(
                            RunningConsole.DERBY,
                            connection -> Audit.ofTenant(
                                    connection,
                                    RunningConsole.DERBY,
                                    Instant.now().minusSeconds(3600),
                                    Instant.now().plusSeconds(60),
                                    1000))
                    .stream()
                    .map(Audit.Entry::what)
                    .toList();
        }
    }
}
