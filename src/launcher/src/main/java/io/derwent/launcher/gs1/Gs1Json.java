package io.derwent.launcher.gs1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.gs1.ElementString;
import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gs1Message;
import io.derwent.gs1.InvalidGs1;
import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.Tag;
import io.derwent.gs1.epc.UnreadTag;
import io.derwent.launcher.lines.JsonLines;
import java.util.List;
import java.util.Locale;

/** How messages, keys and tags look to scripts. Every field is always there; what does not exist is null. */
final class Gs1Json {
    private Gs1Json() {}

    /** {@code {"valid":true,"ais":[{"ai","value","title"}],"key":{…},"digitalLink","hri"}}. */
    static ObjectNode of(Gs1Message message) {
        ObjectNode json = JsonLines.object().put("valid", true);
        ArrayNode ais = json.putArray("ais");
        message.elements()
                .forEach(element -> put(ais, element).put("title", element.ai().title()));
        json.set("key", message.key().map(Gs1Json::of).orElse(null));
        return json.put("digitalLink", message.digitalLink().orElse(null)).put("hri", message.hri());
    }

    /** {@code {"valid":false,"error","rule","ai","at"}}; {@code at} counts characters from 0. */
    static ObjectNode of(InvalidGs1 error) {
        return JsonLines.object()
                .put("valid", false)
                .put("error", error.getMessage())
                .put("rule", lowerCase(error.rule()))
                .put("ai", error.ai().orElse(null))
                .put("at", error.at());
    }

    /** The same form for a text that was never looked at. */
    static ObjectNode invalid(String sentence) {
        return JsonLines.object()
                .put("valid", false)
                .put("error", sentence)
                .putNull("rule")
                .putNull("ai")
                .putNull("at");
    }

    /** {@code {"ai","value","qualifiers":[{"ai","value"}],"text"}}; the text is the identity. */
    static ObjectNode of(Gs1Key key) {
        List<ElementString> elements = key.elements();
        ObjectNode json = JsonLines.object()
                .put("ai", elements.get(0).ai().code())
                .put("value", elements.get(0).value());
        ArrayNode qualifiers = json.putArray("qualifiers");
        elements.subList(1, elements.size()).forEach(element -> put(qualifiers, element));
        return json.put("text", key.text());
    }

    /** {@code {"scheme","filter","gcpLength","key":{…},"urn","tagUrn","digitalLink","hex"}} or {@code {"error","reason","raw"}}. */
    static ObjectNode of(Tag tag) {
        return tag instanceof UnreadTag unread
                ? JsonLines.object()
                        .put("error", unread.sentence())
                        .put("reason", lowerCase(unread.reason()))
                        .put("raw", unread.hex())
                : of(tag.epc().orElseThrow());
    }

    private static ObjectNode of(Epc epc) {
        ObjectNode json = JsonLines.object()
                .put("scheme", epc.scheme().standardName())
                .put("filter", epc.filter())
                .put("gcpLength", epc.gcpLength());
        json.set("key", of(epc.key()));
        return json.put("urn", epc.pureIdentityUrn())
                .put("tagUrn", epc.tagUrn())
                .put("digitalLink", epc.key().digitalLink())
                .put("hex", epc.hex());
    }

    /** The same form for a line that named no tag. */
    static ObjectNode noTag(String sentence) {
        return JsonLines.object().put("error", sentence).putNull("reason").putNull("raw");
    }

    private static ObjectNode put(ArrayNode array, ElementString element) {
        return array.addObject().put("ai", element.ai().code()).put("value", element.value());
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
