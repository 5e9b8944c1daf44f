package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.registry.DatabaseUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands while the registry's database is away, on virtual time. */
class WaitingCommandsTest {
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private boolean databaseIsAway;
    private final List<String> brought = new ArrayList<>();
    private final List<String> givenUp = new ArrayList<>();

    @RegisterExtension
    final KeptLog log = new KeptLog(WaitingCommands.class);

    private final WaitingCommands waiting = new WaitingCommands(
            this::bring,
            (command, why) -> givenUp.add(command.subject() + ": " + why.status() + " " + why.getMessage()),
            () -> now);

    private void bring(Command command) {
        if (command.subject().equals("fault")) {
            throw new IllegalStateException("by intent");
        }
        if (databaseIsAway) {
            throw new DatabaseUnavailable(new SQLException("away"));
        }
        brought.add(command.subject());
    }

    private void read(String subject, Optional<Duration> timeToLive) {
        waiting.add(new Command(
                "north",
                "cuff",
                subject,
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                new byte[0],
                now,
                timeToLive));
    }

    @Test
    void theyAreBroughtInTheirOrderOnce() {
        read("a", Optional.empty());
        read("b", Optional.empty());

        waiting.bring();
        waiting.bring();

        assertThat(brought).containsExactly("a", "b");
        assertThat(waiting.count()).isZero();
    }

    @Test
    void theyWaitForTheDatabaseAndKeepTheirOrder() {
        databaseIsAway = true;
        read("a", Optional.empty());
        waiting.bring();
        read("b", Optional.empty());
        now = now.plus(WaitingCommands.PATIENCE);
        waiting.bring();
        assertThat(waiting.count()).isEqualTo(2);

        databaseIsAway = false;
        waiting.bring();

        assertThat(brought).containsExactly("a", "b");
        assertThat(givenUp).isEmpty();
    }

    @Test
    void noneWaitsLongerThanItsTimeAndThoseWithMoreTimeGoOn() {
        databaseIsAway = true;
        read("minute", Optional.of(Duration.ofMinutes(1)));
        read("second", Optional.of(Duration.ofSeconds(1)));
        read("unsaid", Optional.empty());

        now = now.plusSeconds(2);
        waiting.bring();
        assertThat(givenUp).containsExactly("second: 503 the registry's database does not answer");
        now = now.plusSeconds(4);
        waiting.bring();
        assertThat(givenUp).hasSize(2).last().asString().startsWith("unsaid: 503");
        now = now.plusSeconds(50);
        databaseIsAway = false;
        waiting.bring();

        assertThat(brought).containsExactly("minute");
    }

    @Test
    void whoIsOneTooManyIsToldAtOnce() {
        databaseIsAway = true;
        for (int i = 0; i <= WaitingCommands.MOST; i++) {
            read("c" + i, Optional.empty());
        }

        assertThat(givenUp).singleElement().asString().startsWith("c1000: 503");
        assertThat(waiting.count()).isEqualTo(WaitingCommands.MOST);
    }

    @Test
    void aFaultOfOursStopsNobodyElse() {
        read("fault", Optional.empty());
        read("next", Optional.empty());

        waiting.bring();

        assertThat(log.lines()).containsExactly("ERROR a command of north met a fault of ours: by intent");
        assertThat(givenUp).containsExactly("fault: 503 a fault of the gateway");
        assertThat(brought).containsExactly("next");
    }

    @Test
    void whenTheGatewayStopsAllThatWaitAreGivenUp() {
        databaseIsAway = true;
        read("a", Optional.of(Duration.ofHours(1)));
        waiting.bring();

        waiting.giveUp("the gateway is being stopped");

        assertThat(givenUp).containsExactly("a: 503 the gateway is being stopped");
        assertThat(waiting.count()).isZero();
    }
}
