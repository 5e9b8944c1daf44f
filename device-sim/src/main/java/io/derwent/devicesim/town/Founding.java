package io.derwent.devicesim.town;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.scenario.SimDevice;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the town through the APIs, and nothing twice: what is there stays, secrets that are known are used again. Secrets
 * come from the system's own randomness, never from the seed.
 */
final class Founding {
    private static final int SECRET_BYTES = 24;
    private static final int PATIENT_WITH_LOGIN = 4;
    private static final int MOST_USER_NAMES = 100;

    /** Long before the oldest history, and before anything somebody may send by hand as "three weeks ago". */
    private static final Duration ASSIGNED_BEFORE_BIRTH = Duration.ofDays(120);

    private final TownPlan plan;
    private final RegistryApi registry;
    private final ConsoleApi console;
    private final Optional<TownDirectory> before;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> passwords = new HashMap<>();

    Founding(TownPlan plan, RegistryApi registry, ConsoleApi console, Optional<TownDirectory> before) {
        this.plan = plan;
        this.registry = registry;
        this.console = console;
        this.before = before;
    }

    /** @param administrator the platform administrator's login, which is given */
    TownDirectory found(long seed, Instant born, TownDirectory.Login administrator) {
        TownPlan.TENANTS.forEach(registry::ensureTenant);
        registerDevices();
        List<String> newlyShared = plan.people().stream()
                .filter(this::takeIn)
                .filter(person -> TownPlan.SHARED.contains(person.number()))
                .map(Person::id)
                .toList();
        plan.devices().forEach(device -> give(device, born));
        if (!newlyShared.isEmpty()) {
            console.share(TownPlan.HOSPITAL, TownPlan.COMMUNITY, newlyShared);
        }
        return new TownDirectory(seed, born, logins(administrator), devices());
    }

    private void registerDevices() {
        plan.hubs().forEach(hub -> {
            registry.ensureDevice(hub.device().tenant(), hub.id(), List.of());
            giveCredentials(hub.device());
        });
        for (TownDevice device : plan.devices()) {
            SimDevice sim = device.device();
            String via = sim.via();
            registry.ensureDevice(sim.tenant(), sim.id(), via == null ? List.of() : List.of(via));
            if (via == null) {
                giveCredentials(sim);
            }
        }
    }

    private void giveCredentials(SimDevice device) {
        String password = before.flatMap(town -> town.password(device.tenant(), device.id()))
                .orElseGet(this::secret);
        registry.setPassword(device.tenant(), device.id(), device.id(), password);
        passwords.put(key(device.tenant(), device.id()), password);
    }

    /** Whether the person was not known before. */
    private boolean takeIn(Person person) {
        boolean made = console.ensurePatient(
                person.tenant(),
                person.id(),
                person.givenName(),
                person.familyName(),
                person.nhsNumber(),
                person.dateOfBirth());
        console.ensureCarePlan(person.tenant(), person.id(), person.pathway().code(), 1);
        return made;
    }

    private void give(TownDevice device, Instant born) {
        Person owner = plan.person(device.owner());
        console.ensureAssignment(owner.tenant(), device.id(), owner.id(), born.minus(ASSIGNED_BEFORE_BIRTH));
    }

    private List<TownDirectory.Login> logins(TownDirectory.Login administrator) {
        Person patient = plan.person(PATIENT_WITH_LOGIN);
        return List.of(
                login("nurse", TownPlan.COMMUNITY, "nurse", "Grace Okafor", Optional.empty()),
                login(
                        "patient",
                        patient.tenant(),
                        patient.givenName().toLowerCase(java.util.Locale.ROOT),
                        patient.givenName() + " " + patient.familyName(),
                        Optional.of(patient.id())),
                administrator);
    }

    /** The login of before if its user name is taken by it, else a new one, numbered until a name is free. */
    private TownDirectory.Login login(String role, String tenant, String user, String name, Optional<String> patient) {
        Optional<TownDirectory.Login> known = before.flatMap(town -> town.login(role, tenant));
        String first = known.map(TownDirectory.Login::user).orElse(user);
        Optional<ConsoleApi.Account> made = console.createAccount(tenant, role, first, name, patient);
        if (made.isEmpty() && known.isPresent()) {
            return known.get();
        }
        for (int number = 2; made.isEmpty() && number < MOST_USER_NAMES; number++) {
            made = console.createAccount(tenant, role, user + number, name, patient);
        }
        return made.map(account ->
                        new TownDirectory.Login(role, tenant, account.user(), account.password(), account.token()))
                .orElseThrow(() -> new IllegalStateException("no user name is free for a " + role));
    }

    private List<TownDirectory.Device> devices() {
        List<TownDirectory.Device> devices = new ArrayList<>();
        for (TownDevice device : plan.devices()) {
            SimDevice sim = device.device();
            devices.add(new TownDirectory.Device(
                    sim.tenant(),
                    sim.sender(),
                    passwords.getOrDefault(key(sim.tenant(), sim.sender()), ""),
                    sim.id(),
                    device.equipment().code(),
                    sim.patient(),
                    plan.person(device.owner()).pathway().code(),
                    device.simulated()));
        }
        return devices;
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String key(String tenant, String authId) {
        return tenant + "/" + authId;
    }
}
