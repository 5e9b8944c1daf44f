package io.derwent.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pathways an organisation can choose from. */
public record Pathways(List<Pathway> all) {
    public Pathways {
        all = List.copyOf(all);
    }

    /** The pathway of this code, or empty if there is none. */
    public Optional<Pathway> of(String code) {
        return all.stream().filter(pathway -> pathway.code().equals(code)).findFirst();
    }

    /**
     * The pathway of this code.
     *
     * @throws IllegalArgumentException naming those there are, if this is none of them
     */
    public Pathway named(String code) {
        return of(code).orElseThrow(() -> new IllegalArgumentException("pathway is \"%s\", one of %s is expected"
                .formatted(code, all.stream().map(Pathway::code).collect(Collectors.joining(", ")))));
    }

    /** These, with each of {@code own} in place of the one with its code. */
    public Pathways with(List<Pathway> own) {
        Pathways others = new Pathways(own);
        return new Pathways(Stream.concat(
                        all.stream().map(pathway -> others.of(pathway.code()).orElse(pathway)),
                        own.stream().filter(pathway -> of(pathway.code()).isEmpty()))
                .toList());
    }

    /** The first entry of the rule with this id; empty for a rule that is in none of these. */
    public Optional<Pathway.Entry> entry(String rule) {
        return all.stream().flatMap(pathway -> pathway.entry(rule).stream()).findFirst();
    }

    /** What people are to ask when the rule of this id alerts, each once. */
    public List<String> questions(String rule) {
        return all.stream()
                .flatMap(pathway -> pathway.listed().stream())
                .filter(listed -> listed.as() == Pathway.Listed.As.QUESTION && rule.equals(listed.rule()))
                .map(Pathway.Listed::text)
                .distinct()
                .toList();
    }

    /** Where the rule of this id comes from; empty for a rule that is in none of these. */
    public Optional<Pathway.Provenance> provenance(String rule) {
        return entry(rule).map(Pathway.Entry::provenance);
    }
}
