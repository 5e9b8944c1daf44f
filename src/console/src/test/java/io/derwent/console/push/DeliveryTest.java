package io.derwent.console.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.derwent.model.Severity;
import io.derwent.store.Contacts;
import io.derwent.store.Contacts.Contact;
import io.derwent.store.Database;
import io.derwent.store.Deliveries;
import io.derwent.store.Deliveries.Delivery;
import io.derwent.store.Deliveries.State;
import io.derwent.store.DeliveryQueue;
import io.derwent.store.PushSubscriptions;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages on their way: real PostgreSQL and SMTP, stand-ins of Notify and of a push service. */
class DeliveryTest {
    private static final String TENANT = "derby";
    private static final Person DORA = Person.patient("p-dora");
    private static final String KEY =
            "test-" + "11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222";

    private final Database database = TestDatabase.fresh().open(Roles.CONSOLE);
    private final Carriers outside = new Carriers();
    private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Vertx vertx = Vertx.vertx();
    private Instant now = Instant.parse("2026-01-10T23:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };
    private NotifyCarrier sms;
    private MailCarrier mail;
    private WebPushCarrier webPush;

    @BeforeEach
    void start() {
        mails.start();
        sms = new NotifyCarrier(new PushConfig.Notify(URI.create(outside.url()), KEY, "template-1"), clock);
        mail = new MailCarrier(
                vertx,
                new PushConfig.Mail(
                        "127.0.0.1",
                        mails.getSmtp().getPort(),
                        PushConfig.Tls.NONE,
                        "",
                        "",
                        "noreply@derwent.example"));
        webPush = new WebPushCarrier(
                database,
                new PushConfig.WebPush("mailto:it@derwent.example", Optional.empty(), List.of("127.0.0.1")),
                clock);
    }

    @AfterEach
    void stop() {
        mail.close();
        vertx.close();
        mails.stop();
        outside.close();
        database.close();
    }

    private DeliveryWorker worker(Carrier... carriers) {
        return new DeliveryWorker(
                database,
                new Channels(List.of(carriers)),
                new Breakers(new SimpleMeterRegistry()),
                (key, locale) -> key.equals("patient.body") ? "You have a message." : "Derwent",
                new SimpleMeterRegistry(),
                clock,
                Duration.ofMillis(1));
    }

    private void wants(@Nullable LocalTime from, @Nullable LocalTime to, Channel... channels) {
        database.inTenant(TENANT, connection -> {
            Contacts.put(
                    connection,
                    new Contact(
                            TENANT,
                            DORA.key(),
                            Arrays.stream(channels).map(Channel::code).toList(),
                            "dora@home.example",
                            "07700900982",
                            from,
                            to,
                            "en"),
                    now);
            PushSubscriptions.put(
                    connection,
                    new PushSubscriptions.Subscription(
                            TENANT,
                            "browser-1",
                            DORA.key(),
                            outside.endpoint(),
                            Base64.getUrlDecoder().decode(outside.p256dh()),
                            Base64.getUrlDecoder().decode(outside.auth())),
                    now);
            return channels;
        });
    }

    private String told(Severity severity) {
        String id = io.derwent.model.Ids.of("delivery", severity.code());
        database.inTenant(TENANT, connection -> {
            Delivery delivery = new Delivery(
                    TENANT,
                    id,
                    DORA.key(),
                    "p-dora",
                    "event-1",
                    "alert-1",
                    "measure_again",
                    severity,
                    "en",
                    null,
                    null,
                    State.WAITING,
                    false,
                    0,
                    List.of(),
                    now,
                    now,
                    null,
                    null,
                    null,
                    null);
            Deliveries.add(connection, delivery);
            DeliveryQueue.add(connection, delivery.key(), now);
            return id;
        });
        return id;
    }

    private Delivery found(String id) {
        return database.inTenant(TENANT, connection -> Deliveries.find(connection, TENANT, id))
                .orElseThrow();
    }

    private static void all(DeliveryWorker worker) {
        while (worker.deliverOne()) {
            // until nothing is due
        }
    }

    @Test
    void aBrowserReadsAReferenceAndNothingElse() {
        wants(null, null, Channel.WEB_PUSH);
        String id = told(Severity.AMBER);

        all(worker(webPush));

        assertThat(outside.pushes()).containsExactly("{\"id\":\"" + id + "\"}");
        assertThat(outside.topics()).containsExactly(id.substring(0, 32));
        assertThat(found(id).state()).isEqualTo(State.SENT);
    }

    @Test
    void aBrowserThatIsGoneIsForgottenAndTheNextChannelIsTried() throws MessagingException {
        wants(null, null, Channel.WEB_PUSH, Channel.EMAIL);
        outside.answerPushes(410);
        String id = told(Severity.AMBER);

        all(worker(webPush, mail));

        assertThat(found(id).tried()).containsExactly("web_push");
        assertThat(found(id).channel()).isEqualTo("email");
        assertThat(mails.getReceivedMessages()[0].getHeader("Message-ID"))
                .containsExactly("<" + id + "@derwent.example>");
        List<PushSubscriptions.Subscription> left =
                database.inTenant(TENANT, c -> PushSubscriptions.active(c, TENANT, DORA.key()));
        assertThat(left).isEmpty();
    }

    @Test
    void aTextMessageIsDeliveredWhenNotifySaysSo() {
        wants(null, null, Channel.SMS);
        String id = told(Severity.AMBER);
        DeliveryWorker worker = worker(sms);

        all(worker);
        assertThat(found(id).state()).isEqualTo(State.SENT);
        assertThat(outside.texts().get(0).path("reference").asText()).isEqualTo(id);
        outside.fate("receipt-1", "delivered");
        now = now.plusSeconds(60);
        all(worker);

        assertThat(found(id).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void whatNotifyCouldNotDeliverGoesByTheNextChannelAndFailsWhenNoneIsLeft() {
        wants(null, null, Channel.SMS);
        String id = told(Severity.RED);
        DeliveryWorker worker = worker(sms);

        all(worker);
        outside.fate("receipt-1", "permanent-failure");
        now = now.plusSeconds(60);
        all(worker);

        assertThat(found(id).state()).isEqualTo(State.FAILED);
        assertThat(found(id).tried()).containsExactly("sms");
    }

    /** Takes the message and dies before anybody can write down that it did. */
    private final class Dying implements Carrier {
        private final List<String> references = new CopyOnWriteArrayList<>();
        private boolean dies = true;

        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public boolean reaches(Connection connection, Contact contact, String patient) {
            return true;
        }

        @Override
        public Sent send(Message message) {
            mail.send(message);
            references.add(message.reference());
            if (dies) {
                throw new IllegalStateException("killed");
            }
            return Sent.taken();
        }
    }

    @Test
    void whoIsKilledBetweenSendingAndWritingItDownSendsAgainWithTheSameReferenceAndSaysSo() throws MessagingException {
        wants(null, null, Channel.EMAIL);
        String id = told(Severity.AMBER);
        Dying dying = new Dying();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> worker(dying).deliverOne())
                .hasMessage("killed");
        assertThat(found(id).state()).isEqualTo(State.SENDING);
        dying.dies = false;

        assertThat(worker(dying).deliverOne()).as("the lease still runs").isFalse();
        now = now.plus(DeliveryWorker.LEASE);
        all(worker(dying));

        assertThat(found(id).state()).isEqualTo(State.SENT);
        assertThat(found(id).maybeTwice()).isTrue();
        List<String> messageIds = new ArrayList<>();
        for (var received : mails.getReceivedMessages()) {
            messageIds.add(received.getHeader("Message-ID")[0]);
        }
        assertThat(messageIds).hasSize(2).containsOnly("<" + id + "@derwent.example>");
    }

    @Test
    void twoConsolesSendOnce() {
        wants(null, null, Channel.SMS);
        String id = told(Severity.AMBER);

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> all(worker(sms))),
                        CompletableFuture.runAsync(() -> all(worker(sms))))
                .join();

        assertThat(outside.texts()).hasSize(1);
        assertThat(found(id).maybeTwice()).isFalse();
    }

    @Test
    void inAQuietTimeAmberWaitsAndRedDoesNot() {
        wants(LocalTime.of(22, 0), LocalTime.of(7, 0), Channel.SMS);
        String amber = told(Severity.AMBER);
        String red = told(Severity.RED);
        DeliveryWorker worker = worker(sms);

        all(worker);
        assertThat(found(amber).state()).isEqualTo(State.WAITING);
        assertThat(found(red).state()).isEqualTo(State.SENT);
        now = Instant.parse("2026-01-11T07:00:00Z");
        all(worker);

        assertThat(found(amber).state()).isEqualTo(State.SENT);
    }

    @Test
    void aCarrierInTroubleIsTriedAgainLaterAndAnUrgentMessageTakesAnother() {
        wants(null, null, Channel.SMS, Channel.EMAIL);
        outside.answerTexts(429);
        String id = told(Severity.RED);
        DeliveryWorker worker = worker(sms, mail);

        all(worker);
        assertThat(found(id).state()).isEqualTo(State.WAITING);
        assertThat(found(id).lastError()).contains("429");
        now = now.plusSeconds(120);
        all(worker);

        assertThat(found(id).channel()).isEqualTo("email");
        assertThat(found(id).state()).isEqualTo(State.SENT);
        assertThat(found(id).maybeTwice()).isFalse();
    }
}
