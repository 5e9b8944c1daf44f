package io.derwent.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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
     * Lets {@code role} log in with this password. Run as the owner, after {@link Migrations#migrate}.
     *
     * @throws IllegalStateException if the owner cannot connect or may not change the role
     */
    public static void setPassword(String url, String owner, String ownerPassword, String role, String password) {
        try (Connection connection = DriverManager.getConnection(url, owner, ownerPassword);
                PreparedStatement quote = connection.prepareStatement(
                        "select format('alter role %I with login password %L', ?::text, ?::text)")) {
            quote.setString(1, role);
            quote.setString(2, password);
            try (ResultSet row = quote.executeQuery();
                    Statement alter = connection.createStatement()) {
                row.next();
                alter.execute(row.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("password of role " + role + " cannot be set: " + e.getMessage(), e);
        }
    }
}
