package io.derwent.gateway.management;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/** {@code /health/live}: the process answers. {@code /health/ready}: 200 if devices are served, else 503 and why not. */
public final class Health {
    private static final int UNAVAILABLE = 503;

    private final Supplier<List<String>> problems;

    /** {@code problems} says what is missing, one sentence each; must not block. */
    public Health(Supplier<List<String>> problems) {
        this.problems = problems;
    }

    void mount(Router router) {
        router.get("/health/live").handler(context -> reply(context, List.of()));
        router.get("/health/ready").handler(context -> reply(context, problems.get()));
    }

    private static void reply(RoutingContext context, List<String> problems) {
        JsonObject body = new JsonObject().put("status", problems.isEmpty() ? "UP" : "DOWN");
        if (!problems.isEmpty()) {
            body.put("problems", new JsonArray(problems));
            context.response().setStatusCode(UNAVAILABLE);
        }
        context.json(body);
    }
}
