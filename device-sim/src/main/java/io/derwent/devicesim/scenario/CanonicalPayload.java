package io.derwent.devicesim.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the canonical reading JSON, fields in the order of {@link Kind#fields()}: the same reading, the same bytes. */
public final class CanonicalPayload {
    public static final String CONTENT_TYPE = "application/vnd.derwent.reading+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CanonicalPayload() {}

    /**
     * A whole message.
     *
     * @param effectiveTime null if the device has no clock
     * @param recordId the provider's own record id; null if it has none
     */
    public static byte[] of(Measurement measurement, @Nullable Instant effectiveTime, @Nullable String recordId) {
        ObjectNode message = start(measurement.kind(), effectiveTime, recordId);
        addValues(message, measurement);
        return bytes(message);
    }

    /**
     * A whole message of a device without record ids.
     *
     * @param effectiveTime null if the device has no clock
     * @param patient       whose it is, where a device that is shared says it; null otherwise
     * @param status        what the device says about itself
     */
    public static byte[] of(
            Measurement measurement, @Nullable Instant effectiveTime, @Nullable String patient, List<String> status) {
        ObjectNode message = start(measurement.kind(), effectiveTime, null);
        if (patient != null) {
            message.put("patient", patient);
        }
        addValues(message, measurement);
        if (!status.isEmpty()) {
            status.forEach(message.putArray("status")::add);
        }
        return bytes(message);
    }

    private static void addValues(ObjectNode message, Measurement measurement) {
        for (Kind.Field field : measurement.kind().fields()) {
            if (field instanceof Kind.Field.Quantity quantity) {
                measurement.quantity(quantity.parameter()).ifPresent(value -> message.put(quantity.jsonName(), value));
            } else if (field instanceof Kind.Field.Word word) {
                measurement.finding(word.finding()).ifPresent(value -> message.put(word.jsonName(), value));
            }
        }
    }

    /** The head every canonical reading has; the caller adds the values. */
    public static ObjectNode start(Kind kind, @Nullable Instant effectiveTime, @Nullable String recordId) {
        ObjectNode message = JSON.createObjectNode();
        message.put("kind", kind.code());
        if (effectiveTime != null) {
            message.put("effectiveTime", effectiveTime.toString());
        }
        if (recordId != null) {
            message.put("id", recordId);
        }
        return message;
    }

    public static byte[] bytes(JsonNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can be written", e);
        }
    }
}
