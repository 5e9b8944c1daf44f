package io.derwent.console.api;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.registry.Tenants;
import io.derwent.store.Database;
import io.derwent.store.Patients;
import io.derwent.wire.JsonDocument;

/** What an administrator's request names has to be there, and theirs. */
final class Registered {
    private Registered() {}

    /** @throws Refusal FORBIDDEN if it is another tenant's administrator */
    static void requireAdministrates(Caller caller, String tenant) {
        if (!caller.administersPlatform() && !caller.home().equals(tenant)) {
            throw Refusal.forbidden("you administer %s, not %s".formatted(caller.home(), tenant));
        }
    }

    /** @throws Refusal INVALID if there is no such tenant; {@code member} says it */
    static void requireTenant(Tenants tenants, String tenant, JsonDocument body, String member) {
        if (tenants.read(tenant).isEmpty()) {
            throw body.wrong(member, "there is no tenant %s; register it first".formatted(tenant));
        }
    }

    /** @throws Refusal INVALID if the tenant has no such patient */
    static void requirePatient(Database database, String tenant, String patient, JsonDocument body) {
        boolean exists = database.inTenant(
                tenant, connection -> Patients.find(connection, tenant, patient).isPresent());
        if (!exists) {
            throw body.wrong("patient", "%s has no patient %s".formatted(tenant, patient));
        }
    }
}
