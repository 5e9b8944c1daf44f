package io.derwent.devicesim.town;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.estate.Estate;
import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.link.Links;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.scenario.Pace;
import io.derwent.devicesim.scenario.Performance;
import io.derwent.devicesim.scenario.Performance.Address;
import io.derwent.devicesim.scenario.Tally;
import io.derwent.devicesim.scenario.Transmission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated town, for a program that embeds it: {@link #create} makes it, {@link #run} lives in it. Both block; run
 * ends when its thread is interrupted.
 *
 * <p>Its directory holds {@code town.json} (the logins) and {@code ledger.ndjson}. A town that is started again sends what
 * of its history is not yet acknowledged, and begins a new day with the same stories.
 */
public final class Town {
    private static final Logger LOG = LoggerFactory.getLogger(Town.class);
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final int SENDERS_OF_HISTORY = 3;
    private static final int SENDERS_OF_LIFE = 8;

    private final Settings settings;
    private final TownScript script;
    private final Estate estate;
    private final TownDirectory directory;

    private Town(Settings settings, TownPlan plan, Estate estate, TownDirectory directory) {
        this.settings = settings;
        this.script = new TownScript(directory.seed(), plan);
        this.estate = estate;
        this.directory = directory;
    }

    /**
     * What a town is made of.
     *
     * @param patients    20 to 9,999
     * @param historyDays days of history; 0 for none
     * @param every       how often each device measures, roughly
     * @param home        directory of {@code town.json} and the ledger
     */
    public record Settings(long seed, int patients, int historyDays, Duration every, Path home) {
        public Settings {
            if (historyDays < 0) {
                throw new IllegalArgumentException("historyDays is " + historyDays + ", 0 or more are expected");
            }
            if (every.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("every is " + every + ", a second or more is expected");
            }
        }

        /** The town of the demo. */
        public static Settings ofDemo(Path home) {
            return new Settings(1, 40, 30, Duration.ofMinutes(5), home);
        }

        public Path ledger() {
            return home.resolve("ledger.ndjson");
        }

        public Path directory() {
            return home.resolve("town.json");
        }
    }

    /**
     * Makes the town through the APIs, or completes it, and writes {@code town.json}. About 430 requests.
     *
     * @param now           when a new town is born; an old one keeps its birth
     * @param administrator the platform administrator's login, for the directory
     * @throws IllegalArgumentException if there is a town of another seed
     */
    public static Town create(
            Settings settings,
            RegistryApi registry,
            ConsoleApi console,
            TownDirectory.Login administrator,
            Instant now) {
        TownPlan plan = TownPlan.of(settings.seed(), settings.patients());
        Optional<TownDirectory> before = TownDirectory.read(settings.directory());
        before.filter(town -> town.seed() != settings.seed()).ifPresent(town -> {
            throw new IllegalArgumentException("seed is %d, but the town in %s was made with %d"
                    .formatted(settings.seed(), settings.home(), town.seed()));
        });
        Instant born = before.map(TownDirectory::born).orElse(now);
        Estate estate = new Estate(settings.seed());
        TownDirectory directory =
                new Founding(plan, estate, registry, console, before).found(settings.seed(), born, administrator);
        directory.write(settings.directory());
        return new Town(settings, plan, estate, directory);
    }

    public TownDirectory directory() {
        return directory;
    }

    /**
     * Plays history and life from {@code start} on.
     *
     * @param start  decides all times in the payloads; usually now
     * @param length after which nothing more is sent; empty: until the thread is interrupted
     * @return what was done; when {@code length} is given, everything is settled or a minute was waited for it
     * @throws InterruptedException if the town is being stopped
     */
    public Tally.Figures run(Links links, Pace pace, Instant start, Optional<Duration> length)
            throws InterruptedException {
        return run(links, pace, start, length, Performance::senders);
    }

    /** History has senders of its own: a month of it must not stand in the way of what is measured now. */
    Tally.Figures run(
            Links links, Pace pace, Instant start, Optional<Duration> length, IntFunction<ExecutorService> senders)
            throws InterruptedException {
        List<Transmission> past = historyToSend(start);
        LOG.info("{} readings of history, then life from {} on", past.size(), start);
        try (Ledger ledger = Ledger.open(settings.ledger());
                Performance history =
                        new Performance(links, logins(), ledger, pace, senders.apply(SENDERS_OF_HISTORY));
                Performance life = new Performance(links, logins(), ledger, pace, senders.apply(SENDERS_OF_LIFE))) {
            history.play(past.iterator());
            life.play(life(start, length));
            if (!history.settle(SETTLE) || !life.settle(SETTLE)) {
                LOG.warn("not everything is settled: {} and {}", history.figures(), life.figures());
            }
            return history.figures().plus(life.figures());
        }
    }

    private Iterator<Transmission> life(Instant start, Optional<Duration> length) {
        Stream<Transmission> life = stream(script.live(settings.historyDays(), start, settings.every())
                .and(estate.live(start))
                .inOrder());
        return length.map(start::plus)
                .map(end -> life.takeWhile(transmission -> transmission.due().isBefore(end)))
                .orElse(life)
                .iterator();
    }

    private static Stream<Transmission> stream(Iterator<Transmission> endless) {
        Iterable<Transmission> once = () -> endless;
        return StreamSupport.stream(once.spliterator(), false);
    }

    private List<Transmission> historyToSend(Instant start) {
        Set<String> acknowledged = acknowledged();
        return script.history(settings.historyDays(), directory.born(), start).stream()
                .filter(transmission ->
                        transmission.readingId().filter(acknowledged::contains).isEmpty())
                .toList();
    }

    private Set<String> acknowledged() {
        if (!Files.exists(settings.ledger())) {
            return Set.of();
        }
        Set<String> acknowledged = new HashSet<>();
        Ledger.read(settings.ledger(), entry -> {
            String reading = entry.reading();
            if (entry.state() == LedgerEntry.State.ACKNOWLEDGED && reading != null) {
                acknowledged.add(reading);
            }
        });
        return acknowledged;
    }

    private Map<Address, Login> logins() {
        return directory.senders().stream().collect(Collectors.toUnmodifiableMap(Address::of, Function.identity()));
    }
}
