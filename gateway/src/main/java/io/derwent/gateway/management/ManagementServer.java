package io.derwent.gateway.management;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/** The HTTP server of the management port. */
public final class ManagementServer {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    /** {@code metrics} renders all metrics in Prometheus' text format. */
    public ManagementServer(Vertx vertx, Health health, Supplier<String> metrics, RegistryApi registry) {
        Router router = Router.router(vertx);
        health.mount(router);
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader("content-type", PROMETHEUS_TEXT)
                        .end(metrics.get()));
        registry.mount(router);
        router.errorHandler(400, ApiErrors::reply);
        server = vertx.createHttpServer().requestHandler(router);
    }

    public Future<?> listen(String host, int port) {
        return server.listen(port, host);
    }

    public int port() {
        return server.actualPort();
    }
}
