package io.derwent.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way of caring for people with one condition: what its care plans start from. Read from a file by {@code wire}.
 *
 * @param code      {@code hypertension}
 * @param version   rises with each change of the file
 * @param title     in words
 * @param spo2Scale the only scale it may be followed on, because its targets are those of that scale; null: either
 * @param entries   its rules, in the order of the file
 * @param listed    what it knows of and does not compute
 * @param schedule  when its patients measure, where their plans say nothing else
 * @param escalation who is told next while nobody acts on an alert about one of them
 */
public record Pathway(
        String code,
        int version,
        String title,
        @Nullable Integer spo2Scale,
        List<Entry> entries,
        List<Listed> listed,
        Schedule schedule,
        Escalation escalation) {
    public Pathway {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(escalation, "escalation");
        entries = List.copyOf(entries);
        listed = List.copyOf(listed);
    }

    /** The rules of every plan that follows it; optional ones are not among them. */
    public List<Rule> rules() {
        return entries.stream()
                .filter(entry -> !entry.optional())
                .map(Entry::rule)
                .toList();
    }

    /** The entry of the rule with this id, be it optional or not. */
    public Optional<Entry> entry(String rule) {
        return entries.stream().filter(entry -> entry.rule().id().equals(rule)).findFirst();
    }

    /**
     * A rule and what people must know about it.
     *
     * @param title    what it is called where it alerts
     * @param optional only plans that include it by its id have it
     */
    public record Entry(Rule rule, String title, boolean optional, Provenance provenance) {
        public Entry {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(provenance, "provenance");
        }
    }

    /**
     * Where something comes from.
     *
     * @param source   who says so
     * @param verified what of it was verified against the source
     */
    public record Provenance(String source, String verified) {
        public Provenance {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(verified, "verified");
        }
    }

    /**
     * Something the pathway knows of that no rule computes.
     *
     * @param id     the id the clinical owner knows it by: {@code BP-04}
     * @param rule   id of the rule whose alerts it goes with; null: none
     * @param text   the question, the advice, the target or the condition, in words
     * @param reason why it is no rule
     */
    public record Listed(String id, As as, @Nullable String rule, String text, String reason, Provenance provenance) {
        public Listed {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(as, "as");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(provenance, "provenance");
        }

        /** What becomes of it. */
        public enum As {
            /** People ask it. */
            QUESTION,
            /** People are told it. */
            ADVICE,
            /** Where values should lie. */
            TARGET,
            NOT_COMPUTED;

            /** The word in files: {@code not_computed}. */
            public String code() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
