package io.derwent.console.api;

import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the API says a list: {@code items}; {@code more}, whether there are others that were not asked for; and where there are,
 * {@code next}, the address that goes on where this answer ends.
 */
final class ListReply {
    private ListReply() {}

    static Reply whole(List<?> items) {
        return Reply.json(members(items, false));
    }

    /** A list that can only be gone on with by asking for more at once. */
    static Reply cut(List<?> items, boolean more) {
        return Reply.json(members(items, more));
    }

    /** {@code next}: what the next request says differently from this one; empty: there is nothing more. */
    static Reply cut(List<?> items, Request request, Optional<Map<String, String>> next) {
        Map<String, Object> members = members(items, next.isPresent());
        next.ifPresent(changes -> members.put("next", address(request, changes)));
        return Reply.json(members);
    }

    private static Map<String, Object> members(List<?> items, boolean more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("items", items);
        members.put("more", more);
        return members;
    }

    private static String address(Request request, Map<String, String> changes) {
        Map<String, String> query = new LinkedHashMap<>(request.query());
        query.putAll(changes);
        return request.path()
                + query.entrySet().stream()
                        .map(one -> encoded(one.getKey()) + '=' + encoded(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
