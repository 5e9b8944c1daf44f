package io.derwent.devicesim.estate;

import io.derwent.devicesim.scenario.SimDevice;
import io.derwent.gs1.CheckDigit;
import io.derwent.model.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Three sites, one of them shared between the two organisations, the rooms in them, and which antenna of the twelve readers covers what:
 *
 * <pre>
 *   Royal Derby                                                   London Road, shared         Ripley
 *   ┌────────────┬───────────┬───────────┬───────────┐            ┌──────────┬──────────┐     ┌──────────┬────────┐
 *   │ library 01 │ ward 204  │ its store │ ward 205  │            │ ward 4   │ store    │     │ loan     │ clinic │
 *   │            │ 02/1    ~~│~ 02/2     │ 03        │            │ 09       │ 10/1     │     │ store 06 │ 07     │
 *   ├────────────┼───────────┼───────────┴───────────┤            ├──────────┴──────────┤     ├──────────┴────────┤
 *   │ emergency  │ theatre 05│ workshop 11, lounge 12│            │ gym 10/2            │     │ cleaning 08       │
 *   │ 04         │           │ nobody simulates them │            └─────────────────────┘     └───────────────────┘
 *   └────────────┴───────────┴───────────────────────┘
 * </pre>
 *
 * <p>Corridors have no antennas. Through the walls that are drawn as waves, and a few more, antennas hear the neighbours'
 * things weakly.
 */
final class FloorPlan {
    /** Code, owner, first twelve digits of the GLN, name, and with whom it is shared. */
    private static final String SITES = """
            rdh | h | 505512300001 | Royal Derby |
            lrc | h | 505512300002 | London Road | c
            rip | c | 505545600001 | Ripley      |""";

    /** Code (lower case of the GLN's extension), site, name, reader and antenna, rooms heard through the wall. */
    private static final String ROOMS = """
            library    | rdh | Equipment library      | 01 1    |
            ward-204   | rdh | Ward 204               | 02 1    |
            store-204  | rdh | Ward 204, store        | 02 2    | ward-204
            ward-205   | rdh | Ward 205               | 03 1    | ward-204
            emergency  | rdh | Emergency department   | 04 1    |
            theatre    | rdh | Theatre recovery       | 05 1    | library
            workshop   | rdh | Clinical engineering   | 11 1234 |
            lounge     | rdh | Discharge lounge       | 12 1234 |
            ward-4     | lrc | Ward 4                 | 09 1    |
            store-4    | lrc | Shared store           | 10 1    | ward-4
            gym        | lrc | Gym                    | 10 2    |
            loan-store | rip | Loan store             | 06 1    |
            clinic     | rip | Clinic                 | 07 1    | loan-store
            cleaning   | rip | Cleaning               | 08 1    |""";

    /** They are there for trying by hand. */
    private static final List<String> NOT_SIMULATED = List.of("reader-11", "reader-12");

    /** A reader that nobody has heard of for so long counts as silent; the simulated ones send every ten seconds. */
    static final int SILENT_AFTER_SECONDS = 90;

    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final List<Reader> readers;

    /**
     * A site; its place is the GLN itself.
     *
     * @param sharedWith who may see what stands in it, and has equipment there; null if nobody but the owner
     */
    record Site(
            String code,
            Organisation owner,
            String gln,
            String name,
            @Nullable Organisation sharedWith) {}

    /**
     * A room.
     *
     * @param overheard codes of rooms its antenna hears weakly
     */
    record Room(String code, Site site, String name, List<String> overheard) {
        String extension() {
            return code.toUpperCase(Locale.ROOT);
        }

        String placeId() {
            return Place.id(site.gln(), extension());
        }
    }

    /**
     * A reader.
     *
     * @param antennas the room each covers, by number
     */
    record Reader(String id, Organisation owner, Map<Integer, Room> antennas, boolean simulated) {
        Reader {
            antennas = new TreeMap<>(antennas);
        }

        SimDevice device() {
            return SimDevice.reader(owner.tenant(), id);
        }

        /** The room of its first antenna. */
        Room room() {
            return antennas.values().iterator().next();
        }
    }

    FloorPlan() {
        for (List<String> row : Table.rows(SITES)) {
            String digits = row.get(2);
            Site site = new Site(
                    row.get(0),
                    Organisation.ofLetter(row.get(1)),
                    digits + CheckDigit.of(digits),
                    row.get(3),
                    row.get(4).isEmpty() ? null : Organisation.ofLetter(row.get(4)));
            sites.put(site.code(), site);
        }
        Map<String, Map<Integer, Room>> antennas = new TreeMap<>();
        for (List<String> row : Table.rows(ROOMS)) {
            Room room = new Room(
                    row.get(0),
                    site(row.get(1)),
                    row.get(2),
                    row.get(4).isEmpty() ? List.of() : List.of(row.get(4).split(" ", -1)));
            rooms.put(room.code(), room);
            String[] covered = row.get(3).split(" ", -1);
            for (char number : covered[1].toCharArray()) {
                antennas.computeIfAbsent("reader-" + covered[0], reader -> new TreeMap<>())
                        .put(number - '0', room);
            }
        }
        List<Reader> all = new ArrayList<>();
        antennas.forEach((id, covered) -> all.add(new Reader(
                id, covered.values().iterator().next().site().owner(), covered, !NOT_SIMULATED.contains(id))));
        readers = List.copyOf(all);
    }

    List<Site> sites() {
        return List.copyOf(sites.values());
    }

    List<Room> rooms() {
        return List.copyOf(rooms.values());
    }

    /** In the order of their ids. */
    List<Reader> readers() {
        return readers;
    }

    Reader reader(String id) {
        return readers.stream()
                .filter(reader -> reader.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no reader " + id));
    }

    Room room(String code) {
        return Optional.ofNullable(rooms.get(code))
                .orElseThrow(() -> new IllegalArgumentException("there is no room " + code));
    }

    private Site site(String code) {
        return Optional.ofNullable(sites.get(code))
                .orElseThrow(() -> new IllegalArgumentException("there is no site " + code));
    }
}
