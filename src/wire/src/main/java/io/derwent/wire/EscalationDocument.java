package io.derwent.wire;

import io.derwent.model.AlertEvent.Audience;
import io.derwent.model.Escalation;
import io.derwent.model.Escalation.Rung;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is told next while nobody acts on an alert, as a pathway's file says it. What is wrong goes to the problems, and reading
 * goes on.
 *
 * <pre>{@code
 * {"red":[{"audience":"lead","after":"PT15M"},{"audience":"out_of_hours","after":"PT45M"}],"amber":[]}
 * }</pre>
 */
final class EscalationDocument {
    private static final Set<String> RUNG = Set.of("audience", "after");
    private static final Set<String> SEVERITIES =
            Escalation.SEVERITIES.stream().map(Severity::code).collect(Collectors.toUnmodifiableSet());
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final String AUDIENCE = "audience";
    private static final String AFTER = "after";

    private final JsonDocument document;
    private final Problems problems;

    private EscalationDocument(JsonDocument document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    /** The ladders in this member; the usual ones for what it does not say. */
    static Escalation in(JsonDocument document, String member, Problems problems) {
        return problems.or(Optional.<JsonDocument>empty(), () -> document.optionalObject(member, SEVERITIES))
                .map(ladders -> new EscalationDocument(ladders, problems).read())
                .orElse(Escalation.USUAL);
    }

    private Escalation read() {
        Map<Severity, List<Rung>> ladders = new EnumMap<>(Severity.class);
        for (Severity severity : Escalation.SEVERITIES) {
            if (document.has(severity.code())) {
                problems.or(Optional.<List<Rung>>empty(), () -> Optional.of(ladder(severity)))
                        .ifPresent(rungs -> ladders.put(severity, rungs));
            }
        }
        Escalation escalation = new Escalation(ladders);
        check(escalation);
        return escalation;
    }

    private List<Rung> ladder(Severity severity) {
        List<JsonDocument> places = document.objects(severity.code(), RUNG);
        if (places.isEmpty() && severity.isAtLeast(Severity.RED)) {
            throw document.wrong(
                    severity.code(),
                    "%s is empty, somebody to tell while nobody acts is expected"
                            .formatted(document.path(severity.code())));
        }
        List<Rung> rungs = new ArrayList<>();
        for (JsonDocument place : places) {
            problems.ifNone(() -> rung(place, severity, rungs)).ifPresent(rungs::add);
        }
        return rungs;
    }

    private static Rung rung(JsonDocument place, Severity severity, List<Rung> before) {
        Audience audience = audience(place);
        if (before.stream().anyMatch(rung -> rung.audience() == audience)) {
            throw place.wrong(
                    AUDIENCE,
                    "%s is \"%s\" again, somebody else is expected".formatted(place.path(AUDIENCE), audience.code()));
        }
        Duration after = place.duration(AFTER);
        // Beyond, what raised the alert is no more worth acting on.
        Duration longest = Timing.of(severity).actionableFor();
        if (after.compareTo(SHORTEST) < 0 || after.compareTo(longest) > 0) {
            throw place.wrong(
                    AFTER,
                    "%s is %s, from %s to %s is expected".formatted(place.path(AFTER), after, SHORTEST, longest));
        }
        if (!before.isEmpty() && after.compareTo(before.get(before.size() - 1).after()) <= 0) {
            throw place.wrong(
                    AFTER,
                    "%s is %s, more than the %s before it is expected"
                            .formatted(
                                    place.path(AFTER),
                                    after,
                                    before.get(before.size() - 1).after()));
        }
        return new Rung(audience, after);
    }

    private static Audience audience(JsonDocument place) {
        String code = place.text(AUDIENCE);
        return Escalation.AUDIENCES.stream()
                .filter(audience -> audience.code().equals(code))
                .findFirst()
                .orElseThrow(() -> place.notOneOf(
                        AUDIENCE, code, Escalation.AUDIENCES.stream().map(Audience::code)));
    }

    /** Whether what is more severe comes to nobody later. */
    private void check(Escalation escalation) {
        for (int i = 0; i + 1 < Escalation.SEVERITIES.size(); i++) {
            Severity severe = Escalation.SEVERITIES.get(i);
            Severity milder = Escalation.SEVERITIES.get(i + 1);
            for (Rung rung : escalation.of(milder)) {
                escalation.of(severe).stream()
                        .filter(other -> other.audience() == rung.audience())
                        .filter(other -> other.after().compareTo(rung.after()) > 0)
                        .forEach(other -> problems.warn(document.wrong(
                                severe.code(),
                                "%s comes to %s after %s, not later than %s after %s is expected"
                                        .formatted(
                                                document.path(severe.code()),
                                                other.audience().code(),
                                                other.after(),
                                                milder.code(),
                                                rung.after()))));
            }
        }
    }
}
