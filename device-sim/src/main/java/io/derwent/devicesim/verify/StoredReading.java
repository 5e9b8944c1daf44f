package io.derwent.devicesim.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.model.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A row of the readings export.
 *
 * @param marks   their codes
 * @param content device, kind, time and values in one text: what makes two rows the same measurement
 * @param values  the same without the time
 */
record StoredReading(
        String id,
        String tenant,
        String device,
        String kind,
        Optional<String> patient,
        Instant effectiveTime,
        Instant receivedAt,
        Set<String> marks,
        String content,
        String values) {
    /** @throws IllegalArgumentException if a field of the export is missing */
    static StoredReading of(JsonNode row) {
        String device = row.required("device").asText();
        String kind = row.required("kind").asText();
        String effectiveTime = row.required("effectiveTime").asText();
        String values = String.join(
                " ",
                device,
                kind,
                row.path("quantities").toString(),
                row.path("findings").toString());
        Set<String> marks = new HashSet<>();
        row.path("marks").forEach(mark -> marks.add(mark.asText()));
        return new StoredReading(
                row.required("id").asText(),
                row.required("tenant").asText(),
                device,
                kind,
                Optional.of(row.path("patient")).filter(JsonNode::isTextual).map(JsonNode::asText),
                Instant.parse(effectiveTime),
                Instant.parse(row.required("receivedAt").asText()),
                Set.copyOf(marks),
                values + " " + effectiveTime,
                values);
    }

    boolean has(Mark mark) {
        return marks.contains(mark.code());
    }

    boolean isLate() {
        return Duration.between(effectiveTime, receivedAt).compareTo(Span.CURRENT_FOR) > 0;
    }
}
