package io.derwent.gateway.management;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.registry.ApiTokens;
import io.derwent.registry.Credentials;
import io.derwent.registry.CredentialsDocument;
import io.derwent.registry.DeviceDocument;
import io.derwent.registry.Devices;
import io.derwent.registry.Filter;
import io.derwent.registry.IfMatch;
import io.derwent.registry.Page;
import io.derwent.registry.RegistryDatabase;
import io.derwent.registry.RegistryRefusal;
import io.derwent.registry.Search;
import io.derwent.registry.Sort;
import io.derwent.registry.Stored;
import io.derwent.registry.TenantDocument;
import io.derwent.registry.Tenants;
import io.derwent.registry.TokenIdentity;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Eclipse Hono's device registry management API v1: {@code /v1/tenants}, {@code /v1/devices}, {@code /v1/credentials}, for
 * administrators' bearer tokens. A tenant's administrator may work within the tenant; creating, listing and deleting tenants
 * is the platform's.
 */
public final class RegistryApi {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryApi.class);
    private static final long LARGEST_BODY_BYTES = 256 * 1024;
    private static final String TENANT = "tenant";
    private static final String DEVICE = "device";
    private static final String IDENTITY = "identity";
    private static final String PAGE_SIZE = "30";

    private final Tenants tenants;
    private final Devices devices;
    private final Credentials credentials;
    private final ApiTokens tokens;
    private final WorkerExecutor workers;
    private final Consumer<String> createTopics;

    /** {@code createTopics} makes a tenant's Kafka topics; may block, and may fail while Kafka is away. */
    public RegistryApi(RegistryDatabase database, WorkerExecutor workers, Consumer<String> createTopics) {
        this.tenants = new Tenants(database);
        this.devices = new Devices(database);
        this.credentials = new Credentials(database);
        this.tokens = new ApiTokens(database);
        this.workers = workers;
        this.createTopics = createTopics;
    }

    void mount(Router router) {
        router.route("/v1/*")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY_BYTES))
                .handler(this::authenticate)
                .handler(RegistryApi::requireJson)
                .failureHandler(ApiErrors::reply);
        route(router, "/v1/tenants", Map.of(POST, this::createTenant, GET, this::searchTenants));
        route(
                router,
                "/v1/tenants/:tenant",
                Map.of(
                        POST, this::createTenant,
                        GET, this::readTenant,
                        PUT, this::updateTenant,
                        DELETE, this::deleteTenant));
        route(
                router,
                "/v1/devices/:tenant",
                Map.of(POST, this::createDevice, GET, this::searchDevices, DELETE, this::deleteDevices));
        route(
                router,
                "/v1/devices/:tenant/:device",
                Map.of(
                        POST, this::createDevice,
                        GET, this::readDevice,
                        PUT, this::updateDevice,
                        DELETE, this::deleteDevice));
        route(
                router,
                "/v1/credentials/:tenant/:device",
                Map.of(GET, this::readCredentials, PUT, this::replaceCredentials));
        router.route("/v1/*").handler(ApiErrors::notFound);
    }

    /** What a request leads to, decided on a worker thread and written on the event loop. */
    private record Reply(int status, Optional<JsonNode> body, Optional<String> etag, Optional<String> location) {
        static Reply created(String location, String id, String etag) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", id);
            return new Reply(201, Optional.of(body), Optional.of(etag), Optional.of(location));
        }

        static Reply found(Stored stored) {
            return new Reply(200, Optional.of(stored.json()), Optional.of(stored.etag()), Optional.empty());
        }

        static Reply page(Page page) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("total", page.total());
            page.items().forEach(item -> {
                ObjectNode result = JsonNodeFactory.instance.objectNode().put("id", item.id());
                result.setAll((ObjectNode) item.json());
                body.withArray("result").add(result);
            });
            body.withArray("result");
            return new Reply(200, Optional.of(body), Optional.empty(), Optional.empty());
        }

        static Reply updated(String etag) {
            return new Reply(204, Optional.empty(), Optional.of(etag), Optional.empty());
        }

        static Reply deleted() {
            return new Reply(204, Optional.empty(), Optional.empty(), Optional.empty());
        }

        void write(RoutingContext context) {
            context.response().setStatusCode(status);
            etag.ifPresent(tag -> context.response().putHeader(HttpHeaders.ETAG, '"' + tag + '"'));
            location.ifPresent(where -> context.response().putHeader(HttpHeaders.LOCATION, where));
            body.ifPresentOrElse(
                    json -> context.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                            .end(json.toString()),
                    () -> context.response().end());
        }
    }

    /** Everything that can be asked of a path; any other method gets 405 and is told which (RFC 9110 §15.5.6). */
    private void route(Router router, String path, Map<HttpMethod, Function<RoutingContext, Reply>> workByMethod) {
        workByMethod.forEach((method, work) -> router.route(method, path)
                .handler(context -> workers.executeBlocking(() -> work.apply(context), false)
                        .onSuccess(reply -> reply.write(context))
                        .onFailure(context::fail))
                .failureHandler(ApiErrors::reply));
        String allowed =
                workByMethod.keySet().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        router.route(path)
                .handler(context -> {
                    context.response().putHeader(HttpHeaders.ALLOW, allowed);
                    context.fail(new HttpException(
                            405,
                            "%s is not for this, %s are"
                                    .formatted(context.request().method(), allowed)));
                })
                .failureHandler(ApiErrors::reply);
    }

    /** A body may leave its content type out; one that says it is something else is not read. */
    private static void requireJson(RoutingContext context) {
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        boolean isOther = contentType != null
                && body(context).length > 0
                && !contentType.replaceFirst(";.*", "").strip().equalsIgnoreCase("application/json");
        if (isOther) {
            context.fail(new HttpException(
                    415, "the content type is \"%s\", application/json is expected".formatted(contentType)));
            return;
        }
        context.next();
    }

    private void authenticate(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        String scheme = "bearer ";
        if (header == null || !header.regionMatches(true, 0, scheme, 0, scheme.length())) {
            context.fail(new HttpException(401, "a bearer token is expected"));
            return;
        }
        String token = header.substring(scheme.length()).strip();
        workers.executeBlocking(() -> tokens.verify(token), false)
                .onSuccess(identity -> identity.ifPresentOrElse(
                        known -> {
                            context.put(IDENTITY, known);
                            context.next();
                        },
                        () -> context.fail(new HttpException(401, "the token is not known, or no longer"))))
                .onFailure(context::fail);
    }

    private Reply createTenant(RoutingContext context) {
        requirePlatform(context);
        String id = Optional.ofNullable(context.pathParam(TENANT))
                .map(TenantDocument::id)
                .orElseGet(RegistryApi::newId);
        String etag = tenants.create(id, TenantDocument.parse(body(context)));
        try {
            createTopics.accept(id);
        } catch (RuntimeException e) {
            LOG.warn("tenant {} has no topics yet, they are created when its first device connects", id);
        }
        return Reply.created("/v1/tenants/" + id, id, etag);
    }

    private Reply searchTenants(RoutingContext context) {
        requirePlatform(context);
        return Reply.page(tenants.search(search(context)));
    }

    private Reply readTenant(RoutingContext context) {
        String tenant = tenant(context);
        return Reply.found(tenants.read(tenant).orElseThrow(() -> noSuch("tenant " + tenant)));
    }

    private Reply updateTenant(RoutingContext context) {
        return Reply.updated(tenants.update(tenant(context), TenantDocument.parse(body(context)), ifMatch(context)));
    }

    private Reply deleteTenant(RoutingContext context) {
        requirePlatform(context);
        tenants.delete(tenant(context), ifMatch(context));
        return Reply.deleted();
    }

    private Reply createDevice(RoutingContext context) {
        String tenant = tenant(context);
        String id = Optional.ofNullable(context.pathParam(DEVICE))
                .map(DeviceDocument::id)
                .orElseGet(RegistryApi::newId);
        String etag = devices.create(tenant, id, DeviceDocument.parse(body(context)));
        return Reply.created("/v1/devices/%s/%s".formatted(tenant, id), id, etag);
    }

    private Reply searchDevices(RoutingContext context) {
        return Reply.page(devices.search(tenant(context), search(context), flag(context, "isGateway")));
    }

    private Reply deleteDevices(RoutingContext context) {
        devices.deleteAll(tenant(context));
        return Reply.deleted();
    }

    private Reply readDevice(RoutingContext context) {
        String device = device(context);
        return Reply.found(devices.read(tenant(context), device).orElseThrow(() -> noSuch("device " + device)));
    }

    private Reply updateDevice(RoutingContext context) {
        return Reply.updated(devices.update(
                tenant(context), device(context), DeviceDocument.parse(body(context)), ifMatch(context)));
    }

    private Reply deleteDevice(RoutingContext context) {
        devices.delete(tenant(context), device(context), ifMatch(context));
        return Reply.deleted();
    }

    private Reply readCredentials(RoutingContext context) {
        String device = device(context);
        return Reply.found(credentials.read(tenant(context), device).orElseThrow(() -> noSuch("device " + device)));
    }

    private Reply replaceCredentials(RoutingContext context) {
        return Reply.updated(credentials.replace(
                tenant(context), device(context), CredentialsDocument.parse(body(context)), ifMatch(context)));
    }

    /** The tenant in the path, if the caller may administer it. */
    private static String tenant(RoutingContext context) {
        String tenant = context.pathParam(TENANT);
        if (!identity(context).administers(tenant)) {
            throw new HttpException(403, "this token is not of an administrator of tenant " + tenant);
        }
        return tenant;
    }

    private static void requirePlatform(RoutingContext context) {
        if (!identity(context).administersPlatform()) {
            throw new HttpException(403, "this token is not of an administrator of the platform");
        }
    }

    private static TokenIdentity identity(RoutingContext context) {
        return context.get(IDENTITY);
    }

    private static String device(RoutingContext context) {
        return context.pathParam(DEVICE);
    }

    private static byte[] body(RoutingContext context) {
        return context.body().buffer() == null
                ? new byte[0]
                : context.body().buffer().getBytes();
    }

    private static IfMatch ifMatch(RoutingContext context) {
        return IfMatch.parse(context.request().headers().getAll(HttpHeaders.IF_MATCH));
    }

    private static Search search(RoutingContext context) {
        return new Search(
                new Page.Request(number(context, "pageSize", PAGE_SIZE), number(context, "pageOffset", "0")),
                context.queryParam("filterJson").stream().map(Filter::parse).toList(),
                context.queryParam("sortJson").stream().map(Sort::parse).toList());
    }

    private static Optional<Boolean> flag(RoutingContext context, String name) {
        return parameter(context, name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RegistryRefusal.invalid("%s is \"%s\", true or false is expected".formatted(name, text));
        });
    }

    private static int number(RoutingContext context, String name, String absent) {
        String text = parameter(context, name).orElse(absent);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw RegistryRefusal.invalid("%s is \"%s\", a number is expected".formatted(name, text));
        }
    }

    private static Optional<String> parameter(RoutingContext context, String name) {
        return context.queryParam(name).stream().findFirst();
    }

    private static HttpException noSuch(String what) {
        return new HttpException(404, "there is no " + what);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
