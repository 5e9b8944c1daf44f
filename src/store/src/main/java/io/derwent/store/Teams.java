package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tables {@code team} and {@code team_member}: who looks after patients together. */
public final class Teams {
    private Teams() {}

    /** A team of an organisation. */
    public record Team(String id, String name) {}

    /** Somebody who is in a team. */
    public record Member(String team, String account, String name, String role) {}

    /** Creates it, or gives it another name. */
    public static void put(Connection connection, String tenant, Team team) throws SQLException {
        Sql.update(connection, """
                insert into team (tenant, id, name) values (?, ?, ?)
                on conflict (tenant, id) do update set name = excluded.name
                """, tenant, team.id(), team.name());
    }

    /** Teams of the transaction's tenant, by name. */
    public static List<Team> list(Connection connection) throws SQLException {
        return Sql.query(
                connection,
                "select id, name from team where tenant = current_tenant() order by name, id",
                row -> new Team(row.getString("id"), row.getString("name")));
    }

    public static Optional<Team> find(Connection connection, String id) throws SQLException {
        return list(connection).stream().filter(team -> team.id().equals(id)).findFirst();
    }

    /** Everybody who may log in and is in a team of the transaction's tenant, by name. */
    public static List<Member> members(Connection connection) throws SQLException {
        return Sql.query(
                connection,
                """
                select team_member.team, account.id, account.name, account.role
                from team_member join account on account.id = team_member.account
                where team_member.tenant = current_tenant() and account.disabled_at is null
                order by account.name, account.id, team_member.team
                """,
                row -> new Member(
                        row.getString("team"), row.getString("id"), row.getString("name"), row.getString("role")));
    }

    /** A colleague a case can be given to; {@code role} is nurse or lead. */
    public record Colleague(String account, String name, String role) {}

    /** Nurses and leads of the transaction's tenant who may log in and, where a team is named, are in it; by name. */
    public static List<Colleague> colleagues(Connection connection, @Nullable String team) throws SQLException {
        return Sql.query(
                connection,
                """
                select account.id, account.name, account.role
                from account
                where account.tenant = current_tenant() and account.disabled_at is null and account.role in ('nurse', 'lead')
                  and (?::text is null
                       or exists (select from team_member
                                  where team_member.tenant = account.tenant and team_member.account = account.id
                                    and team_member.team = ?))
                order by account.name, account.id
                """,
                row -> new Colleague(row.getString("id"), row.getString("name"), row.getString("role")),
                team,
                team);
    }

    /** Makes these accounts, and no others, the team's members. */
    public static void setMembers(Connection connection, String tenant, String team, Set<String> accounts)
            throws SQLException {
        String[] ids = accounts.toArray(String[]::new);
        Sql.update(
                connection,
                "delete from team_member where tenant = ? and team = ? and account <> all (?)",
                tenant,
                team,
                ids);
        Sql.update(connection, """
                insert into team_member (tenant, team, account) select ?, ?, account from unnest(?::text[]) as account
                on conflict do nothing
                """, tenant, team, ids);
    }

    /** Ids of the teams of the transaction's tenant this person is in. */
    public static Set<String> of(Connection connection, String account) throws SQLException {
        return Set.copyOf(Sql.query(
                connection,
                "select team from team_member where tenant = current_tenant() and account = ?",
                row -> row.getString("team"),
                account));
    }
}
