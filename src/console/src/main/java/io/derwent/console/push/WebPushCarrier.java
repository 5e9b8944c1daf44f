package io.derwent.console.push;

import io.derwent.store.Contacts.Contact;
import io.derwent.store.Database;
import io.derwent.store.PushKeys;
import io.derwent.store.PushSubscriptions;
import io.derwent.store.PushSubscriptions.Subscription;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Notifications of browsers: to every browser of the person; taken if one push service took it. The payload is the message's
 * reference and nothing else: words are in the service worker, which has them from us.
 */
public final class WebPushCarrier implements Carrier {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TOKEN_FOR = Duration.ofHours(12);
    private static final Duration WORTH_SHOWING = Duration.ofHours(24);
    private static final int TOPIC_LENGTH = 32; // RFC 8030 §5.4
    private static final int MOST_BROWSERS = 5;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Database database;
    private final PushConfig.WebPush config;
    private final Clock clock;
    private final String publicKey;
    private final ECPrivateKey privateKey;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Gets its keys from the configuration or the database; blocks. */
    public WebPushCarrier(Database database, PushConfig.WebPush config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        PushConfig.Keys keys = config.keys().orElseGet(() -> {
            PushKeys.Pair fresh = P256.freshPair();
            PushKeys.Pair kept = database.inPlatform(connection -> PushKeys.keepOrGet(connection, fresh));
            return new PushConfig.Keys(kept.publicKey(), kept.privateKey());
        });
        publicKey = BASE64.encodeToString(keys.publicKey());
        try {
            privateKey = P256.privateKey(keys.privateKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key pair for web push is none of P-256", e);
        }
    }

    /** What a browser needs to subscribe, base64url. */
    public String publicKey() {
        return publicKey;
    }

    /** Whether a browser may be sent to: its push service is one that we know, over https. */
    boolean accepts(URI endpoint) {
        boolean https = "https".equals(endpoint.getScheme());
        String host = endpoint.getHost();
        // this machine is for tests of this carrier, and only where the configuration names it
        boolean here = "127.0.0.1".equals(host) && "http".equals(endpoint.getScheme());
        return host != null && (https || here) && endpoint.getUserInfo() == null && config.mayBeSentTo(host);
    }

    @Override
    public Channel channel() {
        return Channel.WEB_PUSH;
    }

    @Override
    public boolean reaches(Connection connection, Contact contact, String patient) throws SQLException {
        return !PushSubscriptions.active(connection, contact.tenant(), contact.person())
                .isEmpty();
    }

    @Override
    public Sent send(Message message) {
        List<Subscription> browsers = database.inTenant(
                message.tenant(),
                connection -> PushSubscriptions.active(
                        connection, message.tenant(), message.to().person()));
        List<Sent> all = new ArrayList<>();
        // the newest are those in use
        for (Subscription browser : browsers.subList(Math.max(0, browsers.size() - MOST_BROWSERS), browsers.size())) {
            all.add(send(message, browser));
        }
        return best(all);
    }

    private static Sent best(List<Sent> all) {
        for (Sent.Outcome outcome : List.of(Sent.Outcome.TAKEN, Sent.Outcome.UNSURE, Sent.Outcome.NOT_NOW)) {
            for (Sent one : all) {
                if (one.outcome() == outcome) {
                    return one;
                }
            }
        }
        return all.isEmpty() ? Sent.refused("no browser is subscribed any more") : all.get(0);
    }

    private Sent send(Message message, Subscription browser) {
        URI endpoint = URI.create(browser.endpoint());
        if (!accepts(endpoint)) {
            return Sent.refused("the browser's push service is none that may be sent to");
        }
        try {
            byte[] payload = ("{\"id\":\"" + message.reference() + "\"}").getBytes(StandardCharsets.US_ASCII);
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .timeout(PATIENCE)
                    .header("TTL", Long.toString(WORTH_SHOWING.toSeconds()))
                    .header("Urgency", message.urgent() ? "high" : "normal")
                    .header("Topic", message.reference().substring(0, TOPIC_LENGTH))
                    .header("Content-Encoding", "aes128gcm")
                    .header("Content-Type", "application/octet-stream")
                    .header("Authorization", "vapid t=%s, k=%s".formatted(token(endpoint), publicKey))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            PushEncryption.encrypt(payload, browser.p256dh(), browser.auth())))
                    .build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return answered(message, browser, status);
        } catch (GeneralSecurityException e) {
            return Sent.refused("the browser's key cannot be used: " + e.getMessage());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Sent.notNow("the push service does not answer");
        } catch (IOException e) {
            return Sent.unsure("the line to the push service broke: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sent.unsure("this console is ending");
        }
    }

    private Sent answered(Message message, Subscription browser, int status) {
        String said = "the push service says " + status;
        return switch (status) {
            case 200, 201, 202, 204 -> Sent.taken();
            case 404, 410 -> {
                database.inTenant(message.tenant(), connection -> {
                    PushSubscriptions.end(connection, browser.tenant(), browser.id(), clock.instant(), said);
                    return browser;
                });
                yield Sent.refused(said + ": the browser is subscribed no more");
            }
            case TOO_MANY_REQUESTS -> Sent.notNow(said);
            default -> status >= SERVER_ERROR ? Sent.unsure(said) : Sent.refused(said);
        };
    }

    private String token(URI endpoint) throws GeneralSecurityException {
        String audience = endpoint.getScheme() + "://" + endpoint.getAuthority();
        return Jwt.of(
                "ES256",
                Map.of(
                        "aud",
                        audience,
                        "exp",
                        clock.instant().plus(TOKEN_FOR).getEpochSecond(),
                        "sub",
                        config.subject()),
                input -> {
                    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
                    signature.initSign(privateKey);
                    signature.update(input);
                    return signature.sign();
                });
    }
}
