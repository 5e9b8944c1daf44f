package io.derwent.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code audit_seal} and {@code audit_anchor}: the chain of hashes over {@link Audit} (docs/adr/0046).
 *
 * <pre>
 *   seal 0          seal 1                 seal 2
 *   how many    ◄── entries of the     ◄── entries of the     ◄── entries that are
 *   there were      transactions           transactions           not sealed yet
 *   before          100 to 180             180 to 230
 * </pre>
 *
 * A seal is made of entries whose transactions have ended, so that writing an entry waits for nobody and a transaction that was
 * rolled back leaves no gap. {@link #verify} reads everything again and works the hashes out without the database's functions.
 */
public final class AuditChain {
    /** Entries are sealed within seconds; who is not by then is a finding. */
    static final Duration UNSEALED_AT_MOST = Duration.ofMinutes(2);

    private static final int MOST_FINDINGS = 100;

    private AuditChain() {}

    /** A place in the chain; kept elsewhere and given back, it shows whether the end of the chain was cut off. */
    public record Head(long number, String hash) {}

    /** Something that is not as it was sealed, in a sentence. */
    public record Finding(Kind kind, String sentence) {}

    public enum Kind {
        /** Entries of a seal are not what they were: changed, taken away, put in, or moved. */
        ENTRIES_DIFFER,
        /** A seal is not what it was. */
        SEAL_DIFFERS,
        /** A seal is missing, or does not follow the one before. */
        CHAIN_BROKEN,
        /** The chain does not have a place it once had. */
        HEAD_MISSING,
        /** Entries that nobody sealed in time. */
        NOT_SEALED,
        /** Entries without a place in the chain, more than there were before it. */
        OUTSIDE
    }

    /**
     * What verifying found.
     *
     * @param seals    checked, seal 0 not counted
     * @param entries  checked against their seals
     * @param pending  not sealed yet, and not for long
     * @param before   of before there were seals; nothing vouches for them
     * @param gone     that went by retention, as the anchors say
     * @param cut      entries older than this went; empty if none did
     * @param head     the end of the chain
     * @param findings at most {@value #MOST_FINDINGS}
     */
    public record Verification(
            long seals,
            long entries,
            long pending,
            long before,
            long gone,
            Optional<Instant> cut,
            Head head,
            List<Finding> findings) {
        public Verification {
            findings = List.copyOf(findings);
        }

        public boolean isWhole() {
            return findings.isEmpty();
        }
    }

    /** Seals what can be sealed; how many entries. Any process may, as {@code derwent_console}. */
    public static long seal(Connection connection) throws SQLException {
        return Sql.first(connection, "select seal_audit() as sealed", row -> row.getLong("sealed"))
                .orElseThrow();
    }

    /** The end of the chain. */
    public static Head head(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "select number, hash from audit_seal order by number desc limit 1",
                        row -> new Head(row.getLong("number"), hex(row.getBytes("hash"))))
                .orElseThrow(() -> new IllegalStateException("there is no seal, not even the first"));
    }

    /** Keeps on record where the chain was when entries older than {@code cut} went. As the owner. */
    static void anchor(Connection connection, Instant cut) throws SQLException {
        Sql.update(connection, """
                insert into audit_anchor (at, cut, seal, hash)
                select now(), ?, number, hash from audit_seal order by number desc limit 1
                """, cut);
    }

    /**
     * Works every hash out again.
     *
     * @param connection the owner's, in a transaction that sees one state ({@code repeatable read}) and says
     *     {@code derwent.retention = on}, because row security holds for the owner too
     * @param kept       places the chain once had, kept elsewhere
     */
    public static Verification verify(Connection connection, List<Head> kept, Instant now) throws SQLException {
        return new Run(connection, now).verify(kept);
    }

    private record Seal(
            long number,
            int era,
            String fromXact,
            String toXact,
            long entries,
            String firstAt,
            String digest,
            String previous,
            String hash,
            String sealedAt,
            Instant first,
            Instant sealed) {
        /** What its hash has to be. */
        String worked() {
            return hex(sha256(netstring(Long.toString(number))
                    + netstring(Integer.toString(era))
                    + netstring(fromXact)
                    + netstring(toXact)
                    + netstring(Long.toString(entries))
                    + netstring(firstAt)
                    + netstring(digest)
                    + netstring(previous)
                    + netstring(sealedAt)));
        }
    }

    /** One reading of the whole. */
    private static final class Run {
        private final Connection connection;
        private final Instant now;
        private final List<Finding> findings = new ArrayList<>();
        private long entries;
        private long gone;

        Run(Connection connection, Instant now) {
            this.connection = connection;
            this.now = now;
        }

        Verification verify(List<Head> kept) throws SQLException {
            List<Seal> seals = Sql.query(connection, """
                    select *, micros(first_at) as first_micros, micros(sealed_at) as sealed_micros
                    from audit_seal order by number
                    """, Run::seal);
            Optional<Instant> cut = Sql.first(
                            connection,
                            "select max(cut) as cut from audit_anchor",
                            row -> Optional.ofNullable(Sql.instantOrNull(row, "cut")))
                    .orElseThrow();
            if (seals.isEmpty() || seals.get(0).number() != 0) {
                found(Kind.CHAIN_BROKEN, "seal 0, with which the chain begins, is missing");
            }
            @Nullable Seal before = null;
            for (Seal seal : seals) {
                check(seal, before);
                if (seal.number() > 0) {
                    checkEntries(seal, seals, cut);
                }
                before = seal;
            }
            checkKept(kept, seals);
            long pending = unsealed(before);
            long outside = outside(seals);
            Head head = before == null ? new Head(0, "") : new Head(before.number(), before.hash());
            return new Verification(
                    Math.max(0, seals.size() - 1L), entries, pending, outside, gone, cut, head, findings);
        }

        private void check(Seal seal, @Nullable Seal before) {
            if (!seal.hash().equals(seal.worked())) {
                found(Kind.SEAL_DIFFERS, "seal %d of %s is not what it was".formatted(seal.number(), seal.sealed()));
            }
            if (before == null) {
                return;
            }
            boolean follows =
                    seal.number() == before.number() + 1 && seal.previous().equals(before.hash());
            boolean meets = seal.era() == before.era()
                    ? seal.fromXact().equals(before.toXact())
                    : seal.era() == before.era() + 1 && seal.fromXact().equals("0");
            if (!follows || !meets) {
                found(
                        Kind.CHAIN_BROKEN,
                        "seal %d of %s does not follow seal %d: one between them is missing, or was put in"
                                .formatted(seal.number(), seal.sealed(), before.number()));
            }
        }

        private void checkEntries(Seal seal, List<Seal> seals, Optional<Instant> cut) throws SQLException {
            MessageDigest digest = sha256();
            long[] count = {0};
            Sql.query(
                    connection,
                    """
                    select *, micros(at) as at_micros, micros(recorded_at) as recorded_micros, detail::text as detail_text
                    from audit
                    where xact >= ?::xid8 and xact < ?::xid8 and recorded_at > ?::timestamptz and recorded_at <= ?::timestamptz
                    order by tenant collate "C", id collate "C", at
                    """,
                    row -> {
                        digest.update(text(row).getBytes(StandardCharsets.UTF_8));
                        count[0]++;
                        return true;
                    },
                    seal.fromXact(),
                    seal.toXact(),
                    endOfEra(seals, seal.era() - 1, "-infinity"),
                    endOfEra(seals, seal.era(), "infinity"));
            boolean mayLack = cut.isPresent() && seal.first().isBefore(cut.get()) && count[0] < seal.entries();
            if (mayLack) {
                gone += seal.entries() - count[0];
                return;
            }
            entries += count[0];
            if (!hex(digest.digest()).equals(seal.digest())) {
                found(
                        Kind.ENTRIES_DIFFER,
                        "seal %d, entries from %s to %s: %s"
                                .formatted(
                                        seal.number(),
                                        seal.first(),
                                        seal.sealed(),
                                        count[0] == seal.entries()
                                                ? "%d as there were, but not the same".formatted(count[0])
                                                : "%d, there were %d".formatted(count[0], seal.entries())));
            }
        }

        /** When the last seal of an era was made, if another era followed. */
        private static String endOfEra(List<Seal> seals, int era, String otherwise) {
            boolean ended = seals.stream().anyMatch(seal -> seal.era() > era);
            return seals.stream()
                    .filter(seal -> ended && seal.era() <= era)
                    .map(Seal::sealed)
                    .max(Instant::compareTo)
                    .map(Instant::toString)
                    .orElse(otherwise);
        }

        private void checkKept(List<Head> kept, List<Seal> seals) {
            for (Head head : kept) {
                boolean there = seals.stream()
                        .anyMatch(seal ->
                                seal.number() == head.number() && seal.hash().equals(head.hash()));
                if (!there) {
                    found(
                            Kind.HEAD_MISSING,
                            "the chain once had seal %d with hash %s, and does not any more"
                                    .formatted(head.number(), head.hash()));
                }
            }
        }

        /** Entries after the last seal. */
        private long unsealed(@Nullable Seal last) throws SQLException {
            String from = last == null ? "0" : last.toXact();
            Instant old = now.minus(UNSEALED_AT_MOST);
            long late = Sql.first(
                            connection,
                            "select count(*) as number from audit where xact >= ?::xid8 and recorded_at < ?",
                            Run::number,
                            from,
                            old)
                    .orElseThrow();
            if (late > 0) {
                found(
                        Kind.NOT_SEALED,
                        "%d entries of before %s are not sealed: no console seals them".formatted(late, old));
            }
            return Sql.first(
                            connection,
                            "select count(*) as number from audit where xact >= ?::xid8 and recorded_at >= ?",
                            Run::number,
                            from,
                            old)
                    .orElseThrow();
        }

        /** Entries without a place in the chain. */
        private long outside(List<Seal> seals) throws SQLException {
            long without = Sql.first(connection, "select count(*) as number from audit where xact is null", Run::number)
                    .orElseThrow();
            long atFirst = seals.isEmpty() ? 0 : seals.get(0).entries();
            if (without > atFirst) {
                found(
                        Kind.OUTSIDE,
                        "%d entries have no place in the chain, and when it began there were %d"
                                .formatted(without, atFirst));
            }
            return without;
        }

        private static long number(ResultSet row) throws SQLException {
            return row.getLong("number");
        }

        private void found(Kind kind, String sentence) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(new Finding(kind, sentence));
            }
        }

        private static Seal seal(ResultSet row) throws SQLException {
            return new Seal(
                    row.getLong("number"),
                    row.getInt("era"),
                    row.getString("from_xact"),
                    row.getString("to_xact"),
                    row.getLong("entries"),
                    row.getString("first_micros"),
                    hex(row.getBytes("digest")),
                    hex(row.getBytes("previous")),
                    hex(row.getBytes("hash")),
                    row.getString("sealed_micros"),
                    Sql.instant(row, "first_at"),
                    Sql.instant(row, "sealed_at"));
        }
    }

    /** An entry as it is sealed: each column with its length before it. */
    private static String text(ResultSet row) throws SQLException {
        return netstring(row.getString("tenant"))
                + netstring(row.getString("id"))
                + netstring(row.getString("at_micros"))
                + netstring(row.getString("recorded_micros"))
                + netstring(row.getString("who"))
                + netstring(row.getString("role"))
                + netstring(row.getString("patient_tenant"))
                + netstring(row.getString("patient"))
                + netstring(row.getString("what"))
                + netstring(row.getString("why"))
                + netstring(row.getString("detail_text"))
                + netstring(row.getString("xact"));
    }

    private static String netstring(@Nullable String value) {
        return value == null ? "-," : value.getBytes(StandardCharsets.UTF_8).length + ":" + value + ",";
    }

    private static byte[] sha256(String text) {
        return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
