package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF_AND_PATIENTS;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.put;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.access.Access;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.push.ContactDesk;
import io.derwent.console.push.ContactDesk.Standing;
import io.derwent.console.push.ContactDesk.Wish;
import io.derwent.console.push.Person;
import io.derwent.store.Contacts.Contact;
import io.derwent.store.Deliveries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a patient and their carer are told, and what they were told. Staff say it for patients who have no account. */
public final class ContactsApi {
    private static final int MOST_DELIVERIES = 1000;
    private static final int USUAL_DELIVERIES = 100;

    private final Access access;
    private final ContactDesk desk;

    public ContactsApi(Access access, ContactDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get(
                        "/api/v1/patients/:id/contact",
                        STAFF_AND_PATIENTS,
                        request -> show(request, Person.patient(request.segment("id")))),
                put(
                        "/api/v1/patients/:id/contact",
                        Endpoint.STAFF,
                        request -> store(request, Person.patient(request.segment("id")))),
                get(
                        "/api/v1/patients/:id/carer-contact",
                        Endpoint.STAFF,
                        request -> show(request, Person.carerOf(request.segment("id")))),
                put(
                        "/api/v1/patients/:id/carer-contact",
                        Endpoint.STAFF,
                        request -> store(request, Person.carerOf(request.segment("id")))),
                get("/api/v1/patients/:id/deliveries", Endpoint.STAFF, this::deliveries));
    }

    private Reply show(Request request, Person person) {
        return access.read(
                request.who(),
                request.segment("id"),
                "contact.read",
                (connection, patient) -> Reply.json(view(desk.standing(connection, patient.tenant(), person))));
    }

    private Reply store(Request request, Person person) {
        Wish wish = wish(request);
        return access.change(request.who(), request.segment("id"), "contact.changed", (connection, patient) -> {
            desk.put(connection, patient.tenant(), person, wish);
            return Reply.json(view(desk.standing(connection, patient.tenant(), person)));
        });
    }

    private Reply deliveries(Request request) {
        int limit = request.number("limit", USUAL_DELIVERIES, 1, MOST_DELIVERIES);
        return access.read(
                request.who(),
                request.segment("id"),
                "deliveries.read",
                (connection, patient) -> Reply.json(Map.of(
                        "items",
                        Deliveries.ofPatient(connection, patient.tenant(), patient.id(), limit).stream()
                                .map(ContactsApi::view)
                                .toList())));
    }

    private static Wish wish(Request request) {
        try {
            JsonNode json = ApiJson.MAPPER.readTree(request.body());
            if (json == null || !json.isObject()) {
                throw Refusal.invalid("a JSON object is expected");
            }
            List<String> channels = new ArrayList<>();
            json.path("channels").forEach(channel -> channels.add(channel.asText()));
            return new Wish(
                    channels,
                    json.path("email").asText(""),
                    json.path("phone").asText(""),
                    json.path("quietFrom").asText(""),
                    json.path("quietTo").asText(""));
        } catch (JsonProcessingException e) {
            throw Refusal.invalid("the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes that cannot be read", e);
        }
    }

    private static Map<String, Object> view(Standing standing) {
        Contact contact = standing.contact();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("channels", contact.channels());
        view.put("email", contact.email());
        view.put("phone", contact.phone());
        view.put(
                "quietFrom",
                contact.quietFrom() == null ? null : contact.quietFrom().toString());
        view.put("quietTo", contact.quietTo() == null ? null : contact.quietTo().toString());
        view.put("browsers", standing.browsers());
        return view;
    }

    private static Map<String, Object> view(Deliveries.Delivery one) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", one.id());
        view.put("person", one.person());
        view.put("event", one.event());
        view.put("alert", one.alert());
        view.put("what", one.what());
        view.put("channel", one.channel());
        view.put("state", one.state().code());
        view.put("maybeTwice", one.maybeTwice());
        view.put("attempts", one.attempts());
        view.put("failedChannels", one.tried());
        view.put("createdAt", one.createdAt().toString());
        view.put(
                "lastAttemptAt",
                one.lastAttemptAt() == null ? null : one.lastAttemptAt().toString());
        view.put("lastError", one.lastError());
        return view;
    }
}
