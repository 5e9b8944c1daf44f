package io.derwent.console.pathways;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.PlanRules;
import io.derwent.console.http.ApiJson;
import io.derwent.model.Limit;
import io.derwent.model.Parameter;
import io.derwent.model.Pathway;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Rule;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.JsonDocument;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A limit of one rule moved in a pathway's file, for everybody.
 *
 * @param rule      id of the rule
 * @param parameter the quantity whose limit moves
 * @param value     the new limit, in {@link Parameter#ucum()}
 */
public record PathwayChange(String rule, Parameter parameter, BigDecimal value) {
    private static final String VERSION = "version";

    /** A limit may be given as in a care plan; who decides it and why is asked when it is stored. */
    private static final Set<String> MEMBERS = Set.of("rule", "parameter", "value", "owner", "reason", "reviewOn");

    /**
     * Those in an array of a document.
     *
     * @throws InvalidDocument if they cannot be read
     */
    public static List<PathwayChange> of(JsonDocument document, String member) {
        return document.objects(member, MEMBERS).stream()
                .map(one -> new PathwayChange(
                        one.text("rule"), one.word("parameter", Parameter.class), one.decimal("value")))
                .toList();
    }

    /**
     * The file as its next version: with these limits, and all that follows them as where a patient has a limit of their own
     * ({@link PlanRules#withThresholds}). What else the file says stays as it is written.
     *
     * @param file    of this pathway
     * @throws IllegalArgumentException if a limit cannot be
     */
    public static String in(String file, Pathway pathway, List<PathwayChange> changes) {
        List<Rule> before = pathway.entries().stream().map(Pathway.Entry::rule).toList();
        List<Rule> after = PlanRules.withThresholds(
                before, changes.stream().map(PathwayChange::asThreshold).toList());
        try {
            ObjectNode document = (ObjectNode) ApiJson.MAPPER.readTree(file);
            ArrayNode rules = (ArrayNode) document.get("rules");
            document.put(VERSION, pathway.version() + 1);
            for (int i = 0; i < before.size(); i++) {
                if (after.get(i) instanceof Rule.Threshold moved && !moved.equals(before.get(i))) {
                    write(moved, (ObjectNode) rules.get(i));
                }
            }
            return ApiJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("pathway %s is not the JSON that was read".formatted(pathway.code()), e);
        }
    }

    private PersonalThreshold asThreshold() {
        return new PersonalThreshold(rule, parameter, value, "", "", LocalDate.EPOCH);
    }

    private static void write(Rule.Threshold moved, ObjectNode rule) {
        rule.put(VERSION, moved.version() + 1);
        ArrayNode anyOf = rule.putArray("anyOf");
        moved.anyOf().forEach(all -> anyOf.add(all.stream().map(Limit::toString).collect(Collectors.joining(" and "))));
        if (!moved.clearWhen().isEmpty()) {
            ArrayNode clearWhen = rule.putArray("clearWhen");
            moved.clearWhen().forEach(limit -> clearWhen.add(limit.toString()));
        }
    }
}
