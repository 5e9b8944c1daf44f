package io.derwent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code account}: people who log in. Grants only; run {@link Database#inPlatform}. */
public final class Accounts {
    private Accounts() {}

    /**
     * Somebody who logs in.
     *
     * @param id           the user name, unique on the platform
     * @param tenant       their organisation; {@code *} for the platform's administrator
     * @param role         {@code administrator}, {@code auditor}, {@code lead}, {@code nurse}, {@code patient} or {@code estates}
     * @param patient      whose readings a patient sees; null for staff
     * @param passwordHash as {@link Passwords#hash} makes it
     * @param enabled      false: may not log in
     */
    public record Account(
            String id,
            String tenant,
            String role,
            String name,
            @Nullable String patient,
            String passwordHash,
            boolean enabled) {
        /** Without the hash. */
        @Override
        public String toString() {
            return "%s (%s of %s)".formatted(id, role, tenant);
        }
    }

    /** Inserts; false if the user name is taken, and nothing changes. */
    public static boolean create(Connection connection, Account account) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into account (id, tenant, role, name, patient, password_hash, disabled_at)
                        values (?, ?, ?, ?, ?, ?, case when ? then null else now() end)
                        on conflict do nothing
                        """,
                        account.id(),
                        account.tenant(),
                        account.role(),
                        account.name(),
                        account.patient(),
                        account.passwordHash(),
                        account.enabled())
                == 1;
    }

    /**
     * Creates the platform's administrator {@code admin} if there is no account of that name; an existing one keeps its
     * password.
     *
     * @return whether it was created
     */
    public static boolean ensureAdministrator(Connection connection, String passwordHash) throws SQLException {
        return create(
                connection, new Account("admin", "*", "administrator", "Administrator", null, passwordHash, true));
    }

    public static Optional<Account> find(Connection connection, String id) throws SQLException {
        return Sql.first(connection, "select * from account where id = ?", Accounts::map, id);
    }

    /** Accounts of one tenant, by user name. */
    public static List<Account> ofTenant(Connection connection, String tenant) throws SQLException {
        return Sql.query(connection, "select * from account where tenant = ? order by id", Accounts::map, tenant);
    }

    /** Sets a new password and ends every session of the account; false if there is no such account. */
    public static boolean setPassword(Connection connection, String id, String passwordHash) throws SQLException {
        Sql.update(connection, "delete from session where account = ?", id);
        return Sql.update(connection, "update account set password_hash = ? where id = ?", passwordHash, id) == 1;
    }

    /** Shuts the account out and ends its sessions; false if there is no such account. */
    public static boolean disable(Connection connection, String id) throws SQLException {
        Sql.update(connection, "delete from session where account = ?", id);
        return Sql.update(connection, "update account set disabled_at = coalesce(disabled_at, now()) where id = ?", id)
                == 1;
    }

    static Account map(ResultSet row) throws SQLException {
        return new Account(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("role"),
                row.getString("name"),
                row.getString("patient"),
                row.getString("password_hash"),
                Sql.instantOrNull(row, "disabled_at") == null);
    }
}
