package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the value of an AI is built: components one after the other, optional ones at the end. Spelled as in the Barcode
 * Syntax Dictionary: {@code N1,zero N13,csum,gcppos1 [X..16]} is a zero, thirteen digits with a check digit and a company
 * prefix, and up to sixteen characters that may be absent.
 */
record Format(List<Component> components) {
    /**
     * A run of characters.
     *
     * @param least fewest characters, where the component is present
     * @param most  most characters
     */
    private record Component(CharacterSet characters, int least, int most, boolean optional, List<Content> contents) {
        static Component parse(String text) {
            boolean optional = text.startsWith("[");
            String[] parts = text.replaceAll("[\\[\\]]", "").split(",", -1);
            String length = parts[0].substring(1);
            boolean variable = length.startsWith("..");
            int most = Integer.parseInt(variable ? length.substring(2) : length);
            return new Component(
                    characterSet(parts[0].charAt(0)),
                    variable ? 1 : most,
                    most,
                    optional,
                    Arrays.stream(parts).skip(1).map(Content::named).toList());
        }

        private static CharacterSet characterSet(char letter) {
            return switch (letter) {
                case 'N' -> CharacterSet.NUMERIC;
                case 'X' -> CharacterSet.CSET_82;
                default -> throw new IllegalStateException("the character set " + letter + " is not built yet");
            };
        }
    }

    static Format parse(String specification) {
        List<Component> components = new ArrayList<>();
        for (String part : specification.split(" ", -1)) {
            components.add(Component.parse(part));
        }
        return new Format(List.copyOf(components));
    }

    boolean isDate() {
        return components.stream().anyMatch(component -> component.contents().contains(Content.DATE));
    }

    /**
     * Checks kind of characters, length, then content of each component in turn.
     *
     * @throws InvalidGs1 its place counted within the value
     */
    void check(String ai, String value) {
        int from = 0;
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            if (component.optional() && from == value.length()) {
                return;
            }
            int to = Math.min(value.length(), from + component.most());
            checkCharacters(ai, value, component, from, to);
            if (to - from < component.least()) {
                throw length(ai, value, value.length(), "at least " + leastLength());
            }
            for (int c = 0; c < component.contents().size(); c++) {
                component.contents().get(c).check(ai, value, from, to);
            }
            from = to;
        }
        if (from < value.length()) {
            throw length(ai, value, from, "at most " + from);
        }
    }

    private static void checkCharacters(String ai, String value, Component component, int from, int to) {
        int outside = component.characters().firstOutside(value, from, to);
        if (outside < to) {
            throw new InvalidGs1(
                    Rule.CHARACTER,
                    ai,
                    outside,
                    "%s is not allowed there, only %s"
                            .formatted(
                                    inWords(value.charAt(outside)),
                                    component.characters().inWords()));
        }
    }

    /** A character as a person can read it: the separator and its like have no shape. */
    static String inWords(char c) {
        return c > ' ' && c < 0x7F ? "'" + c + "'" : "character U+%04X".formatted((int) c);
    }

    private int leastLength() {
        return components.stream()
                .filter(component -> !component.optional())
                .mapToInt(Component::least)
                .sum();
    }

    private static InvalidGs1 length(String ai, String value, int at, String limit) {
        return new InvalidGs1(
                Rule.LENGTH,
                ai,
                at,
                "\"%s\" has %d characters, %s are allowed".formatted(value, value.length(), limit));
    }
}
