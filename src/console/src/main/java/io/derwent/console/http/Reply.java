package io.derwent.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A whole answer, as a value; the router sends it. */
public record Reply(int status, String contentType, Buffer body, List<Header> headers) {
    static final int OK = 200;
    static final int CREATED = 201;
    static final int NO_CONTENT = 204;
    static final int SEE_OTHER = 303;

    private static final String JSON = "application/json; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    public Reply {
        headers = List.copyOf(headers);
    }

    /** One response header; {@code Set-Cookie} may come several times. */
    public record Header(String name, String value) {}

    public static Reply json(Object value) {
        return json(OK, value);
    }

    public static Reply created(Object value) {
        return json(CREATED, value);
    }

    static Reply json(int status, Object value) {
        try {
            return new Reply(status, JSON, Buffer.buffer(ApiJson.MAPPER.writeValueAsBytes(value)), List.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that cannot be written as JSON", e);
        }
    }

    /** JSON that is text already. */
    public static Reply jsonText(String json) {
        return new Reply(OK, JSON, Buffer.buffer(json), List.of());
    }

    public static Reply html(String page) {
        return html(OK, page);
    }

    public static Reply html(int status, String page) {
        return new Reply(status, HTML, Buffer.buffer(page), List.of());
    }

    public static Reply text(int status, String contentType, String text) {
        return new Reply(status, contentType, Buffer.buffer(text), List.of());
    }

    public static Reply noContent() {
        return new Reply(NO_CONTENT, "", Buffer.buffer(), List.of());
    }

    /** Go there with GET. */
    public static Reply seeOther(String location) {
        return new Reply(SEE_OTHER, "", Buffer.buffer(), List.of(new Header("Location", location)));
    }

    public Reply with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Reply(status, contentType, body, more);
    }

    public Reply withStatus(int other) {
        return new Reply(other, contentType, body, headers);
    }
}
