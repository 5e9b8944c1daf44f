package io.derwent.presence;

import io.derwent.model.AssetMove;
import io.derwent.model.Ids;
import io.derwent.model.LastSeen;
import io.derwent.model.ReaderStatus;
import io.derwent.presence.PresenceState.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches one thing: from what is remembered and one event (a read, or time gone by) to what is remembered then, and the move
 * that follows, if any. Pure and without state of its own; the assets job and the edge keep the {@link PresenceState}.
 *
 * <p>Reads may arrive up to {@value PresenceState#TOLERANCE_SECONDS} seconds late, in any order and more than once: they
 * lead to the same place. A move told before a late read showed that it was none is told back. What is later than that changes
 * nothing, so that an old place never comes back.
 *
 * <pre>
 *   unseen for departAfter (or patience, if longer) ... and the reader of the last read
 *      was heard of all that time ............ DEPARTED
 *      is silent ............................. nothing: nobody looked. It is asked again when the reader is back, and then has
 *                                              all of departAfter to be seen
 *      is a handheld ......................... nothing, ever: nobody looks all the time
 * </pre>
 */
public final class PresenceWatch {
    /** What is unseen for so long is forgotten, as in EdgeX (336 hours); tables keep where it was. */
    static final Duration AGE_OUT = Duration.ofDays(14);

    /** How often departures that wait for a word of the reader are looked at again, as in EdgeX. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final String tenant;
    private final String asset;
    private final MobilityProfile profile;

    /**
     * Watches this thing.
     *
     * @param asset id of the asset, or the raw tag where nobody knows it
     */
    public PresenceWatch(String tenant, String asset, MobilityProfile profile) {
        this.tenant = tenant;
        this.asset = asset;
        this.profile = profile;
    }

    /**
     * What is remembered after an event, and what follows from it.
     *
     * @param state  {@link PresenceState#empty()} when everything may be forgotten
     * @param wakeAt when {@link #wake} has something to say, if nothing is read before; empty if never
     * @param late   whether a read came too late to matter
     */
    public record Outcome(PresenceState state, Optional<AssetMove> move, Optional<Instant> wakeAt, boolean late) {}

    /** The tag of this thing was read. */
    public Outcome observe(PresenceState state, Sighting sighting) {
        if (sighting.second() < state.decidedBefore()) {
            return new Outcome(state, Optional.empty(), wakeAt(state), true);
        }
        Optional<List<ReadPoint>> changed = withSighting(state.readPoints(), sighting);
        if (changed.isEmpty()) {
            return new Outcome(state, Optional.empty(), wakeAt(state), false);
        }
        List<ReadPoint> heard = changed.get();
        long newest = newestSecond(heard);
        long decidedBefore = Math.max(state.decidedBefore(), newest - PresenceState.TOLERANCE_SECONDS);
        Decision decided = Decision.from(
                new Decision(state.decidedPlace(), 0), heard, state.decidedBefore(), decidedBefore, profile);
        Decision now = Decision.from(decided, heard, decidedBefore, Long.MAX_VALUE, profile);
        @Nullable String place = now.place();
        if (place == null) {
            throw new IllegalStateException("a read thing is somewhere");
        }
        Facts facts = Facts.of(heard, place, newest, profile);
        @Nullable AssetMove move = move(state.told(), place, now.decidedAt(), facts);
        List<ReadPoint> kept = stillOfUse(heard, decidedBefore, decided.place(), place);
        PresenceState after =
                new PresenceState(kept, decidedBefore, decided.place(), told(state.told(), move, place, facts));
        return new Outcome(after, Optional.ofNullable(move), wakeAt(after), false);
    }

    /**
     * Time went by without a read.
     *
     * @param now    by the gateway's clock
     * @param reader what is known of {@link PresenceState#reader()}; empty if nothing is
     */
    public Outcome wake(PresenceState state, Instant now, Optional<ReaderStatus> reader) {
        @Nullable Told told = state.told();
        if (told == null) {
            return new Outcome(state, Optional.empty(), Optional.empty(), false);
        }
        Instant ageOut = told.lastSeenAt().plus(AGE_OUT);
        if (!now.isBefore(ageOut)) {
            return new Outcome(PresenceState.empty(), Optional.empty(), Optional.empty(), false);
        }
        if (!told.present() || isHandheld(reader)) {
            return quietlyUntil(state, ageOut);
        }
        Duration unseenFor = profile.unseenFor(told.patienceMillis());
        if (reader.isEmpty()) {
            Instant due = told.lastSeenAt().plus(unseenFor);
            return quietlyUntil(state, earlier(ageOut, now.isBefore(due) ? due : now.plus(LOOK_AGAIN)));
        }
        if (reader.get().silentSince() != null) {
            return quietlyUntil(state, earlier(ageOut, now.plus(unseenFor)));
        }
        Instant due = later(told.lastSeenAt(), reader.get().heardSince()).plus(unseenFor);
        if (now.isBefore(due)) {
            return quietlyUntil(state, earlier(ageOut, due));
        }
        if (reader.get().lastHeardAt().isBefore(due)) {
            return quietlyUntil(state, earlier(ageOut, now.plus(LOOK_AGAIN)));
        }
        return depart(state, told, due, reader);
    }

    /** Where the thing was last; empty if it was never seen or is forgotten. */
    public Optional<LastSeen> lastSeen(PresenceState state) {
        return Optional.ofNullable(state.told()).map(this::lastSeen);
    }

    private LastSeen lastSeen(Told told) {
        return new LastSeen(
                tenant,
                asset,
                profile.mobility(),
                told.moves(),
                told.place(),
                told.present(),
                told.since(),
                told.lastSeenAt(),
                told.reader(),
                told.antenna(),
                told.standing(),
                told.patienceMillis());
    }

    private Outcome depart(PresenceState state, Told told, Instant due, Optional<ReaderStatus> reader) {
        Instant at = later(due, told.since());
        double stillThere = Confidence.of(lastSeen(told), profile, reader, due);
        Heard last = Heard.at(state.readPoints(), told.place(), Long.MAX_VALUE, profile)
                .orElseThrow(() -> new IllegalStateException("what is present was heard"));
        AssetMove move = new AssetMove(
                Ids.assetMove(tenant, asset, told.moves() + 1, AssetMove.Kind.DEPARTED, "", at),
                tenant,
                asset,
                told.moves() + 1,
                AssetMove.Kind.DEPARTED,
                null,
                told.place(),
                at,
                Confidence.rounded(1 - stillThere),
                new AssetMove.Evidence(
                        told.reader(), told.antenna(), last.reads(), last.rssiCdbm(), null, told.lastSeenAt()));
        PresenceState after =
                new PresenceState(List.of(), newestSecond(state.readPoints()) + 1, null, told.departed(at));
        return new Outcome(after, Optional.of(move), wakeAt(after), false);
    }

    private @Nullable AssetMove move(@Nullable Told told, String place, long decidedAt, Facts facts) {
        boolean wasPresent = told != null && told.present();
        if (told != null && wasPresent && told.place().equals(place)) {
            return null;
        }
        long seq = told == null ? 1 : told.moves() + 1;
        AssetMove.Kind kind = wasPresent ? AssetMove.Kind.MOVED : AssetMove.Kind.ARRIVED;
        Instant decided = decidedAt == 0 ? facts.lastSeenAt() : Instant.ofEpochMilli(decidedAt);
        Instant at = told != null && wasPresent ? later(decided, told.since()) : decided;
        return new AssetMove(
                Ids.assetMove(tenant, asset, seq, kind, place, at),
                tenant,
                asset,
                seq,
                kind,
                place,
                told != null && wasPresent ? told.place() : null,
                at,
                facts.standing(),
                facts.evidence());
    }

    private static Told told(@Nullable Told before, @Nullable AssetMove move, String place, Facts facts) {
        Instant since = move != null ? move.at() : before != null ? before.since() : facts.lastSeenAt();
        long moves = move != null ? move.seq() : before != null ? before.moves() : 0;
        return new Told(
                place,
                true,
                since,
                moves,
                facts.lastSeenAt(),
                facts.evidence().reader(),
                facts.evidence().antenna(),
                facts.standing(),
                facts.patienceMillis());
    }

    private Optional<Instant> wakeAt(PresenceState state) {
        @Nullable Told told = state.told();
        if (told == null) {
            return Optional.empty();
        }
        return Optional.of(told.lastSeenAt().plus(told.present() ? profile.unseenFor(told.patienceMillis()) : AGE_OUT));
    }

    private static Outcome quietlyUntil(PresenceState state, Instant wakeAt) {
        return new Outcome(state, Optional.empty(), Optional.of(wakeAt), false);
    }

    private static boolean isHandheld(Optional<ReaderStatus> reader) {
        return reader.isPresent() && !reader.get().continuous();
    }

    /** With this read, by name, so that the order of arrival never shows; empty if it says nothing new. */
    private static Optional<List<ReadPoint>> withSighting(List<ReadPoint> readPoints, Sighting sighting) {
        List<ReadPoint> changed = new ArrayList<>(readPoints);
        for (int i = 0; i < readPoints.size(); i++) {
            if (readPoints.get(i).isOf(sighting)) {
                int at = i;
                return readPoints.get(i).with(sighting).map(with -> {
                    changed.set(at, with);
                    return changed;
                });
            }
        }
        changed.add(ReadPoint.of(sighting));
        changed.sort(ReadPoint.BY_NAME);
        return Optional.of(changed);
    }

    private static long newestSecond(List<ReadPoint> readPoints) {
        return readPoints.stream()
                .mapToLong(point -> point.last().second())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Without what no decision can rest on any more: a later read there begins another stay. */
    private List<ReadPoint> stillOfUse(
            List<ReadPoint> heard, long decidedBefore, @Nullable String decidedPlace, String place) {
        long oldest = decidedBefore - profile.together().toSeconds();
        List<ReadPoint> kept = new ArrayList<>();
        for (ReadPoint point : heard) {
            boolean present =
                    point.place().equals(decidedPlace) || point.place().equals(place);
            if (present || point.last().second() >= oldest) {
                kept.add(point.newest(ReadPoint.MOST_SLOTS));
            }
        }
        while (kept.size() > PresenceState.MOST_READ_POINTS) {
            kept.remove(leastOfUse(kept, decidedPlace, place));
        }
        return List.copyOf(kept);
    }

    private static int leastOfUse(List<ReadPoint> kept, @Nullable String decidedPlace, String place) {
        int least = 0;
        for (int i = 1; i < kept.size(); i++) {
            if (use(kept.get(i), decidedPlace, place) < use(kept.get(least), decidedPlace, place)) {
                least = i;
            }
        }
        return least;
    }

    /** The last antenna that heard it at all is of most use where it is. */
    private static long use(ReadPoint point, @Nullable String decidedPlace, String place) {
        boolean present = point.place().equals(decidedPlace) || point.place().equals(place);
        return point.last().second() + (present ? AGE_OUT.toSeconds() : 0);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
