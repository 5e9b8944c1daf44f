package io.derwent.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Table {@code device}. Blocks on JDBC. */
public final class Devices {
    private final RegistryDatabase database;

    public Devices(RegistryDatabase database) {
        this.database = database;
    }

    /**
     * Creates a device, with an empty set of credentials.
     *
     * @return its ETag
     * @throws RegistryRefusal NOT_FOUND if there is no such tenant, TAKEN if the device exists, LIMIT if the tenant has as
     *     many as it may
     */
    public String create(String tenant, String id, DeviceDocument document) {
        return database.transaction(connection -> {
            requireRoom(connection, tenant);
            return Rows.first(
                            connection,
                            """
                            insert into device (tenant, device, document) values (?, ?, ?::jsonb)
                            on conflict do nothing
                            returning etag""",
                            row -> row.getString(1),
                            tenant,
                            id,
                            document.json().toString())
                    .orElseThrow(() -> RegistryRefusal.taken("device %s exists".formatted(id)));
        });
    }

    public Optional<Stored> read(String tenant, String id) {
        return database.query(connection -> read(connection, tenant, id, ""));
    }

    /**
     * Replaces a device's document.
     *
     * @param ifMatch the version the caller knows
     * @return the new ETag
     * @throws RegistryRefusal NOT_FOUND, CHANGED
     */
    public String update(String tenant, String id, DeviceDocument document, IfMatch ifMatch) {
        return database.transaction(connection -> {
            requireMatch(connection, tenant, id, ifMatch);
            return Rows.first(
                            connection,
                            """
                            update device set document = ?::jsonb, etag = default, updated_at = now()
                            where tenant = ? and device = ?
                            returning etag""",
                            row -> row.getString(1),
                            document.json().toString(),
                            tenant,
                            id)
                    .orElseThrow(() -> unknown(tenant, id));
        });
    }

    /**
     * Deletes a device with its credentials.
     *
     * @throws RegistryRefusal NOT_FOUND, CHANGED
     */
    public void delete(String tenant, String id, IfMatch ifMatch) {
        database.transaction(connection -> {
            requireMatch(connection, tenant, id, ifMatch);
            return Rows.update(connection, "delete from device where tenant = ? and device = ?", tenant, id);
        });
    }

    /**
     * Deletes every device of a tenant.
     *
     * @throws RegistryRefusal NOT_FOUND if there is no such tenant
     */
    public void deleteAll(String tenant) {
        database.transaction(connection -> {
            Tenants.required(connection, tenant);
            return Rows.update(connection, "delete from device where tenant = ?", tenant);
        });
    }

    /**
     * A page of the devices of a tenant that are searched for.
     *
     * @param isGateway only devices that are (true) or are not (false) named in a {@code via} or member of a group
     * @throws RegistryRefusal NOT_FOUND if there is no such tenant
     */
    public Page search(String tenant, Search search, Optional<Boolean> isGateway) {
        return database.query(connection -> {
            Tenants.required(connection, tenant);
            String kind = isGateway
                    .map(wanted -> (wanted ? " and " : " and not ") + IS_GATEWAY)
                    .orElse("");
            return search.run(connection, SELECT + " from device d where tenant = ?" + kind, tenant);
        });
    }

    private static final String SELECT = """
            select device as id, etag,
                   document || jsonb_build_object('status', jsonb_build_object(
                       'created', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                       'updated', to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) as document""";

    private static final String IS_GATEWAY = """
            (jsonb_array_length(case jsonb_typeof(d.document -> 'memberOf') when 'array' then d.document -> 'memberOf'
                                else '[]' end) > 0
             or exists (select 1 from device target where target.tenant = d.tenant
                        and jsonb_exists(target.document -> 'via', d.device)))""";

    private static void requireRoom(Connection connection, String tenant) throws SQLException {
        Optional<Long> limit = Tenants.required(connection, tenant).registrationLimit("max-devices");
        if (limit.isPresent()) {
            long devices = Rows.first(
                            connection, "select count(*) from device where tenant = ?", row -> row.getLong(1), tenant)
                    .orElse(0L);
            if (devices >= limit.get()) {
                throw RegistryRefusal.limit("tenant %s may have %d devices".formatted(tenant, limit.get()));
            }
        }
    }

    private static void requireMatch(Connection connection, String tenant, String id, IfMatch ifMatch)
            throws SQLException {
        Stored stored = read(connection, tenant, id, " for update").orElseThrow(() -> unknown(tenant, id));
        if (!ifMatch.holds(stored.etag())) {
            throw RegistryRefusal.changed(stored.etag());
        }
    }

    private static Optional<Stored> read(Connection connection, String tenant, String id, String lock)
            throws SQLException {
        return Rows.first(
                connection,
                SELECT + " from device where tenant = ? and device = ?" + lock,
                row -> new Stored(row.getString("id"), Json.stored(row.getString("document")), row.getString("etag")),
                tenant,
                id);
    }

    static RegistryRefusal unknown(String tenant, String id) {
        return RegistryRefusal.notFound("tenant %s has no device %s".formatted(tenant, id));
    }
}
