package io.derwent.console.people;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Role;
import io.derwent.store.Database;
import io.derwent.store.PatientCase;
import io.derwent.store.Reach;
import io.derwent.store.Teams;
import io.derwent.store.Teams.Team;
import java.util.List;
import java.util.Set;

/** Whom somebody looks after: the teams they are in, and of an organisation's cases those they may see. Blocks on the database. */
public final class Caseload {
    private final Database database;
    private final Access access;

    public Caseload(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    /** Those of these cases, which their organisation sees, that they may see. */
    public List<PatientCase> of(Caller caller, List<PatientCase> all) {
        Reach reach = access.reach(caller);
        if (reach.equals(Reach.ALL)) {
            return all;
        }
        return all.stream()
                .filter(one -> !one.tenant().equals(caller.tenant())
                        || reach.includes(one.patient(), one.care().team()))
                .toList();
    }

    /** The teams they are in; for an administrator all there are. By name. */
    public List<Team> teams(Caller caller) {
        return database.inTenant(caller.tenant(), connection -> {
            List<Team> all = Teams.list(connection);
            if (caller.role() == Role.ADMINISTRATOR) {
                return all;
            }
            Set<String> own = Teams.of(connection, caller.who());
            return all.stream().filter(team -> own.contains(team.id())).toList();
        });
    }
}
