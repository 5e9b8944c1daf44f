package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Table {@code push_key}: the key pair push services know this installation by (RFC 8292). Grants only; run
 * {@link Database#inPlatform}.
 */
public final class PushKeys {
    private PushKeys() {}

    /**
     * A key pair of P-256.
     *
     * @param publicKey  uncompressed point, 65 bytes
     * @param privateKey the scalar, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // keys; never compared
    public record Pair(byte[] publicKey, byte[] privateKey) {
        @Override
        public String toString() {
            return "push keys";
        }
    }

    /** The pair all consoles use: the one that is there, or else this one, kept from now on. */
    public static Pair keepOrGet(Connection connection, Pair fresh) throws SQLException {
        Sql.update(
                connection,
                "insert into push_key (public_key, private_key) values (?, ?) on conflict do nothing",
                fresh.publicKey(),
                fresh.privateKey());
        return Sql.first(
                        connection,
                        "select public_key, private_key from push_key",
                        row -> new Pair(row.getBytes("public_key"), row.getBytes("private_key")))
                .orElseThrow();
    }
}
