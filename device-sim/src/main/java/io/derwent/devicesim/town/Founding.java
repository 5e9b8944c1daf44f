package io.derwent.devicesim.town;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.DeviceCredentials;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.estate.Estate;
import io.derwent.devicesim.scenario.SimDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Makes the town through the APIs, and nothing twice: what is there stays, secrets that are known are used again. */
final class Founding {
    private static final int PATIENT_WITH_LOGIN = 4;
    private static final int MOST_USER_NAMES = 100;

    /** Long before the oldest history, and before anything somebody may send by hand as "three weeks ago". */
    private static final Duration ASSIGNED_BEFORE_BIRTH = Duration.ofDays(120);

    private final TownPlan plan;
    private final Estate estate;
    private final RegistryApi registry;
    private final ConsoleApi console;
    private final Optional<TownDirectory> before;
    private final DeviceCredentials credentials;

    Founding(TownPlan plan, Estate estate, RegistryApi registry, ConsoleApi console, Optional<TownDirectory> before) {
        this.plan = plan;
        this.estate = estate;
        this.registry = registry;
        this.console = console;
        this.before = before;
        this.credentials = new DeviceCredentials(
                registry, (tenant, authId) -> before.flatMap(town -> town.password(tenant, authId)));
    }

    /** @param administrator the platform administrator's login, which is given */
    TownDirectory found(long seed, Instant born, TownDirectory.Login administrator) {
        TownPlan.TENANTS.forEach(registry::ensureTenant);
        // Equipment and people have nothing to do with each other, and half of the time is waiting for answers.
        CompletableFuture<Void> equipment = CompletableFuture.runAsync(
                () -> estate.found(registry, console, credentials, born.minus(ASSIGNED_BEFORE_BIRTH)));
        registerDevices();
        List<TownDirectory.Login> staff = staff();
        List<String> members = staff.stream().map(TownDirectory.Login::user).toList();
        Homes.TEAMS.forEach((team, name) -> console.putTeam(TownPlan.COMMUNITY, team, name, members));
        List<String> newlyShared = plan.people().stream()
                .filter(person -> takeIn(person, born))
                .filter(person -> TownPlan.SHARED.contains(person.number()))
                .map(Person::id)
                .toList();
        plan.devices().forEach(device -> give(device, born));
        if (!newlyShared.isEmpty()) {
            console.share(TownPlan.HOSPITAL, TownPlan.COMMUNITY, newlyShared);
        }
        List<TownDirectory.Login> logins = new ArrayList<>(staff);
        logins.addAll(others(administrator));
        await(equipment);
        return new TownDirectory(seed, born, logins, devices(), estate.readers(credentials), estate.assets());
    }

    private static void await(CompletableFuture<Void> equipment) {
        try {
            equipment.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    private void registerDevices() {
        plan.hubs().forEach(hub -> {
            registry.ensureDevice(hub.device().tenant(), hub.id(), List.of());
            credentials.give(hub.device().tenant(), hub.id());
        });
        for (TownDevice device : plan.devices()) {
            SimDevice sim = device.device();
            String via = sim.via();
            registry.ensureDevice(sim.tenant(), sim.id(), via == null ? List.of() : List.of(via));
            if (via == null) {
                credentials.give(sim.tenant(), sim.id());
            }
        }
    }

    /** Whether the person was not known before. */
    private boolean takeIn(Person person, Instant born) {
        boolean made = console.ensurePatient(
                person.tenant(),
                person.id(),
                person.givenName(),
                person.familyName(),
                person.nhsNumber(),
                person.dateOfBirth(),
                Homes.of(person));
        console.ensureCarePlan(person.tenant(), person.id(), Care.planOf(person, born));
        return made;
    }

    private void give(TownDevice device, Instant born) {
        Person owner = plan.person(device.owner());
        Instant from = born.minus(ASSIGNED_BEFORE_BIRTH);
        if (device.equipment() == Equipment.BOX) {
            console.ensureSharedAssignment(
                    owner.tenant(),
                    device.id(),
                    plan.residents().stream().map(Person::id).toList(),
                    from);
        } else {
            console.ensureAssignment(owner.tenant(), device.id(), owner.id(), from);
        }
    }

    /** Who looks after people: both are in both teams. */
    private List<TownDirectory.Login> staff() {
        return List.of(
                login("nurse", TownPlan.COMMUNITY, "nurse", "Grace Okafor", Optional.empty()),
                login("lead", TownPlan.COMMUNITY, "lead", "Helen Marsh", Optional.empty()));
    }

    private List<TownDirectory.Login> others(TownDirectory.Login administrator) {
        Person patient = plan.person(PATIENT_WITH_LOGIN);
        return List.of(
                login(
                        "patient",
                        patient.tenant(),
                        patient.givenName().toLowerCase(java.util.Locale.ROOT),
                        patient.givenName() + " " + patient.familyName(),
                        Optional.of(patient.id())),
                login("estates", TownPlan.HOSPITAL, "estates", "Dev Chauhan", Optional.empty()),
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
                    credentials.password(sim.tenant(), sim.sender()),
                    sim.id(),
                    device.equipment().code(),
                    sim.patient(),
                    plan.person(device.owner()).pathway().code(),
                    device.simulated()));
        }
        return devices;
    }
}
