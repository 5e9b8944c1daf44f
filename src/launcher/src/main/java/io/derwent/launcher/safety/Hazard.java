package io.derwent.launcher.safety;

import io.derwent.wire.JsonDocument;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the hazard log, as its file states it.
 *
 * @param effect    on the care pathway
 * @param owner     who answers for it in the deploying organisation
 * @param initial   the risk without the controls
 * @param residual  the risk with them
 * @param tolerated why a residual risk of {@value Risk#UNDESIRABLE} is borne; empty where it is lower
 */
record Hazard(
        String id,
        String name,
        String description,
        List<String> causes,
        String effect,
        String type,
        String harm,
        String owner,
        Risk initial,
        Risk residual,
        Optional<String> tolerated,
        String status,
        List<Control> controls) {
    private static final Set<String> MEMBERS = Set.of(
            "id",
            "name",
            "description",
            "causes",
            "effect",
            "type",
            "harm",
            "owner",
            "initial",
            "residual",
            "tolerated",
            "status",
            "controls");
    private static final Set<String> RISK = Set.of("severity", "likelihood");
    private static final Set<String> CONTROL = Set.of("what", "kind", "in", "evidence");
    private static final int MOST = 50;
    private static final int LONGEST = 1000;

    /**
     * What holds the hazard.
     *
     * @param in       files of ours that do it, from the root of the project; only of a design
     * @param evidence tests that show it, {@code path/of/ATest.java#itsMethod}; only of a design
     */
    record Control(String what, Kind kind, List<String> in, List<String> evidence) {
        enum Kind {
            /** Built in. */
            DESIGN,
            /** What people must know; the deploying organisation's. */
            TRAINING,
            /** What people must do; the deploying organisation's. */
            BUSINESS_PROCESS
        }
    }

    /**
     * Reads a file.
     *
     * @throws io.derwent.wire.InvalidDocument if a member is missing, misspelt or of another type
     */
    static Hazard of(com.fasterxml.jackson.databind.JsonNode node, String file) {
        JsonDocument document = JsonDocument.of(node, file, MEMBERS);
        return new Hazard(
                document.text("id"),
                document.text("name"),
                document.text("description"),
                document.texts("causes", MOST, LONGEST),
                document.text("effect"),
                document.text("type"),
                document.text("harm"),
                document.text("owner"),
                risk(document, "initial"),
                risk(document, "residual"),
                document.optionalText("tolerated"),
                document.text("status"),
                document.objects("controls", CONTROL).stream()
                        .map(Hazard::control)
                        .toList());
    }

    private static Risk risk(JsonDocument document, String name) {
        JsonDocument risk =
                document.optionalObject(name, RISK).orElseThrow(() -> document.wrong(name, name + " is missing"));
        return new Risk(word(risk, "severity", Risk.Severity.class), word(risk, "likelihood", Risk.Likelihood.class));
    }

    private static Control control(JsonDocument document) {
        return new Control(
                document.text("what"),
                word(document, "kind", Control.Kind.class),
                document.texts("in", MOST, LONGEST),
                document.texts("evidence", MOST, LONGEST));
    }

    private static <E extends Enum<E>> E word(JsonDocument document, String name, Class<E> type) {
        try {
            return Risk.of(type, document.text(name));
        } catch (IllegalArgumentException e) {
            throw document.wrong(name, "%s: %s".formatted(name, e.getMessage()));
        }
    }
}
