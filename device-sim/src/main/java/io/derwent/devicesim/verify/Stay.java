package io.derwent.devicesim.verify;

import io.derwent.devicesim.verify.ReaderMessage.ReaderName;
import io.derwent.model.OwnedId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A thing stood in a place and was read there, again and again, by what the scenario says.
 *
 * @param place    as the thing's owner says it: another's place is {@code id@tenant}
 * @param messages those that saw it, by the time of their reads
 * @param told     from when on it must be told to be there: once a read of then or later counts. A place takes over from one
 *     that hears a tag no louder after eight of the intervals at which the other read it (docs/adr/0020); we wait half a minute
 *     more. Where it was nowhere before, at once
 */
record Stay(String place, List<ReaderMessage> messages, Instant told) {
    /** Unseen for less than this, nothing departs: the shortest time of any mobility. */
    static final Duration SHORTEST_UNSEEN = Duration.ofMinutes(5);

    private static final int INTERVALS = 8;
    private static final Duration MORE = Duration.ofSeconds(30);
    private static final int LAST_READS = 20;

    /** By how much later than a read from elsewhere one may be received and still count (docs/adr/0020), less what a way takes. */
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    /** A thing of a tenant. */
    record Name(String tenant, String thing) {
        /** What a reader's organisation calls so; another's is {@code id@tenant}. */
        static Name of(String thing, ReaderName reader) {
            OwnedId owned = OwnedId.read(thing, reader.tenant());
            return new Name(owned.tenant(), owned.id());
        }

        @Override
        public String toString() {
            return tenant + "/" + thing;
        }
    }

    Instant from() {
        return messages.get(0).readFrom();
    }

    Instant to() {
        return messages.get(messages.size() - 1).readTo();
    }

    boolean covers(Instant at) {
        return !at.isBefore(from()) && !at.isAfter(to());
    }

    /** A message, and where it saw one thing. */
    private record Sighting(String place, ReaderMessage message) {
        boolean isOfOneStayWith(Sighting before) {
            return place.equals(before.place)
                    && Duration.between(before.message.readTo(), message.readFrom())
                                    .compareTo(SHORTEST_UNSEEN)
                            < 0;
        }
    }

    /** Of every thing in the ledger all its stays, oldest first. */
    static Map<Name, List<Stay>> of(List<ReaderMessage> messages) {
        Map<Name, List<Sighting>> seen = new LinkedHashMap<>();
        for (ReaderMessage message : messages) {
            message.inventory()
                    .seen()
                    .forEach((place, things) -> things.forEach(thing -> {
                        Name name = Name.of(thing, message.reader());
                        String asOwnerSays = new OwnedId(message.reader().tenant(), place).in(name.tenant());
                        seen.computeIfAbsent(name, key -> new ArrayList<>()).add(new Sighting(asOwnerSays, message));
                    }));
        }
        Map<Name, List<Stay>> stays = new LinkedHashMap<>();
        seen.forEach((name, sightings) -> stays.put(name, stays(sightings)));
        return stays;
    }

    private static List<Stay> stays(List<Sighting> sightings) {
        sightings.sort(Comparator.comparing(sighting -> sighting.message().readTo()));
        List<Stay> stays = new ArrayList<>();
        List<Sighting> together = new ArrayList<>();
        for (Sighting sighting : sightings) {
            if (!together.isEmpty() && !sighting.isOfOneStayWith(together.get(together.size() - 1))) {
                stays.add(after(stays, together));
                together = new ArrayList<>();
            }
            together.add(sighting);
        }
        stays.add(after(stays, together));
        return stays;
    }

    private static Stay after(List<Stay> before, List<Sighting> together) {
        String place = together.get(0).place();
        List<ReaderMessage> messages = together.stream().map(Sighting::message).toList();
        Duration longest = Duration.ZERO;
        // What is not sure to have been told may have been, and what came before that may still be what is told.
        for (int i = before.size() - 1; i >= 0; i--) {
            Stay earlier = before.get(i);
            if (!earlier.place().equals(place)) {
                Duration takesOver = interval(earlier.place(), before)
                        .multipliedBy(INTERVALS)
                        .plus(MORE);
                longest = takesOver.compareTo(longest) > 0 ? takesOver : longest;
            }
            if (earlier.sure(before.subList(i + 1, before.size())).isPresent()) {
                break;
            }
        }
        return new Stay(place, messages, messages.get(0).readFrom().plus(longest));
    }

    /** Mean time between the last reads in a place, as far as they are no more than five minutes apart, whatever was between. */
    private static Duration interval(String place, List<Stay> stays) {
        List<Instant> reads = stays.stream()
                .filter(stay -> stay.place().equals(place))
                .flatMap(stay -> stay.messages().stream())
                .filter(ReaderMessage::acknowledged)
                .map(ReaderMessage::readTo)
                .distinct()
                .toList();
        int first = reads.size() - 1;
        while (first > 0
                && reads.size() - first < LAST_READS
                && Duration.between(reads.get(first - 1), reads.get(first)).compareTo(SHORTEST_UNSEEN) < 0) {
            first--;
        }
        int count = reads.size() - 1 - first;
        return count < 1
                ? Duration.ZERO
                : Duration.between(reads.get(first), reads.get(reads.size() - 1))
                        .dividedBy(count);
    }

    /**
     * The last read after which it must be told to be here, if there is any.
     *
     * @param later the stays after this one: a read that was received after one of a later stay may come too late to count
     */
    Optional<ReaderMessage> sure(List<Stay> later) {
        Optional<Instant> tooLate = later.stream()
                .filter(stay -> !stay.place().equals(place))
                .flatMap(stay -> stay.messages().stream())
                .map(ReaderMessage::sentAt)
                .min(Comparator.naturalOrder());
        return messages.stream()
                .filter(ReaderMessage::acknowledged)
                .filter(message ->
                        tooLate.isEmpty() || message.at().plus(IN_TIME).isBefore(tooLate.get()))
                .filter(message -> !message.readFrom().isBefore(told))
                .reduce((first, last) -> last);
    }
}
