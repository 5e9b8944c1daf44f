package io.derwent.devicesim.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of the readings export.
 *
 * @param content device, kind, time and values in one text: what makes two rows the same measurement
 */
record StoredReading(
        String id,
        String tenant,
        String device,
        Optional<String> patient,
        Instant effectiveTime,
        Instant receivedAt,
        String content) {
    /** Beyond this age at arrival a reading is late (the rules' default {@code currentFor}). */
    private static final Duration CURRENT_FOR = Duration.ofMinutes(15);

    /** @throws IllegalArgumentException if a field of the export is missing */
    static StoredReading of(JsonNode row) {
        String device = row.required("device").asText();
        String effectiveTime = row.required("effectiveTime").asText();
        return new StoredReading(
                row.required("id").asText(),
                row.required("tenant").asText(),
                device,
                Optional.of(row.path("patient")).filter(JsonNode::isTextual).map(JsonNode::asText),
                Instant.parse(effectiveTime),
                Instant.parse(row.required("receivedAt").asText()),
                String.join(
                        " ",
                        device,
                        row.required("kind").asText(),
                        effectiveTime,
                        row.path("quantities").toString(),
                        row.path("findings").toString()));
    }

    boolean isLate() {
        return Duration.between(effectiveTime, receivedAt).compareTo(CURRENT_FOR) > 0;
    }
}
