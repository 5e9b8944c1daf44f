package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the element strings of one item owe each other: an AI has one value, some exclude others, some need others (GS1
 * General Specifications, 4.13). A single scan may hold a part of what the item carries, so that a reader can do without.
 */
final class MessageRules {
    private MessageRules() {}

    /**
     * Refuses a message that is not whole.
     *
     * @param places where each element string's AI stands in the text that was read
     */
    static void check(List<ElementString> message, List<Integer> places) {
        for (int i = 0; i < message.size(); i++) {
            checkRepeated(message, i, places.get(i));
            checkExcluded(message, message.get(i).ai(), places.get(i));
            checkRequired(message, message.get(i).ai(), places.get(i));
        }
    }

    private static void checkRepeated(List<ElementString> message, int index, int place) {
        ElementString element = message.get(index);
        for (ElementString earlier : message.subList(0, index)) {
            if (earlier.ai().equals(element.ai()) && !earlier.value().equals(element.value())) {
                throw InvalidGs1.aboutAi(
                        Rule.REPEATED,
                        element.ai().code(),
                        place,
                        "stands there twice, as %s and %s".formatted(earlier.value(), element.value()));
            }
        }
    }

    private static void checkExcluded(List<ElementString> message, Ai ai, int place) {
        for (String pattern : ai.association().excludes()) {
            for (ElementString other : message) {
                if (matches(pattern, other.ai().code()) && !other.ai().equals(ai)) {
                    throw InvalidGs1.aboutAi(Rule.EXCLUDED, ai.code(), place, "may not stand beside AI " + other.ai());
                }
            }
        }
    }

    private static void checkRequired(List<ElementString> message, Ai ai, int place) {
        for (List<List<String>> alternatives : ai.association().requires()) {
            boolean met =
                    alternatives.stream().anyMatch(all -> all.stream().allMatch(pattern -> contains(message, pattern)));
            if (!met) {
                throw InvalidGs1.aboutAi(
                        Rule.REQUIRED, ai.code(), place, "needs AI " + inWords(alternatives) + " beside it");
            }
        }
    }

    private static boolean contains(List<ElementString> message, String pattern) {
        return message.stream()
                .anyMatch(element -> matches(pattern, element.ai().code()));
    }

    /** Whether this is the AI meant; n in the pattern is any digit. */
    private static boolean matches(String pattern, String ai) {
        return ai.matches(pattern.replace("n", "\\d"));
    }

    private static String inWords(List<List<String>> alternatives) {
        return alternatives.stream()
                .map(all -> all.stream().map(ai -> "(" + ai + ")").collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(" or "));
    }
}
