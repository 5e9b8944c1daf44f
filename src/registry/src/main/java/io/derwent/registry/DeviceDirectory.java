package io.derwent.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry as a protocol adapter reads it: who is this, and may it send for that one? Remembers what it looked up,
 * bounded, until {@link #forget} is told of a change or a few minutes have passed.
 *
 * <p>Methods named {@code known…} never block and may be called from an event loop; all others may ask the database and
 * belong on a worker thread.
 */
public final class DeviceDirectory {
    private static final int MOST_DEVICES = 50_000;
    private static final int MOST_TENANTS = 10_000;
    /** Only a safety net: changes are told by the database. */
    private static final Duration KEEP = Duration.ofMinutes(5);

    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final RegistryDatabase database;
    private final Tenants tenants;
    private final Clock clock;
    private final PasswordCheck passwords;
    private final Cache<String, Tenant> tenantById = cache(MOST_TENANTS);
    private final Cache<Key, Registration> deviceById = cache(MOST_DEVICES);
    private final Cache<Key, String> deviceIdByAuthId = cache(MOST_DEVICES);
    /** Auth-ids of logins that were refused within the last second. */
    private final Cache<Key, Boolean> refusedLately = cache(MOST_DEVICES, LOOK_AGAIN_AFTER);

    /** Devices {@link #deviceAnew} asked the database for within the last second. */
    private final Cache<Key, Boolean> doubtedLately = cache(MOST_DEVICES, LOOK_AGAIN_AFTER);

    public DeviceDirectory(RegistryDatabase database, Clock clock) {
        this.database = database;
        this.tenants = new Tenants(database);
        this.clock = clock;
        this.passwords = new PasswordCheck(Ticker.systemTicker());
    }

    private record Key(String tenant, String id) {}

    private record Registration(Device device, List<Credential> credentials) {
        Registration {
            credentials = List.copyOf(credentials);
        }

        Optional<Credential> credential(String authId) {
            return credentials.stream()
                    .filter(credential -> credential.authId().equals(authId))
                    .findFirst();
        }
    }

    /**
     * Checks a device's user name and password. What is remembered may be older than a change nobody has told us of yet, so
     * nobody is refused by it before the database was asked, at most once a second for each auth-id.
     *
     * @throws LoginRefused        if it may not come in
     * @throws DatabaseUnavailable if that cannot be told now
     */
    public Login logIn(String tenantId, String authId, String password) {
        try {
            return logInAsRemembered(tenantId, authId, password);
        } catch (LoginRefused refused) {
            Key key = new Key(tenantId, authId);
            if (refusedLately.asMap().putIfAbsent(key, true) != null) {
                throw refused;
            }
            tenantById.invalidate(tenantId);
            Optional.ofNullable(deviceIdByAuthId.getIfPresent(key))
                    .ifPresent(device -> deviceById.invalidate(new Key(tenantId, device)));
            return logInAsRemembered(tenantId, authId, password);
        }
    }

    private Login logInAsRemembered(String tenantId, String authId, String password) {
        Tenant tenant = tenant(tenantId).orElseThrow(() -> LoginRefused.badCredentials("no tenant " + tenantId));
        Registration registration = registrationOf(tenantId, authId)
                .orElseThrow(() -> LoginRefused.badCredentials("no auth-id " + authId + " in tenant " + tenantId));
        Instant now = clock.instant();
        Secret secret = validSecrets(registration, authId, now).stream()
                .filter(candidate -> passwords.matches(candidate.password(), password))
                .findFirst()
                .orElseThrow(() -> LoginRefused.badCredentials("wrong password of " + authId + "@" + tenantId));
        requireEnabled(tenant, registration.device());
        return new Login(tenant, registration.device(), authId, Login.SecretReference.of(secret), secret.notAfter());
    }

    /**
     * The same login as the registry sees it now.
     *
     * @throws LoginRefused        if it no longer counts
     * @throws DatabaseUnavailable if that cannot be told now
     */
    public Login confirm(Login login) {
        String tenantId = login.tenant().id();
        Tenant tenant = tenant(tenantId).orElseThrow(() -> LoginRefused.badCredentials("no tenant " + tenantId));
        Registration registration = registration(tenantId, login.device().id())
                .orElseThrow(() -> LoginRefused.badCredentials(
                        "no device " + login.device().id()));
        requireEnabled(tenant, registration.device());
        Secret secret = validSecrets(registration, login.authId(), clock.instant()).stream()
                .filter(candidate -> Login.SecretReference.of(candidate).equals(login.secret()))
                .findFirst()
                .orElseThrow(() -> LoginRefused.badCredentials("the credentials used no longer count"));
        return new Login(tenant, registration.device(), login.authId(), login.secret(), secret.notAfter());
    }

    /** Asks the database if need be. */
    public Optional<Device> device(String tenant, String id) {
        return registration(tenant, id).map(Registration::device);
    }

    /**
     * The device as the database has it now, for whoever would otherwise be refused by what is remembered. Asks at most once a
     * second for each device; in between, what that said.
     */
    public Optional<Device> deviceAnew(String tenant, String id) {
        Key key = new Key(tenant, id);
        if (doubtedLately.asMap().putIfAbsent(key, true) == null) {
            deviceById.invalidate(key);
        }
        return device(tenant, id);
    }

    /** A device looked up before; null if it was not, which says nothing about whether it exists. Never blocks. */
    public @Nullable Device knownDevice(String tenant, String id) {
        Registration registration = deviceById.getIfPresent(new Key(tenant, id));
        return registration == null ? null : registration.device();
    }

    /** Forgets what a change concerns, so that the next question is asked of the database. */
    public void forget(RegistryChange change) {
        if (change.isEverything()) {
            tenantById.invalidateAll();
            deviceById.invalidateAll();
            deviceIdByAuthId.invalidateAll();
        } else if (change.device().isPresent()) {
            deviceById.invalidate(new Key(change.tenant(), change.device().get()));
        } else {
            tenantById.invalidate(change.tenant());
        }
    }

    private Optional<Tenant> tenant(String id) {
        return Optional.ofNullable(tenantById.get(id, key -> tenants.tenant(key).orElse(null)));
    }

    /**
     * The device an auth-id belongs to. The index of auth-ids needs no forgetting: a remembered device that no longer has
     * the auth-id is looked for again.
     */
    private Optional<Registration> registrationOf(String tenant, String authId) {
        Key key = new Key(tenant, authId);
        String remembered = deviceIdByAuthId.getIfPresent(key);
        if (remembered != null) {
            Optional<Registration> registration = registration(tenant, remembered)
                    .filter(candidate -> candidate.credential(authId).isPresent());
            if (registration.isPresent()) {
                return registration;
            }
            deviceIdByAuthId.invalidate(key);
        }
        return Optional.ofNullable(deviceIdByAuthId.get(key, this::deviceIdOf))
                .flatMap(device -> registration(tenant, device));
    }

    private Optional<Registration> registration(String tenant, String device) {
        return Optional.ofNullable(deviceById.get(new Key(tenant, device), this::load));
    }

    private @Nullable String deviceIdOf(Key key) {
        return database.query(connection -> Rows.first(
                        connection,
                        "select device from credential where tenant = ? and type = ? and auth_id = ?",
                        row -> row.getString(1),
                        key.tenant(),
                        CredentialsDocument.HASHED_PASSWORD,
                        key.id()))
                .orElse(null);
    }

    private @Nullable Registration load(Key key) {
        return database.query(connection -> Rows.first(
                        connection,
                        """
                        select document,
                               (select coalesce(jsonb_agg(c.document order by c.position), '[]') from credential c
                                where c.tenant = d.tenant and c.device = d.device and c.type = ?),
                               %s
                        from device d where tenant = ? and device = ?""".formatted(RegisteredReader.AS_JSON),
                        row -> new Registration(
                                new DeviceDocument(Json.storedObject(row.getString(1)))
                                        .device(key.tenant(), key.id())
                                        .withReader(RegisteredReader.read(key.tenant(), key.id(), row.getString(3))),
                                CredentialsDocument.stored(row.getString(2)).credentials()),
                        CredentialsDocument.HASHED_PASSWORD,
                        key.tenant(),
                        key.id()))
                .orElse(null);
    }

    private static List<Secret> validSecrets(Registration registration, String authId, Instant now) {
        return registration
                .credential(authId)
                .filter(Credential::enabled)
                .map(credential -> credential.secrets().stream()
                        .filter(secret -> secret.isValidAt(now))
                        .toList())
                .orElse(List.of());
    }

    private static void requireEnabled(Tenant tenant, Device device) {
        if (!tenant.enabled()) {
            throw LoginRefused.notAllowed("tenant " + tenant.id() + " is disabled");
        }
        if (!tenant.mqttEnabled()) {
            throw LoginRefused.notAllowed("tenant " + tenant.id() + " has the MQTT adapter switched off");
        }
        if (!device.enabled()) {
            throw LoginRefused.notAllowed("device " + device.id() + " is disabled");
        }
    }

    private static <K, V> Cache<K, V> cache(int most) {
        return cache(most, KEEP);
    }

    private static <K, V> Cache<K, V> cache(int most, Duration keep) {
        return Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(keep)
                .executor(Runnable::run)
                .build();
    }
}
