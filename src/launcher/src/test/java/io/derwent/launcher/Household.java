package io.derwent.launcher;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One more patient with one device, made the way an administrator makes them: the registry API for the device, the console
 * API for the person, who has it and the plan.
 */
record Household(String tenant, String patient, String device, String authId, String password) {

    /**
     * @param registry gateway management, as administrator
     * @param console console API, as administrator of this tenant
     * @param pathway care-plan pathway
     * @param name distinguishes it from others; part of the device's id
     */
    static Household create(Api registry, Api console, String tenant, String pathway, String name)
            throws IOException, InterruptedException {
        String device = "it-" + name;
        String authId = "it-" + name + "-login";
        String password = Secrets.randomPassword();
        registry.post("/v1/devices/%s/%s".formatted(tenant, device), "{}").expect(201);
        registry.put("/v1/credentials/%s/%s".formatted(tenant, device), """
                        [{"type":"hashed-password","auth-id":"%s","secrets":[{"pwd-plain":"%s"}]}]""".formatted(authId, password))
                .expect(204);
        String patient = console.post("/api/v1/patients", """
                        {"givenName":"Test","familyName":"%s"}""".formatted(name))
                .expect(201)
                .path("id")
                .asText();
        console.post("/api/v1/care-plans", """
                        {"patient":"%s","pathway":"%s","thresholds":[]}""".formatted(patient, pathway)).expect(201);
        console.post("/api/v1/assignments", """
                        {"device":"%s","patient":"%s","from":"%s"}""".formatted(
                                device, patient, Instant.now().minus(60, ChronoUnit.DAYS)))
                .expect(201);
        return new Household(tenant, patient, device, authId, password);
    }

    MosquittoPub client(int mqttPort) {
        return new MosquittoPub(mqttPort, authId, tenant, password);
    }
}
