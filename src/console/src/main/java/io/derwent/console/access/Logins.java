package io.derwent.console.access;

import io.derwent.registry.ApiTokens;
import io.derwent.registry.TokenIdentity;
import io.derwent.store.Accounts;
import io.derwent.store.Accounts.Account;
import io.derwent.store.Audit;
import io.derwent.store.Database;
import io.derwent.store.Passwords;
import io.derwent.store.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Passwords become sessions, sessions and tokens become callers. Blocks on the database and, for passwords, on a slow hash:
 * worker threads only.
 */
public final class Logins {
    /** A session ends this long after its last use. */
    public static final Duration IDLE = Duration.ofHours(2);
    /** A session ends this long after it began, used or not: a long shift. */
    public static final Duration LONGEST = Duration.ofHours(13);

    /** The end of a session is moved at most this often, so that not every request writes. */
    private static final Duration EXTEND_EVERY = Duration.ofMinutes(5);
    /** Failures one address may have before it must wait: a ward behind one address mistypes more often. */
    private static final int FREE_FAILURES_PER_ADDRESS = 50;
    /** Slow hashes at once; the others wait in line, so that guessing does not take every core. */
    private static final int HASHES_AT_ONCE = 2;
    /** Checked when there is no such account, so that the answer takes as long. */
    private static final String NOBODYS_HASH = Passwords.hash(Secrets.token());

    private final Database database;
    private final ApiTokens tokens;
    private final Clock clock;
    private final LoginThrottle throttle;
    private final Semaphore hashes = new Semaphore(HASHES_AT_ONCE, true);

    public Logins(Database database, ApiTokens tokens, Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
        this.throttle = new LoginThrottle(clock);
    }

    /**
     * A session somebody just began, or is in.
     *
     * @param csrf what every form of the session must send back
     */
    public record LoggedIn(Caller caller, String csrf) {}

    /** A new session and the cookie's value that stands for it; the value is nowhere stored. */
    public record Begun(String cookie, LoggedIn session) {}

    /**
     * Begins a session.
     *
     * @param address of the client, for the throttle
     * @return empty if user name or password is wrong, or the account is disabled: the caller is not told which
     * @throws Refusal TOO_MANY after too many wrong passwords
     */
    public Optional<Begun> login(String user, String password, String address) {
        String key = user + " from " + address;
        refuseIfThrottled(key);
        refuseIfThrottled(address);
        Optional<Account> account = database.inPlatform(connection -> Accounts.find(connection, user));
        boolean right = matches(password, account.map(Account::passwordHash).orElse(NOBODYS_HASH));
        Optional<Account> admitted = account.filter(known -> right && known.enabled());
        audit(user, account, admitted.isPresent() ? "login" : "login.refused", address);
        if (admitted.isEmpty()) {
            throttle.failed(key);
            throttle.failed(address, FREE_FAILURES_PER_ADDRESS);
            return Optional.empty();
        }
        throttle.succeeded(key);
        return Optional.of(begin(admitted.get()));
    }

    /** Who this cookie stands for; empty if nobody, or no longer. Moves the end of a session in use. */
    public Optional<LoggedIn> session(String cookie) {
        byte[] hash = Secrets.hash(cookie);
        Instant now = clock.instant();
        return database.inPlatform(connection -> {
            Optional<Sessions.Session> session = Sessions.find(connection, hash, now);
            if (session.isPresent()) {
                Instant end = end(session.get().createdAt(), now);
                if (session.get().expiresAt().plus(EXTEND_EVERY).isBefore(end)) {
                    Sessions.extend(connection, hash, end);
                }
            }
            return session.map(found -> new LoggedIn(caller(found.account()), found.csrf()));
        });
    }

    /** Ends the session of this cookie. */
    public void logout(String cookie) {
        database.inPlatform(connection -> {
            Sessions.close(connection, Secrets.hash(cookie));
            return true;
        });
    }

    /** Who this bearer token stands for; empty if nobody. */
    public Optional<Caller> token(String token) {
        return tokens.verify(token).flatMap(this::caller);
    }

    /** Deletes sessions that ended. */
    public int purge() {
        return database.inPlatform(connection -> Sessions.purge(connection, clock.instant()));
    }

    private void refuseIfThrottled(String key) {
        Duration wait = throttle.wait(key);
        if (!wait.isZero()) {
            throw Refusal.tooMany("too many wrong passwords: try again in %d seconds".formatted(wait.toSeconds() + 1));
        }
    }

    private boolean matches(String password, String hash) {
        hashes.acquireUninterruptibly();
        try {
            return Passwords.matches(password, hash);
        } finally {
            hashes.release();
        }
    }

    private Begun begin(Account account) {
        String cookie = Secrets.token();
        String csrf = Secrets.token();
        Instant now = clock.instant();
        database.inPlatform(connection -> {
            Sessions.open(connection, Secrets.hash(cookie), account.id(), csrf, now, end(now, now));
            return true;
        });
        return new Begun(cookie, new LoggedIn(caller(account), csrf));
    }

    private static Instant end(Instant begun, Instant now) {
        Instant idle = now.plus(IDLE);
        Instant longest = begun.plus(LONGEST);
        return idle.isBefore(longest) ? idle : longest;
    }

    private void audit(String user, Optional<Account> account, String what, String address) {
        String tenant = account.map(Account::tenant).orElse(Caller.PLATFORM);
        Audit.Entry entry = new Audit.Entry(
                tenant,
                UUID.randomUUID().toString(),
                clock.instant(),
                user,
                account.map(Account::role).orElse("unknown"),
                null,
                null,
                what,
                "",
                Map.of("address", address));
        database.inTenant(tenant, connection -> {
            Audit.append(connection, entry);
            return true;
        });
    }

    private Optional<Caller> caller(TokenIdentity identity) {
        if (identity.account().isPresent()) {
            String id = identity.account().get();
            return database.inPlatform(connection -> Accounts.find(connection, id))
                    .filter(Account::enabled)
                    .map(Logins::caller);
        }
        return Role.ofCode(identity.role())
                .map(role -> new Caller(
                        Caller.PROGRAM + identity.role(),
                        "",
                        role,
                        identity.tenant(),
                        acting(identity.tenant()),
                        Optional.empty()));
    }

    private static Caller caller(Account account) {
        Role role = Role.ofCode(account.role())
                .orElseThrow(() -> new IllegalStateException("account of unknown role " + account.role()));
        return new Caller(
                account.id(),
                account.name(),
                role,
                account.tenant(),
                acting(account.tenant()),
                Optional.ofNullable(account.patient()));
    }

    private static Optional<String> acting(String tenant) {
        return tenant.equals(Caller.PLATFORM) ? Optional.empty() : Optional.of(tenant);
    }
}
