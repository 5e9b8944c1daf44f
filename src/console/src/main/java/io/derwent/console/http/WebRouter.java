package io.derwent.console.http;

import io.derwent.console.access.Logins;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint.Handling;
import io.derwent.registry.Tenants;
import io.derwent.store.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Builds the router: every endpoint behind the gate, its action on a worker thread, its failure through {@link Errors}.
 * Nothing here blocks the event loop.
 */
public final class WebRouter {
    /** More than any form or API body needs. */
    private static final long LARGEST_BODY = 256 * 1024L;

    private static final int METHOD_NOT_ALLOWED = 405;

    private static final List<String> HEADERS_READ = List.of(
            "authorization",
            "derwent-tenant",
            "x-csrf-token",
            "hx-request",
            "hx-history-restore-request",
            "accept",
            "content-type",
            "last-event-id");

    private final Vertx vertx;
    private final Gate gate;
    private final Errors errors;
    private final Router router;
    private final List<Endpoint> endpoints = new ArrayList<>();

    public WebRouter(Vertx vertx, Logins logins, Tenants tenants, Errors errors) {
        this.vertx = vertx;
        this.gate = new Gate(logins, tenants);
        this.errors = errors;
        this.router = Router.router(vertx);
        router.route().handler(this::secure);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route().failureHandler(this::fail);
        for (int status : new int[] {404, METHOD_NOT_ALLOWED, 406, 413, 415, 500}) {
            router.errorHandler(status, this::fail);
        }
    }

    public WebRouter add(List<Endpoint> endpoints) {
        endpoints.forEach(this::add);
        return this;
    }

    public WebRouter add(Assets assets) {
        router.get(Assets.PATH + "*").method(HttpMethod.HEAD).handler(assets::serve);
        return this;
    }

    public Router router() {
        return router;
    }

    private void add(Endpoint endpoint) {
        endpoints.add(endpoint);
        Route route = router.route(endpoint.method(), endpoint.path());
        if (endpoint.method().equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
        route.handler(context -> {
            Request request = read(context);
            if (endpoint.handling() instanceof Handling.Whole whole) {
                answer(
                        context,
                        request,
                        vertx.executeBlocking(() -> answerOrExplain(endpoint, whole.action(), request), false));
            } else if (endpoint.handling() instanceof Handling.Streamed streamed) {
                vertx.executeBlocking(
                                () -> {
                                    Request known = gate.identify(request);
                                    Gate.admit(endpoint, known);
                                    return known;
                                },
                                false)
                        .map(admitted -> {
                            context.response().putHeader("Content-Type", streamed.contentType());
                            if (isHead(context)) {
                                context.response().end();
                            } else {
                                streamed.stream()
                                        .to(admitted, context.response(), () -> gate.stillAdmits(endpoint, request));
                            }
                            return admitted;
                        })
                        .onFailure(failure -> send(context, errors.reply(request, failure)));
            }
        });
    }

    private Reply answerOrExplain(Endpoint endpoint, Action action, Request request) {
        Request known = request;
        try {
            known = gate.identify(request);
            Gate.admit(endpoint, known);
            return action.on(known);
        } catch (RuntimeException failure) {
            // with its caller, so that an error page has the navigation of whoever reads it
            return errors.reply(known, failure);
        }
    }

    /** With its caller if that can be found out. */
    private Request identified(Request request) {
        try {
            return gate.identify(request);
        } catch (Refusal | StoreUnavailable e) {
            return request;
        }
    }

    private void answer(RoutingContext context, Request request, Future<Reply> reply) {
        reply.onSuccess(ready -> send(context, ready))
                .onFailure(failure -> send(context, errors.reply(request, failure)));
    }

    private void fail(RoutingContext context) {
        Throwable failure = context.failure();
        Request request = read(context);
        if (failure == null || failure instanceof HttpException || context.statusCode() != 500) {
            int status = context.statusCode() > 0 ? context.statusCode() : 404;
            answer(
                    context,
                    request,
                    vertx.executeBlocking(
                            () -> {
                                Reply reply = errors.reply(identified(request), status, sentence(status, request));
                                return status == METHOD_NOT_ALLOWED ? reply.with("Allow", allowed(request)) : reply;
                            },
                            false));
        } else {
            send(context, errors.reply(request, failure));
        }
    }

    /** What can be asked of the request's path (RFC 9110 §15.5.6). */
    private String allowed(Request request) {
        Set<String> methods = new TreeSet<>();
        for (Endpoint endpoint : endpoints) {
            if (request.path().matches(endpoint.path().replace(".", "\\.").replaceAll(":\\w+", "[^/]+") + "/?")) {
                methods.add(endpoint.method().name());
            }
        }
        if (request.path().startsWith(Assets.PATH)) {
            methods.add(HttpMethod.GET.name());
        }
        if (methods.contains(HttpMethod.GET.name())) {
            methods.add(HttpMethod.HEAD.name());
        }
        return String.join(", ", methods);
    }

    private static String sentence(int status, Request request) {
        return switch (status) {
            case 404 -> "there is nothing at " + request.path();
            case METHOD_NOT_ALLOWED -> "%s does not go with %s".formatted(request.method(), request.path());
            case 413 -> "the body is larger than %d bytes".formatted(LARGEST_BODY);
            default -> "the request cannot be read";
        };
    }

    private void secure(RoutingContext context) {
        SecurityHeaders.on(context.response(), isSecure(context.request()));
        context.next();
    }

    private static void send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        if (!reply.contentType().isEmpty()) {
            response.putHeader("Content-Type", reply.contentType());
        }
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (Reply.Header header : reply.headers()) {
            if (seen.merge(header.name(), 1, Integer::sum) > 1) {
                response.headers().add(header.name(), header.value());
            } else {
                response.putHeader(header.name(), header.value());
            }
        }
        end(context, reply.body());
    }

    /** Ends an answer; without the body, but with its length, where only the head was asked for. */
    static void end(RoutingContext context, Buffer body) {
        if (isHead(context)) {
            context.response().putHeader("Content-Length", Integer.toString(body.length()));
            context.response().end();
        } else {
            context.response().end(body);
        }
    }

    private static boolean isHead(RoutingContext context) {
        return context.request().method().equals(HttpMethod.HEAD);
    }

    /** The API has no forms: what is sent to it is a body, whatever a client such as curl calls it. */
    private static Request read(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean api = request.path() != null && request.path().startsWith(Errors.API);
        Map<String, String> form = new LinkedHashMap<>();
        if (!api) {
            request.formAttributes().forEach(entry -> form.putIfAbsent(entry.getKey(), entry.getValue()));
        }
        Map<String, String> query = new LinkedHashMap<>();
        context.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
        Buffer body = context.body() == null || !context.body().available()
                ? Buffer.buffer()
                : Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        return new Request(
                request.method().equals(HttpMethod.HEAD)
                        ? HttpMethod.GET.name()
                        : request.method().name(),
                Optional.ofNullable(request.path()).orElse("/"),
                Map.copyOf(context.pathParams()),
                query,
                headers(request),
                form,
                form.isEmpty() ? body.getBytes() : new byte[0],
                request.remoteAddress() == null
                        ? "unknown"
                        : request.remoteAddress().hostAddress(),
                isSecure(request),
                null,
                "");
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS_READ) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        for (String name : Cookies.READ) {
            Cookie cookie = request.getCookie(name);
            if (cookie != null) {
                headers.put(name, cookie.getValue());
            }
        }
        return headers;
    }

    /** Behind a proxy that ends TLS, the proxy says so. A client that lies gets a cookie it cannot use over http. */
    private static boolean isSecure(HttpServerRequest request) {
        return request.isSSL() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }
}
