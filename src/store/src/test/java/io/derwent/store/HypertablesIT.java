package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.bloodPressure;
import static io.derwent.store.Samples.move;
import static io.derwent.store.Samples.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.AssetMove;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.store.Audit.Entry;
import io.derwent.store.Reattribution.Moved;
import io.derwent.store.testing.TestDatabase;
import io.derwent.store.testing.TimescaleDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HypertablesIT {
    private static final Instant EVER = Instant.EPOCH;
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");
    private static final int MONTHS = 36;

    private final TestDatabase postgres = TimescaleDatabase.fresh();
    private final Database jobs = postgres.open(Roles.JOBS);
    private final Database console = postgres.openPooledOnOne(Roles.CONSOLE);

    @AfterEach
    void close() {
        jobs.close();
        console.close();
    }

    @Test
    void tablesThatGrowWithTimeAreHypertables() throws SQLException {
        assertThat(asOwner("select hypertable_name from timescaledb_information.hypertables"
                        + " where hypertable_schema = 'derwent' order by 1"))
                .containsExactly("asset_event", "audit", "reading", "score");
    }

    @Test
    void aSecondMigrationChangesNothing() {
        assertThat(Migrations.migrate(postgres.url(), TestDatabase.OWNER, TestDatabase.OWNER))
                .isTrue();
        Migrations.awaitVersion(postgres.as(Roles.JOBS), Duration.ZERO);
    }

    @Nested
    class GivenReadingsOfThreeYears {
        private final List<Instant> times = IntStream.range(0, MONTHS)
                .mapToObj(month -> NOON.minus(Duration.ofDays(30L * month)))
                .toList();

        @BeforeEach
        void write() {
            List<Reading> readings = new ArrayList<>();
            List<Score> scores = new ArrayList<>();
            List<AssetMove> moves = new ArrayList<>();
            for (int i = 0; i < times.size(); i++) {
                readings.add(bloodPressure("north", "r" + i, "ada", times.get(i)));
                readings.add(bloodPressure("south", "r" + i, "bob", times.get(i)));
                moves.add(move("north", "pump", i + 1, times.get(i)));
                scores.add(score("north", "r" + i, 0, "ada", times.get(i)));
            }
            jobs.inPlatform(c -> Readings.write(c, readings) + Scores.write(c, scores) + AssetEvents.write(c, moves));
        }

        @Test
        void lateDataIsAcceptedAndIdempotent() {
            Reading late = bloodPressure("north", "late", "ada", Instant.parse("2021-04-05T06:07:08.123456Z"));

            assertThat(jobs.<Integer>inPlatform(c -> Readings.write(c, List.of(late))))
                    .isEqualTo(1);
            assertThat(jobs.<Integer>inPlatform(c -> Readings.write(c, List.of(late))))
                    .isZero();

            List<Reading> old = console.inTenant(
                    "north",
                    c -> Readings.ofPatient(
                            c, "north", "ada", Set.of(), EVER, Instant.parse("2022-01-01T00:00:00Z"), 10));
            assertThat(old).containsExactly(late);
        }

        @Test
        void tenantsSeeOnlyTheirRows() {
            assertThat(console.<List<Reading>>inTenant(
                            "south", c -> Readings.ofPatient(c, "north", "ada", Set.of(), EVER, NEVER, 100)))
                    .isEmpty();
            assertThat(console.<List<Reading>>inPlatform(
                            c -> Readings.ofPatient(c, "north", "ada", Set.of(), EVER, NEVER, 100)))
                    .isEmpty();
            assertThat(console.<List<Reading>>inTenant(
                            "north", c -> Readings.ofPatient(c, "north", "ada", Set.of(), EVER, NEVER, 100)))
                    .hasSize(MONTHS);
        }

        @ParameterizedTest
        @ValueSource(strings = {Roles.CONSOLE, Roles.JOBS, Roles.GATEWAY})
        void noRoleReachesAChunkPastRowSecurity(String role) throws SQLException {
            List<String> chunks = asOwner("select format('%I.%I', chunk_schema, chunk_name)"
                    + " from timescaledb_information.chunks where hypertable_schema = 'derwent'");
            assertThat(chunks).hasSizeGreaterThan(MONTHS);

            try (Connection connection = postgres.connect(role);
                    Statement statement = connection.createStatement()) {
                for (String chunk : chunks) {
                    assertThatThrownBy(() -> statement.executeQuery("select * from " + chunk))
                            .hasMessageContaining("permission denied for schema");
                }
            }
        }

        @ParameterizedTest
        @CsvSource({"force_custom_plan", "force_generic_plan"})
        void pageQueriesTouchOnlyTheChunksOfTheirTimes(String planMode) throws SQLException {
            String from = "'" + NOON.minus(Duration.ofDays(14)) + "'";
            String to = "'" + NOON.plusSeconds(1) + "'";
            String lookBack = "'" + NOON.minus(CounterGaps.LOOK_BACK) + "'";
            Map<String, List<String>> pages = Map.of(
                    Readings.OF_PATIENT, List.of("'north'", "'ada'", from, to, "'{}'", "'{}'", "50"),
                    Readings.LATEST, List.of("'north'", "'ada'", from),
                    Scores.OF_PATIENT, List.of("'north'", "'ada'", from, to, "50"),
                    Scores.LATEST, List.of("'north'", "'ada'", from),
                    Readings.OF_NOBODY, List.of("'north'", from, to, to, "''", "false", "50"),
                    Readings.OF_NOBODY_BY_DEVICE, List.of("'north'", "'cuff-1'", from, to, to, "''", "false", "50"),
                    AssetEvents.OF_ASSET, List.of("'north'", "'pump'", from, to, "50"),
                    CounterGaps.MISSING_BEFORE,
                            List.of(
                                    "'{r0}'",
                                    "'{cuff-1}'",
                                    "'{" + NOON + "}'",
                                    "'{8}'",
                                    "'north'",
                                    lookBack,
                                    to,
                                    "'PT1440H'",
                                    "10001"));
            for (Map.Entry<String, List<String>> page : pages.entrySet()) {
                List<String> plan = explain(planMode, page.getKey(), page.getValue());
                assertThat(chunksRead(plan)).as("%s", plan).isBetween(1L, 2L);
            }
            List<String> firstOfADevice = List.of(
                    "'{n0}'", "'{new}'", "'{" + NOON + "}'", "'{8}'", "'north'", lookBack, to, "'PT1440H'", "10001");
            assertThat(chunksRead(explain(planMode, CounterGaps.MISSING_BEFORE, firstOfADevice)))
                    .as("chunks of the page and of sixty days before it")
                    .isBetween(2L, 4L);
            String everything = "select count(*) from reading where tenant = ? and patient = ?";
            assertThat(chunksRead(explain(planMode, everything, List.of("'north'", "'ada'"))))
                    .as("chunks a query without times reads, or this test counts wrong")
                    .isEqualTo(MONTHS);
        }

        @Test
        void reattributionReachesEveryChunk() {
            AssignmentHistory corrected =
                    new AssignmentHistory("north", "cuff-1", 2, List.of(new Assignment("eve", EVER, null, null)));

            List<Moved> moved = jobs.inPlatform(c -> Reattribution.apply(c, corrected, NOON));

            assertThat(moved).hasSize(MONTHS).allMatch(one -> "ada".equals(one.was()));
            assertThat(console.<List<Score>>inTenant(
                            "north", c -> Scores.ofPatient(c, "north", "ada", EVER, NEVER, 100)))
                    .hasSize(MONTHS)
                    .allMatch(Score::withdrawn);
        }

        @Test
        void retentionDropsWholeChunks() {
            long dropped = Retention.drop(
                    postgres.url(),
                    TestDatabase.OWNER,
                    TestDatabase.OWNER,
                    Retention.Table.READING,
                    NOON.minus(Duration.ofDays(365)));

            assertThat(dropped).isBetween(22L, 23L);
            assertThat(console.<List<Reading>>inTenant(
                            "north", c -> Readings.ofPatient(c, "north", "ada", Set.of(), EVER, NEVER, 100)))
                    .hasSizeBetween(13, 14);
        }
    }

    @Test
    void theAuditsChainHoldsOverChunksAndTheirEnd() throws SQLException {
        for (int month = 0; month < MONTHS; month++) {
            Entry entry = new Entry(
                    "north",
                    "m" + month,
                    NOON.minus(Duration.ofDays(30L * month)),
                    "nurse-1",
                    "nurse",
                    "north",
                    "ada",
                    "patient.read",
                    "own tenant",
                    Map.of());
            console.inTenant("north", c -> {
                Audit.append(c, entry);
                return true;
            });
        }
        assertThat(console.<Long>inPlatform(AuditChain::seal)).isEqualTo(MONTHS);
        assertThat(verify().entries()).isEqualTo(MONTHS);

        Retention.drop(
                postgres.url(),
                TestDatabase.OWNER,
                TestDatabase.OWNER,
                Retention.Table.AUDIT,
                NOON.minus(Duration.ofDays(365)));

        assertThat(verify().findings()).isEmpty();
        assertThat(verify().gone()).isBetween(22L, 24L);
    }

    private AuditChain.Verification verify() throws SQLException {
        try (Connection owner = postgres.connect(TestDatabase.OWNER)) {
            owner.setAutoCommit(false);
            Sql.query(
                    owner,
                    "select set_config('derwent.retention', 'on', true), set_config('search_path', 'derwent, public', true)",
                    row -> true);
            return AuditChain.verify(owner, List.of(), Instant.now());
        }
    }

    @Test
    void auditIsAppendedOnceAndNeverChanged() {
        Entry entry = new Entry(
                "north", "a1", NOON, "nurse-1", "nurse", "north", "ada", "patient.read", "own tenant", Map.of());

        for (int i = 0; i < 2; i++) {
            console.inTenant("north", c -> {
                Audit.append(c, entry);
                return true;
            });
        }

        assertThat(console.<List<Entry>>inTenant("north", c -> Audit.ofPatient(c, "north", "ada", EVER, NEVER, 10)))
                .containsExactly(entry);
        assertThatThrownBy(() -> console.inTenant("north", c -> Sql.update(c, "update audit set who = 'nobody'")))
                .hasMessageContaining("permission denied");
    }

    private List<String> asOwner(String sql) throws SQLException {
        try (Connection connection = postgres.connect(TestDatabase.OWNER)) {
            return Sql.query(connection, sql, row -> row.getString(1));
        }
    }

    /** What the server really reads when the console runs a statement prepared, as its driver does. */
    private List<String> explain(String planMode, String query, List<String> arguments) {
        return console.inTenant("north", connection -> {
            Sql.query(connection, "select set_config('plan_cache_mode', ?, true)", row -> true, planMode);
            try (Statement statement = connection.createStatement()) {
                statement.execute("prepare page as " + numbered(query));
                List<String> plan = Sql.query(
                        connection,
                        "explain (analyze, costs off, timing off, summary off) execute page (%s)"
                                .formatted(String.join(", ", arguments)),
                        row -> row.getString(1));
                statement.execute("deallocate page");
                return plan;
            }
        });
    }

    private static String numbered(String query) {
        AtomicInteger number = new AtomicInteger();
        return Pattern.compile("\\?").matcher(query).replaceAll(match -> "\\$" + number.incrementAndGet());
    }

    private static long chunksRead(List<String> plan) {
        return plan.stream()
                .filter(line -> line.contains(" on _hyper_") && !line.contains("never executed"))
                .count();
    }
}
