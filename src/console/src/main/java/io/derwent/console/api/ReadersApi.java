package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.EQUIPMENT;
import static io.derwent.console.http.Endpoint.EQUIPMENT_KEEPERS;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.equipment.Equipment;
import io.derwent.console.equipment.Heard;
import io.derwent.console.equipment.ReaderJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.model.DeviceId;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import io.derwent.registry.Devices;
import io.derwent.store.Database;
import io.derwent.store.Outbox;
import io.derwent.store.Places;
import io.derwent.store.Readers;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.JsonDocument;
import io.derwent.wire.Keys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which devices are readers, which place each antenna watched when, and when each was heard of. */
public final class ReadersApi {
    private static final int MOST_LISTED = 1000;
    private static final int MOST_ANTENNA = 65_535;
    private static final int MOST_SILENT_SECONDS = (int) Duration.ofDays(7).toSeconds();

    private final Database database;
    private final Devices devices;
    private final Equipment equipment;
    private final Access access;
    private final Clock clock;

    public ReadersApi(Database database, Devices devices, Equipment equipment, Access access, Clock clock) {
        this.database = database;
        this.devices = devices;
        this.equipment = equipment;
        this.access = access;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/readers", EQUIPMENT, this::list), post("/api/v1/readers", EQUIPMENT_KEEPERS, this::store));
    }

    private Reply list(Request request) {
        Listed<Heard> readers = equipment.readers(
                request.who().tenant(),
                request.parameter("after"),
                request.number("limit", MOST_LISTED, 1, MOST_LISTED));
        List<ReaderJson> views = readers.rows().stream().map(ReaderJson::of).toList();
        return ListReply.cut(
                views,
                request,
                readers.more()
                        ? Optional.of(
                                Map.of("after", views.get(views.size() - 1).device()))
                        : Optional.empty());
    }

    private Reply store(Request request) {
        Caller caller = request.who();
        ReaderPlaces reader = reader(
                caller,
                JsonDocument.read(
                        "the body",
                        request.body(),
                        Set.of("device", "version", "place", "silentAfterSeconds", "antennas")));
        String audit = UUID.randomUUID().toString();
        boolean stored;
        try {
            stored = database.inTenant(caller.tenant(), connection -> {
                requirePlaces(connection, reader);
                boolean changed =
                        reader.version() == 1 ? Readers.create(connection, reader) : Readers.change(connection, reader);
                if (changed) {
                    Outbox.add(
                            connection,
                            DerwentTopics.READERS,
                            Keys.of(reader.tenant(), reader.device()),
                            Codecs.readers().encode(reader));
                    Versions.note(connection, access, caller, audit, "reader", reader.device(), reader.version());
                }
                return changed;
            });
        } catch (Readers.Overlapping e) {
            throw Refusal.invalid("antennas", String.valueOf(e.getMessage()));
        }
        return Versions.reply(stored, caller, "reader", reader.device(), reader.version(), "/api/v1/readers");
    }

    private ReaderPlaces reader(Caller caller, JsonDocument body) {
        List<Antenna> antennas = new ArrayList<>();
        for (JsonDocument one : body.objects("antennas", Set.of("antenna", "place", "from", "to"))) {
            antennas.add(antenna(one));
        }
        return new ReaderPlaces(
                caller.tenant(),
                device(caller, body.text("device")),
                Versions.next(body),
                body.optionalText("place").orElse(null),
                body.optionalInteger("silentAfterSeconds", 1, MOST_SILENT_SECONDS)
                        .orElse(null),
                antennas);
    }

    private Antenna antenna(JsonDocument body) {
        int number = body.optionalInteger("antenna", 0, MOST_ANTENNA)
                .orElseThrow(() -> body.wrong("antenna", "an antenna has no number: antenna is missing"));
        Instant from = body.optionalInstant("from").orElseGet(clock::instant);
        Instant to = body.optionalInstant("to").orElse(null);
        if (to != null && !to.isAfter(from)) {
            throw body.wrong("to", "to is %s, a time after from (%s) is expected".formatted(to, from));
        }
        String place = body.text("place");
        try {
            return new Antenna(number, place, from, to);
        } catch (IllegalArgumentException e) {
            throw body.wrong("from", String.valueOf(e.getMessage()));
        }
    }

    private static void requirePlaces(Connection connection, ReaderPlaces reader) throws SQLException {
        Set<String> missing =
                reader.antennas().stream().map(Antenna::place).collect(Collectors.toCollection(TreeSet::new));
        @Nullable String own = reader.place();
        if (own != null) {
            missing.add(own);
        }
        Places.ofIds(connection, reader.tenant(), missing).stream()
                .map(Place::id)
                .forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw Refusal.invalid("place", "%s has no place %s".formatted(reader.tenant(), String.join(", ", missing)));
        }
    }

    private String device(Caller caller, String text) {
        String device;
        try {
            device = new DeviceId(text).value();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("device", String.valueOf(e.getMessage()));
        }
        if (devices.read(caller.tenant(), device).isEmpty()) {
            throw Refusal.invalid(
                    "device", "%s has no device %s; register it first".formatted(caller.tenant(), device));
        }
        return device;
    }
}
