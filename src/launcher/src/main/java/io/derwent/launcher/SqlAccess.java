package io.derwent.launcher;

import io.derwent.store.Migrations;
import io.derwent.store.Roles;
import io.derwent.store.StoreUnavailable;
import java.util.Map;

/** The database's address, with its schema at the newest version and the roles' passwords set. */
record SqlAccess(String url, String owner, String ownerPassword, Secrets secrets) {

    /**
     * Migrates and sets the passwords of the three roles the processes use.
     *
     * @throws CannotStart if the database refuses
     */
    static SqlAccess prepare(String url, String owner, String ownerPassword, Secrets secrets, Narrator narrator) {
        try {
            boolean hypertables = Migrations.migrate(url, owner, ownerPassword);
            Roles.setPassword(url, owner, ownerPassword, Roles.GATEWAY, secrets.gatewayPassword());
            Roles.setPassword(url, owner, ownerPassword, Roles.JOBS, secrets.jobsPassword());
            Roles.setPassword(url, owner, ownerPassword, Roles.CONSOLE, secrets.consolePassword());
            narrator.say(
                    "the database schema is up to date%s",
                    hypertables ? ", with TimescaleDB" : " (plain PostgreSQL: ordinary tables instead of hypertables)");
            return new SqlAccess(url, owner, ownerPassword, secrets);
        } catch (IllegalStateException | StoreUnavailable e) {
            throw new CannotStart(
                    "The database at %s could not be brought to this version (%s); check DERWENT_DB_URL and its user."
                            .formatted(url, e.getMessage()),
                    e);
        }
    }

    @Override
    public String toString() {
        return "SqlAccess[" + url + ", " + owner + ", ***]";
    }

    Map<String, String> gateway() {
        return environment(Roles.GATEWAY, secrets.gatewayPassword());
    }

    Map<String, String> jobs() {
        return environment(Roles.JOBS, secrets.jobsPassword());
    }

    Map<String, String> console() {
        return environment(Roles.CONSOLE, secrets.consolePassword());
    }

    private Map<String, String> environment(String user, String password) {
        return Map.of("DERWENT_DB_URL", url, "DERWENT_DB_USER", user, "DERWENT_DB_PASSWORD", password);
    }
}
