package io.derwent.console.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.http.ApiJson;
import io.derwent.store.Cases;
import io.derwent.store.Database;
import io.derwent.store.PatientCase;
import io.derwent.store.Reach;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open cases each organisation sees, ranked, in memory: hundreds of pages ask for them each second, and the database is
 * asked only for what changed. What an organisation sees is read as that organisation, so row security decides it here as
 * everywhere; who within it sees which of them is for the caller to narrow ({@link Reach}).
 *
 * <p>A notification says which case changed; it is read by whoever asks next, before they are answered, so that an answer is
 * never older than the last notification. While nothing is heard of the database the cases are read anew each time. Shares
 * come and go without a notification: everything is read again each minute.
 *
 * <p>Thread-safe. Blocks on the database.
 */
public final class CaseBoard {
    /** Cases of one organisation that are held; beyond it the least severe are left out, and the answer says so. */
    public static final int MOST = 20_000;

    private static final Duration READ_AGAIN = Duration.ofMinutes(1);
    private static final Duration FORGET = Duration.ofMinutes(10);
    /** How long the order stands while nothing changes: cases rise as they wait, but not between two of hundreds of pages. */
    private static final Duration SORT_EVERY = Duration.ofMillis(250);

    private final Database database;
    private final Clock clock;
    private final Map<String, Board> boards = new ConcurrentHashMap<>();
    /** Whether notifications are heard of. */
    private volatile boolean hears;

    public CaseBoard(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The open cases an organisation sees, most urgent first.
     *
     * @param more whether there are others that are not held
     */
    public record View(List<PatientCase> cases, boolean more) {
        public View {
            cases = List.copyOf(cases);
        }
    }

    /**
     * What this organisation sees now.
     *
     * @throws io.derwent.store.StoreUnavailable if something changed and the database does not answer
     */
    public View of(String tenant) {
        boards.values().removeIf(board -> board.isForgotten(clock.instant()));
        return boards.computeIfAbsent(tenant, Board::new).view();
    }

    /** Takes a notification of {@link Cases#CHANNEL}; must not block. */
    public void hear(String payload) {
        try {
            JsonNode said = ApiJson.MAPPER.readTree(payload);
            changed(said.path("case").asText());
        } catch (JsonProcessingException e) {
            readAgain();
        }
    }

    /** Somebody just changed a case here: whoever asks next sees it, also before it is heard of. */
    public void changed(String id) {
        boards.values().forEach(board -> board.hear(id));
    }

    /** Notifications are heard of from now on; something may have been missed before. */
    public void startAgain() {
        hears = true;
        readAgain();
    }

    /** No notification is heard of any more, until {@link #startAgain}. */
    public void lost() {
        hears = false;
    }

    private void readAgain() {
        boards.values().forEach(Board::readAgain);
    }

    private final class Board {
        private final String tenant;
        private final Map<String, PatientCase> cases = new LinkedHashMap<>();
        private final Set<String> heard = new HashSet<>();
        /** Everything is to be read again. */
        private volatile boolean stale = true;

        private Instant readAt = Instant.EPOCH;
        private Instant sortedAt = Instant.EPOCH;
        private volatile Instant askedAt = Instant.EPOCH;
        private boolean more;
        private View view = new View(List.of(), false);

        Board(String tenant) {
            this.tenant = tenant;
            this.askedAt = clock.instant();
        }

        void hear(String id) {
            synchronized (heard) {
                heard.add(id);
            }
        }

        void readAgain() {
            stale = true;
        }

        boolean isForgotten(Instant now) {
            return now.isAfter(askedAt.plus(FORGET));
        }

        synchronized View view() {
            Instant now = clock.instant();
            askedAt = now;
            Set<String> changed;
            synchronized (heard) {
                changed = Set.copyOf(heard);
                heard.clear();
            }
            try {
                boolean all = stale || !hears || !now.isBefore(readAt.plus(READ_AGAIN));
                if (all) {
                    readAll(now);
                } else if (!changed.isEmpty()) {
                    read(changed);
                }
                if (all || !changed.isEmpty() || !now.isBefore(sortedAt.plus(SORT_EVERY))) {
                    view = new View(Queue.ranked(List.copyOf(cases.values()), now), more);
                    sortedAt = now;
                }
                return view;
            } catch (RuntimeException e) {
                stale = true;
                throw e;
            }
        }

        private void readAll(Instant now) {
            stale = false;
            List<PatientCase> all =
                    database.inTenant(tenant, connection -> Cases.open(connection, Reach.ALL, MOST + 1));
            cases.clear();
            all.stream().limit(MOST).forEach(one -> cases.put(one.id(), one));
            more = all.size() > MOST;
            readAt = now;
        }

        private void read(Set<String> changed) {
            List<PatientCase> open = database.inTenant(tenant, connection -> Cases.openOf(connection, changed));
            changed.forEach(cases::remove);
            open.forEach(one -> cases.put(one.id(), one));
        }
    }
}
