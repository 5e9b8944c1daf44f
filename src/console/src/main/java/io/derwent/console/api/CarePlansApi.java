package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;
import static io.derwent.console.http.Endpoint.put;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.console.access.Access;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.plans.CarePlanDesk;
import io.derwent.model.CarePlan;
import io.derwent.store.CarePlans;
import io.derwent.wire.CarePlanDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a patient is watched for. */
public final class CarePlansApi {
    private final Access access;
    private final CarePlanDesk desk;

    public CarePlansApi(Access access, CarePlanDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/care-plans", STAFF, this::list),
                post("/api/v1/care-plans", STAFF, request -> store(request, Optional.empty())),
                put(
                        "/api/v1/care-plans/:patient",
                        STAFF,
                        request -> store(request, Optional.of(request.segment("patient")))));
    }

    private Reply list(Request request) {
        String patient =
                request.parameter("patient").orElseThrow(() -> Refusal.invalid("patient", "name a patient: ?patient="));
        return access.read(
                request.who(),
                patient,
                "care-plans.read",
                (connection, found) -> Reply.json(Map.of(
                        "items",
                        CarePlans.versions(connection, found.tenant(), found.id()).stream()
                                .map(CarePlansApi::view)
                                .toList())));
    }

    private Reply store(Request request, Optional<String> patientInPath) {
        CarePlanDocument document = CarePlanDocument.read("the body", request.body());
        CarePlan stored =
                desk.store(request.who(), patient(document, patientInPath), desk.check(request.who(), document));
        Map<String, Object> answer = Map.of("patient", stored.patient(), "version", stored.version());
        return patientInPath.isPresent() ? Reply.json(answer) : Reply.created(answer);
    }

    /** Whose plan a document is: the patient in the address, or the one it names. */
    static String patient(CarePlanDocument document, Optional<String> patientInPath) {
        String patient =
                patientInPath.or(document::patient).orElseThrow(() -> Refusal.invalid("patient", "patient is missing"));
        if (!document.patient().orElse(patient).equals(patient)) {
            throw Refusal.invalid("patient", "patient is another one than in the address");
        }
        return patient;
    }

    private static ObjectNode view(CarePlans.Stored stored) {
        try {
            ObjectNode view = ApiJson.MAPPER.createObjectNode();
            view.setAll((ObjectNode) ApiJson.MAPPER.readTree(stored.json()));
            JsonNode decision = ApiJson.MAPPER.readTree(stored.decision());
            view.set("decision", decision);
            view.put("decidedBy", stored.decidedBy());
            view.put("decidedAt", stored.decidedAt().toString());
            return view;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("care plan of " + stored.patient() + " is not the JSON we wrote", e);
        }
    }
}
