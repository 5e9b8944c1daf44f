package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.bloodPressure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.Reading;
import io.derwent.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private final TestDatabase postgres = TestDatabase.empty();

    @Test
    void plainPostgresGetsOrdinaryTables() {
        assertThat(Migrations.migrate(postgres.url(), TestDatabase.OWNER, TestDatabase.OWNER))
                .isFalse();
    }

    @Test
    void migratingTwiceChangesNothing() {
        Migrations.migrate(postgres.url(), TestDatabase.OWNER, TestDatabase.OWNER);
        Migrations.migrate(postgres.url(), TestDatabase.OWNER, TestDatabase.OWNER);
    }

    @Test
    void twoProcessesMayMigrateAtOnce() {
        assertThat(IntStream.range(0, 2)
                        .parallel()
                        .mapToObj(i -> Migrations.migrate(postgres.url(), TestDatabase.OWNER, TestDatabase.OWNER)))
                .containsExactly(false, false);
    }

    @Test
    void aProcessWaitsUntilTheMigrationsAreThere() {
        assertThatThrownBy(() -> Migrations.awaitVersion(postgres.as(Roles.JOBS), Duration.ZERO))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("not ready");

        Migrations.migrate(postgres.url(), TestDatabase.OWNER, TestDatabase.OWNER);

        Migrations.awaitVersion(postgres.as(Roles.JOBS), Duration.ZERO);
    }

    @Test
    void aDatabaseThatIsNotThereIsUnavailable() {
        String nowhere = "jdbc:postgresql://127.0.0.1:1/derwent";

        assertThatThrownBy(() -> Migrations.migrate(nowhere, "u", "p")).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void anOwnerWhoMayNotIsToldInOneLine() throws SQLException {
        try (Connection superuser = postgres.connect(TestDatabase.OWNER)) {
            Sql.update(superuser, """
                    do $$ begin
                        if not exists (select from pg_roles where rolname = 'weak_owner') then
                            create role weak_owner login password 'weak_owner';
                        end if;
                    end $$
                    """);
        }

        assertThatThrownBy(() -> Migrations.migrate(postgres.url(), "weak_owner", "weak_owner"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("migration failed: .*permission denied for database derwent_\\d+");
    }

    /** On a managed server: may create roles, is no superuser, so row security holds for it too. */
    @Nested
    class GivenAnOwnerWhoIsNoSuperuser {
        private static final String OWNER = "plain_owner";

        @BeforeEach
        void migrate() throws SQLException {
            try (Connection superuser = postgres.connect(TestDatabase.OWNER)) {
                Sql.update(superuser, """
                        do $$ begin
                            if not exists (select from pg_roles where rolname = 'plain_owner') then
                                create role plain_owner login createrole password 'plain_owner';
                            end if;
                        end $$
                        """);
                String database = superuser.getCatalog();
                Sql.update(superuser, "alter database " + database + " owner to " + OWNER);
            }
            Migrations.migrate(postgres.url(), OWNER, OWNER);
        }

        @Test
        void retentionDropsByPeriodAuditsWhatWentAndIsDoneByOneAtATime() throws SQLException {
            RetentionPeriods year = RetentionPeriods.parse("reading=P1Y");
            try (Database jobs = postgres.open(Roles.JOBS);
                    Connection another = postgres.connect(TestDatabase.OWNER)) {
                Reading old = bloodPressure("north", "old", "ada", NOON.minus(Duration.ofDays(400)));
                jobs.inPlatform(c -> Readings.write(c, List.of(old, bloodPressure("north", "recent", "ada", NOON))));

                Sql.query(another, "select pg_advisory_lock(?)", row -> true, Retention.LOCK);
                assertThat(Retention.enforce(postgres.url(), OWNER, OWNER, year, NOON))
                        .isEmpty();
                Sql.query(another, "select pg_advisory_unlock(?)", row -> true, Retention.LOCK);

                assertThat(Retention.enforce(postgres.url(), OWNER, OWNER, year, NOON))
                        .isEqualTo(Map.of(Retention.Table.READING, 1L));
                assertThat(Retention.enforce(postgres.url(), OWNER, OWNER, year, NOON))
                        .isEqualTo(Map.of(Retention.Table.READING, 0L));
                assertThat(Sql.query(
                                another,
                                "select detail ->> 'dropped' from audit where what = 'retention.drop'",
                                row -> row.getString(1)))
                        .containsExactly("1");
            }
        }

        @Test
        void rowsAreHiddenFromItButRetentionDropsThem() throws SQLException {
            Instant old = NOON.minus(Duration.ofDays(400));
            try (Database jobs = postgres.open(Roles.JOBS)) {
                Reading recent = bloodPressure("north", "recent", "ada", NOON);
                jobs.inPlatform(c -> Readings.write(c, List.of(bloodPressure("north", "old", "ada", old), recent)));

                try (Connection owner = postgres.connect(OWNER)) {
                    assertThat(Sql.query(owner, "select id from reading", row -> row.getString(1)))
                            .isEmpty();
                }
                assertThat(Retention.drop(
                                postgres.url(),
                                OWNER,
                                OWNER,
                                Retention.Table.READING,
                                NOON.minus(Duration.ofDays(365))))
                        .isEqualTo(1);
                assertThat(jobs.<List<Reading>>inPlatform(
                                c -> Readings.ofDevice(c, "north", "cuff-1", Instant.EPOCH, NOON.plusSeconds(1), 10)))
                        .containsExactly(recent);
            }
        }
    }
}
