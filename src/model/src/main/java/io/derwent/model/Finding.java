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
            List.of("tympanic", "oral", "axillary", "core", "forehead", "finger", "rectal", "toe", "gastrointestinal")),
    /** A glucose beyond what the meter can measure: HI or LO on its display (Bluetooth GLS 1.0.1, sensor status bits 5 and 6). */
    GLUCOSE_RANGE(List.of("high", "low")),
    /** Soft signs of getting worse, as carers are taught to look for them. */
    BREATHLESS,
    REDUCED_INTAKE,
    NEW_CONFUSION,
    SLEEPIER_OR_AGITATED,
    PALE_COLD_OR_MOTTLED,
    REDUCED_MOBILITY,
    /** The carer is worried, whatever the rest says. */
    CARER_CONCERN;

    /** The word of a sign that is there. */
    public static final String YES = "yes";

    @SuppressWarnings("ImmutableEnumChecker") // List.of of strings is immutable
    private final List<String> words;

    /** A sign that is there or not. */
    Finding() {
        this(List.of(YES, "no"));
    }

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
