package io.derwent.gateway.management;

import io.derwent.registry.DatabaseUnavailable;
import io.derwent.registry.RegistryRefusal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns what went wrong into an HTTP status and Hono's {@code {"error":"…"}}. */
final class ApiErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    private ApiErrors() {}

    static void reply(RoutingContext context) {
        @Nullable Throwable error = context.failure();
        if (error instanceof RegistryRefusal refusal) {
            reply(context, status(refusal.kind()), refusal.getMessage());
        } else if (error instanceof DatabaseUnavailable) {
            LOG.warn("registry API: {}", error.getMessage());
            reply(context, 503, "the registry's database does not answer, try again later");
        } else if (error instanceof HttpException http) {
            reply(context, http.getStatusCode(), http.getPayload());
        } else if (error == null) {
            reply(context, context.statusCode(), context.statusCode() == 413 ? "the body is too large" : null);
        } else if (context.statusCode() == 400) {
            reply(context, 400, "the request cannot be read: " + error.getMessage());
        } else {
            LOG.error(
                    "registry API: {} {}",
                    context.request().method(),
                    context.request().path(),
                    error);
            reply(context, 500, null);
        }
    }

    static void notFound(RoutingContext context) {
        reply(context, 404, "there is nothing at " + context.request().path());
    }

    private static int status(RegistryRefusal.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_FOUND -> 404;
            case TAKEN -> 409;
            case CHANGED -> 412;
            case LIMIT -> 403;
        };
    }

    private static void reply(RoutingContext context, int status, @Nullable String message) {
        if (context.response().ended()) {
            return;
        }
        if (status == 401) {
            context.response().putHeader("www-authenticate", "Bearer realm=\"derwent\"");
        }
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json; charset=utf-8")
                .end(new JsonObject()
                        .put("error", message == null ? "status " + status : message)
                        .encode());
    }
}
