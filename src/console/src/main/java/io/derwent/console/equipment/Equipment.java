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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** A thing, where it is, and its moves of a time, newest first, with the places of these by id. */
    public record History(Located located, Listed<AssetMove> moves, Map<String, Place> places) {}

    /** A narrower search; what is empty asks nothing. A place stands for all that lies in it; a reader saw the thing last. */
    public record Filter(Optional<String> type, Optional<String> place, Optional<String> reader) {
        public static final Filter NONE = new Filter(Optional.empty(), Optional.empty(), Optional.empty());

        Assets.Search of(Wanted wanted) {
            return new Assets.Search(
                    wanted.keys(), wanted.words(), type.orElse(null), place.orElse(null), reader.orElse(null));
        }
    }

    /**
     * Things by name.
     *
     * @param filter which of them
     * @param after id of the thing the page before ended with; empty for the first page
     * @throws Refusal INVALID if there is no such thing
     */
    public Listed<Located> search(String tenant, Wanted wanted, Filter filter, Optional<String> after, int most) {
        return database.inTenant(tenant, connection -> {
            Optional<Assets.After> last = Optional.empty();
            if (after.isPresent()) {
                Asset asset = Assets.find(connection, tenant, after.get())
                        .orElseThrow(() -> Refusal.invalid(
                                "after", "after is \"%s\", there is no such asset".formatted(after.get())));
                last = Optional.of(new Assets.After(asset.name(), asset.id()));
            }
            Listed<Asset> assets =
                    Listed.of(Assets.search(connection, tenant, filter.of(wanted), last, most + 1), most);
            return new Listed<>(ofAssets(connection, tenant, assets.rows()), assets.more());
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
            Listed<AssetMove> moves = Listed.of(AssetEvents.ofAsset(connection, tenant, id, from, to, most + 1), most);
            List<String> places = moves.rows().stream()
                    .flatMap(move -> Stream.of(move.place(), move.fromPlace()))
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            return new History(
                    ofAssets(connection, tenant, List.of(asset)).get(0),
                    moves,
                    byId(tenant, Places.withAbove(connection, tenant, places)));
        });
    }

    /**
     * Readers in order of device, and when each was heard of.
     *
     * @param after device the page before ended with; empty for the first page
     */
    public Listed<Heard> readers(String tenant, Optional<String> after, int most) {
        return database.inTenant(tenant, connection -> {
            Listed<ReaderPlaces> readers = Listed.of(Readers.list(connection, tenant, after, most + 1), most);
            return new Listed<>(heard(connection, tenant, readers.rows()), readers.more());
        });
    }

    /** Those of these devices that are readers, in order of device. */
    public List<Heard> readers(Connection connection, String tenant, List<String> devices) throws SQLException {
        return heard(connection, tenant, Readers.ofDevices(connection, tenant, devices));
    }

    private List<Heard> heard(Connection connection, String tenant, List<ReaderPlaces> readers) throws SQLException {
        Instant now = clock.instant();
        Map<String, ReaderStatus> statuses = ReaderStatuses.ofReaders(
                connection, tenant, readers.stream().map(ReaderPlaces::device).toList());
        return readers.stream()
                .map(reader -> new Heard(
                        reader,
                        Heard.asOf(Optional.ofNullable(statuses.get(reader.device())), Optional.of(reader), now)
                                .orElse(null)))
                .toList();
    }

    /** Readers, the places they hang at and watch, by id, and how many things each saw last, by device. */
    public record Watch(Listed<Heard> readers, Map<String, Place> places, Map<String, Integer> things) {}

    /** All readers with what they watch. */
    public Watch watch(String tenant, int most) {
        return database.inTenant(tenant, connection -> {
            Listed<ReaderPlaces> readers =
                    Listed.of(Readers.list(connection, tenant, Optional.empty(), most + 1), most);
            Set<String> places = new HashSet<>();
            readers.rows().forEach(reader -> {
                places.add(reader.place());
                reader.antennas().forEach(antenna -> places.add(antenna.place()));
            });
            places.remove(null);
            return new Watch(
                    new Listed<>(heard(connection, tenant, readers.rows()), readers.more()),
                    byId(tenant, Places.withAbove(connection, tenant, places)),
                    Whereabouts.countByReader(
                            connection,
                            tenant,
                            readers.rows().stream().map(ReaderPlaces::device).toList()));
        });
    }

    /** Tags that were read and are on no thing, last seen first, and the places they were seen at, by id. */
    public record Strays(Listed<Unknown> tags, Map<String, Place> places) {}

    /** What was read and is on no thing. */
    public Strays unknownTags(String tenant, int most) {
        return database.inTenant(tenant, connection -> {
            Listed<Unknown> tags = Listed.of(UnknownTags.list(connection, tenant, most + 1), most);
            List<String> places = tags.rows().stream()
                    .map(Unknown::place)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            return new Strays(tags, byId(tenant, Places.withAbove(connection, tenant, places)));
        });
    }

    /**
     * What a search can be narrowed to.
     *
     * @param places each with what it lies in, the site first
     */
    public record Choices(List<String> types, List<List<Place>> places) {}

    /** Types of things, and places that are still used, in order. */
    public Choices choices(String tenant, int mostPlaces) {
        return database.inTenant(tenant, connection -> {
            Map<String, Place> places = byId(tenant, Places.list(connection, tenant, Optional.empty(), mostPlaces));
            return new Choices(
                    Assets.types(connection, tenant),
                    places.values().stream()
                            .filter(Place::active)
                            .map(place -> path(place.in(tenant), places))
                            .sorted(Comparator.comparing(Equipment::names))
                            .toList());
        });
    }

    private static String names(List<Place> path) {
        return path.stream().map(Place::name).collect(Collectors.joining("\0"));
    }

    /** Those of these things that there are, by name. */
    public List<Located> located(Connection connection, String tenant, List<String> ids) throws SQLException {
        return ofAssets(
                connection,
                tenant,
                Assets.ofIds(connection, tenant, ids).stream()
                        .sorted(Comparator.comparing(Asset::name).thenComparing(Asset::id))
                        .toList());
    }

    private List<Located> ofAssets(Connection connection, String tenant, List<Asset> assets) throws SQLException {
        Instant now = clock.instant();
        Map<String, LastSeen> seen = Whereabouts.ofAssets(
                connection, tenant, assets.stream().map(Asset::id).toList());
        Map<String, Heard> readers =
                readers(
                                connection,
                                tenant,
                                seen.values().stream()
                                        .map(LastSeen::reader)
                                        .distinct()
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(heard -> heard.reader().device(), Function.identity()));
        Map<String, Place> places = byId(
                tenant,
                Places.withAbove(
                        connection,
                        tenant,
                        seen.values().stream().map(LastSeen::place).distinct().toList()));
        List<Located> located = new ArrayList<>();
        for (Asset asset : assets) {
            @Nullable LastSeen last = seen.get(asset.id());
            if (last == null) {
                located.add(new Located(asset, null, null, null, List.of()));
                continue;
            }
            Optional<ReaderStatus> reader =
                    Optional.ofNullable(readers.get(last.reader())).map(Heard::status);
            located.add(new Located(
                    asset,
                    last,
                    Confidence.whereabouts(last, reader, now),
                    reader.orElse(null),
                    path(last.place(), places)));
        }
        return located;
    }

    private static Map<String, Place> byId(String tenant, List<Place> places) {
        return places.stream().collect(Collectors.toMap(place -> place.in(tenant), Function.identity()));
    }

    /**
     * What a place lies in, the outermost that may be seen first, and the place itself; empty if nobody knows it.
     *
     * @param id     as the tenant writes it
     * @param places by that id
     */
    public static List<Place> path(String id, Map<String, Place> places) {
        int end = id.indexOf('@');
        String owner = end < 0 ? "" : id.substring(end);
        Deque<Place> path = new ArrayDeque<>();
        @Nullable Place place = places.get(id);
        while (place != null) {
            path.addFirst(place);
            @Nullable String parent = place.parent();
            place = parent == null ? null : places.get(parent + owner);
        }
        return List.copyOf(path);
    }
}
