package io.derwent.devicesim.estate;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.DeviceCredentials;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.estate.FloorPlan.Reader;
import io.derwent.devicesim.estate.FloorPlan.Room;
import io.derwent.devicesim.estate.FloorPlan.Site;
import io.derwent.devicesim.scenario.Life;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Sites, readers and equipment of two organisations: {@link #found} makes them through the APIs, {@link #live} is what the
 * readers send. Both organisations' tenants are there already.
 */
public final class Estate {
    private final FloorPlan plan = new FloorPlan();
    private final AssetRegister register = new AssetRegister();
    private final EstateScript script;

    public Estate(long seed) {
        this.script = new EstateScript(seed, plan, register);
    }

    /**
     * Makes places, readers and equipment, and nothing twice. About 130 requests.
     *
     * @param since from when on the readers' antennas cover their rooms
     */
    public void found(RegistryApi registry, ConsoleApi console, DeviceCredentials credentials, Instant since) {
        plan.sites().forEach(site -> makePlace(console, site));
        plan.rooms().forEach(room -> makePlace(console, room));
        plan.sites().forEach(site -> share(console, site));
        plan.readers().forEach(reader -> {
            registry.ensureDevice(reader.owner().tenant(), reader.id(), List.of());
            credentials.give(reader.owner().tenant(), reader.id());
            makeReader(console, reader, since);
        });
        register.things().forEach(thing -> {
            TaggedAsset asset = thing.asset();
            if (asset != null) {
                console.ensureAsset(
                        asset.tenant(),
                        new ConsoleApi.Asset(
                                asset.id(),
                                asset.name(),
                                asset.type(),
                                asset.number(),
                                asset.key(),
                                thing.mobility().code()));
            }
        });
    }

    private static void makePlace(ConsoleApi console, Site site) {
        console.ensurePlace(site.owner().tenant(), new ConsoleApi.Place(site.gln(), "", site.name(), ""));
    }

    private static void makePlace(ConsoleApi console, Room room) {
        Site site = room.site();
        console.ensurePlace(
                site.owner().tenant(), new ConsoleApi.Place(site.gln(), room.extension(), room.name(), site.gln()));
    }

    private static void share(ConsoleApi console, Site site) {
        Organisation guest = site.sharedWith();
        if (guest != null) {
            console.sharePlace(site.owner().tenant(), guest.tenant(), site.gln());
        }
    }

    private static void makeReader(ConsoleApi console, Reader reader, Instant since) {
        List<ConsoleApi.Antenna> antennas = reader.antennas().entrySet().stream()
                .map(antenna -> new ConsoleApi.Antenna(
                        antenna.getKey(), antenna.getValue().placeId(), since))
                .toList();
        console.ensureReader(
                reader.owner().tenant(),
                reader.id(),
                reader.room().placeId(),
                FloorPlan.SILENT_AFTER_SECONDS,
                antennas);
    }

    /** What the readers send from a start on; decided by it and the seed alone. */
    public Life live(Instant start) {
        return script.live(start);
    }

    /** Every reader and its login, those for trying by hand first. */
    public List<ReaderLogin> readers(DeviceCredentials credentials) {
        return plan.readers().stream()
                .map(reader -> login(reader, credentials))
                .sorted(Comparator.comparing(ReaderLogin::simulated))
                .toList();
    }

    private static ReaderLogin login(Reader reader, DeviceCredentials credentials) {
        String tenant = reader.owner().tenant();
        return new ReaderLogin(
                tenant,
                reader.id(),
                credentials.password(tenant, reader.id()),
                reader.id(),
                reader.room().placeId(),
                reader.antennas().entrySet().stream()
                        .map(antenna -> new ReaderLogin.Antenna(
                                antenna.getKey(), antenna.getValue().placeId()))
                        .toList(),
                reader.simulated());
    }

    /** All equipment, what is for trying by hand first. */
    public List<TaggedAsset> assets() {
        return register.things().stream()
                .map(Thing::asset)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(TaggedAsset::simulated))
                .toList();
    }
}
