package io.derwent.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Message properties a device appends to a topic after its last {@code /?}, as an URL query string; names compare without
 * case. Hono MQTT adapter user guide, "Property Bag".
 */
record PropertyBag(Map<String, String> properties) {
    static final PropertyBag EMPTY = new PropertyBag(Map.of());

    private static final String CONTENT_TYPE = "content-type";
    private static final String TTL = "hono-ttl";
    private static final String ON_ERROR = "on-error";
    private static final String CORRELATION_ID = "correlation-id";
    private static final Pattern TOPIC_LEVEL = Pattern.compile("[^/+#]{1,255}");

    PropertyBag {
        properties = Map.copyOf(properties);
    }

    /**
     * Parses what follows {@code /?}.
     *
     * @throws Refusal BAD_TOPIC if it is not URL encoded, or encodes a control character
     */
    static PropertyBag parse(String query) {
        Map<String, String> properties = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!name.isEmpty()) {
                properties.putIfAbsent(decoded(name).toLowerCase(Locale.ROOT), decoded(value));
            }
        }
        return new PropertyBag(properties);
    }

    Optional<String> contentType() {
        return text(CONTENT_TYPE);
    }

    OnError onError() {
        String text = properties.get(ON_ERROR);
        return text == null ? OnError.DEFAULT : OnError.parse(text);
    }

    /** Empty, too, if it cannot be one level of the error's topic name (MQTT 5 §4.7.1). */
    Optional<String> correlationId() {
        return text(CORRELATION_ID).filter(id -> TOPIC_LEVEL.matcher(id).matches());
    }

    /** Seconds the device wants an event to live; empty if it does not say or says no number, as in Hono. */
    Optional<Long> ttlSeconds() {
        return text(TTL).flatMap(Ttl::seconds);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(properties.get(name)).filter(value -> !value.isEmpty());
    }

    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.chars().anyMatch(Character::isISOControl)) {
                throw Refusal.badTopic("the property bag has \"%s\", which is a control character".formatted(text));
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw Refusal.badTopic("the property bag has \"%s\", which is not URL encoded".formatted(text));
        }
    }
}
