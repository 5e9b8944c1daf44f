package io.derwent.console.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.http.ApiJson;
import io.derwent.store.Contacts.Contact;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Text messages through GOV.UK Notify's API, version 2. */
public final class NotifyCarrier implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyCarrier.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final PushConfig.Notify config;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public NotifyCarrier(PushConfig.Notify config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public boolean reaches(Connection connection, Contact contact, String patient) {
        return contact.phone() != null;
    }

    @Override
    public Sent send(Message message) {
        try {
            String json = ApiJson.MAPPER.writeValueAsString(Map.of(
                    "phone_number",
                    Objects.requireNonNull(message.to().phone()),
                    "template_id",
                    config.template(),
                    "personalisation",
                    Map.of("message", message.body()),
                    "reference",
                    message.reference()));
            HttpResponse<String> answer = http.send(
                    request("/v2/notifications/sms")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String said = "GOV.UK Notify says " + answer.statusCode();
            if (answer.statusCode() == CREATED) {
                return Sent.taken(
                        ApiJson.MAPPER.readTree(answer.body()).path("id").asText());
            }
            if (answer.statusCode() == BAD_REQUEST) {
                return Sent.refused(said);
            }
            // 403: our key or our clock; 429: the day's limit. Neither is about this message
            return answer.statusCode() >= SERVER_ERROR ? Sent.unsure(said) : Sent.notNow(said);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Sent.notNow("GOV.UK Notify does not answer");
        } catch (IOException e) {
            return Sent.unsure("the line to GOV.UK Notify broke: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sent.unsure("this console is ending");
        }
    }

    @Override
    public Fate fate(String receipt) {
        try {
            HttpResponse<String> answer = http.send(
                    request("/v2/notifications/" + receipt).GET().build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? fate(ApiJson.MAPPER.readTree(answer.body())) : Fate.NOT_KNOWN;
        } catch (IOException e) {
            LOG.info("GOV.UK Notify cannot be asked what became of a message, it is asked again: {}", e.getMessage());
            return Fate.NOT_KNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fate.NOT_KNOWN;
        }
    }

    private static Fate fate(JsonNode notification) {
        return switch (notification.path("status").asText()) {
            case "delivered" -> Fate.DELIVERED;
            case "permanent-failure", "temporary-failure", "technical-failure" -> Fate.FAILED;
            default -> Fate.NOT_KNOWN;
        };
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(config.url().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token());
    }

    private String token() {
        try {
            return Jwt.of(
                    "HS256",
                    Map.of("iss", config.service(), "iat", clock.instant().getEpochSecond()),
                    input -> {
                        Mac mac = Mac.getInstance("HmacSHA256");
                        mac.init(new SecretKeySpec(config.secret().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
                        return mac.doFinal(input);
                    });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }
}
