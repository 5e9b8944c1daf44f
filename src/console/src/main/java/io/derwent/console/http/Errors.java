package io.derwent.console.http;

import io.derwent.console.access.Refusal;
import io.derwent.registry.DatabaseUnavailable;
import io.derwent.store.StoreUnavailable;
import io.derwent.wire.InvalidDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes a status and a sentence: JSON for the API, a page for people. */
public final class Errors {
    static final String API = "/api/";

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final int UNAVAILABLE = 503;
    private static final int OUR_FAULT = 500;

    private final Page page;

    public Errors(Page page) {
        this.page = page;
    }

    /** Shows an error to a person. */
    @FunctionalInterface
    public interface Page {
        Reply of(Request request, int status, String message);
    }

    /** The answer to a request that failed. */
    public Reply reply(Request request, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal(request, refusal);
        }
        if (failure instanceof InvalidDocument invalid) {
            Refusal refusal = invalid.member()
                    .map(member -> Refusal.invalid(member, String.valueOf(invalid.getMessage())))
                    .orElseGet(() -> Refusal.invalid(String.valueOf(invalid.getMessage())));
            return refusal(request, refusal);
        }
        if (failure instanceof StoreUnavailable || failure instanceof DatabaseUnavailable) {
            LOG.warn("{} {}: {}", request.method(), request.path(), failure.getMessage());
            return of(request, UNAVAILABLE, "the database does not answer; try again in a moment", Map.of());
        }
        if (failure instanceof Unavailable) {
            LOG.warn("{} {}: {}", request.method(), request.path(), failure.getMessage());
            return of(request, UNAVAILABLE, String.valueOf(failure.getMessage()), Map.of());
        }
        String trace = UUID.randomUUID().toString();
        LOG.error("{} {} failed, trace {}", request.method(), request.path(), trace, failure);
        return of(request, OUR_FAULT, "this failed, and it is our fault; the log says more under " + trace, Map.of());
    }

    /** An answer the router itself gives: no such path, wrong method, body too large. */
    Reply reply(Request request, int status, String message) {
        return of(request, status, message, Map.of());
    }

    private Reply refusal(Request request, Refusal refusal) {
        int status = status(refusal.kind());
        Map<String, String> more =
                refusal.field().map(field -> Map.of("field", field)).orElse(Map.of());
        if (refusal.kind() == Refusal.Kind.UNAUTHENTICATED) {
            return request.path().startsWith(API)
                    ? of(request, status, refusal.sentence(), more).with("WWW-Authenticate", "Bearer")
                    : toLogin(request);
        }
        if (refusal.kind() == Refusal.Kind.OUT_OF_REACH && !request.path().startsWith(API)) {
            return Reply.seeOther(
                    "/patients/%s/break-glass".formatted(refusal.patient().orElseThrow()));
        }
        return of(request, status, refusal.sentence(), more);
    }

    /** After the login a form's address is asked for with GET, and leads back to the page of the form. */
    private static Reply toLogin(Request request) {
        if (request.wantsFragment()) {
            return Reply.noContent().with("HX-Redirect", "/login");
        }
        return Reply.seeOther(
                !request.path().equals("/")
                        ? "/login?next="
                                + java.net.URLEncoder.encode(request.path(), java.nio.charset.StandardCharsets.UTF_8)
                        : "/login");
    }

    private Reply of(Request request, int status, String message, Map<String, String> more) {
        if (request.path().startsWith(API)) {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("error", message);
            body.putAll(more);
            return Reply.json(status, body);
        }
        return page.of(request, status, message);
    }

    private static int status(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN, OUT_OF_REACH -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT, HELD -> 409;
            case TOO_MANY -> 429;
        };
    }
}
