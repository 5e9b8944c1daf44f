package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.STAFF_AND_PATIENTS;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;
import static io.derwent.console.http.Endpoint.put;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.derwent.clinical.UkDays;
import io.derwent.console.access.Access;
import io.derwent.console.access.BreakGlassDesk;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.model.InvalidNhsNumber;
import io.derwent.model.NhsNumber;
import io.derwent.store.Cases;
import io.derwent.store.Database;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Care;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Teams;
import io.derwent.wire.JsonDocument;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Patients: create, list, read. */
public final class PatientsApi {
    private static final int MOST_LISTED = 1000;
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1900, 1, 1);
    private static final Set<String> MEMBERS = Stream.concat(
                    CareJson.MEMBERS.stream(), Stream.of("id", "givenName", "familyName", "nhsNumber", "dateOfBirth"))
            .collect(Collectors.toUnmodifiableSet());

    private final Database database;
    private final Access access;
    private final BreakGlassDesk glass;
    private final Clock clock;

    public PatientsApi(Database database, Access access, BreakGlassDesk glass, Clock clock) {
        this.database = database;
        this.access = access;
        this.glass = glass;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/patients", STAFF, this::list),
                post("/api/v1/patients", STAFF, this::create),
                get("/api/v1/patients/:id", STAFF_AND_PATIENTS, this::read),
                put("/api/v1/patients/:id/care", STAFF, this::setCare),
                post("/api/v1/patients/:id/break-glass", STAFF, this::breakGlass));
    }

    /** A patient as the API shows them; {@code tenant} differs from the caller's for a shared one. */
    record View(
            String id,
            String tenant,
            String givenName,
            String familyName,
            @Nullable String nhsNumber,
            @Nullable LocalDate dateOfBirth,
            @JsonUnwrapped CareJson care) {
        static View of(Patient patient) {
            return new View(
                    patient.id(),
                    patient.tenant(),
                    patient.givenName(),
                    patient.familyName(),
                    patient.nhsNumber(),
                    patient.dateOfBirth(),
                    CareJson.of(patient.care()));
        }
    }

    private Reply list(Request request) {
        Optional<Key> after = request.parameter("after").map(Key::parse);
        Listed<Patient> patients = access.listAtMost(
                request.number("limit", MOST_LISTED, 1, MOST_LISTED),
                request.who(),
                "patients.list",
                patient -> patient.tenant() + '/' + patient.id(),
                (connection, reach, limit) -> Patients.list(connection, reach, last(connection, after), limit));
        return ListReply.cut(patients.rows().stream().map(View::of).toList(), request, next(patients));
    }

    private static Optional<Patient> last(Connection connection, Optional<Key> after) throws SQLException {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        Key key = after.get();
        return Optional.of(Patients.find(connection, key.tenant(), key.id())
                .orElseThrow(
                        () -> Refusal.invalid("after", "after is \"%s\", there is no such patient".formatted(key))));
    }

    private static Optional<Map<String, String>> next(Listed<Patient> patients) {
        if (!patients.more()) {
            return Optional.empty();
        }
        Patient last = patients.rows().get(patients.rows().size() - 1);
        return Optional.of(Map.of("after", new Key(last.tenant(), last.id()).toString()));
    }

    /** A patient among those of several tenants: {@code tenant/id}. */
    private record Key(String tenant, String id) {
        static Key parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 0) {
                throw Refusal.invalid("after", "after is \"%s\", TENANT/PATIENT is expected".formatted(text));
            }
            return new Key(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return tenant + '/' + id;
        }
    }

    private Reply read(Request request) {
        return access.read(
                request.who(),
                request.segment("id"),
                "patient.read",
                (connection, patient) -> Reply.json(View.of(patient)));
    }

    private static String nhsDigits(String text) {
        try {
            return NhsNumber.parse(text).digits();
        } catch (InvalidNhsNumber e) {
            throw Refusal.invalid("nhsNumber", "nhsNumber is \"%s\": %s".formatted(text, e.reason()));
        }
    }

    private Reply create(Request request) {
        Caller caller = request.who();
        String tenant = caller.tenant();
        JsonDocument body = JsonDocument.read("the body", request.body(), MEMBERS);
        Patient patient = new Patient(
                tenant,
                body.optionalId("id").orElseGet(() -> UUID.randomUUID().toString()),
                body.text("givenName"),
                body.text("familyName"),
                body.optionalText("nhsNumber").map(PatientsApi::nhsDigits).orElse(null),
                body.optionalDate("dateOfBirth").map(this::plausible).orElse(null),
                CareJson.read(body));
        String audit = UUID.randomUUID().toString();
        boolean created = database.inTenant(tenant, connection -> {
            refuseUnlessTeam(connection, patient.care(), body);
            boolean isNew = Patients.create(connection, patient);
            if (isNew) {
                access.note(connection, caller, audit, "patient.create", Map.of("patient", patient.id()));
            }
            return isNew;
        });
        if (!created) {
            throw Refusal.conflict(
                    "%s has a patient with the id %s or with this NHS number already".formatted(tenant, patient.id()));
        }
        return Reply.created(Map.of("id", patient.id())).with("Location", "/api/v1/patients/" + patient.id());
    }

    /** Says anew who looks after a patient and how they are reached; what is left out is not known any more. */
    private Reply setCare(Request request) {
        JsonDocument body = JsonDocument.read("the body", request.body(), CareJson.MEMBERS);
        Care care = CareJson.read(body);
        return access.change(request.who(), request.segment("id"), "patient.care", (connection, patient) -> {
            refuseUnlessTeam(connection, care, body);
            Patients.setCare(connection, patient.tenant(), patient.id(), care);
            Cases.announceOpen(connection, patient.tenant(), patient.id());
            return Reply.json(CareJson.of(care));
        });
    }

    private Reply breakGlass(Request request) {
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("reason"));
        glass.open(
                request.who(),
                request.segment("id"),
                body.optionalText("reason").orElse(""));
        return Reply.noContent();
    }

    private static void refuseUnlessTeam(Connection connection, Care care, JsonDocument body) throws SQLException {
        String team = care.team();
        if (team != null && Teams.find(connection, team).isEmpty()) {
            throw body.wrong("team", "team is \"%s\", there is no such team".formatted(team));
        }
    }

    private LocalDate plausible(LocalDate birth) {
        LocalDate today = LocalDate.now(clock.withZone(UkDays.LONDON));
        if (birth.isBefore(FIRST_BIRTH) || birth.isAfter(today)) {
            throw Refusal.invalid(
                    "dateOfBirth", "dateOfBirth is %s, %s to today is expected".formatted(birth, FIRST_BIRTH));
        }
        return birth;
    }
}
