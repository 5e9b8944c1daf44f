package io.derwent.devicesim.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The console's API as the platform administrator uses it, who names the tenant in a header. Blocks the caller. */
public final class ConsoleApi {
    private static final int SCALE_2 = 2;

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final HttpApi http;

    /**
     * The API of a console.
     *
     * @param console {@code http://host:port}
     * @param token   of the platform administrator
     */
    public ConsoleApi(String console, String token) {
        this.http = new HttpApi(console + "/api/v1", token);
    }

    /** A person's login as the console made it; the password is shown this once. */
    public record Account(String user, String password, String token) {}

    /** Makes a patient of whom nothing else is known, unless it is there; whether it was made. */
    public boolean ensurePatient(
            String tenant, String id, String givenName, String familyName, String nhsNumber, LocalDate dateOfBirth) {
        return ensurePatient(tenant, id, givenName, familyName, nhsNumber, dateOfBirth, Map.of());
    }

    /**
     * Makes a patient, unless it is there.
     *
     * @param care members of the document that say who looks after them and how they are reached
     * @return whether it was made
     */
    public boolean ensurePatient(
            String tenant,
            String id,
            String givenName,
            String familyName,
            String nhsNumber,
            LocalDate dateOfBirth,
            Map<String, Object> care) {
        Map<String, Object> patient = new LinkedHashMap<>(care);
        patient.put("id", id);
        patient.put("givenName", givenName);
        patient.put("familyName", familyName);
        patient.put("nhsNumber", nhsNumber);
        patient.put("dateOfBirth", dateOfBirth.toString());
        return createUnlessThere("/patients", tenant, patient);
    }

    /** Makes a team of these accounts, and of nobody else. */
    public void putTeam(String tenant, String id, String name, List<String> members) {
        http.send("PUT", "/teams/" + HttpApi.encoded(id), in(tenant), Map.of("name", name, "members", members));
    }

    /** Gives a device to a patient from a time on, unless the device has been given to somebody already. */
    public void ensureAssignment(String tenant, String device, String patient, Instant from) {
        if (hasAny(tenant, "/assignments" + HttpApi.query(Map.of("device", device)), "assignments")) {
            return;
        }
        http.send(
                "POST",
                "/assignments",
                in(tenant),
                Map.of("device", device, "patient", patient, "from", from.toString()));
    }

    /** Gives a device that several people use to all of them from a time on, each under a user number, unless it is given. */
    public void ensureSharedAssignment(String tenant, String device, List<String> patients, Instant from) {
        if (hasAny(tenant, "/assignments" + HttpApi.query(Map.of("device", device)), "assignments")) {
            return;
        }
        List<Map<String, Object>> assignments = new ArrayList<>();
        for (String patient : patients) {
            assignments.add(Map.of("patient", patient, "from", from.toString(), "userSlot", assignments.size() + 1));
        }
        http.send("PUT", "/assignments/" + HttpApi.encoded(device), in(tenant), Map.of("assignments", assignments));
    }

    /** Puts a patient on a pathway, unless there is a plan already; on scale 2 by a decision of the simulator's. */
    public void ensureCarePlan(String tenant, String patient, String pathway, int spo2Scale) {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("patient", patient);
        plan.put("pathway", pathway);
        plan.put("spo2Scale", spo2Scale);
        if (spo2Scale == SCALE_2) {
            plan.put(
                    "scale2Decision",
                    Map.of("by", "simulator", "at", Instant.EPOCH.toString(), "reason", "a pretend patient's target"));
        }
        ensureCarePlan(tenant, patient, plan);
    }

    /**
     * Gives a patient a care plan, unless there is one already.
     *
     * @param plan a care plan document that names the patient
     */
    public void ensureCarePlan(String tenant, String patient, Map<String, Object> plan) {
        if (!hasAny(tenant, "/care-plans" + HttpApi.query(Map.of("patient", patient)), "pathway")) {
            http.send("POST", "/care-plans", in(tenant), plan);
        }
    }

    /**
     * A place.
     *
     * @param extension empty for the place the GLN itself names
     * @param parent    id of the place it lies in; empty for a site
     */
    public record Place(String gln, String extension, String name, String parent) {}

    /** Makes a place, unless it is there. */
    public void ensurePlace(String tenant, Place place) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("gln", place.gln());
        body.put("name", place.name());
        if (!place.extension().isEmpty()) {
            body.put("extension", place.extension());
        }
        if (!place.parent().isEmpty()) {
            body.put("parent", place.parent());
        }
        createUnlessThere("/places", tenant, body);
    }

    /** An antenna and the id of the place it covers from a time on. */
    public record Antenna(int antenna, String place, Instant from) {}

    /** Makes a registered device a reader, unless it is one. */
    public void ensureReader(
            String tenant, String device, String place, int silentAfterSeconds, List<Antenna> antennas) {
        createUnlessThere(
                "/readers",
                tenant,
                Map.of(
                        "device",
                        device,
                        "place",
                        place,
                        "silentAfterSeconds",
                        silentAfterSeconds,
                        "antennas",
                        antennas.stream()
                                .map(one -> Map.of(
                                        "antenna",
                                        one.antenna(),
                                        "place",
                                        one.place(),
                                        "from",
                                        one.from().toString()))
                                .toList()));
    }

    /**
     * A piece of equipment.
     *
     * @param key      its GS1 key with AI
     * @param mobility code of how it is expected to move about
     */
    public record Asset(String id, String name, String type, String number, String key, String mobility) {}

    /** Makes a piece of equipment, unless it is there. */
    public void ensureAsset(String tenant, Asset asset) {
        createUnlessThere(
                "/assets",
                tenant,
                Map.of(
                        "id",
                        asset.id(),
                        "name",
                        asset.name(),
                        "type",
                        asset.type(),
                        "number",
                        asset.number(),
                        "keys",
                        List.of(asset.key()),
                        "mobility",
                        asset.mobility()));
    }

    /**
     * Makes an account.
     *
     * @param patient the patient who logs in with it; empty for staff
     * @return the account with its password, or empty if the user name is taken
     */
    public Optional<Account> createAccount(
            String tenant, String role, String user, String name, Optional<String> patient) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user", user);
        body.put("role", role);
        body.put("tenant", tenant);
        body.put("name", name);
        patient.ifPresent(id -> body.put("patient", id));
        try {
            JsonNode made = http.send("POST", "/accounts", in(tenant), body);
            return Optional.of(new Account(
                    made.path("user").asText(user),
                    made.required("password").asText(),
                    made.required("token").asText()));
        } catch (ApiRefused e) {
            if (e.status() == CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Lets one organisation see patients of another. */
    public void share(String from, String to, List<String> patients) {
        http.send("POST", "/shares", in(from), Map.of("from", from, "to", to, "patients", patients));
    }

    /** Lets one organisation see a place of another and all that lies in it, unless it may already. */
    public void sharePlace(String from, String to, String place) {
        createUnlessThere("/shares", from, Map.of("from", from, "to", to, "place", place));
    }

    /**
     * Equipment that a search finds, as the API shows it.
     *
     * @param tenant whose; empty where the token is one organisation's
     * @param query  words, or whatever a scanner sends
     */
    public List<JsonNode> assets(Optional<String> tenant, String query) {
        return HttpApi.items(http.get(
                "/assets" + HttpApi.query(Map.of("query", query)),
                tenant.map(ConsoleApi::in).orElse(Map.of())));
    }

    /**
     * What a care plan would have raised for a patient of the last days, as the API shows it; nothing is changed.
     *
     * @param tenant whose; empty where the token is one organisation's
     * @param plan   a care plan document, with {@code days}
     */
    public JsonNode rehearsePlan(Optional<String> tenant, String patient, JsonNode plan) {
        return rehearse(tenant, "/patients/" + HttpApi.encoded(patient) + "/care-plan/rehearsal", plan);
    }

    /** Starts to try a change of a pathway on everybody on it, under the same rules as {@link #rehearsePlan}; says how far. */
    public JsonNode startRehearsal(Optional<String> tenant, String pathway, JsonNode change) {
        return rehearse(tenant, "/pathways/" + HttpApi.encoded(pathway) + "/rehearsal", change);
    }

    /** How far a rehearsal is, and what it showed once it is done. */
    public JsonNode rehearsal(Optional<String> tenant, String id) {
        return http.get(
                "/rehearsals/" + HttpApi.encoded(id), tenant.map(ConsoleApi::in).orElse(Map.of()));
    }

    private JsonNode rehearse(Optional<String> tenant, String path, JsonNode body) {
        return http.send("POST", path, tenant.map(ConsoleApi::in).orElse(Map.of()), body);
    }

    /**
     * Every stored row of a kind, line by line.
     *
     * @param what {@code readings}, {@code scores}, {@code alert-events}, {@code asset-moves}, {@code whereabouts},
     *     {@code unknown-tags} or {@code reader-statuses}
     */
    public void export(String what, String tenant, Consumer<JsonNode> row) {
        http.lines("/export/" + what + HttpApi.query(Map.of("tenant", tenant)), in(tenant), row);
    }

    private boolean createUnlessThere(String path, String tenant, Object body) {
        try {
            http.send("POST", path, in(tenant), body);
            return true;
        } catch (ApiRefused e) {
            if (e.status() == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** Whether a look-up found something: a list with items, or one thing that has the field. */
    private boolean hasAny(String tenant, String path, String field) {
        try {
            JsonNode found = http.get(path, in(tenant));
            if (!HttpApi.items(found).isEmpty()) {
                return true;
            }
            JsonNode value = found.path(field);
            return value.isArray() ? !value.isEmpty() : value.isTextual();
        } catch (ApiRefused e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static Map<String, String> in(String tenant) {
        return Map.of("Derwent-Tenant", tenant);
    }
}
