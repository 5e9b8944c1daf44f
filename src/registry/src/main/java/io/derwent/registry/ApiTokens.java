package io.derwent.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Table {@code api_token}: bearer tokens of the gateway's registry API and of the console's API. A token is 256 random bits;
 * only its SHA-256 is kept, so a copy of the table opens nothing. Blocks on JDBC.
 */
public final class ApiTokens {
    private static final int TOKEN_BYTES = 32;

    private final RegistryDatabase database;
    private final SecureRandom random = new SecureRandom();

    public ApiTokens(RegistryDatabase database) {
        this.database = database;
    }

    /**
     * Makes a token.
     *
     * @return the token, which cannot be read again
     */
    public String create(TokenIdentity identity) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ensure(token, identity);
        return token;
    }

    /** Makes this token valid for this identity; a token that is there already stays as it is. */
    public void ensure(String token, TokenIdentity identity) {
        database.query(connection -> Rows.update(
                connection,
                """
                insert into api_token (hash, role, tenant, account) values (?, ?, ?, ?)
                on conflict do nothing""",
                hash(token),
                identity.role(),
                identity.tenant(),
                identity.account().orElse(null)));
    }

    /** Whose token this is; empty if nobody's, or no longer. */
    public Optional<TokenIdentity> verify(String token) {
        return database.query(connection -> Rows.first(
                connection,
                """
                select role, tenant, account from api_token
                where hash = ? and (expires_at is null or expires_at > now())""",
                row -> new TokenIdentity(row.getString(1), row.getString(2), Optional.ofNullable(row.getString(3))),
                hash(token)));
    }

    /** From now on nobody's token. */
    public void revoke(String token) {
        database.query(connection -> Rows.update(connection, "delete from api_token where hash = ?", hash(token)));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
