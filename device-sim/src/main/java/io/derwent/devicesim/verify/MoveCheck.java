package io.derwent.devicesim.verify;

import io.derwent.devicesim.verify.ReaderMessage.ReaderName;
import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The moves and whereabouts of one thing against the stays the ledger knows of.
 *
 * <p>Whether a short stay is told depends on which reads come in time; so no list of moves is expected, but: each is counted
 * once, each leads from where the one before ended, each into a stay that was, no stay has two, at the end of each stay that
 * lasted the thing is told to be there, and it departs when it must, never while it is seen. Moves decided by later reads than
 * the ledger knows of are nobody's business.
 */
final class MoveCheck {
    /** Whereabouts without a move are written every 30 seconds. */
    private static final Duration WRITTEN_AFTER = Duration.ofSeconds(40);

    private static final Duration CLOCKS_DIFFER_BY = Duration.ofSeconds(5);

    private final Stay.Name name;
    private final List<Stay> stays;
    private final List<AssetMove> moves;
    private final @Nullable LastSeen lastSeen;

    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private int sureStays;

    private MoveCheck(Stay.Name name, List<Stay> stays, List<AssetMove> moves, @Nullable LastSeen lastSeen) {
        this.name = name;
        this.stays = stays;
        this.moves = moves;
        this.lastSeen = lastSeen;
    }

    /**
     * Checks one thing.
     *
     * @param moves    all that are stored of it
     * @param messages all of the ledger
     */
    static MoveCheck of(
            Stay.Name name,
            List<Stay> stays,
            List<AssetMove> moves,
            @Nullable LastSeen lastSeen,
            List<ReaderMessage> messages) {
        Instant lastRead = stays.get(stays.size() - 1).to();
        Instant lastMessage = messages.get(messages.size() - 1).sentAt();
        List<AssetMove> known = moves.stream()
                .filter(move -> !move.at().isAfter(move.kind() == AssetMove.Kind.DEPARTED ? lastMessage : lastRead))
                .sorted(Comparator.comparing(AssetMove::seq).thenComparing(AssetMove::at))
                .toList();
        MoveCheck check = new MoveCheck(name, stays, known, lastSeen);
        check.chain();
        check.intoStays();
        check.stays();
        check.departures(messages);
        check.whereabouts();
        return check;
    }

    /** Whether somebody else's reader saw it, so that the ledger does not know where it was. */
    static boolean isMovedByOthers(List<AssetMove> moves, @Nullable LastSeen lastSeen, Set<ReaderName> readers) {
        return moves.stream()
                        .anyMatch(move ->
                                !readers.contains(ReaderName.of(move.evidence().reader(), move.tenant())))
                || (lastSeen != null && !readers.contains(ReaderName.of(lastSeen.reader(), lastSeen.tenant())));
    }

    /** Stays, departures, whereabouts and counts that are implied and not stored, a sentence each. */
    List<String> missing() {
        return missing;
    }

    /** Moves that are stored and not implied, a sentence each. */
    List<String> unexpected() {
        return unexpected;
    }

    int moves() {
        return moves.size();
    }

    /** How many stays must be told. */
    int sureStays() {
        return sureStays;
    }

    private void chain() {
        @Nullable String place = null;
        long seq = 0;
        for (AssetMove move : moves) {
            if (move.seq() == seq) {
                unexpected.add("%s is stored twice as its move %d".formatted(told(move), seq));
            } else if (move.seq() > seq + 1) {
                missing.add("%s is move %d, the one before is %d".formatted(told(move), move.seq(), seq));
            } else if (!Objects.equals(move.fromPlace(), place)) {
                unexpected.add("%s came from %s, it was told to be %s"
                        .formatted(told(move), orNowhere(move.fromPlace()), orNowhere(place)));
            }
            seq = move.seq();
            place = move.place();
        }
    }

    private void intoStays() {
        Map<Stay, List<AssetMove>> into = new LinkedHashMap<>();
        for (AssetMove move : moves) {
            if (move.kind() == AssetMove.Kind.DEPARTED) {
                continue;
            }
            Optional<Stay> stay = stays.stream()
                    .filter(one -> one.place().equals(move.place()) && one.covers(move.at()))
                    .findFirst();
            if (stay.isEmpty()) {
                unexpected.add("%s, where it was not then".formatted(told(move)));
            } else {
                into.computeIfAbsent(stay.get(), key -> new ArrayList<>()).add(move);
            }
        }
        into.forEach((stay, same) -> same.stream()
                .skip(1)
                .forEach(move -> unexpected.add("%s, where it had come at %s already"
                        .formatted(told(move), same.get(0).at()))));
    }

    private void stays() {
        for (int i = 0; i < stays.size(); i++) {
            Stay stay = stays.get(i);
            Optional<ReaderMessage> sure = stay.sure(stays.subList(i + 1, stays.size()));
            if (sure.isEmpty()) {
                continue;
            }
            sureStays++;
            @Nullable String told = placeAt(sure.get().readTo());
            if (!stay.place().equals(told)) {
                missing.add("%s stood in %s from %s to %s, and is told to be %s then"
                        .formatted(name, stay.place(), stay.from(), stay.to(), orNowhere(told)));
            }
        }
    }

    private @Nullable String placeAt(Instant at) {
        return moves.stream()
                .filter(move -> !move.at().isAfter(at))
                .reduce((first, last) -> last)
                .map(AssetMove::place)
                .orElse(null);
    }

    private void departures(List<ReaderMessage> messages) {
        for (AssetMove move : moves) {
            if (move.kind() == AssetMove.Kind.DEPARTED) {
                Instant unseenSince = move.at().minus(Stay.SHORTEST_UNSEEN).plus(CLOCKS_DIFFER_BY);
                stays.stream()
                        .filter(stay -> stay.place().equals(move.fromPlace()))
                        .flatMap(stay -> stay.messages().stream())
                        .filter(message -> message.acknowledged()
                                && message.readFrom().isAfter(unseenSince)
                                && message.readTo().isBefore(move.at()))
                        .findFirst()
                        .ifPresent(message ->
                                unexpected.add("%s, and was read there at %s".formatted(told(move), message.readTo())));
            }
        }
        messages.stream()
                .filter(message -> message.acknowledged()
                        && message.inventory().gone().stream()
                                .anyMatch(thing ->
                                        Stay.Name.of(thing, message.reader()).equals(name)))
                .forEach(message -> mustHaveDeparted(message, messages));
    }

    /** Unless its reader, or we, were away meanwhile: then nobody looked, and nothing departs. */
    private void mustHaveDeparted(ReaderMessage by, List<ReaderMessage> messages) {
        Optional<Instant> last = seen().map(ReaderMessage::readTo)
                .filter(read -> read.isBefore(by.sentAt()))
                .max(Comparator.naturalOrder());
        if (last.isEmpty() || !Attendance.of(by.reader(), messages).isUnbroken(last.get(), by.sentAt())) {
            return;
        }
        boolean departed = moves.stream()
                .anyMatch(move -> move.kind() == AssetMove.Kind.DEPARTED
                        && move.at().isAfter(last.get())
                        && !move.at().isAfter(by.at()));
        if (!departed) {
            missing.add("%s was read last at %s and has not departed by %s".formatted(name, last.get(), by.sentAt()));
        }
    }

    private void whereabouts() {
        Optional<ReaderMessage> last = stays.get(stays.size() - 1).sure(List.of());
        if (last.isEmpty()) {
            return;
        }
        if (lastSeen == null) {
            missing.add("%s was read at %s and is told to be nowhere"
                    .formatted(name, last.get().readTo()));
        } else if (lastSeen.lastSeenAt().isBefore(last.get().readFrom().minus(WRITTEN_AFTER))) {
            missing.add("%s was read at %s, last seen as stored is %s"
                    .formatted(name, last.get().readTo(), lastSeen.lastSeenAt()));
        }
    }

    private Stream<ReaderMessage> seen() {
        return stays.stream().flatMap(stay -> stay.messages().stream());
    }

    private String told(AssetMove move) {
        return "%s %s %s at %s"
                .formatted(
                        name,
                        move.kind().code(),
                        move.place() == null ? "from " + move.fromPlace() : "in " + move.place(),
                        move.at());
    }

    private static String orNowhere(@Nullable String place) {
        return place == null ? "nowhere" : place;
    }

    static Map<Stay.Name, List<AssetMove>> byThing(List<AssetMove> moves) {
        return moves.stream().collect(Collectors.groupingBy(move -> new Stay.Name(move.tenant(), move.asset())));
    }
}
