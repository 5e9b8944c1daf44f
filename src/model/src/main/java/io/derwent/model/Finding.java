package io.derwent.model;

import java.util.List;
import java.util.Locale;

/** A clinical finding that is a word, not a number, with the words it may take (case-sensitive). */
public enum Finding {
    /** Breathing air or supplemental oxygen (NEWS2 RCP 2017). */
    AIR_OR_OXYGEN(List.of("air", "oxygen")),
    /** Alert, new Confusion, Voice, Pain, Unresponsive (NEWS2 RCP 2017). */
    CONSCIOUSNESS(List.of("A", "C", "V", "P", "U")),
    /** Where a temperature was taken. */
    TEMPERATURE_SITE(
            List.of("tympanic", "oral", "axillary", "core", "forehead", "finger", "rectal", "toe", "gastrointestinal"));

    @SuppressWarnings("ImmutableEnumChecker") // List.of of strings is immutable
    private final List<String> words;

    Finding(List<String> words) {
        this.words = words;
    }

    public List<String> words() {
        return words;
    }

    /** The name on our topics, in tables and in rules: {@code air_or_oxygen}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
