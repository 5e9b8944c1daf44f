package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.InvalidNhsNumber;
import io.derwent.model.NhsNumber;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code derwent nhs-number}: whether a text can be somebody's NHS number. */
@Command(
        name = "nhs-number",
        description = {
            "Says whether a text is an NHS number.",
            "That is ten digits whose check digit fits. Spaces and hyphens are ignored."
                    + " Exits with 1 if a TEXT is none.",
            "A line: {\"nhs_number\":\"943 476 5919\"}. A number is refused, because it loses leading zeros.",
            "Its answer: {\"valid\":true,\"reason\":null,\"formatted\":\"943 476 5919\"}"
        })
public final class NhsNumberCommand extends ScoringCommand<NhsNumberCommand.Verdict> {
    private static final String NHS_NUMBER = "nhs_number";

    /**
     * Either of both is null.
     *
     * @param number digits in groups
     * @param reason why it is none
     */
    record Verdict(@Nullable String number, @Nullable String reason) {}

    @Override
    Verdict answer(JsonNode line) {
        Members members = Members.of(line, List.of(NHS_NUMBER));
        return members.any(NHS_NUMBER)
                .filter(JsonNode::isTextual)
                .map(node -> answer(node.textValue()))
                .orElseThrow(() -> members.expected(NHS_NUMBER, "a text (a number loses leading zeros)"));
    }

    @Override
    Verdict answer(String text) {
        try {
            return new Verdict(NhsNumber.parse(text).spaced(), null);
        } catch (InvalidNhsNumber e) {
            return new Verdict(null, e.reason());
        }
    }

    @Override
    ObjectNode json(Verdict verdict) {
        return JsonLines.object()
                .put("valid", verdict.number != null)
                .put("reason", verdict.reason)
                .put("formatted", verdict.number);
    }

    @Override
    void print(Verdict verdict, PrintWriter out) {
        out.println(verdict.number == null ? "no NHS number: " + verdict.reason : verdict.number);
    }

    @Override
    boolean isGood(Verdict verdict) {
        return verdict.number != null;
    }
}
