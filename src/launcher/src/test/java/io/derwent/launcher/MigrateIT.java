package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import io.derwent.store.testing.TimescaleDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code derwent migrate} on a server where the processes' roles log in over the network. */
class MigrateIT {
    private static final String OWNER = TestDatabase.OWNER;
    private static final String GATEWAY = "it's \"quoted\" \\ and long";
    private static final String CONSOLE = "another of the console's";

    private final String url = TimescaleDatabase.fresh().url();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Narrator narrator = new Narrator(new PrintStream(said, true, StandardCharsets.UTF_8));

    /** Roles are the server's, not the database's. */
    @AfterEach
    void giveBackPasswords() {
        Roles.setPassword(url, OWNER, OWNER, Roles.GATEWAY, Roles.GATEWAY);
        Roles.setPassword(url, OWNER, OWNER, Roles.CONSOLE, Roles.CONSOLE);
    }

    @Test
    void rolesLogInWithThePasswordsOfTheEnvironmentAndNoOther() {
        Map<String, String> environment = environment();
        environment.put("DERWENT_DB_GATEWAY_PASSWORD", GATEWAY);
        environment.put("DERWENT_DB_CONSOLE_PASSWORD", CONSOLE);
        environment.put("DERWENT_DB_JOBS_PASSWORD", " ");

        assertThat(MigrateCommand.run(environment, narrator)).isZero();
        assertThat(MigrateCommand.run(environment, narrator)).isZero();

        assertThatCode(() -> logIn(Roles.GATEWAY, GATEWAY)).doesNotThrowAnyException();
        assertThatCode(() -> logIn(Roles.CONSOLE, CONSOLE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> logIn(Roles.GATEWAY, Roles.GATEWAY)).isInstanceOf(SQLException.class);
        assertThatCode(() -> logIn(Roles.JOBS, Roles.JOBS))
                .as("not told, not changed")
                .doesNotThrowAnyException();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("derwent_gateway logs in with the password in DERWENT_DB_GATEWAY_PASSWORD")
                .doesNotContain(GATEWAY, CONSOLE, Roles.JOBS);
    }

    private void logIn(String role, String password) throws SQLException {
        DriverManager.getConnection(url, role, password).close();
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of("DERWENT_DB_URL", url, "DERWENT_DB_USER", OWNER, "DERWENT_DB_PASSWORD", OWNER));
    }
}
