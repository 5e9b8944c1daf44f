package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Table {@code credential}: each device's complete set is read and replaced at once. Blocks on JDBC. */
public final class Credentials {
    private final RegistryDatabase database;
    private final SecureRandom random = new SecureRandom();

    public Credentials(RegistryDatabase database) {
        this.database = database;
    }

    /** A device's credentials without their hashes; an empty array if it has none, empty if there is no such device. */
    public Optional<Stored> read(String tenant, String device) {
        return database.query(connection -> {
            Optional<String> etag = etag(connection, tenant, device, "");
            if (etag.isEmpty()) {
                return Optional.empty();
            }
            CredentialsDocument stored = document(connection, tenant, device);
            return Optional.of(new Stored(device, stored.withoutSecrets().json(), etag.get()));
        });
    }

    /**
     * Replaces a device's credentials. A secret sent with the id of a stored one and without a password keeps its password.
     *
     * @param ifMatch the version the caller knows
     * @return the new ETag
     * @throws RegistryRefusal NOT_FOUND, CHANGED, TAKEN if another device has an auth-id, LIMIT, INVALID
     */
    public String replace(String tenant, String device, CredentialsDocument document, IfMatch ifMatch) {
        return database.transaction(connection -> {
            TenantDocument owner = Tenants.required(connection, tenant);
            String known =
                    etag(connection, tenant, device, " for update").orElseThrow(() -> Devices.unknown(tenant, device));
            if (!ifMatch.holds(known)) {
                throw RegistryRefusal.changed(known);
            }
            requireRoom(owner, document);
            CredentialsDocument stored = document.hashed(document(connection, tenant, device), random);
            Rows.update(connection, "delete from credential where tenant = ? and device = ?", tenant, device);
            int position = 0;
            for (JsonNode credential : stored.json()) {
                insert(connection, tenant, device, position++, (ObjectNode) credential);
            }
            return Rows.first(connection, """
                            update device set credentials_etag = default where tenant = ? and device = ?
                            returning credentials_etag""", row -> row.getString(1), tenant, device)
                    .orElseThrow(() -> Devices.unknown(tenant, device));
        });
    }

    private static void insert(Connection connection, String tenant, String device, int position, ObjectNode credential)
            throws SQLException {
        String authId = CredentialsDocument.authId(credential);
        int inserted = Rows.update(
                connection,
                """
                insert into credential (tenant, type, auth_id, device, position, document)
                values (?, ?, ?, ?, ?, ?::jsonb)
                on conflict do nothing""",
                tenant,
                credential.path("type").textValue(),
                authId,
                device,
                position,
                credential.toString());
        if (inserted == 0) {
            throw RegistryRefusal.taken("another device of the tenant has auth-id \"%s\"".formatted(authId));
        }
    }

    private static void requireRoom(TenantDocument owner, CredentialsDocument document) {
        owner.registrationLimit("max-credentials-per-device").ifPresent(limit -> {
            if (document.json().size() > limit) {
                throw RegistryRefusal.limit("a device of this tenant may have %d credentials".formatted(limit));
            }
        });
    }

    private static Optional<String> etag(Connection connection, String tenant, String device, String lock)
            throws SQLException {
        return Rows.first(
                connection,
                "select credentials_etag from device where tenant = ? and device = ?" + lock,
                row -> row.getString(1),
                tenant,
                device);
    }

    private static CredentialsDocument document(Connection connection, String tenant, String device)
            throws SQLException {
        CredentialsDocument document = new CredentialsDocument(Json.emptyArray());
        Rows.all(
                        connection,
                        "select document from credential where tenant = ? and device = ? order by position",
                        row -> Json.stored(row.getString(1)),
                        tenant,
                        device)
                .forEach(document.json()::add);
        return document;
    }
}
