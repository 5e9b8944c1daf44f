package io.derwent.console.http;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Logins;
import io.derwent.console.access.Refusal;
import io.derwent.console.access.Role;
import io.derwent.console.access.Secrets;
import io.derwent.registry.DatabaseUnavailable;
import io.derwent.registry.Tenants;
import io.derwent.store.StoreUnavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who is calling, by bearer token or session cookie, and refuses a role that may not ask and a form that was not
 * ours. Blocks on the database: worker threads only.
 *
 * <p>A request that changes something and relies on the cookie, which browsers send by themselves, must carry the session's
 * token in the form field {@code csrf} or the header {@code X-CSRF-Token}. One with a bearer token need not: nobody else's
 * page can send that.
 */
final class Gate {
    static final String SESSION_COOKIE = "derwent-session";
    static final String SESSION_HEADER = "derwent-session";

    private static final String BEARER = "bearer ";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final Logins logins;
    private final Tenants tenants;

    Gate(Logins logins, Tenants tenants) {
        this.logins = logins;
        this.tenants = tenants;
    }

    /**
     * Refuses who may not ask this.
     *
     * @param known as {@link #identify} returned it
     * @throws Refusal UNAUTHENTICATED, FORBIDDEN
     */
    static void admit(Endpoint endpoint, Request known) {
        if (endpoint.roles().isEmpty()) {
            return;
        }
        Role role = known.who().role();
        if (!endpoint.roles().contains(role)) {
            throw Refusal.forbidden("this is for %s, your role is %s".formatted(names(endpoint), role.code()));
        }
    }

    /** Whether the same request would be admitted now; true while that cannot be found out. */
    boolean stillAdmits(Endpoint endpoint, Request request) {
        try {
            admit(endpoint, identify(request));
            return true;
        } catch (Refusal e) {
            return false;
        } catch (StoreUnavailable e) {
            return true;
        }
    }

    /**
     * The same request with its caller, if anybody knows who that is.
     *
     * @throws Refusal INVALID; UNAUTHENTICATED for a token nobody knows; FORBIDDEN for a form that is not ours; NOT_FOUND for a
     *     tenant that is not registered
     */
    Request identify(Request request) {
        refuseNul(request.segments());
        refuseNul(request.query());
        refuseNul(request.form());
        Optional<String> authorization = request.header("authorization");
        if (authorization.isPresent()) {
            return request.calledBy(acting(request, bearer(authorization.get())), "");
        }
        Optional<String> cookie = request.header(SESSION_HEADER);
        Optional<Logins.LoggedIn> session = cookie.flatMap(this::session);
        if (session.isEmpty()) {
            return request;
        }
        if (!SAFE_METHODS.contains(request.method())) {
            refuseForged(request, session.get().csrf());
        }
        return request.calledBy(
                acting(request, session.get().caller()), session.get().csrf());
    }

    private Optional<Logins.LoggedIn> session(String cookie) {
        return logins.session(cookie);
    }

    private Caller bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Refusal.unauthenticated();
        }
        try {
            return logins.token(authorization.substring(BEARER.length()).strip())
                    .orElseThrow(Refusal::unauthenticated);
        } catch (DatabaseUnavailable e) {
            throw new StoreUnavailable("token cannot be checked: " + e.getMessage(), e);
        }
    }

    /** A platform administrator names the tenant in a header; on a page, in the address. */
    private Caller acting(Request request, Caller caller) {
        Optional<String> named = caller.administersPlatform()
                ? request.header("derwent-tenant")
                        .or(() -> request.parameter("tenant"))
                        .or(() -> request.field("tenant"))
                : Optional.empty();
        named.ifPresent(this::requireTenant);
        return named.map(caller::actingFor).orElse(caller);
    }

    private void requireTenant(String tenant) {
        try {
            if (tenants.read(tenant).isEmpty()) {
                throw Refusal.notFound("there is no tenant %s; register it first".formatted(tenant));
            }
        } catch (DatabaseUnavailable e) {
            throw new StoreUnavailable("tenant cannot be looked up: " + e.getMessage(), e);
        }
    }

    /** PostgreSQL keeps no NUL in a text. */
    private static void refuseNul(Map<String, String> values) {
        values.forEach((name, value) -> {
            if (value.indexOf('\0') >= 0) {
                throw Refusal.invalid(name, name + " contains the character NUL");
            }
        });
    }

    private static void refuseForged(Request request, String csrf) {
        String sent =
                request.header("x-csrf-token").or(() -> request.field("csrf")).orElse("");
        if (!Secrets.same(sent, csrf)) {
            throw Refusal.forbidden(
                    request.path().startsWith(Errors.API)
                            ? "with a session's cookie, send the session's token in the header X-CSRF-Token, or use a"
                                    + " bearer token instead"
                            : "this form is not, or no longer, from your session: go back, load the page again");
        }
    }

    private static String names(Endpoint endpoint) {
        List<String> names =
                endpoint.roles().stream().map(Role::plural).sorted().toList();
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
