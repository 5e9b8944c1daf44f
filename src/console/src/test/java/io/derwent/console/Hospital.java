package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.AssetMove;
import io.derwent.model.Ids;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.model.ReaderStatus;
import io.derwent.store.AssetEvents;
import io.derwent.store.Database;
import io.derwent.store.ReaderStatuses;
import io.derwent.store.UnknownTags;
import io.derwent.store.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site of derby with a ward, a store, readers and equipment, set up through the API; what readers see is written as the assets
 * job writes it.
 */
final class Hospital implements AutoCloseable {
    static final String SITE = "5055123000012";
    static final String WARD = SITE + ".WARD-204";
    static final String STORE = SITE + ".STORE-2";
    static final String WELL = "reader-ward-204";
    static final String SILENT = "reader-store-2";
    static final String HANDHELD = "handheld-1";

    private final RunningConsole console;
    private final Person keeper;
    private final Database jobs;

    private Hospital(RunningConsole console, Person keeper) {
        this.console = console;
        this.keeper = keeper;
        this.jobs = console.asJob();
    }

    /** With a pump on the ward, a bed in the store whose reader is silent, and things in every other state. */
    static Hospital open(RunningConsole console, Person keeper) {
        Hospital hospital = new Hospital(console, keeper);
        hospital.places();
        hospital.readers();
        hospital.equipment();
        return hospital;
    }

    private void places() {
        created("places", "{'gln':'%s','name':'Derby General'}".formatted(SITE));
        created("places", place("BLOCK-B", "Block B", SITE));
        created("places", place("WARD-204", "Ward 204", SITE + ".BLOCK-B"));
        created("places", place("STORE-2", "Equipment store", SITE + ".BLOCK-B"));
    }

    private static String place(String extension, String name, String parent) {
        return "{'gln':'%s','extension':'%s','name':'%s','parent':'%s'}".formatted(SITE, extension, name, parent);
    }

    private void readers() {
        for (String device : List.of(WELL, SILENT, HANDHELD)) {
            console.registerDevice(RunningConsole.DERBY, device);
        }
        created("readers", reader(WELL, WARD, "'silentAfterSeconds':300,"));
        created("readers", reader(SILENT, STORE, "'silentAfterSeconds':300,"));
        created("readers", reader(HANDHELD, WARD, ""));
        Instant now = now();
        jobs.inPlatform(c -> ReaderStatuses.write(
                c,
                List.of(
                        status(WELL, true, now, null),
                        status(SILENT, true, now.minus(Duration.ofHours(8)), now.minus(Duration.ofHours(8))),
                        status(HANDHELD, false, now.minus(Duration.ofHours(3)), null))));
    }

    private static String reader(String device, String place, String silent) {
        return "{'device':'%s','place':'%s',%s'antennas':[{'antenna':1,'place':'%s','from':'2026-01-01T00:00:00Z'}]}"
                .formatted(device, place, silent, place);
    }

    private void equipment() {
        thing("pump-417", "Infusion pump 417", "infusion pump", "'number':'EQ-417','keys':['(8004)5055123HD00417']");
        thing("bed-12", "Bed 12", "bed", "'number':'EQ-12','keys':['(8004)5055123BED12']");
        thing("chair-1", "Wheelchair 1", "wheelchair", "'epcs':['E280AB'],'mobility':'roaming'");
        thing("pump-418", "Infusion pump 418", "infusion pump", "'keys':['(8004)5055123HD00418']");
        thing("scale-3", "Chair scale 3", "scale", "'keys':['(01)05055123000012(21)S3']");
        thing("monitor-9", "Monitor 9", "monitor", "'keys':['(8004)5055123MON9']");
        Instant now = now();
        sees("pump-417", 2, WARD, null, WELL, now.minusSeconds(4), true);
        sees("bed-12", 1, STORE, null, SILENT, now.minus(Duration.ofHours(8)), true);
        sees("chair-1", 1, WARD, null, HANDHELD, now.minus(Duration.ofHours(3)), true);
        sees("pump-418", 1, WARD, null, WELL, now.minus(Duration.ofMinutes(7)), true);
        sees("scale-3", 4, WARD, WARD, WELL, now.minus(Duration.ofDays(2)), false);
        jobs.inPlatform(c -> UnknownTags.write(
                c,
                List.of(
                        stray("E2801160600002054CC2096F", null, now.minusSeconds(50)),
                        stray("3815348A4E44460C1A316E400000000000000000000000000000", "(8004)5055123HD0099", now))));
    }

    /** A new piece of equipment; {@code more} is the rest of the JSON object. */
    void thing(String id, String name, String type, String more) {
        created("assets", "{'id':'%s','name':'%s','type':'%s',%s}".formatted(id, name, type, more));
    }

    private void created(String what, String body) {
        Answer answer = console.post(keeper.token(), "/api/v1/" + what, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    /** A thing arrived at a place, moved there or left it, and its reader was heard of by then. */
    void sees(
            String thing, long moves, String place, @Nullable String from, String reader, Instant at, boolean present) {
        LastSeen seen = new LastSeen(
                RunningConsole.DERBY,
                thing,
                Mobility.ASSET_TRACKING,
                moves,
                place,
                present,
                at,
                at,
                reader,
                1,
                0.8,
                20_000);
        AssetMove.Kind kind =
                present ? from == null ? AssetMove.Kind.ARRIVED : AssetMove.Kind.MOVED : AssetMove.Kind.DEPARTED;
        AssetMove move = new AssetMove(
                Ids.assetMove(RunningConsole.DERBY, thing, moves, kind, place, at),
                RunningConsole.DERBY,
                thing,
                moves,
                kind,
                present ? place : null,
                from,
                at,
                0.8,
                new AssetMove.Evidence(reader, 1, 2, -5350, from == null ? null : 620, at));
        jobs.inPlatform(c -> AssetEvents.write(c, List.of(move)) + Whereabouts.write(c, List.of(seen)));
    }

    /** A reader is heard of again, or fell silent. */
    void heardOf(String reader, boolean silent) {
        Instant now = now();
        jobs.inPlatform(c -> ReaderStatuses.write(c, List.of(status(reader, true, now, silent ? now : null))));
    }

    /** A tag on nothing we know was read on the ward. */
    void stray(String epc) {
        jobs.inPlatform(c -> UnknownTags.write(c, List.of(stray(epc, null, now()))));
    }

    private static UnknownTags.Unknown stray(String epc, @Nullable String key, Instant at) {
        return new UnknownTags.Unknown(RunningConsole.DERBY, epc, key, at.minusSeconds(600), at, WELL, 1, WARD);
    }

    private static ReaderStatus status(
            String reader, boolean continuous, Instant lastHeardAt, @Nullable Instant silentSince) {
        return new ReaderStatus(
                RunningConsole.DERBY,
                reader,
                continuous,
                lastHeardAt.minus(Duration.ofDays(3)),
                lastHeardAt,
                silentSince);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        jobs.close();
    }
}
