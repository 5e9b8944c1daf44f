package io.derwent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.store.AuditChain.Finding;
import io.derwent.store.AuditChain.Head;
import io.derwent.store.AuditChain.Kind;
import io.derwent.store.AuditChain.Verification;
import io.derwent.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain over the audit, and everything somebody with the owner's password may try. */
class AuditChainTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.open(Roles.CONSOLE);
    private int written;

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void whatNobodyTouchedIsWhole() throws SQLException {
        write("north", 3);
        write("south", 2);
        assertThat(seal()).isEqualTo(5);
        write("north", 1);
        assertThat(seal()).isEqualTo(1);
        write("north", 1);

        Verification verified = verify();

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.seals()).isEqualTo(2);
        assertThat(verified.entries()).isEqualTo(6);
        assertThat(verified.pending()).isEqualTo(1);
        assertThat(verified.head().number()).isEqualTo(2);
    }

    @Test
    void whereNothingHappenedThereIsNoSeal() {
        assertThat(seal()).isZero();
        write("north", 1);
        assertThat(seal()).isEqualTo(1);
        assertThat(seal()).isZero();
    }

    @Test
    void aTransactionThatIsOpenIsSealedOnceItHasEndedAndOneThatFailedLeavesNoGap() throws SQLException {
        try (Connection open = postgres.connect(Roles.CONSOLE)) {
            open.setAutoCommit(false);
            begin(open);
            Audit.append(open, entry("north", "open"));
            write("north", 1);
            assertThat(seal()).as("an earlier transaction may still write").isZero();
            open.rollback();
        }
        write("north", 1);

        assertThat(seal()).isEqualTo(2);
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void severalWhoSealAtOnceMakeOneChain() throws SQLException {
        write("north", 20);

        long sealed = IntStream.range(0, 8).parallel().mapToLong(i -> seal()).sum();

        assertThat(sealed).isEqualTo(20);
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void whoWritesEntriesCannotWriteSeals() {
        assertThatThrownBy(() -> console.inPlatform(c -> Sql.update(c, "update audit_seal set entries = 0")))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> console.inPlatform(c -> Sql.update(c, "delete from audit where tenant = 'north'")))
                .hasMessageContaining("permission denied");
    }

    @Nested
    class GivenSealedEntries {
        GivenSealedEntries() {
            write("north", 3);
            seal();
            write("north", 3);
            seal();
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "another who        | update audit set who = 'somebody' where id = 'e2'",
                    "another what       | update audit set what = 'patient.glance' where id = 'e2'",
                    "another why        | update audit set why = 'x' where id = 'e2'",
                    "another role       | update audit set role = 'lead' where id = 'e2'",
                    "another patient    | update audit set patient = 'bob' where id = 'e2'",
                    "no patient         | update audit set patient = null where id = 'e2'",
                    "another tenant     | update audit set patient_tenant = 'south' where id = 'e2'",
                    "another time       | update audit set at = at + interval '1 microsecond' where id = 'e2'",
                    "recorded later     | update audit set recorded_at = recorded_at + interval '1 microsecond' where id = 'e2'",
                    "another detail     | update audit set detail = '{\"a\":\"b\"}' where id = 'e2'",
                    "moved in the chain | update audit set xact = (select max(xact) from audit) where id = 'e2'",
                    "taken away         | delete from audit where id = 'e2'",
                })
        void whatIsDoneToAnEntryIsFound(String what, String sql) throws SQLException {
            tamper(sql);

            assertThat(verify().findings()).extracting(Finding::kind).contains(Kind.ENTRIES_DIFFER);
        }

        @Test
        void anEntryPutInAmongSealedOnesIsFound() throws SQLException {
            tamper("""
                    insert into audit (tenant, id, at, recorded_at, who, role, what, xact)
                    select 'north', 'new', at, recorded_at, 'x', 'nurse', 'patient.read', xact from audit where id = 'e2'
                    """);

            assertThat(verify().findings())
                    .extracting(Finding::sentence)
                    .singleElement()
                    .asString()
                    .contains("4, there were 3");
        }

        @Test
        void anEntryPutInWithoutAPlaceIsFound() throws SQLException {
            tamper("""
                    insert into audit (tenant, id, at, who, role, what, xact)
                    values ('north', 'new', now(), 'x', 'nurse', 'patient.read', null)
                    """);

            assertThat(verify().findings()).extracting(Finding::kind).containsExactly(Kind.OUTSIDE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "update audit_seal set entries = 2 where number = 1",
                    "update audit_seal set digest = sha256('x') where number = 1",
                    "update audit_seal set sealed_at = sealed_at + interval '1 second' where number = 1",
                    "update audit_seal set to_xact = '1' where number = 1",
                    "update audit_seal set entries = 100 where number = 0",
                })
        void aSealThatIsChangedIsFound(String sql) throws SQLException {
            tamper(sql);

            assertThat(verify().findings()).extracting(Finding::kind).contains(Kind.SEAL_DIFFERS);
        }

        /** Who changes an entry and makes its seal anew has to make all after it anew. */
        @Test
        void aSealThatIsMadeAnewDoesNotFitTheNext() throws SQLException {
            tamper("update audit set who = 'x' where id = 'e2'");
            tamper("""
                    update audit_seal as seal set digest =
                        (select sha256(string_agg(convert_to(audit_text(a), 'UTF8'), ''::bytea
                                order by a.tenant collate "C", a.id collate "C", a.at))
                         from audit a where a.xact >= seal.from_xact and a.xact < seal.to_xact)
                    where number = 1
                    """);
            tamper("update audit_seal as seal set hash = seal_hash(seal) where number = 1");

            assertThat(verify().findings()).extracting(Finding::kind).containsExactly(Kind.CHAIN_BROKEN);
        }

        @Test
        void aSealThatIsTakenAwayIsFound() throws SQLException {
            tamper("delete from audit_seal where number = 1");

            assertThat(verify().findings()).extracting(Finding::kind).contains(Kind.CHAIN_BROKEN);
        }

        @Test
        void anEndThatIsCutOffIsFoundByWhoeverKeptTheHead() throws SQLException {
            Head head = verify().head();
            tamper("delete from audit where id in ('e4', 'e5', 'e6')");
            tamper("delete from audit_seal where number = 2");

            assertThat(verify().findings())
                    .as("nothing is left that could tell")
                    .isEmpty();
            assertThat(verify(List.of(head), Instant.now()).findings())
                    .extracting(Finding::kind)
                    .containsExactly(Kind.HEAD_MISSING);
        }

        @Test
        void whatNobodySealsIsFound() throws SQLException {
            write("north", 2);

            Verification later = verify(List.of(), Instant.now().plus(Duration.ofMinutes(3)));

            assertThat(later.findings()).extracting(Finding::kind).containsExactly(Kind.NOT_SEALED);
        }

        @Test
        void whatWentByRetentionIsToldFromWhatWasTakenAway() throws SQLException {
            Instant cut = Samples.NOON.plusSeconds(2);
            Retention.drop(postgres.url(), TestDatabase.OWNER, TestDatabase.OWNER, Retention.Table.AUDIT, cut);

            Verification after = verify();
            tamper("delete from audit where id = 'e5'");
            Verification taken = verify();

            assertThat(after.findings()).isEmpty();
            assertThat(after.gone()).isEqualTo(1);
            assertThat(after.cut()).contains(cut);
            assertThat(taken.findings()).extracting(Finding::kind).containsExactly(Kind.ENTRIES_DIFFER);
        }
    }

    @Test
    void aRestoreThatNumbersTransactionsAnewBeginsAnEra() throws SQLException {
        write("north", 2);
        seal();
        tamper("update audit_seal set to_xact = '9000000100' where number = 1");
        tamper("update audit set xact = '9000000001'");
        remake(1);
        write("north", 1);

        assertThat(seal()).isEqualTo(1);
        assertThat(verify().findings()).isEmpty();
    }

    private void remake(int number) throws SQLException {
        tamper("""
                update audit_seal as seal set digest =
                    (select sha256(string_agg(convert_to(audit_text(a), 'UTF8'), ''::bytea
                            order by a.tenant collate "C", a.id collate "C", a.at))
                     from audit a where a.xact >= seal.from_xact and a.xact < seal.to_xact)
                where number = %d
                """.formatted(number));
        tamper("update audit_seal as seal set hash = seal_hash(seal) where number = " + number);
    }

    private void write(String tenant, int entries) {
        for (int i = 0; i < entries; i++) {
            Audit.Entry entry = entry(tenant, "e" + ++written);
            console.inTenant(tenant, c -> {
                Audit.append(c, entry);
                return true;
            });
        }
    }

    private Audit.Entry entry(String tenant, String id) {
        return new Audit.Entry(
                tenant,
                id,
                Samples.NOON.plusSeconds(written),
                "nina",
                "nurse",
                tenant,
                "ada",
                "patient.read",
                "own tenant",
                Map.of("b", "ü", "a", "1"));
    }

    private static void begin(Connection connection) throws SQLException {
        Sql.query(connection, "select set_config('derwent.tenant', 'north', true)", row -> true);
    }

    private long seal() {
        return console.inPlatform(AuditChain::seal);
    }

    private Verification verify() throws SQLException {
        return verify(List.of(), Instant.now());
    }

    private Verification verify(List<Head> kept, Instant now) throws SQLException {
        try (Connection owner = owner()) {
            return AuditChain.verify(owner, kept, now);
        }
    }

    private void tamper(String sql) throws SQLException {
        try (Connection owner = owner()) {
            Sql.update(owner, sql);
            owner.commit();
        }
    }

    private Connection owner() throws SQLException {
        Connection owner = postgres.connect(TestDatabase.OWNER);
        owner.setAutoCommit(false);
        Sql.query(
                owner,
                "select set_config('derwent.retention', 'on', true), set_config('search_path', 'derwent, public', true)",
                row -> true);
        return owner;
    }
}
