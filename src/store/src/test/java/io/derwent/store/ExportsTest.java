package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.alertEvent;
import static io.derwent.store.Samples.bloodPressure;
import static io.derwent.store.Samples.lastSeen;
import static io.derwent.store.Samples.move;
import static io.derwent.store.Samples.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssetMove;
import io.derwent.model.DeadLetter;
import io.derwent.model.LastSeen;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.model.Severity;
import io.derwent.store.DeadLetters.Stored;
import io.derwent.store.UnknownTags.Unknown;
import io.derwent.store.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportsTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database jobs = postgres.open(Roles.JOBS);
    private final Database console = postgres.open(Roles.CONSOLE);

    @AfterEach
    void close() {
        jobs.close();
        console.close();
    }

    @Test
    void everyRowOfTheTenantComesOnceAndInOrder() {
        List<Reading> readings = IntStream.range(0, 2500)
                .mapToObj(i -> bloodPressure("north", "r%04d".formatted(i), "ada", NOON.plusSeconds(i)))
                .toList();
        List<Score> scores = List.of(score("north", "r0001", 0, "ada", NOON.plusSeconds(1)));
        jobs.inPlatform(c -> Readings.write(c, readings)
                + Readings.write(c, List.of(bloodPressure("south", "r", "bob", NOON)))
                + Scores.write(c, scores));
        AlertEvent raised = alertEvent("north", "ada", "a1", AlertEvent.Kind.RAISED, Severity.RED, NOON);
        console.inTenant("north", c -> Cases.apply(c, raised, "{\"id\": \"e1\"}"));

        List<Reading> exportedReadings = new ArrayList<>();
        List<Score> exportedScores = new ArrayList<>();
        List<String> exportedEvents = new ArrayList<>();
        long rows = console.inTenantOnce(
                "north",
                c -> Exports.readings(c, "north", NOON, exportedReadings::add)
                        + Exports.scores(c, "north", NOON, exportedScores::add)
                        + Exports.alertEvents(c, "north", NOON, exportedEvents::add));

        assertThat(rows).isEqualTo(2502);
        assertThat(exportedReadings).containsExactlyElementsOf(readings);
        assertThat(exportedScores).containsExactlyElementsOf(scores);
        assertThat(exportedEvents).containsExactly("{\"id\": \"e1\"}");
    }

    @Test
    void whatTheAssetsJobWroteOfTheTenantComesOnceAndFromItsTimeOn() {
        AssetMove arrived = move("north", "pump", 1, NOON);
        AssetMove moved = move("north", "pump", 2, NOON.plusSeconds(5));
        LastSeen pump = lastSeen("north", "pump", 2, "5055123000012.WARD", NOON.plusSeconds(9));
        Unknown tag = new Unknown("north", "E280", null, NOON, NOON.plusSeconds(9), "reader-1", 1, null);
        ReaderStatus reader = new ReaderStatus("north", "reader-1", true, NOON, NOON.plusSeconds(9), null);
        jobs.inPlatform(c -> AssetEvents.write(c, List.of(moved, arrived, move("south", "bed", 1, NOON)))
                + Whereabouts.write(c, List.of(pump))
                + UnknownTags.write(c, List.of(tag))
                + ReaderStatuses.write(c, List.of(reader)));

        List<Object> exported = new ArrayList<>();
        long rows = console.inTenantOnce(
                "north",
                c -> Exports.assetMoves(c, "north", NOON, exported::add)
                        + Exports.whereabouts(c, "north", NOON, exported::add)
                        + Exports.unknownTags(c, "north", NOON, exported::add)
                        + Exports.readerStatuses(c, "north", NOON, exported::add));
        long later = console.inTenantOnce(
                "north",
                c -> Exports.assetMoves(c, "north", NOON.plusSeconds(10), row -> {})
                        + Exports.whereabouts(c, "north", NOON.plusSeconds(10), row -> {})
                        + Exports.unknownTags(c, "north", NOON.plusSeconds(10), row -> {})
                        + Exports.readerStatuses(c, "north", NOON.plusSeconds(10), row -> {}));

        assertThat(rows).isEqualTo(5);
        assertThat(exported).containsExactly(arrived, moved, pump, tag, reader);
        assertThat(later).isZero();
    }

    @Test
    void aDeadLetterIsKeptOnceAndRemembersItsReplay() {
        DeadLetter letter = new DeadLetter(
                "l1",
                "north",
                "cuff-1",
                "gateway",
                "not JSON",
                NOON,
                "hono.event.north",
                List.of(new DeadLetter.Header("device_id", "cuff-1"), new DeadLetter.Header("creation-time", "1")),
                new byte[] {0, 1, -1});
        assertThat(write(letter)).isTrue();
        assertThat(write(letter)).isFalse();

        assertThat(console.<Boolean>inTenant(
                        "north", c -> DeadLetters.markReplayed(c, "north", "l1", NOON.plusSeconds(60), "admin")))
                .isTrue();

        List<Stored> listed = console.inTenant("north", c -> DeadLetters.list(c, "north", 10));
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).replayedBy()).isEqualTo("admin");
        assertThat(listed.get(0).letter().headers()).isEqualTo(letter.headers());
        assertThat(listed.get(0).letter().payload()).isEqualTo(letter.payload());
        assertThat(console.<Optional<Stored>>inTenant("south", c -> DeadLetters.find(c, "north", "l1")))
                .isEmpty();
    }

    private boolean write(DeadLetter letter) {
        return console.inTenant("north", c -> DeadLetters.write(c, letter));
    }
}
