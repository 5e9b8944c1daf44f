package io.derwent.console.equipment;

import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.model.Asset;
import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.presence.Confidence;
import io.derwent.store.AssetEvents;
import io.derwent.store.Assets;
import io.derwent.store.Database;
import io.derwent.store.Places;
import io.derwent.store.ReaderStatuses;
import io.derwent.store.Readers;
import io.derwent.store.UnknownTags;
import io.derwent.store.UnknownTags.Unknown;
import io.derwent.store.Whereabouts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers where equipment is, for the API and the pages. Row security shows each tenant its own; there is no patient in any of
 * it. Blocks on the database: worker threads only.
 */
public final class Equipment {
    private final Database database;
    private final Clock clock;

    public Equipment(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A thing, where it is, and its moves of a time, newest first. */
    public record History(Located located, Listed<AssetMove> moves) {}

    /**
     * Things by name.
     *
     * @param after id of the thing the page before ended with; empty for the first page
     * @throws Refusal INVALID if there is no such thing
     */
    public Listed<Located> search(String tenant, Wanted wanted, Optional<String> after, int most) {
        return database.inTenant(tenant, connection -> {
            Optional<Assets.After> last = Optional.empty();
            if (after.isPresent()) {
                Asset asset = Assets.find(connection, tenant, after.get())
                        .orElseThrow(() -> Refusal.invalid(
                                "after", "after is \"%s\", there is no such asset".formatted(after.get())));
                last = Optional.of(new Assets.After(asset.name(), asset.id()));
            }
            Listed<Asset> assets =
                    Listed.of(Assets.search(connection, tenant, wanted.keys(), wanted.words(), last, most + 1), most);
            return new Listed<>(located(connection, tenant, assets.rows()), assets.more());
        });
    }

    /**
     * A thing with its moves between two times.
     *
     * @param from inclusive
     * @param to   exclusive
     * @throws Refusal NOT_FOUND if the tenant has no such thing
     */
    public History read(String tenant, String id, Instant from, Instant to, int most) {
        return database.inTenant(tenant, connection -> {
            Asset asset =
                    Assets.find(connection, tenant, id).orElseThrow(() -> Refusal.notFound("there is no asset " + id));
            return new History(
                    located(connection, tenant, List.of(asset)).get(0),
                    Listed.of(AssetEvents.ofAsset(connection, tenant, id, from, to, most + 1), most));
        });
    }

    /**
     * Readers in order of device, and when each was heard of.
     *
     * @param after device the page before ended with; empty for the first page
     */
    public Listed<Heard> readers(String tenant, Optional<String> after, int most) {
        Instant now = clock.instant();
        return database.inTenant(tenant, connection -> {
            Listed<ReaderPlaces> readers = Listed.of(Readers.list(connection, tenant, after, most + 1), most);
            Map<String, ReaderStatus> statuses = ReaderStatuses.ofReaders(
                    connection,
                    tenant,
                    readers.rows().stream().map(ReaderPlaces::device).toList());
            return new Listed<>(
                    readers.rows().stream()
                            .map(reader -> new Heard(
                                    reader,
                                    Heard.asOf(
                                                    Optional.ofNullable(statuses.get(reader.device())),
                                                    Optional.of(reader),
                                                    now)
                                            .orElse(null)))
                            .toList(),
                    readers.more());
        });
    }

    /** Tags that were read and are on no thing, last seen first. */
    public Listed<Unknown> unknownTags(String tenant, int most) {
        return database.inTenant(tenant, connection -> Listed.of(UnknownTags.list(connection, tenant, most + 1), most));
    }

    private List<Located> located(Connection connection, String tenant, List<Asset> assets) throws SQLException {
        Instant now = clock.instant();
        Map<String, LastSeen> seen = Whereabouts.ofAssets(
                connection, tenant, assets.stream().map(Asset::id).toList());
        List<String> devices =
                seen.values().stream().map(LastSeen::reader).distinct().toList();
        Map<String, ReaderPlaces> readers = Readers.ofDevices(connection, tenant, devices).stream()
                .collect(Collectors.toMap(ReaderPlaces::device, Function.identity()));
        Map<String, ReaderStatus> statuses = ReaderStatuses.ofReaders(connection, tenant, devices);
        Map<String, String> names =
                Places.ofIds(
                                connection,
                                tenant,
                                seen.values().stream()
                                        .map(LastSeen::place)
                                        .distinct()
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(place -> place.in(tenant), Place::name));
        List<Located> located = new ArrayList<>();
        for (Asset asset : assets) {
            @Nullable LastSeen last = seen.get(asset.id());
            if (last == null) {
                located.add(new Located(asset, null, null, null));
                continue;
            }
            Optional<ReaderStatus> reader = Heard.asOf(
                    Optional.ofNullable(statuses.get(last.reader())),
                    Optional.ofNullable(readers.get(last.reader())),
                    now);
            located.add(new Located(asset, last, Confidence.whereabouts(last, reader, now), names.get(last.place())));
        }
        return located;
    }
}
