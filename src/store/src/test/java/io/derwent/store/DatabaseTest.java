package io.derwent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.derwent.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.openPooledOnOne(Roles.CONSOLE);

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void workIsDoneAgainWhenItsConnectionIsLost() {
        AtomicInteger attempts = new AtomicInteger();

        String answer = console.inPlatform(c -> {
            if (attempts.incrementAndGet() == 1) {
                loseConnection(c);
            }
            return "done";
        });

        assertThat(answer).isEqualTo("done");
        assertThat(attempts).hasValue(2);
    }

    @Test
    void workThatSpeaksToTheOutsideIsDoneOnce() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatThrownBy(() -> console.inTenantOnce("north", c -> {
                    attempts.incrementAndGet();
                    return loseConnection(c);
                }))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void theTenantEndsWithItsTransaction() {
        console.inTenant("north", c -> true);

        assertThat(console.<List<String>>inPlatform(c -> Sql.query(
                        c, "select coalesce(current_tenant(), 'none') as tenant", row -> row.getString("tenant"))))
                .containsExactly("none");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        try (Database nowhere =
                Database.open(new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/derwent", "u", "p", 1))) {
            assertThat(nowhere.answers()).isFalse();
        }
    }

    @Test
    void theConfigurationNamesWhatIsMissingAndHidesThePassword() {
        assertThatThrownBy(() -> DatabaseConfig.fromEnvironment(Map.of("DERWENT_DB_URL", "jdbc:postgresql://h/d")))
                .hasMessage("DERWENT_DB_USER is not set");
        assertThat(new DatabaseConfig("jdbc:postgresql://h/d", "console", "secret").toString())
                .contains("console")
                .doesNotContain("secret");
    }

    @Test
    void listeningGoesOnAfterALostConnection() {
        AtomicInteger began = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        Notifications.Listener listener = new Notifications.Listener() {
            @Override
            public void on(String channel, String payload) {
                heard.incrementAndGet();
            }

            @Override
            public void onListening() {
                began.incrementAndGet();
            }
        };
        Notifications notifications =
                Notifications.listen(postgres.as(Roles.CONSOLE), List.of(Cases.CHANNEL), listener);
        try {
            await().untilAtomic(began, is(1));
            console.inPlatform(c -> Sql.query(c, """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and query like 'listen %'
                    """, row -> true));
            await().untilAtomic(began, is(2));

            console.inPlatform(c -> Sql.query(c, "select pg_notify(?, 'x')", row -> true, Cases.CHANNEL));

            await().untilAtomic(heard, is(1));
        } finally {
            notifications.close();
        }
    }

    private static boolean loseConnection(Connection connection) throws SQLException {
        Sql.query(connection, "select pg_terminate_backend(pg_backend_pid())", row -> true);
        return true;
    }
}
