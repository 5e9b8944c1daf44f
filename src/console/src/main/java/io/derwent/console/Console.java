package io.derwent.console;

import io.derwent.console.access.Access;
import io.derwent.console.access.BreakGlassDesk;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Logins;
import io.derwent.console.api.AccountsApi;
import io.derwent.console.api.AssetsApi;
import io.derwent.console.api.AssignmentsApi;
import io.derwent.console.api.AuditApi;
import io.derwent.console.api.CarePlansApi;
import io.derwent.console.api.CaseloadApi;
import io.derwent.console.api.CasesApi;
import io.derwent.console.api.ContactsApi;
import io.derwent.console.api.DeadLettersApi;
import io.derwent.console.api.ExportApi;
import io.derwent.console.api.GuestsApi;
import io.derwent.console.api.NobodysApi;
import io.derwent.console.api.OpenApi;
import io.derwent.console.api.PathwaysApi;
import io.derwent.console.api.PatientsApi;
import io.derwent.console.api.PlacesApi;
import io.derwent.console.api.ReadersApi;
import io.derwent.console.api.RecordsApi;
import io.derwent.console.api.RehearsalApi;
import io.derwent.console.api.SharesApi;
import io.derwent.console.api.TeamsApi;
import io.derwent.console.api.WhyApi;
import io.derwent.console.audit.AuditDesk;
import io.derwent.console.audit.AuditSealer;
import io.derwent.console.cases.CaseActions;
import io.derwent.console.cases.CaseBoard;
import io.derwent.console.cases.LeftLying;
import io.derwent.console.equipment.Equipment;
import io.derwent.console.feeds.AlertSink;
import io.derwent.console.feeds.DeadLetterSink;
import io.derwent.console.feeds.KafkaPublisher;
import io.derwent.console.feeds.OutboxRelay;
import io.derwent.console.feeds.Publisher;
import io.derwent.console.feeds.TopicFeed;
import io.derwent.console.feeds.Worker;
import io.derwent.console.http.Assets;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Errors;
import io.derwent.console.http.WebRouter;
import io.derwent.console.hubs.HubPlansSink;
import io.derwent.console.letters.DeadLetterDesk;
import io.derwent.console.live.CaseNews;
import io.derwent.console.live.EquipmentNews;
import io.derwent.console.live.Listening;
import io.derwent.console.live.LiveStream;
import io.derwent.console.outage.AlertingPath;
import io.derwent.console.outage.DatabasePulse;
import io.derwent.console.outage.HeartbeatFeed;
import io.derwent.console.pages.Pages;
import io.derwent.console.pages.RehearsalWords;
import io.derwent.console.pages.Texts;
import io.derwent.console.pages.WhyWords;
import io.derwent.console.pathways.OwnRules;
import io.derwent.console.pathways.PathwayDesk;
import io.derwent.console.people.Caseload;
import io.derwent.console.people.Names;
import io.derwent.console.plans.CarePlanDesk;
import io.derwent.console.push.Breakers;
import io.derwent.console.push.Carrier;
import io.derwent.console.push.Channels;
import io.derwent.console.push.ContactDesk;
import io.derwent.console.push.DeliveryWorker;
import io.derwent.console.push.MailCarrier;
import io.derwent.console.push.NotifyCarrier;
import io.derwent.console.push.PushConfig;
import io.derwent.console.push.Telling;
import io.derwent.console.push.WebPushCarrier;
import io.derwent.console.push.WhoLooksAfter;
import io.derwent.console.push.Wording;
import io.derwent.console.replay.CaseloadDesk;
import io.derwent.console.replay.RehearsalDesk;
import io.derwent.console.replay.WhyDesk;
import io.derwent.console.whose.NobodysReadings;
import io.derwent.console.whose.WhoseDesk;
import io.derwent.registry.ApiTokens;
import io.derwent.registry.Devices;
import io.derwent.registry.RegistryDatabase;
import io.derwent.registry.Tenants;
import io.derwent.registry.TokenIdentity;
import io.derwent.store.Accounts;
import io.derwent.store.Cases;
import io.derwent.store.Database;
import io.derwent.store.DeliveryQueue;
import io.derwent.store.EquipmentChanges;
import io.derwent.store.Migrations;
import io.derwent.store.Notifications;
import io.derwent.store.Outbox;
import io.derwent.store.Passwords;
import io.derwent.store.Retention;
import io.derwent.wire.DerwentTopics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running console: wires every part by hand, starts them, and closes them in the opposite order. Starting blocks; the
 * thread that starts it is none of Vert.x's.
 */
final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final String ALERTS_GROUP = "derwent-console-alerts";
    private static final String DEAD_LETTERS_GROUP = "derwent-console-dead-letters";
    private static final String HUBS_GROUP = "derwent-console-hubs";
    private static final Duration DATABASE_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STEP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);
    private static final Duration RETENTION_AFTER = Duration.ofMinutes(5);
    private static final Duration RETENTION_EVERY = Duration.ofHours(6);
    private static final int REGISTRY_CONNECTIONS = 3;
    private static final int IDLE_SECONDS = 120;
    private static final int DELIVERY_WORKERS = 2;
    private static final Duration ONCE_MORE_AFTER = Duration.ofMillis(500);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private int port;
    private Optional<AlertSink> alertSink = Optional.empty();
    private Optional<LiveStream> liveCases = Optional.empty();
    private final AlertingPath path = new AlertingPath();
    private List<Router> routers = List.of();

    private Console() {}

    /**
     * Starts everything; returns when pages are served.
     *
     * @throws io.derwent.store.StoreUnavailable if the database does not answer, or is not migrated, within two minutes
     * @throws IllegalStateException             if anything else keeps it from starting; the message says what
     */
    static Console start(ConsoleConfig config, Clock clock) {
        Console console = new Console();
        try {
            console.prepare(config);
            console.createTopics(config);
            KafkaPublisher publisher = console.closeLater(new KafkaPublisher(config.kafka()));
            console.run(config, clock, publisher, true);
            return console;
        } catch (RuntimeException e) {
            console.close();
            throw e;
        }
    }

    /** Without Kafka: for tests, which fold alerts and look at what is published themselves. */
    static Console startWithoutKafka(ConsoleConfig config, Clock clock, Publisher publisher) {
        Console console = new Console();
        console.prepare(config);
        console.run(config, clock, publisher, false);
        return console;
    }

    int port() {
        return port;
    }

    /** What a record on {@code derwent.alerts} goes through. */
    AlertSink alertSink() {
        return alertSink.orElseThrow();
    }

    AlertingPath alertingPath() {
        return path;
    }

    LiveStream liveCases() {
        return liveCases.orElseThrow();
    }

    Router router() {
        return routers.get(0);
    }

    private void prepare(ConsoleConfig config) {
        config.owner()
                .ifPresentOrElse(
                        owner -> Migrations.migrate(config.database().url(), owner.user(), owner.password()),
                        () -> Migrations.awaitVersion(config.database(), DATABASE_PATIENCE));
    }

    private void createTopics(ConsoleConfig config) {
        try (Admin admin =
                Admin.create(config.kafka().with(Map.of(AdminClientConfig.CLIENT_ID_CONFIG, "derwent-console")))) {
            DerwentTopics.createMissing(admin, DerwentTopics.all());
            DerwentTopics.problems(admin, DerwentTopics.all()).forEach(LOG::warn);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "topics cannot be created at %s: %s".formatted(config.kafka(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private void run(ConsoleConfig config, Clock clock, Publisher publisher, boolean withKafka) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        parts.push(meters::close);
        Vertx vertx = Vertx.vertx();
        parts.push(() -> await(vertx.close()));
        Database database = closeLater(Database.open(config.database()));
        RegistryDatabase registry = new RegistryDatabase(closeLater(RegistryDatabase.pool(
                config.database().url(),
                config.database().user(),
                config.database().password(),
                REGISTRY_CONNECTIONS)));
        ApiTokens tokens = new ApiTokens(registry);
        Logins logins = new Logins(database, tokens, clock);
        Access access = new Access(database, clock);
        config.administrator().ifPresent(first -> ensureAdministrator(database, tokens, first));

        OutboxRelay relay = new OutboxRelay(database, publisher);
        Optional<WebPushCarrier> webPush =
                config.push().webPush().map(browsers -> new WebPushCarrier(database, browsers, clock));
        Channels channels = new Channels(carriers(config.push(), webPush, vertx, clock));
        Telling telling = new Telling(channels, new WhoLooksAfter(), clock);
        ContactDesk contacts = new ContactDesk(database, channels, telling, webPush, clock);
        Breakers breakers = new Breakers(meters);
        Wording wording = (key, locale) -> Texts.in(locale).coded("push", key);
        List<DeliveryWorker> deliveries = new ArrayList<>();
        for (int i = 0; i < DELIVERY_WORKERS; i++) {
            deliveries.add(new DeliveryWorker(database, channels, breakers, wording, meters, clock, ONCE_MORE_AFTER));
        }
        AlertSink alerts = new AlertSink(database, telling, meters, clock);
        alertSink = Optional.of(alerts);
        Equipment equipment = new Equipment(database, clock);
        LiveStream cases = closeLater(new LiveStream(new CaseNews(access), vertx, database, meters));
        liveCases = Optional.of(cases);
        LiveStream things = closeLater(new LiveStream(new EquipmentNews(equipment), vertx, database, meters));
        CaseBoard board = new CaseBoard(database, clock);
        Listening listening = new Listening(
                Map.of(
                        Cases.CHANNEL,
                        payload -> {
                            board.hear(payload);
                            cases.hear(payload);
                        },
                        EquipmentChanges.CHANNEL,
                        things::hear,
                        Outbox.CHANNEL,
                        payload -> relay.wakeUp(),
                        DeliveryQueue.CHANNEL,
                        payload -> deliveries.forEach(DeliveryWorker::wakeUp)),
                List.of(relay::wakeUp, board::startAgain, cases::startAgain, things::startAgain),
                List.of(board::lost));
        closeLater(Notifications.listen(config.database(), listening.channels(), listening));
        if (!config.retention().isEmpty()) {
            config.owner().ifPresent(owner -> retain(vertx, config, owner, clock));
        }
        List<Worker> workers = new ArrayList<>();
        workers.add(closeLater(Worker.start("outbox", relay)));
        workers.add(closeLater(Worker.start("audit-seals", new AuditSealer(database, clock))));
        for (int i = 0; i < deliveries.size(); i++) {
            workers.add(closeLater(Worker.start("deliveries-" + (i + 1), deliveries.get(i))));
        }
        if (withKafka) {
            workers.add(closeLater(Worker.start(
                    "left-lying", new LeftLying(database, new Tenants(registry)::ids, board::changed, clock))));
            workers.add(closeLater(Worker.start("database", new DatabasePulse(database, path, clock))));
            workers.add(closeLater(Worker.start("heartbeats", new HeartbeatFeed(config.kafka(), path, clock))));
            workers.add(closeLater(Worker.start(
                    "alerts", TopicFeed.ofAll(config.kafka(), DerwentTopics.ALERTS, ALERTS_GROUP, alerts))));
            workers.add(closeLater(Worker.start(
                    "dead-letters",
                    TopicFeed.ofAll(
                            config.kafka(),
                            DerwentTopics.DEAD_LETTERS,
                            DEAD_LETTERS_GROUP,
                            new DeadLetterSink(database)))));
            workers.add(closeLater(Worker.start(
                    "hubs",
                    TopicFeed.ofNews(
                            config.kafka(),
                            HubPlansSink.TOPICS,
                            HUBS_GROUP,
                            new HubPlansSink(database, publisher, clock)))));
        }

        Tenants tenants = new Tenants(registry);
        AuditDesk audit = new AuditDesk(database, access);
        BreakGlassDesk glass = new BreakGlassDesk(database, access, clock);
        CaseActions caseActions = new CaseActions(access, board::changed, clock);
        DeadLetterDesk letters = new DeadLetterDesk(database, publisher, access, clock);
        CarePlanDesk plans = new CarePlanDesk(database, access, clock);
        RehearsalDesk rehearsals = new RehearsalDesk(access, clock);
        PathwayDesk pathways = new PathwayDesk(database, access, clock);
        CaseloadDesk caseloads = closeLater(new CaseloadDesk(access, clock));
        WhyDesk why = new WhyDesk(access, clock);
        WhoseDesk whose = new WhoseDesk(database, access);
        NobodysReadings nobodys = new NobodysReadings(database, access, clock);
        Assets assets = new Assets();
        Pages pages = new Pages(
                assets,
                access,
                logins,
                caseActions,
                letters,
                equipment,
                tenants,
                new OwnRules(database, clock),
                why,
                plans,
                rehearsals,
                pathways,
                caseloads,
                contacts,
                path,
                whose,
                nobodys,
                board,
                new Caseload(database, access),
                glass,
                new Names(database, clock),
                audit,
                clock);
        Errors errors = new Errors(pages::error);
        Devices devices = new Devices(registry);
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new OpenApi().endpoints());
        endpoints.addAll(new PatientsApi(database, access, glass, clock).endpoints());
        endpoints.addAll(new AuditApi(audit, clock).endpoints());
        endpoints.addAll(new TeamsApi(database, access, glass, clock).endpoints());
        endpoints.addAll(new RecordsApi(access, clock).endpoints());
        endpoints.addAll(new RehearsalApi(rehearsals, plans, new RehearsalWords(clock)).endpoints());
        endpoints.addAll(new WhyApi(why, new WhyWords(clock), clock).endpoints());
        endpoints.addAll(new AssignmentsApi(database, devices, access, whose, clock).endpoints());
        endpoints.addAll(new NobodysApi(nobodys, clock).endpoints());
        endpoints.addAll(new CarePlansApi(access, plans).endpoints());
        endpoints.addAll(new PathwaysApi(pathways, caseloads).endpoints());
        endpoints.addAll(new CaseloadApi(caseloads, pathways, new RehearsalWords(clock)).endpoints());
        endpoints.addAll(new AssetsApi(database, equipment, access, things::open, clock).endpoints());
        endpoints.addAll(new PlacesApi(database, access).endpoints());
        endpoints.addAll(new GuestsApi(database).endpoints());
        endpoints.addAll(new ReadersApi(database, devices, equipment, access, clock).endpoints());
        endpoints.addAll(new AccountsApi(database, tokens, tenants, access).endpoints());
        endpoints.addAll(new SharesApi(database, tenants, access, clock).endpoints());
        endpoints.addAll(new ContactsApi(access, contacts).endpoints());
        endpoints.addAll(new CasesApi(access, caseActions, cases::open, clock).endpoints());
        endpoints.addAll(new DeadLettersApi(letters).endpoints());
        endpoints.addAll(new ExportApi(vertx, database, access, errors).endpoints());
        endpoints.addAll(new Health(database, listening, workers, path, breakers, meters, clock).endpoints());
        endpoints.addAll(pages.endpoints());
        serve(
                vertx,
                config,
                new WebRouter(vertx, logins, tenants, errors).add(assets).add(endpoints),
                logins);
    }

    private List<Carrier> carriers(PushConfig config, Optional<WebPushCarrier> webPush, Vertx vertx, Clock clock) {
        List<Carrier> carriers = new ArrayList<>();
        webPush.ifPresent(carriers::add);
        config.sms().ifPresent(notify -> carriers.add(new NotifyCarrier(notify, clock)));
        config.mail().ifPresent(mail -> carriers.add(closeLater(new MailCarrier(vertx, mail))));
        return carriers;
    }

    private void serve(Vertx vertx, ConsoleConfig config, WebRouter web, Logins logins) {
        Router router = web.router();
        routers = List.of(router);
        HttpServer server = await(vertx.createHttpServer(new HttpServerOptions()
                        .setHost(config.http().host())
                        .setPort(config.http().port())
                        .setIdleTimeout(IDLE_SECONDS)
                        .setTcpNoDelay(true))
                .requestHandler(router)
                .listen());
        port = server.actualPort();
        vertx.setPeriodic(PURGE_EVERY.toMillis(), id -> vertx.executeBlocking(logins::purge, false));
        LOG.info("console serves http://{}:{}", config.http().host(), port);
    }

    /** Now and then lets go what was kept long enough, if somebody said how long that is. */
    private static void retain(Vertx vertx, ConsoleConfig config, ConsoleConfig.Owner owner, Clock clock) {
        vertx.setPeriodic(
                RETENTION_AFTER.toMillis(),
                RETENTION_EVERY.toMillis(),
                id -> vertx.executeBlocking(
                                () -> Retention.enforce(
                                        config.database().url(),
                                        owner.user(),
                                        owner.password(),
                                        config.retention(),
                                        clock.instant()),
                                false)
                        .onFailure(failure ->
                                LOG.warn("{}; it is tried again in {}", failure.getMessage(), RETENTION_EVERY)));
    }

    private static void ensureAdministrator(
            Database database, ApiTokens tokens, ConsoleConfig.FirstAdministrator first) {
        boolean missing = database.inPlatform(
                connection -> Accounts.find(connection, "admin").isEmpty());
        if (missing) {
            String hash = Passwords.hash(first.password());
            database.inPlatform(connection -> Accounts.ensureAdministrator(connection, hash));
        }
        tokens.ensure(
                first.token(), new TokenIdentity(TokenIdentity.ADMINISTRATOR, Caller.PLATFORM, Optional.of("admin")));
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} does not close: {}", part, e.getMessage());
            }
        }
    }

    private <T extends AutoCloseable> T closeLater(T part) {
        parts.push(part);
        return part;
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(STEP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }
}
