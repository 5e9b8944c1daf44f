package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Table {@code break_glass}: who looked at a patient their teams do not look after, and why. */
public final class BreakGlass {
    private BreakGlass() {}

    /**
     * Somebody had to look.
     *
     * @param id    of the act; the same twice is one
     * @param until from when on they may not look any more, unless they say why again
     */
    public record Look(
            String tenant, String id, String account, String patient, String reason, Instant at, Instant until) {}

    public static void append(Connection connection, Look look) throws SQLException {
        Sql.update(
                connection,
                """
                insert into break_glass (tenant, id, account, patient, reason, at, until)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                look.tenant(),
                look.id(),
                look.account(),
                look.patient(),
                look.reason(),
                look.at(),
                look.until());
    }

    /** Patients of the transaction's tenant this person may look at for that reason, now. */
    public static Set<String> patients(Connection connection, String account, Instant now) throws SQLException {
        return Set.copyOf(Sql.query(
                connection,
                "select distinct patient from break_glass where tenant = current_tenant() and account = ? and until > ?",
                row -> row.getString("patient"),
                account,
                now));
    }

    /** Of the transaction's tenant, newest first. */
    public static List<Look> newest(Connection connection, Instant since, int limit) throws SQLException {
        return Sql.query(
                connection,
                "select * from break_glass where tenant = current_tenant() and at >= ? order by at desc, id limit ?",
                row -> new Look(
                        row.getString("tenant"),
                        row.getString("id"),
                        row.getString("account"),
                        row.getString("patient"),
                        row.getString("reason"),
                        Sql.instant(row, "at"),
                        Sql.instant(row, "until")),
                since,
                limit);
    }
}
