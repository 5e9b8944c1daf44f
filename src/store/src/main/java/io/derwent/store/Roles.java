package io.derwent.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** The database roles processes connect as. Migrations create them without a password; whoever starts processes sets one. */
public final class Roles {
    /** Registry tables only. */
    public static final String GATEWAY = "derwent_gateway";
    /** Reads and writes the job tables of all tenants. */
    public static final String JOBS = "derwent_jobs";
    /** Row security applies: sees what the transaction's tenant may see. */
    public static final String CONSOLE = "derwent_console";

    private Roles() {}

    /**
     * Lets {@code role} log in with this password. Run as the owner, after {@link Migrations#migrate}. The server is sent the
     * password's SCRAM verifier, never the password, so that no log of statements has it.
     *
     * @throws IllegalStateException if the owner cannot connect or may not change the role
     */
    public static void setPassword(String url, String owner, String ownerPassword, String role, String password) {
        try (Connection connection = DriverManager.getConnection(url, owner, ownerPassword)) {
            connection.unwrap(PGConnection.class).alterUserPassword(role, password.toCharArray(), "scram-sha-256");
        } catch (SQLException e) {
            throw new IllegalStateException("password of role " + role + " cannot be set: " + e.getMessage(), e);
        }
    }
}
