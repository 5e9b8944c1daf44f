package io.derwent.wire;

import io.derwent.model.Escalation;
import io.derwent.model.Pathway;
import io.derwent.model.Pathway.Entry;
import io.derwent.model.Pathway.Listed;
import io.derwent.model.Pathway.Provenance;
import io.derwent.model.Schedule;
import io.derwent.wire.PathwayChecks.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A pathway as its clinical owner writes it, one JSON file each; its JSON schema is the resource
 * {@code /schemas/pathway.schema.json}. Read strictly, and to the end: everything that is wrong is said at once.
 *
 * @param pathway  empty if there are errors
 * @param errors   what must be put right, each with its place in the file
 * @param warnings what may be meant so and deserves a look
 */
public record PathwayDocument(Optional<Pathway> pathway, List<InvalidDocument> errors, List<InvalidDocument> warnings) {
    private static final Set<String> MEMBERS =
            Set.of("code", "version", "title", "spo2Scale", "rules", "listed", "schedule", "escalation");
    private static final Set<String> LISTED = Set.of("id", "as", "rule", "text", "reason", "source", "verified");
    private static final int HIGHEST_VERSION = 1_000_000;
    private static final int LOWER_SCALE = 1;
    private static final int HIGHER_SCALE = 2;

    /**
     * Reads bytes.
     *
     * @param what names them in sentences: {@code the body}
     */
    public static PathwayDocument read(String what, byte[] bytes) {
        Problems problems = new Problems();
        Optional<Pathway> pathway =
                problems.ifNone(() -> read(JsonDocument.read(what, bytes, MEMBERS, problems::add), problems));
        return new PathwayDocument(pathway, problems.errors(), problems.warnings());
    }

    private static Pathway read(JsonDocument document, Problems problems) {
        String code = problems.or("", () -> document.id("code"));
        int version = problems.or(1, () -> document.integer("version", 1, HIGHEST_VERSION));
        String title = problems.or("", () -> document.text("title"));
        Optional<Integer> spo2Scale =
                problems.or(Optional.empty(), () -> document.optionalInteger("spo2Scale", LOWER_SCALE, HIGHER_SCALE));
        List<JsonDocument> rules = problems.or(List.of(), () -> document.objects("rules"));
        if (rules.isEmpty()) {
            problems.add(document.missing("rules"));
        }
        List<Placed<Entry>> entries = all(rules, problems, PathwayDocument::entry);
        entries.forEach(entry -> RuleChecks.check(entry.what().rule(), entry.place(), problems));
        List<Placed<Listed>> listed = all(
                problems.or(List.of(), () -> document.objects("listed", LISTED)), problems, PathwayDocument::listed);
        Schedule schedule = problems.or(
                Schedule.NONE, () -> ScheduleDocument.in(document, "schedule").orElse(Schedule.NONE));
        Escalation escalation = EscalationDocument.in(document, "escalation", problems);
        PathwayChecks checks = new PathwayChecks(entries, listed, problems);
        checks.ids();
        if (entries.size() == rules.size()) {
            checks.together();
        }
        return new Pathway(
                code,
                version,
                title,
                spo2Scale.orElse(null),
                entries.stream().map(Placed::what).toList(),
                listed.stream().map(Placed::what).toList(),
                schedule,
                escalation);
    }

    /** Those that can be read, each with its place. */
    private static <T> List<Placed<T>> all(
            List<JsonDocument> places, Problems problems, BiFunction<JsonDocument, Problems, T> read) {
        List<Placed<T>> readable = new ArrayList<>();
        for (JsonDocument place : places) {
            problems.ifNone(() -> read.apply(place, problems))
                    .ifPresent(what -> readable.add(new Placed<>(what, place)));
        }
        return readable;
    }

    private static Entry entry(JsonDocument document, Problems problems) {
        return new Entry(
                RuleDocument.read(document, problems),
                problems.or("", () -> document.text("title")),
                problems.or(false, () -> document.optionalBoolean("optional").orElse(false)),
                provenance(document, problems));
    }

    private static Listed listed(JsonDocument document, Problems problems) {
        return new Listed(
                problems.or("", () -> document.id("id")),
                problems.or(Listed.As.ADVICE, () -> document.word("as", Listed.As.class)),
                problems.or(Optional.<String>empty(), () -> document.optionalId("rule"))
                        .orElse(null),
                problems.or("", () -> document.text("text")),
                problems.or("", () -> document.text("reason")),
                provenance(document, problems));
    }

    private static Provenance provenance(JsonDocument document, Problems problems) {
        return new Provenance(
                problems.or("", () -> document.text("source")), problems.or("", () -> document.text("verified")));
    }
}
