package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;
import static io.derwent.console.http.Endpoint.put;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.whose.WhoseDesk;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.DeviceId;
import io.derwent.registry.Devices;
import io.derwent.store.Assignments;
import io.derwent.store.Database;
import io.derwent.store.Outbox;
import io.derwent.store.Patients;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.JsonDocument;
import io.derwent.wire.Keys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who has which device, and since when. Every change sends the device's complete history to the vitals job. */
public final class AssignmentsApi {
    private static final int HIGHEST_USER_SLOT = 254;

    private final Database database;
    private final Devices devices;
    private final Access access;
    private final WhoseDesk whose;
    private final Clock clock;

    public AssignmentsApi(Database database, Devices devices, Access access, WhoseDesk whose, Clock clock) {
        this.database = database;
        this.devices = devices;
        this.access = access;
        this.whose = whose;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/assignments", STAFF, this::list),
                post("/api/v1/assignments", STAFF, this::assign),
                put("/api/v1/assignments/:device", STAFF, this::replace),
                put("/api/v1/assignments/:device/readings/:reading", STAFF, this::say));
    }

    private Reply list(Request request) {
        Caller caller = request.who();
        String tenant = caller.tenant();
        if (request.parameter("patient").isPresent()) {
            return access.read(
                    caller,
                    request.parameter("patient").get(),
                    "assignments.read",
                    (connection, patient) -> Reply.json(
                            Map.of("items", Assignments.ofPatient(connection, patient.tenant(), patient.id()))));
        }
        String device = request.parameter("device")
                .orElseThrow(() -> Refusal.invalid("device", "name a device or a patient: ?device= or ?patient="));
        List<AssignmentHistory> histories = access.list(
                caller,
                "assignments.list " + device,
                history -> history.assignments().stream()
                        .map(assignment -> tenant + '/' + assignment.patient())
                        .collect(Collectors.joining(" ")),
                connection ->
                        Assignments.history(connection, tenant, device).stream().toList());
        return Reply.json(Map.of("items", histories));
    }

    private Reply assign(Request request) {
        Caller caller = request.who();
        JsonDocument body =
                JsonDocument.read("the body", request.body(), Set.of("device", "patient", "from", "to", "userSlot"));
        String device = device(caller, body.text("device"));
        Assignment added = assignment(body);
        AssignmentHistory history = change(
                caller,
                device,
                List.of(added),
                connection -> Assignments.assign(connection, caller.tenant(), device, added));
        return Reply.created(Map.of("device", device, "version", history.version()));
    }

    private Reply replace(Request request) {
        Caller caller = request.who();
        String device = device(caller, request.segment("device"));
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("assignments"));
        if (!body.has("assignments")) {
            throw body.wrong("assignments", "assignments is missing: the device's complete history is expected");
        }
        List<Assignment> all = new ArrayList<>();
        for (JsonDocument one : body.objects("assignments", Set.of("patient", "from", "to", "userSlot"))) {
            all.add(assignment(one));
        }
        AssignmentHistory history = change(
                caller, device, all, connection -> Assignments.replace(connection, caller.tenant(), device, all));
        return Reply.json(Map.of("device", device, "version", history.version()));
    }

    private Reply say(Request request) {
        Caller caller = request.who();
        String name = request.segment("device");
        String reading = request.segment("reading");
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("patient", "nobodys"));
        Optional<String> patient = body.optionalId("patient");
        if (patient.isPresent() == body.optionalBoolean("nobodys").orElse(false)) {
            throw body.wrong("patient", "either patient or \"nobodys\": true is expected");
        }
        AssignmentHistory history = whose.say(caller, name, reading, patient);
        return Reply.json(Map.of("device", name, "version", history.version()));
    }

    private interface Change {
        AssignmentHistory run(Connection connection) throws SQLException;
    }

    private AssignmentHistory change(Caller caller, String device, List<Assignment> named, Change change) {
        String tenant = caller.tenant();
        String audit = UUID.randomUUID().toString();
        try {
            return database.inTenant(tenant, connection -> {
                for (Assignment assignment : named) {
                    if (Patients.find(connection, tenant, assignment.patient()).isEmpty()) {
                        throw Refusal.invalid(
                                "patient", "%s has no patient %s".formatted(tenant, assignment.patient()));
                    }
                }
                AssignmentHistory history = change.run(connection);
                Outbox.add(
                        connection,
                        DerwentTopics.ASSIGNMENTS,
                        Keys.of(tenant, device),
                        Codecs.assignments().encode(history));
                access.note(
                        connection,
                        caller,
                        audit,
                        "assignment.change",
                        Map.of("device", device, "version", Long.toString(history.version())));
                return history;
            });
        } catch (Assignments.Overlapping e) {
            throw Refusal.conflict(String.valueOf(e.getMessage()));
        }
    }

    private Assignment assignment(JsonDocument body) {
        Instant from = body.optionalInstant("from").orElseGet(clock::instant);
        Instant to = body.optionalInstant("to").orElse(null);
        if (to != null && !to.isAfter(from)) {
            throw body.wrong("to", "to is %s, a time after from (%s) is expected".formatted(to, from));
        }
        String patient = body.id("patient");
        Integer userSlot =
                body.optionalInteger("userSlot", 0, HIGHEST_USER_SLOT).orElse(null);
        try {
            return new Assignment(patient, from, to, userSlot);
        } catch (IllegalArgumentException e) {
            throw body.wrong("from", String.valueOf(e.getMessage()));
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
