package io.derwent.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's page and what programs ask it. Reading is open to whoever reaches the address, which is loopback unless told
 * otherwise; it shows device ids and reasons, no measurement. Changing is for this machine alone, and with a header no web
 * page can send here unasked.
 *
 * <pre>
 *   GET  /                            the page
 *   GET  /status                      Status as JSON
 *   GET  /health/live, /health/ready  the process answers; devices are served
 *   GET  /dead-letters                the first 1,000 as JSON
 *   POST /dead-letters/ID/replay      back into the queue; ID "all": every one
 *   POST /dead-letters/ID/discard     gone for good
 * </pre>
 */
final class StatusServer {
    /** Must be there when something is to be changed; its value does not matter. */
    static final String CHANGE_HEADER = "Derwent-Edge";

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final String POST_PREFIX = "/dead-letters/";
    private static final int MOST_LISTED = 1_000;
    private static final int ON_PAGE = 20;

    private final Hub hub;
    private final HttpServer server;

    StatusServer(Vertx vertx, Hub hub) {
        this.hub = hub;
        this.server = vertx.createHttpServer().requestHandler(this::handle);
    }

    Future<?> listen(EdgeConfig.Address address) {
        return server.listen(address.port(), address.host());
    }

    int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        switch (request.method().name()) {
            case "GET", "HEAD" -> show(request);
            case "POST" -> change(request);
            default -> {
                request.response().putHeader("allow", "GET, HEAD, POST");
                problem(request, 405, "only GET and POST are served");
            }
        }
    }

    private void show(HttpServerRequest request) {
        switch (request.path()) {
            case "/" -> answer(request, "text/html; charset=utf-8", Future.fromCompletionStage(hub.page(ON_PAGE)));
            case "/status" ->
                json(request, Future.fromCompletionStage(hub.status()).map(Status::json));
            case "/health/live" -> json(request, Future.succeededFuture(new JsonObject().put("status", "UP")));
            case "/health/ready" -> ready(request);
            case "/dead-letters" ->
                json(
                        request,
                        Future.fromCompletionStage(hub.deadLetters(MOST_LISTED)).map(StatusServer::list));
            default -> problem(request, 404, "there is nothing at " + request.path());
        }
    }

    private void ready(HttpServerRequest request) {
        boolean serving = hub.isServing();
        if (!serving) {
            request.response().setStatusCode(503);
        }
        json(request, Future.succeededFuture(new JsonObject().put("status", serving ? "UP" : "DOWN")));
    }

    private void change(HttpServerRequest request) {
        if (!isFromHere(request.remoteAddress()) || request.getHeader(CHANGE_HEADER) == null) {
            problem(request, 403, "only from the hub itself, with the header " + CHANGE_HEADER);
            return;
        }
        Optional<String> replayed = between(request.path(), "/replay");
        Optional<String> discarded = between(request.path(), "/discard");
        if (replayed.isPresent()) {
            json(request, Future.fromCompletionStage(hub.replay(replayed.get())).map(StatusServer::count));
        } else if (discarded.isPresent()) {
            json(
                    request,
                    Future.fromCompletionStage(hub.discard(discarded.get())).map(StatusServer::count));
        } else {
            problem(request, 404, "there is nothing at " + request.path());
        }
    }

    private static Optional<String> between(String path, String suffix) {
        return path.startsWith(POST_PREFIX)
                        && path.endsWith(suffix)
                        && path.length() > POST_PREFIX.length() + suffix.length()
                ? Optional.of(path.substring(POST_PREFIX.length(), path.length() - suffix.length()))
                : Optional.empty();
    }

    private static boolean isFromHere(SocketAddress remote) {
        try {
            return InetAddress.getByName(remote.hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static JsonObject count(int count) {
        return new JsonObject().put("count", count);
    }

    private static JsonObject list(List<DeadLetter.Shown> letters) {
        JsonArray list = new JsonArray();
        letters.forEach(letter -> list.add(new JsonObject()
                .put("id", letter.id())
                .put("device", letter.device())
                .put("endpoint", letter.endpoint().topic())
                .put("contentType", letter.contentType().orElse(null))
                .put("receivedAt", letter.receivedAt().toString())
                .put("bytes", letter.bytes())
                .put("reasonCode", "0x%02X".formatted(letter.reason().code()))
                .put("reason", letter.reason().text())
                .put("refusedAt", letter.refusedAt().toString())));
        return new JsonObject().put("deadLetters", list);
    }

    private static void json(HttpServerRequest request, Future<JsonObject> body) {
        answer(request, "application/json", body.map(JsonObject::encode));
    }

    private static void answer(HttpServerRequest request, String contentType, Future<String> body) {
        body.onComplete(
                text -> request.response()
                        .putHeader("content-type", contentType)
                        .putHeader("cache-control", "no-store")
                        .end(text),
                error -> {
                    LOG.warn("{} could not be answered: {}", request.path(), error.getMessage());
                    problem(request, 500, String.valueOf(error.getMessage()));
                });
    }

    private static void problem(HttpServerRequest request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(new JsonObject().put("error", text).encode());
    }
}
