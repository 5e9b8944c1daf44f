package io.derwent.console.http;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, by whom, as a value that no longer belongs to an event loop.
 *
 * @param method   in capitals; GET for HEAD, which is answered alike
 * @param path     without query
 * @param segments path parameters by name, decoded
 * @param query    query parameters by name; the first of each
 * @param headers  the few the console reads, by lower-case name
 * @param form     fields of a form; empty for anything else
 * @param body     empty if there was none
 * @param address  of the client
 * @param secure   whether the client speaks https, to us or to the proxy before us
 * @param caller   who is calling; null if nobody knows
 * @param csrf     the session's token, for forms on the page that answers; empty without a session
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; requests are never compared
public record Request(
        String method,
        String path,
        Map<String, String> segments,
        Map<String, String> query,
        Map<String, String> headers,
        Map<String, String> form,
        byte[] body,
        String address,
        boolean secure,
        @Nullable Caller caller,
        String csrf) {
    /**
     * Who is calling.
     *
     * @throws Refusal UNAUTHENTICATED if nobody knows
     */
    public Caller who() {
        if (caller == null) {
            throw Refusal.unauthenticated();
        }
        return caller;
    }

    /** A path parameter of the route. */
    public String segment(String name) {
        String value = segments.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no parameter " + name);
        }
        return value;
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** A field of the form, trimmed; empty if it is missing or blank. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(form.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** Whether htmx asks for a part of a page. */
    public boolean wantsFragment() {
        return header("hx-request").isPresent()
                && header("hx-history-restore-request").isEmpty();
    }

    /**
     * A time in the query.
     *
     * @throws Refusal INVALID if it is there and no RFC 3339 time with offset
     */
    public Optional<Instant> instant(String name) {
        return parameter(name).map(text -> parseInstant(name, text));
    }

    /**
     * A whole number in the query.
     *
     * @throws Refusal INVALID if it is there and not one from {@code least} to {@code most}
     */
    public int number(String name, int otherwise, int least, int most) {
        return parameter(name)
                .map(text -> {
                    int value = parseNumber(name, text, least, most);
                    if (value < least || value > most) {
                        throw outside(name, text, least, most);
                    }
                    return value;
                })
                .orElse(otherwise);
    }

    Request calledBy(@Nullable Caller someone, String csrfToken) {
        return new Request(method, path, segments, query, headers, form, body, address, secure, someone, csrfToken);
    }

    private static Instant parseInstant(String name, String text) {
        try {
            // '+' of an offset arrives as a blank where the client did not encode it
            return java.time.OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(name, "%s is \"%s\", an RFC 3339 time with offset is expected".formatted(name, text));
        }
    }

    private static int parseNumber(String name, String text, int least, int most) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw outside(name, text, least, most);
        }
    }

    private static Refusal outside(String name, String text, int least, int most) {
        return Refusal.invalid(
                name, "%s is \"%s\", a whole number from %d to %d is expected".formatted(name, text, least, most));
    }
}
