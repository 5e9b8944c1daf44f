package io.derwent.devicesim;

import io.derwent.devicesim.link.PahoLinks;
import io.derwent.devicesim.scenario.Pace;
import io.derwent.devicesim.scenario.Tally;
import io.derwent.devicesim.town.Town;
import io.derwent.devicesim.town.TownDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sim town}. */
@Command(
        name = "town",
        description = {
            "Makes a small town and its equipment through the APIs and lives in it: a month of history as late data, then live"
                    + " readings and pings with planted stories.",
            "Run again on an existing town it makes nothing twice."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
final class TownCommand implements Callable<Integer> {
    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private TokenOption token;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "town",
            description =
                    "where town.json (logins, readable by you alone) and ledger.ndjson are kept (${DEFAULT-VALUE})")
    private Path dir;

    @Option(names = "--seed", defaultValue = "1", description = "decides people and values (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            description = "decides every time in a payload, such as 2026-11-22T08:00:00Z; default: now")
    private @Nullable Instant start;

    @Option(names = "--patients", defaultValue = "40", description = "20 to 9999 (${DEFAULT-VALUE})")
    private int patients;

    @Option(names = "--history-days", defaultValue = "30", description = "days of history (${DEFAULT-VALUE})")
    private int historyDays;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "how often each device measures, roughly (${DEFAULT-VALUE})")
    private Duration every;

    @Option(names = "--for", paramLabel = "DURATION", description = "stop after this long; default: until Ctrl-C")
    private @Nullable Duration length;

    @Option(names = "--only-create", description = "make the town, send nothing")
    private boolean onlyCreate;

    @Option(
            names = "--admin-user",
            defaultValue = "admin",
            description = "administrator's user name for town.json (${DEFAULT-VALUE})")
    private String adminUser;

    @Option(
            names = "--admin-password",
            defaultValue = "${env:DERWENT_ADMIN_PASSWORD:-}",
            description = "administrator's password for town.json; default: DERWENT_ADMIN_PASSWORD")
    private String adminPassword;

    @Option(names = "--json", description = "print the town's logins and devices as one line of JSON once it is made")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Clock clock = Clock.systemUTC();
        createDirectory();
        Town.Settings settings = new Town.Settings(seed, patients, historyDays, every, dir);
        TownDirectory.Login administrator =
                new TownDirectory.Login("administrator", "*", adminUser, adminPassword, token.required());
        Town town =
                Town.create(settings, gateway.registry(token), console.api(token), administrator, startOrNow(clock));
        announce(town.directory(), settings);
        if (!onlyCreate) {
            Tally.Figures done = town.run(
                    new PahoLinks(gateway.mqtt), Pace.real(clock), startOrNow(clock), Optional.ofNullable(length));
            spec.commandLine().getErr().println(done);
        }
        return 0;
    }

    private void createDirectory() {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException("directory %s cannot be made".formatted(dir), e);
        }
    }

    private Instant startOrNow(Clock clock) {
        return start == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : start;
    }

    private void announce(TownDirectory directory, Town.Settings settings) {
        spec.commandLine()
                .getErr()
                .printf(
                        "%d devices; logins in %s, ledger in %s%n",
                        directory.devices().size(), settings.directory(), settings.ledger());
        if (json) {
            spec.commandLine().getOut().println(directory.toJson());
            spec.commandLine().getOut().flush();
        }
    }
}
