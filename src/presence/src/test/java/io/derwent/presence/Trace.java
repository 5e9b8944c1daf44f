package io.derwent.presence;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssetMove;
import io.derwent.model.Mobility;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/**
 * One tag and some readers on virtual time: reads go in, moves and silences come out. As text:
 *
 * <pre>
 *   mobility asset_tracking
 *   antenna gate/1 A                      reader gate has an antenna 1 that watches place A
 *   reader gate silent 300                counts as silent after 300 s; "reader hand handheld" never does
 *   0:00 gate/1 -55                       received at 0:00 (minutes:seconds), read then, -55 dBm; "?" for no strength
 *   0:05 gate/1 -55.5 as 0:03             read at 0:03
 *   0:10 gate                             heard of without a tag
 *   every 10 0:00 5:00 gate/1 -55         both ends included
 *   where 6:00                            asks
 *   until 20:00
 *   -> 0:00 ARRIVED A                     expected, in this order
 *   -> 5:00 MOVED A B
 *   -> 6:00 WHERE B age 4 confidence 0.98
 *   -> 7:00 SILENT gate
 *   -> 9:00 HEARD gate
 *   -> 15:00 DEPARTED B
 * </pre>
 */
@NullUnmarked // fields are set as lines come
final class Trace {
    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final Map<String, String> places = new HashMap<>();
    private final Map<String, ReaderWatch> watches = new TreeMap<>();
    private final Map<String, ReaderState> readers = new HashMap<>();
    private final Map<String, Instant> readerWakes = new TreeMap<>();
    private final List<Input> inputs = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    private PresenceWatch watch = new PresenceWatch("derby", "pump-1", MobilityProfile.of(Mobility.ASSET_TRACKING));
    private MobilityProfile profile = MobilityProfile.of(Mobility.ASSET_TRACKING);
    private PresenceState state = PresenceState.empty();
    private Optional<Instant> wake = Optional.empty();
    private Instant until = START;

    /** What happens at a time; the sighting is null for a message without a tag, and for a question. */
    private record Input(Instant at, String reader, Sighting sighting) {}

    static Trace parse(String text) {
        Trace trace = new Trace();
        text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(trace::line);
        return trace;
    }

    private void line(String line) {
        String[] words = line.split(" +", -1);
        switch (words[0]) {
            case "mobility" ->
                profile(MobilityProfile.of(Mobility.valueOf(words[1].toUpperCase(java.util.Locale.ROOT))));
            case "antenna" -> places.put(words[1], words[2]);
            case "reader" -> reader(words[1], words[2].equals("silent") ? Integer.valueOf(words[3]) : null);
            case "every" -> every(words);
            case "where" -> inputs.add(new Input(time(words[1]), "", null));
            case "until" -> until = time(words[1]);
            case "->" -> expected.add(line.substring(3));
            default -> inputs.add(input(time(words[0]), words, 1));
        }
    }

    private void profile(MobilityProfile changed) {
        profile = changed;
        watch = new PresenceWatch("derby", "pump-1", changed);
    }

    private void reader(String reader, Integer silentAfterSeconds) {
        watches.put(reader, new ReaderWatch(new ReaderPlaces("derby", reader, 1, null, silentAfterSeconds, List.of())));
        readers.put(reader, ReaderState.empty());
    }

    private void every(String[] words) {
        Duration step = Duration.ofSeconds(Long.parseLong(words[1]));
        for (Instant at = time(words[2]); !at.isAfter(time(words[3])); at = at.plus(step)) {
            inputs.add(input(at, words, 4));
        }
    }

    private Input input(Instant at, String[] words, int from) {
        String[] antenna = words[from].split("/", -1);
        if (antenna.length == 1) {
            return new Input(at, antenna[0], null);
        }
        String rssi = words[from + 1];
        Instant effectiveTime = words.length > from + 3 ? time(words[from + 3]) : at;
        Integer cdbm = rssi.equals("?") ? null : Integer.valueOf((int) Math.round(Double.parseDouble(rssi) * 100));
        return new Input(
                at,
                antenna[0],
                new Sighting(places.get(words[from]), antenna[0], Integer.parseInt(antenna[1]), cdbm, effectiveTime));
    }

    List<String> expected() {
        return expected;
    }

    PresenceState state() {
        return state;
    }

    /** Everything that happens up to the end, one line each. */
    List<String> story() {
        List<Input> sorted = new ArrayList<>(inputs);
        sorted.sort(Comparator.comparing(Input::at));
        for (Input input : sorted) {
            wakeBefore(input.at());
            take(input);
        }
        wakeBefore(until.plusNanos(1));
        return story;
    }

    private void take(Input input) {
        if (input.reader().isEmpty()) {
            ask(input.at());
            return;
        }
        ReaderWatch.Outcome reader = watches.get(input.reader()).heard(readers.get(input.reader()), input.at());
        apply(input.reader(), reader);
        if (input.sighting() != null) {
            apply(watch.observe(state, input.sighting()));
        }
    }

    private void wakeBefore(Instant end) {
        while (true) {
            String first = readerWakes.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse(null);
            Instant readerWake = first == null ? Instant.MAX : readerWakes.get(first);
            Instant tagWake = wake.orElse(Instant.MAX);
            Instant next = readerWake.isAfter(tagWake) ? tagWake : readerWake;
            if (!next.isBefore(end)) {
                return;
            }
            if (next.equals(readerWake)) {
                apply(first, watches.get(first).wake(readers.get(first), next));
            } else {
                apply(watch.wake(state, next, reader()));
                if (wake.isPresent() && !wake.get().isAfter(next)) {
                    throw new AssertionError("woken at " + next + ", and asks for " + wake.get());
                }
            }
        }
    }

    private Optional<ReaderStatus> reader() {
        return state.reader().flatMap(reader -> watches.get(reader).status(readers.get(reader)));
    }

    private void ask(Instant at) {
        String answer = watch.lastSeen(state)
                .map(seen -> Confidence.whereabouts(seen, profile, reader(), at))
                .map(Trace::told)
                .orElse("nowhere");
        story.add(minutes(at) + " WHERE " + answer);
    }

    private static String told(Whereabouts where) {
        return where.place()
                + (where.present() ? "" : " departed")
                + " age " + where.ageSeconds()
                + " confidence " + where.confidence()
                + (where.readerSilentSince() == null ? "" : " silent since " + minutes(where.readerSilentSince()));
    }

    private void apply(PresenceWatch.Outcome outcome) {
        state = outcome.state();
        wake = outcome.wakeAt();
        outcome.move().map(Trace::told).ifPresent(story::add);
    }

    static String told(AssetMove move) {
        return minutes(move.at()) + " " + move.kind()
                + (move.fromPlace() == null ? "" : " " + move.fromPlace())
                + (move.place() == null ? "" : " " + move.place());
    }

    private void apply(String reader, ReaderWatch.Outcome outcome) {
        readers.put(reader, outcome.state());
        outcome.wakeAt().ifPresentOrElse(at -> readerWakes.put(reader, at), () -> readerWakes.remove(reader));
        outcome.event()
                .map(event -> minutes(event.at())
                        + (event.kind() == AlertEvent.Kind.RAISED ? " SILENT " : " HEARD ")
                        + Objects.requireNonNull(event.subject().id()))
                .ifPresent(story::add);
    }

    static Instant time(String text) {
        String[] parts = text.split(":", -1);
        return START.plus(Duration.ofMinutes(Long.parseLong(parts[0])))
                .plusMillis(Math.round(Double.parseDouble(parts[1]) * 1000));
    }

    private static String minutes(Instant at) {
        Duration since = Duration.between(START, at);
        String fraction = since.toMillisPart() == 0 ? "" : ".%03d".formatted(since.toMillisPart());
        return "%d:%02d%s".formatted(since.toMinutes(), since.toSecondsPart(), fraction);
    }
}
