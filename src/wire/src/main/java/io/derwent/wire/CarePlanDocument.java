package io.derwent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.model.Parameter;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Scale2Decision;
import io.derwent.model.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people write when they decide what a patient is watched for: a pathway and what differs from it; its JSON schema is the
 * resource {@code /schemas/care-plan.schema.json}. The plan that goes to the jobs has the rules themselves ({@link Codecs#carePlans}).
 *
 * <pre>{@code
 * {"patient":"p-1","pathway":"hypertension","thresholds":[{"rule":"BP-03","parameter":"systolic_bp","value":170,
 *  "owner":"Dr Gray","reason":"recent stroke","reviewOn":"2027-01-01"}]}
 * }</pre>
 *
 * @param patient        empty where the address or the file's place says it
 * @param pathway        code of a pathway; not looked up here
 * @param spo2Scale      1, or 2 with {@code scale2Decision}
 * @param include        rules added to those of the pathway; not looked up here
 * @param schedule       when the patient measures; empty: as the pathway says
 * @param active         false: the patient is discharged
 * @param validFrom      from when it counts; empty: from now on
 */
public record CarePlanDocument(
        Optional<String> patient,
        String pathway,
        int spo2Scale,
        Optional<Scale2Decision> scale2Decision,
        List<String> include,
        List<PersonalThreshold> thresholds,
        Optional<Schedule> schedule,
        boolean active,
        Optional<Instant> validFrom) {
    private static final Set<String> MEMBERS = Set.of(
            "patient",
            "pathway",
            "spo2Scale",
            "scale2Decision",
            "include",
            "thresholds",
            "schedule",
            "active",
            "validFrom");
    private static final Set<String> THRESHOLD = Set.of("rule", "parameter", "value", "owner", "reason", "reviewOn");
    private static final Set<String> DECISION = Set.of("by", "at", "reason");
    private static final int MOST_INCLUDED = 50;
    private static final int LONGEST_INCLUDED = 201;
    private static final int SCALE_1 = 1;
    private static final int SCALE_2 = 2;

    public CarePlanDocument {
        include = List.copyOf(include);
        thresholds = List.copyOf(thresholds);
    }

    /**
     * Reads bytes.
     *
     * @param what names them in sentences: {@code the body}
     * @throws InvalidDocument if they are no such document
     */
    public static CarePlanDocument read(String what, byte[] bytes) {
        return of(JsonDocument.read(what, bytes, MEMBERS));
    }

    /** The same of what was parsed elsewhere. */
    public static CarePlanDocument of(String what, JsonNode node) {
        return of(JsonDocument.of(node, what, MEMBERS));
    }

    private static CarePlanDocument of(JsonDocument document) {
        int scale = document.optionalInteger("spo2Scale", SCALE_1, SCALE_2).orElse(SCALE_1);
        Optional<Scale2Decision> decision =
                document.optionalObject("scale2Decision", DECISION).map(CarePlanDocument::decision);
        if (scale == SCALE_2 && decision.isEmpty()) {
            throw document.wrong(
                    "scale2Decision",
                    "scale2Decision is missing: SpO2 scale 2 is a clinician's decision, say by whom, when and why");
        }
        return new CarePlanDocument(
                document.optionalId("patient"),
                document.text("pathway"),
                scale,
                decision,
                document.texts("include", MOST_INCLUDED, LONGEST_INCLUDED),
                document.objects("thresholds", THRESHOLD).stream()
                        .map(CarePlanDocument::threshold)
                        .toList(),
                ScheduleDocument.in(document, "schedule"),
                document.optionalBoolean("active").orElse(true),
                document.optionalInstant("validFrom"));
    }

    private static Scale2Decision decision(JsonDocument document) {
        return new Scale2Decision(document.text("by"), document.instant("at"), document.text("reason"));
    }

    private static PersonalThreshold threshold(JsonDocument document) {
        return new PersonalThreshold(
                document.text("rule"),
                document.word("parameter", Parameter.class),
                document.decimal("value"),
                document.text("owner"),
                document.text("reason"),
                document.date("reviewOn"));
    }
}
