package io.derwent.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Table {@code tenant}. Blocks on JDBC. */
public final class Tenants {
    private final RegistryDatabase database;

    public Tenants(RegistryDatabase database) {
        this.database = database;
    }

    /**
     * Creates a tenant.
     *
     * @return its ETag
     * @throws RegistryRefusal TAKEN if the id exists, or equals an existing one once '.' and '_' are made the same; or if
     *     another tenant, not of the same trust anchor group, trusts an authority of the same name
     */
    public String create(String id, TenantDocument document) {
        return database.transaction(connection -> {
            requireOwnAuthorities(connection, id, document);
            return Rows.first(
                            connection,
                            """
                            insert into tenant (tenant, document) values (?, ?::jsonb)
                            on conflict do nothing
                            returning etag""",
                            row -> row.getString(1),
                            id,
                            document.json().toString())
                    .orElseThrow(() -> RegistryRefusal.taken(
                            "tenant %s exists, or one that differs from it only in '.' and '_'".formatted(id)));
        });
    }

    public Optional<Stored> read(String id) {
        return database.query(connection -> read(connection, id, ""));
    }

    /**
     * Replaces a tenant's document.
     *
     * @param ifMatch the version the caller knows
     * @return the new ETag
     * @throws RegistryRefusal NOT_FOUND, CHANGED, TAKEN as in {@link #create}
     */
    public String update(String id, TenantDocument document, IfMatch ifMatch) {
        return database.transaction(connection -> {
            requireMatch(connection, id, ifMatch);
            requireOwnAuthorities(connection, id, document);
            return Rows.first(
                            connection,
                            """
                            update tenant set document = ?::jsonb, etag = default, updated_at = now()
                            where tenant = ?
                            returning etag""",
                            row -> row.getString(1),
                            document.json().toString(),
                            id)
                    .orElseThrow(() -> unknown(id));
        });
    }

    /**
     * Deletes a tenant with its devices and their credentials. Its Kafka topics stay, with what is on them.
     *
     * @throws RegistryRefusal NOT_FOUND, CHANGED
     */
    public void delete(String id, IfMatch ifMatch) {
        database.transaction(connection -> {
            requireMatch(connection, id, ifMatch);
            return Rows.update(connection, "delete from tenant where tenant = ?", id);
        });
    }

    /** The ids of all tenants, in order. */
    public List<String> ids() {
        return database.query(connection ->
                Rows.all(connection, "select tenant from tenant order by tenant", row -> row.getString("tenant")));
    }

    /** A page of all tenants in id order. */
    public Page search(Page.Request page) {
        return search(Search.everything(page));
    }

    /** A page of the tenants that are searched for. */
    public Page search(Search search) {
        return database.query(connection -> search.run(connection, "select tenant as id, document, etag from tenant"));
    }

    /** The tenant as the gateway sees it. */
    Optional<Tenant> tenant(String id) {
        return database.query(connection -> document(connection, id)).map(document -> document.tenant(id));
    }

    /** Within a transaction of {@link Devices} or {@link Credentials}: the tenant they are to belong to. */
    static TenantDocument required(Connection connection, String id) throws SQLException {
        return document(connection, id).orElseThrow(() -> unknown(id));
    }

    private static Optional<TenantDocument> document(Connection connection, String id) throws SQLException {
        return Rows.first(
                connection,
                "select document from tenant where tenant = ?",
                row -> new TenantDocument(Json.storedObject(row.getString(1))),
                id);
    }

    /**
     * A certificate's issuer must tell whose device it is: a name belongs to one tenant, or to those of one trust anchor group
     * (Hono, {@code trust-anchor-group}). Which other tenant has it is not told.
     */
    private static void requireOwnAuthorities(Connection connection, String id, TenantDocument document)
            throws SQLException {
        if (document.trustedNames().isEmpty()) {
            return;
        }
        // one at a time, so that two tenants do not both find the name free
        Rows.all(connection, "select pg_advisory_xact_lock(hashtextextended('trusted-ca', 0))", row -> true);
        for (String name : document.trustedNames()) {
            boolean isTaken = Rows.first(
                            connection,
                            """
                            select true from tenant
                            where tenant <> ?
                              and document -> 'trusted-ca' @> jsonb_build_array(jsonb_build_object('subject-dn', ?::text))
                              and (document ->> 'trust-anchor-group' = ?) is not true
                            limit 1""",
                            row -> true,
                            id,
                            name,
                            document.trustAnchorGroup().orElse(null))
                    .isPresent();
            if (isTaken) {
                throw RegistryRefusal.taken("another tenant trusts an authority named \"%s\"".formatted(name));
            }
        }
    }

    private static void requireMatch(Connection connection, String id, IfMatch ifMatch) throws SQLException {
        Stored stored = read(connection, id, " for update").orElseThrow(() -> unknown(id));
        if (!ifMatch.holds(stored.etag())) {
            throw RegistryRefusal.changed(stored.etag());
        }
    }

    private static Optional<Stored> read(Connection connection, String id, String lock) throws SQLException {
        return Rows.first(
                connection,
                "select document, etag from tenant where tenant = ?" + lock,
                row -> new Stored(id, Json.stored(row.getString(1)), row.getString(2)),
                id);
    }

    private static RegistryRefusal unknown(String id) {
        return RegistryRefusal.notFound("there is no tenant " + id);
    }
}
