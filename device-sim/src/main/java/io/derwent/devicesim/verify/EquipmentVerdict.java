package io.derwent.devicesim.verify;

import io.derwent.devicesim.ledger.Inventory;
import io.derwent.devicesim.verify.ReaderMessage.ReaderName;
import io.derwent.model.AlertEvent;
import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of the comparison for equipment. Raw pings are not stored, so what is compared is what must come of them.
 *
 * @param pings               reads of tags in acknowledged messages of readers
 * @param things              things and tags of no asset they saw
 * @param movedByOthers       things that readers beyond the ledger saw too, a person's by hand: not judged
 * @param staysImplied        times a thing stood in a place for so long that it must be told there
 * @param movesStored         arrivals, moves and departures stored of these things
 * @param missingMoves        stays, departures or whereabouts that are implied and not stored, moves missing from the count
 * @param unexpectedMoves     moves that the scenario does not imply, or one stored twice
 * @param missingUnknownTags  tags of no asset that are not listed as unknown
 * @param wrongReaders        readers stored as heard of too long ago, silences not told, told twice or told of a time in which
 *     they were heard of
 */
public record EquipmentVerdict(
        int pings,
        int things,
        int movedByOthers,
        int staysImplied,
        int movesStored,
        List<String> missingMoves,
        List<String> unexpectedMoves,
        List<String> missingUnknownTags,
        List<String> wrongReaders) {
    public EquipmentVerdict {
        missingMoves = List.copyOf(missingMoves);
        unexpectedMoves = List.copyOf(unexpectedMoves);
        missingUnknownTags = List.copyOf(missingUnknownTags);
        wrongReaders = List.copyOf(wrongReaders);
    }

    boolean holds() {
        return missingMoves.isEmpty()
                && unexpectedMoves.isEmpty()
                && missingUnknownTags.isEmpty()
                && wrongReaders.isEmpty();
    }

    static EquipmentVerdict of(List<ReaderMessage> messages, StoredEquipment stored, List<AlertEvent> alerts) {
        Set<ReaderName> readers =
                messages.stream().map(ReaderMessage::reader).collect(Collectors.toCollection(LinkedHashSet::new));
        Map<Stay.Name, List<AssetMove>> moves = MoveCheck.byThing(stored.moves());
        List<MoveCheck> checks = new ArrayList<>();
        int movedByOthers = 0;
        for (Map.Entry<Stay.Name, List<Stay>> thing : Stay.of(messages).entrySet()) {
            List<AssetMove> ofThing = moves.getOrDefault(thing.getKey(), List.of());
            @Nullable LastSeen lastSeen = stored.whereabouts().get(thing.getKey());
            if (MoveCheck.isMovedByOthers(ofThing, lastSeen, readers)) {
                movedByOthers++;
            } else {
                checks.add(MoveCheck.of(thing.getKey(), thing.getValue(), ofThing, lastSeen, messages));
            }
        }
        return new EquipmentVerdict(
                messages.stream()
                        .filter(ReaderMessage::acknowledged)
                        .map(ReaderMessage::inventory)
                        .mapToInt(Inventory::pings)
                        .sum(),
                checks.size() + movedByOthers,
                movedByOthers,
                checks.stream().mapToInt(MoveCheck::sureStays).sum(),
                checks.stream().mapToInt(MoveCheck::moves).sum(),
                checks.stream().flatMap(check -> check.missing().stream()).toList(),
                checks.stream().flatMap(check -> check.unexpected().stream()).toList(),
                missingUnknownTags(messages, stored.unknownTags()),
                readers.stream()
                        .flatMap(reader ->
                                ReaderCheck.wrong(reader, stored.readers().get(reader), alerts, messages).stream())
                        .toList());
    }

    private static List<String> missingUnknownTags(List<ReaderMessage> messages, Set<Stay.Name> listed) {
        return messages.stream()
                .filter(ReaderMessage::acknowledged)
                .flatMap(message ->
                        message.inventory().unknown().stream().map(tag -> Stay.Name.of(tag, message.reader())))
                .distinct()
                .filter(tag -> !listed.contains(tag))
                .map(tag -> "%s is on no asset and is not listed as unknown".formatted(tag))
                .toList();
    }
}
