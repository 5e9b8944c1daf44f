package io.derwent.console.pages;

import io.derwent.model.Limit;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A limit that can be another one for a patient or a pathway: the edge of a rule. */
record Movable(Rule.Threshold rule, Limit limit) {
    /** Its name in forms. */
    String key() {
        return rule.id() + ' ' + limit.parameter().code();
    }

    /** Those of these rules. */
    static List<Movable> of(List<Rule> rules) {
        List<Movable> movable = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Threshold threshold) {
                List<Parameter> seen = new ArrayList<>();
                threshold.anyOf().stream().flatMap(List::stream).forEach(limit -> {
                    if (!seen.contains(limit.parameter())) {
                        seen.add(limit.parameter());
                        movable.add(new Movable(threshold, limit));
                    }
                });
            }
        }
        return movable;
    }

    static Optional<Movable> named(List<Rule> rules, Optional<String> key) {
        return of(rules).stream()
                .filter(one -> key.equals(Optional.of(one.key())))
                .findFirst();
    }
}
