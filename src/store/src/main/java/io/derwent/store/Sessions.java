package io.derwent.store;

import io.derwent.store.Accounts.Account;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Table {@code session}: who is logged in, so that several consoles serve one user. Holds the SHA-256 of each cookie, never
 * the cookie. Grants only; run {@link Database#inPlatform}.
 */
public final class Sessions {
    private Sessions() {}

    /**
     * A session that has not ended.
     *
     * @param csrf token every form of this session must send back
     */
    public record Session(Account account, String csrf, Instant createdAt, Instant expiresAt) {}

    /**
     * Begins a session.
     *
     * @param hash SHA-256 of the cookie's value, 32 bytes
     */
    public static void open(
            Connection connection, byte[] hash, String account, String csrf, Instant now, Instant expiresAt)
            throws SQLException {
        Sql.update(
                connection,
                "insert into session (hash, account, csrf, created_at, expires_at) values (?, ?, ?, ?, ?)",
                hash,
                account,
                csrf,
                now,
                expiresAt);
    }

    /** The session of this cookie, unless it expired or its account was disabled. */
    public static Optional<Session> find(Connection connection, byte[] hash, Instant now) throws SQLException {
        return Sql.first(
                connection,
                """
                select account.*, session.csrf, session.created_at as opened_at, session.expires_at
                from session join account on account.id = session.account
                where session.hash = ? and session.expires_at > ? and account.disabled_at is null
                """,
                row -> new Session(
                        Accounts.map(row),
                        row.getString("csrf"),
                        Sql.instant(row, "opened_at"),
                        Sql.instant(row, "expires_at")),
                hash,
                now);
    }

    /** Moves the end of a session, while it is in use. */
    public static void extend(Connection connection, byte[] hash, Instant expiresAt) throws SQLException {
        Sql.update(connection, "update session set expires_at = ? where hash = ?", expiresAt, hash);
    }

    /** Ends the session of this cookie; nothing happens if there is none. */
    public static void close(Connection connection, byte[] hash) throws SQLException {
        Sql.update(connection, "delete from session where hash = ?", (Object) hash);
    }

    /** Deletes expired sessions. */
    public static int purge(Connection connection, Instant now) throws SQLException {
        return Sql.update(connection, "delete from session where expires_at <= ?", now);
    }
}
