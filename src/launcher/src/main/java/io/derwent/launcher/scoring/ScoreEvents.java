package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.PlanRules;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.AlertAction;
import io.derwent.model.CarePlan;
import io.derwent.model.Ids;
import io.derwent.model.Pathway;
import io.derwent.model.Pathways;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Subject;
import io.derwent.wire.CarePlanDocument;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.JsonDocument;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Readings, actions and plans as scripts write them. */
final class ScoreEvents {
    private static final String READING = "application/vnd.derwent.reading+json";
    private static final String SOME_DEVICE = "device";

    private final String tenant;
    private final PayloadDecoder<DecodedReading> decoder =
            PayloadDecoders.standard().ofReadings(READING).orElseThrow();

    ScoreEvents(String tenant) {
        this.tenant = tenant;
    }

    /** A reading that came, and the id its source gave it. */
    record Received(Reading reading, Optional<String> recordId) {}

    /** The readings of one canonical document; {@code source} are its bytes. */
    List<Received> readings(JsonNode event, byte[] source, String owner) {
        List<Received> received = new ArrayList<>();
        for (DecodedReading decoded : decoder.decode(source)) {
            Instant receivedAt = time(event, "receivedAt")
                    .or(() -> Optional.ofNullable(decoded.deviceTime()))
                    .orElseThrow(() -> new InvalidLine("receivedAt is missing, and effectiveTime cannot stand for it"));
            Reading reading = decoded.received(
                            tenant, name(event, "device", SOME_DEVICE), source, receivedAt, receivedAt)
                    .attributedTo(owner, 0);
            received.add(new Received(reading, Optional.ofNullable(decoded.recordId())));
        }
        return received;
    }

    /** What somebody did. */
    AlertAction action(JsonDocument line, String owner) {
        Instant at = line.instant("at");
        String alert = line.text("alert");
        AlertAction.Kind kind = kind(line);
        Optional<Instant> until = line.optionalInstant("until");
        if (kind == AlertAction.Kind.SNOOZED && until.isEmpty()) {
            throw line.wrong("until", "until is missing: a snooze ends");
        }
        return new AlertAction(
                line.optionalText("id").orElseGet(() -> Ids.of("action", alert, kind.code(), at.toString())),
                tenant,
                Subject.patient(owner),
                alert,
                kind,
                line.optionalText("who").orElse("somebody"),
                at,
                until.orElse(null),
                line.optionalText("outcome").orElse(null));
    }

    /**
     * A plan of what clinicians stated.
     *
     * @throws IllegalArgumentException if its pathway or limits cannot be
     */
    CarePlan plan(String owner, CarePlanDocument document, Pathways pathways, long number, Instant validFrom) {
        Pathway pathway = PlanRules.onScale(pathways.named(document.pathway()), document.spo2Scale());
        List<Rule> rules = PlanRules.including(document.include(), pathway, pathways, document.spo2Scale());
        return new CarePlan(
                tenant,
                owner,
                number,
                pathway.code(),
                pathway.version(),
                document.spo2Scale(),
                validFrom,
                document.active(),
                PlanRules.withThresholds(rules, document.thresholds()),
                document.schedule().orElse(pathway.schedule()),
                pathway.escalation());
    }

    private static AlertAction.Kind kind(JsonDocument line) {
        String code = line.text("kind");
        return Arrays.stream(AlertAction.Kind.values())
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElseThrow(() -> line.wrong(
                        "kind",
                        "kind is \"%s\", one of %s is expected"
                                .formatted(
                                        code,
                                        Arrays.stream(AlertAction.Kind.values())
                                                .map(AlertAction.Kind::code)
                                                .collect(Collectors.joining(", ")))));
    }

    static String name(JsonNode event, String member, String absent) {
        JsonNode node = event.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return absent;
        }
        if (!node.isTextual() || !JsonDocument.ID.matcher(node.textValue()).matches()) {
            throw new InvalidLine(
                    "%s is %s, 1 to 100 letters, digits, '-', '_' or '.' are expected".formatted(member, node));
        }
        return node.textValue();
    }

    private static Optional<Instant> time(JsonNode event, String member) {
        ObjectNode only = JsonLines.object();
        if (event.hasNonNull(member)) {
            only.set(member, event.get(member));
        }
        return JsonDocument.of(only, "the line", Set.of(member)).optionalInstant(member);
    }
}
