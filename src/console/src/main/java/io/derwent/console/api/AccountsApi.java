package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.access.Role;
import io.derwent.console.access.Secrets;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.registry.ApiTokens;
import io.derwent.registry.Tenants;
import io.derwent.registry.TokenIdentity;
import io.derwent.store.Accounts;
import io.derwent.store.Accounts.Account;
import io.derwent.store.Database;
import io.derwent.store.Passwords;
import io.derwent.wire.JsonDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may log in, and which programs may call. Administrators only. */
public final class AccountsApi {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");

    private final Database database;
    private final ApiTokens tokens;
    private final Tenants tenants;
    private final Access access;

    public AccountsApi(Database database, ApiTokens tokens, Tenants tenants, Access access) {
        this.database = database;
        this.tokens = tokens;
        this.tenants = tenants;
        this.access = access;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                post("/api/v1/accounts", ADMINISTRATORS, this::createAccount),
                post("/api/v1/tokens", ADMINISTRATORS, this::createToken));
    }

    private Reply createAccount(Request request) {
        Caller caller = request.who();
        JsonDocument body =
                JsonDocument.read("the body", request.body(), Set.of("user", "role", "tenant", "patient", "name"));
        String user = body.text("user");
        if (!USER.matcher(user).matches()) {
            throw body.wrong(
                    "user",
                    "user is \"%s\", 1 to 100 letters, digits, '.', '_', '-' or '@' are expected".formatted(user));
        }
        Role role = role(body);
        String tenant = tenant(caller, body, role);
        Optional<String> patient = body.optionalId("patient");
        if (patient.isPresent() != (role == Role.PATIENT)) {
            throw body.wrong("patient", "patient goes with role patient, and only with it");
        }
        patient.ifPresent(id -> Registered.requirePatient(database, tenant, id, body));
        String password = Secrets.password();
        Account account = new Account(
                user, tenant, role.code(), body.text("name"), patient.orElse(null), Passwords.hash(password), true);
        boolean created = database.inPlatform(connection -> Accounts.create(connection, account));
        if (!created) {
            throw Refusal.conflict("there is an account %s already".formatted(user));
        }
        String token = tokens.create(new TokenIdentity(role.code(), tenant, Optional.of(user)));
        access.note(caller.actingFor(tenant), "account.create", Map.of("account", user, "role", role.code()));
        return Reply.created(Map.of("user", user, "password", password, "token", token));
    }

    private Reply createToken(Request request) {
        Caller caller = request.who();
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("role", "tenant"));
        Role role = role(body);
        if (role == Role.PATIENT) {
            throw body.wrong("role", "role patient needs an account: a patient's token comes with it");
        }
        String tenant = tenant(caller, body, role);
        String token = tokens.create(new TokenIdentity(role.code(), tenant, Optional.empty()));
        access.note(caller.actingFor(tenant), "token.create", Map.of("role", role.code(), "tenant", tenant));
        return Reply.created(Map.of("token", token));
    }

    private static Role role(JsonDocument body) {
        String code = body.text("role");
        return Role.ofCode(code)
                .orElseThrow(() ->
                        body.wrong("role", "role is \"%s\", one of %s is expected".formatted(code, Role.codes())));
    }

    private String tenant(Caller caller, JsonDocument body, Role role) {
        String tenant = body.text("tenant");
        if (tenant.equals(Caller.PLATFORM)) {
            if (!caller.administersPlatform() || role != Role.ADMINISTRATOR) {
                throw Refusal.forbidden("tenant * is for platform administrators, and made by them");
            }
            return tenant;
        }
        Registered.requireAdministrates(caller, tenant);
        Registered.requireTenant(tenants, tenant, body, "tenant");
        return tenant;
    }
}
