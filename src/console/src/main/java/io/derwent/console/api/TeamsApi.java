package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.LEADS;
import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.console.access.Access;
import io.derwent.console.access.BreakGlassDesk;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.access.Role;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.store.Accounts;
import io.derwent.store.Accounts.Account;
import io.derwent.store.BreakGlass.Look;
import io.derwent.store.Database;
import io.derwent.store.Teams;
import io.derwent.store.Teams.Member;
import io.derwent.store.Teams.Team;
import io.derwent.wire.JsonDocument;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Teams, who is in them, and who looked at a patient of another team. */
public final class TeamsApi {
    private static final int MOST_MEMBERS = 500;
    private static final int LONGEST_USER = 100;
    private static final int MOST_LOOKS = 1000;
    private static final Duration USUAL_SPAN = Duration.ofDays(30);

    private final Database database;
    private final Access access;
    private final BreakGlassDesk glass;
    private final Clock clock;

    public TeamsApi(Database database, Access access, BreakGlassDesk glass, Clock clock) {
        this.database = database;
        this.access = access;
        this.glass = glass;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/teams", STAFF, this::list),
                Endpoint.put("/api/v1/teams/:id", ADMINISTRATORS, this::put),
                get("/api/v1/break-glass", LEADS, this::looks));
    }

    /** Somebody in a team. */
    record Person(String user, String name, String role) {}

    /** A team with everybody in it who may log in. */
    record View(String id, String name, List<Person> members) {
        static View of(Team team, List<Member> all) {
            return new View(
                    team.id(),
                    team.name(),
                    all.stream()
                            .filter(member -> member.team().equals(team.id()))
                            .map(member -> new Person(member.account(), member.name(), member.role()))
                            .toList());
        }
    }

    private Reply list(Request request) {
        return database.inTenant(request.who().tenant(), connection -> {
            List<Member> members = Teams.members(connection);
            return ListReply.whole(Teams.list(connection).stream()
                    .map(team -> View.of(team, members))
                    .toList());
        });
    }

    /** Makes the team what the body says: its name, and nobody in it but these. */
    private Reply put(Request request) {
        Caller caller = request.who();
        String tenant = caller.tenant();
        String id = request.segment("id");
        if (!JsonDocument.ID.matcher(id).matches()) {
            throw Refusal.invalid(
                    "id", "id is \"%s\", 1 to 100 letters, digits, '.', '_' or '-' are expected".formatted(id));
        }
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("name", "members"));
        Team team = new Team(id, body.text("name"));
        Set<String> members = Set.copyOf(body.texts("members", MOST_MEMBERS, LONGEST_USER));
        String audit = UUID.randomUUID().toString();
        return database.inTenant(tenant, connection -> {
            refuseUnlessStaff(connection, tenant, members, body);
            Teams.put(connection, tenant, team);
            Teams.setMembers(connection, tenant, id, members);
            access.note(
                    connection,
                    caller,
                    audit,
                    "team.put",
                    Map.of(
                            "team",
                            id,
                            "members",
                            String.join(" ", members.stream().sorted().toList())));
            return Reply.json(View.of(team, Teams.members(connection)));
        });
    }

    private static void refuseUnlessStaff(Connection connection, String tenant, Set<String> members, JsonDocument body)
            throws SQLException {
        for (String member : members) {
            Optional<Account> account = Accounts.find(connection, member)
                    .filter(found -> found.tenant().equals(tenant));
            boolean mayBe = account.flatMap(found -> Role.ofCode(found.role()))
                    .filter(Role::isStaff)
                    .isPresent();
            if (!mayBe) {
                throw body.wrong(
                        "members",
                        "members has \"%s\", accounts of nurses, leads and administrators of %s are expected"
                                .formatted(member, tenant));
            }
        }
    }

    private Reply looks(Request request) {
        Instant since = request.instant("from").orElseGet(() -> clock.instant().minus(USUAL_SPAN));
        List<Look> looks = glass.looks(request.who(), since, MOST_LOOKS);
        return ListReply.whole(looks);
    }
}
