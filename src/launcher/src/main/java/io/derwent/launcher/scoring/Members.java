package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The members of a JSON object, each by its name and of the type that is expected; null is the same as absent. A member that
 * nobody knows is an error, and so is every number that is written as a text.
 */
final class Members {
    private static final int MOST_QUOTED = 60;

    private final JsonNode object;
    private final String path;

    private Members(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** Those of a whole line. */
    static Members of(JsonNode line, List<String> known) {
        return of(line, "", known);
    }

    /**
     * Those of an object somewhere in a line.
     *
     * @param path what stands before a name in a sentence: {@code series[3].}
     */
    static Members of(JsonNode object, String path, List<String> known) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new InvalidLine("%s%s is not known here, known are %s"
                        .formatted(path, shorten(name), String.join(", ", known)));
            }
        }
        return new Members(object, path);
    }

    Optional<JsonNode> any(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    /** A number as it was written, never through a binary float. */
    Optional<BigDecimal> number(String name) {
        return any(name).map(node -> {
            if (!node.isNumber()) {
                throw expected(name, "a number");
            }
            return node.decimalValue();
        });
    }

    /** A number within the plausible range of what it measures. */
    Optional<BigDecimal> number(String name, Parameter parameter) {
        Optional<BigDecimal> value = number(name);
        if (value.isPresent() && !parameter.isPlausible(value.get())) {
            throw expected(name, "%s to %s %s".formatted(parameter.lowest(), parameter.highest(), parameter.ucum()));
        }
        return value;
    }

    Optional<String> text(String name) {
        return any(name).map(node -> {
            if (!node.isTextual()) {
                throw expected(name, "a text");
            }
            return node.textValue();
        });
    }

    /** One of these words. */
    Optional<String> word(String name, List<String> words) {
        return any(name).map(node -> {
            if (!node.isTextual() || !words.contains(node.textValue())) {
                throw expected(name, "one of " + String.join(", ", words));
            }
            return node.textValue();
        });
    }

    Optional<Boolean> flag(String name) {
        return any(name).map(node -> {
            if (!node.isBoolean()) {
                throw expected(name, "true or false");
            }
            return node.booleanValue();
        });
    }

    /** What to throw about a member that is not what it should be. */
    InvalidLine expected(String name, String what) {
        JsonNode node = object.path(name);
        String found = node.isMissingNode() ? "missing" : shorten(node.toString());
        return new InvalidLine("%s%s is %s, %s is expected".formatted(path, name, found, what));
    }

    private static String shorten(String text) {
        return text.length() > MOST_QUOTED ? text.substring(0, MOST_QUOTED) + "…" : text;
    }
}
