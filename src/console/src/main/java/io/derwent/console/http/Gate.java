package io.derwent.console.http;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Logins;
import io.derwent.console.access.Refusal;
import io.derwent.console.access.Secrets;
import io.derwent.registry.DatabaseUnavailable;
import io.derwent.store.StoreUnavailable;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    Gate(Logins logins) {
        this.logins = logins;
    }

    /**
     * The same request with its caller.
     *
     * @throws Refusal UNAUTHENTICATED, FORBIDDEN
     */
    Request admit(Endpoint endpoint, Request request) {
        Request known = identify(request);
        if (endpoint.roles().isEmpty()) {
            return known;
        }
        Caller caller = known.who();
        if (!endpoint.roles().contains(caller.role())) {
            throw Refusal.forbidden("%s %s is for %s, you are %s"
                    .formatted(
                            request.method(),
                            request.path(),
                            names(endpoint),
                            caller.role().code()));
        }
        return known;
    }

    /** Whether the same request would be admitted now; true while that cannot be found out. */
    boolean stillAdmits(Endpoint endpoint, Request request) {
        try {
            admit(endpoint, request);
            return true;
        } catch (Refusal e) {
            return false;
        } catch (StoreUnavailable e) {
            return true;
        }
    }

    private Request identify(Request request) {
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
    private static Caller acting(Request request, Caller caller) {
        return request.header("derwent-tenant")
                .or(() -> request.parameter("tenant"))
                .or(() -> request.field("tenant"))
                .map(caller::actingFor)
                .orElse(caller);
    }

    private static void refuseForged(Request request, String csrf) {
        String sent =
                request.header("x-csrf-token").or(() -> request.field("csrf")).orElse("");
        if (!Secrets.same(sent, csrf)) {
            throw Refusal.forbidden(
                    "this form is not, or no longer, from your session: load the page again. Programs send"
                            + " the session's token in the header X-CSRF-Token, or use a bearer token");
        }
    }

    private static String names(Endpoint endpoint) {
        return endpoint.roles().stream().map(role -> role.code()).sorted().collect(Collectors.joining(" or "));
    }
}
