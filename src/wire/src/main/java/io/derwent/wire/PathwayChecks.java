package io.derwent.wire;

import io.derwent.model.Limit;
import io.derwent.model.Parameter;
import io.derwent.model.Pathway.Entry;
import io.derwent.model.Pathway.Listed;
import io.derwent.model.Rule;
import io.derwent.model.Rule.Score.Sets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the rules of a pathway go together. */
final class PathwayChecks {
    private static final int HIGHEST_TOTAL = 20;

    private final List<Placed<Entry>> entries;
    private final List<Placed<Listed>> listed;
    private final Problems problems;

    /** What was read, and its place in the file. */
    record Placed<T>(T what, JsonDocument place) {}

    PathwayChecks(List<Placed<Entry>> entries, List<Placed<Listed>> listed, Problems problems) {
        this.entries = entries;
        this.listed = listed;
        this.problems = problems;
    }

    /** Whether every id stands once. */
    void ids() {
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> unique(ids, entry.what().rule().id(), entry.place()));
        listed.forEach(item -> unique(ids, item.what().id(), item.place()));
    }

    /** Whether the rules, all of them, leave nothing between them, and whether what is listed goes with one of them. */
    void together() {
        Set<String> rules =
                entries.stream().map(entry -> entry.what().rule().id()).collect(Collectors.toSet());
        for (Placed<Listed> item : listed) {
            String rule = item.what().rule();
            if (rule != null && !rules.contains(rule)) {
                problems.add(item.place().notOneOf("rule", rule, rules.stream().sorted()));
            }
        }
        bands();
        totals();
    }

    private void unique(Set<String> ids, String id, JsonDocument place) {
        if (!ids.add(id)) {
            problems.add(
                    place.wrong("id", "%s is \"%s\" again, another id is expected".formatted(place.path("id"), id)));
        }
    }

    /** Where a band ends away from the normal range, another must begin. */
    private void bands() {
        for (Placed<Entry> entry : entries) {
            if (entry.what().rule() instanceof Rule.Threshold rule) {
                for (int i = 0; i < rule.anyOf().size(); i++) {
                    String member = "anyOf[%d]".formatted(i);
                    farEnds(rule.anyOf().get(i))
                            .filter(end -> alternatives().noneMatch(all -> beginsAt(end, all)))
                            .forEach(end -> warn(
                                    entry,
                                    member,
                                    "bounded by \"%s\", another rule with \"%s\" is expected"
                                            .formatted(end, end.opposite())));
                }
            }
        }
    }

    private Stream<List<Limit>> alternatives() {
        return entries.stream()
                .map(entry -> entry.what().rule())
                .filter(Rule.Threshold.class::isInstance)
                .map(Rule.Threshold.class::cast)
                .flatMap(rule -> Stream.concat(
                        rule.anyOf().stream(), rule.higher().stream().flatMap(grade -> grade.anyOf().stream())));
    }

    /** The limits that do not stand at the edge of the normal range. */
    private static Stream<Limit> farEnds(List<Limit> all) {
        Limit edge = all.get(0);
        return all.stream().skip(1).filter(limit -> limit.parameter() == edge.parameter());
    }

    private static boolean beginsAt(Limit end, List<Limit> all) {
        Map<Parameter, Span> spans = Span.of(all);
        return spans.size() == 1
                && spans.containsKey(end.parameter())
                && spans.get(end.parameter()).beginsAt(end.opposite());
    }

    private void totals() {
        for (Placed<Entry> entry : entries) {
            if (entry.what().rule() instanceof Rule.Score rule && rule.atMost() < HIGHEST_TOTAL) {
                int next = rule.atMost() + 1;
                Set<Sets> judged = EnumSet.noneOf(Sets.class);
                entries.stream()
                        .map(other -> other.what().rule())
                        .filter(Rule.Score.class::isInstance)
                        .map(Rule.Score.class::cast)
                        .filter(other -> other.atLeast() <= next && next <= other.atMost())
                        .forEach(other -> judged.addAll(each(other.sets())));
                if (!judged.containsAll(each(rule.sets()))) {
                    warn(entry, "atMost", "%d, another rule for %d is expected".formatted(rule.atMost(), next));
                }
            }
        }
    }

    private static Set<Sets> each(Sets sets) {
        return sets == Sets.ALL ? EnumSet.of(Sets.COMPLETE, Sets.PARTIAL) : EnumSet.of(sets);
    }

    private void warn(Placed<Entry> entry, String member, String sentence) {
        problems.warn(entry.place()
                .wrong(member, "%s is %s".formatted(entry.place().path(member), sentence)));
    }
}
