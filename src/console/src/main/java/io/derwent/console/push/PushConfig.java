package io.derwent.console.push;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How people can be told, from the environment; what is absent is not offered.
 *
 * @param mail    a mail server
 * @param sms     GOV.UK Notify, for text messages
 * @param webPush browsers' notifications
 */
public record PushConfig(Optional<Mail> mail, Optional<Notify> sms, Optional<WebPush> webPush) {
    public static final PushConfig NONE = new PushConfig(Optional.empty(), Optional.empty(), Optional.empty());

    private static final int SUBMISSION_PORT = 587;
    private static final String NOTIFY_URL = "https://api.notifications.service.gov.uk";
    private static final List<String> PUSH_SERVICES = List.of(
            "fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    /** How a mail server is spoken to. */
    public enum Tls {
        NONE,
        STARTTLS,
        TLS
    }

    /** A mail server; user and password are empty where it asks for none. */
    public record Mail(String host, int port, Tls tls, String user, String password, String from) {
        @Override
        public String toString() {
            return "%s:%d (%s) from %s".formatted(host, port, tls, from);
        }
    }

    /**
     * GOV.UK Notify.
     *
     * @param key      name, service id and secret, as Notify shows it once
     * @param template of a text message with the one field {@code ((message))}
     */
    public record Notify(URI url, String key, String template) {
        private static final int UUID_LENGTH = 36;

        public Notify {
            if (key.length() < 2 * UUID_LENGTH + 1) {
                throw new IllegalArgumentException(
                        "DERWENT_NOTIFY_KEY is no API key of GOV.UK Notify: it is too short");
            }
        }

        String secret() {
            return key.substring(key.length() - UUID_LENGTH);
        }

        String service() {
            int end = key.length() - UUID_LENGTH - 1;
            return key.substring(end - UUID_LENGTH, end);
        }

        @Override
        public String toString() {
            return url.toString();
        }
    }

    /**
     * Browsers' push services.
     *
     * @param subject  whom a push service may write to ({@code mailto:} or {@code https:}, RFC 8292 §2.1)
     * @param keys     the key pair; empty: made at the first start and kept in the database
     * @param services hosts that may be sent to, {@code *.} for any below; a browser names where to send, and we send nowhere else
     */
    public record WebPush(String subject, Optional<Keys> keys, List<String> services) {
        public WebPush {
            services = List.copyOf(services);
            if (!subject.startsWith("mailto:") && !subject.startsWith("https:")) {
                throw new IllegalArgumentException(
                        "DERWENT_PUSH_SUBJECT is \"" + subject + "\", mailto:… or https:… is expected");
            }
        }

        boolean mayBeSentTo(String host) {
            return services.stream()
                    .anyMatch(service ->
                            service.startsWith("*.") ? host.endsWith(service.substring(1)) : host.equals(service));
        }

        @Override
        public String toString() {
            return "as " + subject;
        }
    }

    /** A key pair of P-256, raw, as push libraries print it in base64url. */
    @SuppressWarnings("ArrayRecordComponent") // keys; never compared
    public record Keys(byte[] publicKey, byte[] privateKey) {
        @Override
        public String toString() {
            return "given";
        }
    }

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException naming the variable that is missing or wrong
     */
    public static PushConfig fromEnvironment(Map<String, String> environment) {
        return new PushConfig(mail(environment), notify(environment), webPush(environment));
    }

    private static Optional<Mail> mail(Map<String, String> environment) {
        return value(environment, "DERWENT_SMTP_HOST").map(host -> {
            Tls tls =
                    value(environment, "DERWENT_SMTP_TLS").map(PushConfig::tls).orElse(Tls.STARTTLS);
            int port;
            try {
                port = value(environment, "DERWENT_SMTP_PORT")
                        .map(Integer::parseInt)
                        .orElse(SUBMISSION_PORT);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("DERWENT_SMTP_PORT is no number", e);
            }
            return new Mail(
                    host,
                    port,
                    tls,
                    value(environment, "DERWENT_SMTP_USER").orElse(""),
                    value(environment, "DERWENT_SMTP_PASSWORD").orElse(""),
                    required(environment, "DERWENT_SMTP_FROM", "DERWENT_SMTP_HOST"));
        });
    }

    private static Tls tls(String text) {
        return switch (text) {
            case "none" -> Tls.NONE;
            case "starttls" -> Tls.STARTTLS;
            case "tls" -> Tls.TLS;
            default ->
                throw new IllegalArgumentException(
                        "DERWENT_SMTP_TLS is \"" + text + "\", none, starttls or tls is expected");
        };
    }

    private static Optional<Notify> notify(Map<String, String> environment) {
        return value(environment, "DERWENT_NOTIFY_KEY")
                .map(key -> new Notify(
                        URI.create(value(environment, "DERWENT_NOTIFY_URL").orElse(NOTIFY_URL)),
                        key,
                        required(environment, "DERWENT_NOTIFY_TEMPLATE", "DERWENT_NOTIFY_KEY")));
    }

    private static Optional<WebPush> webPush(Map<String, String> environment) {
        return value(environment, "DERWENT_PUSH_SUBJECT")
                .map(subject -> new WebPush(
                        subject,
                        value(environment, "DERWENT_PUSH_PUBLIC_KEY")
                                .map(key -> new Keys(
                                        decode("DERWENT_PUSH_PUBLIC_KEY", key),
                                        decode(
                                                "DERWENT_PUSH_PRIVATE_KEY",
                                                required(
                                                        environment,
                                                        "DERWENT_PUSH_PRIVATE_KEY",
                                                        "DERWENT_PUSH_PUBLIC_KEY")))),
                        value(environment, "DERWENT_PUSH_SERVICES")
                                .map(hosts -> COMMA.splitAsStream(hosts).toList())
                                .orElse(PUSH_SERVICES)));
    }

    private static byte[] decode(String name, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not base64url", e);
        }
    }

    private static String required(Map<String, String> environment, String name, String because) {
        return value(environment, name)
                .orElseThrow(
                        () -> new IllegalArgumentException("%s is not set, though %s is".formatted(name, because)));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
