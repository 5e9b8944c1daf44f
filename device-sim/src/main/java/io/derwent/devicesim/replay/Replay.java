package io.derwent.devicesim.replay;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.link.Links;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.scenario.CanonicalPayload;
import io.derwent.devicesim.scenario.Pace;
import io.derwent.devicesim.scenario.Performance;
import io.derwent.devicesim.scenario.Performance.Address;
import io.derwent.devicesim.scenario.SimDevice;
import io.derwent.devicesim.scenario.Tally;
import io.derwent.devicesim.scenario.Transmission;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;

/** Sends a recording as one device's readings, as fast as they are acknowledged. */
public final class Replay {
    /** The device is the patient's from here on, before the oldest recording. */
    private static final Instant ASSIGNED_FROM = Instant.parse("2021-01-01T00:00:00Z");

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String PATHWAY = "hypertension";
    private static final int SECRET_BYTES = 24;

    private final SimDevice device;

    /**
     * A replay by one device of one patient.
     *
     * @param tenant organisation both belong to
     */
    public Replay(String tenant, String device, String patient) {
        this.device = new SimDevice(tenant, device, null, patient);
    }

    /** Makes tenant, device, patient, care plan and assignment through the APIs, unless they are there. */
    public Login prepare(RegistryApi registry, ConsoleApi console, String nhsNumber) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Login login = new Login(device.tenant(), device.id(), HexFormat.of().formatHex(secret));
        String patient = String.valueOf(device.patient());
        registry.ensureTenant(device.tenant());
        registry.ensureDevice(device.tenant(), device.id(), List.of());
        registry.setPassword(device.tenant(), device.id(), login.authId(), login.password());
        console.ensurePatient(device.tenant(), patient, "Recorded", "Person", nhsNumber, LocalDate.of(1950, 1, 1));
        console.ensureCarePlan(device.tenant(), patient, PATHWAY, 1);
        console.ensureAssignment(device.tenant(), device.id(), patient, ASSIGNED_FROM);
        return login;
    }

    /**
     * What is sent, in this order.
     *
     * @param shuffle seed of the order; empty: as recorded
     * @param twice   everything a second time, with the same bytes
     * @param due     when all of it is sent
     */
    public List<Transmission> script(List<Recorded> recording, OptionalLong shuffle, boolean twice, Instant due) {
        List<Transmission> script = new ArrayList<>();
        for (int round = 0; round < (twice ? 2 : 1); round++) {
            recording.forEach(one -> script.add(transmission(one, due)));
        }
        shuffle.ifPresent(seed -> Collections.shuffle(script, new Random(seed)));
        return script;
    }

    private Transmission transmission(Recorded one, Instant due) {
        Implies implies = one.refusal().isPresent() ? Implies.REFUSAL : Implies.NOTHING;
        return new Transmission(
                device, CanonicalPayload.CONTENT_TYPE, one.payload(), due, false, "replay", implies, null);
    }

    /**
     * Sends a script and waits until every message is settled, ten minutes at most.
     *
     * @throws InterruptedException if it is being stopped
     */
    public Tally.Figures send(
            List<Transmission> script, Links links, Login login, Path ledgerFile, Pace pace, ExecutorService senders)
            throws InterruptedException {
        try (Ledger ledger = Ledger.open(ledgerFile);
                Performance performance =
                        new Performance(links, Map.of(Address.of(login), login), ledger, pace, senders)) {
            performance.play(script.iterator());
            performance.settle(PATIENCE);
            return performance.figures();
        }
    }
}
