package io.derwent.edge;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the hub itself says to whoever is beside it, because the care team cannot while there is no line. A persistent format.
 *
 * @param id         of the alert's step it comes from
 * @param alert      id of the alert
 * @param device     the measurement was taken with
 * @param measuredAt when it was taken
 * @param saidAt     when the hub first said so
 * @param sentAt     when the care team's side had everything; null while it has not
 */
record Notice(
        String id,
        String alert,
        Kind kind,
        String patient,
        String device,
        Instant measuredAt,
        Instant saidAt,
        @Nullable Instant sentAt) {
    /** Local MQTT topics are this and the patient's id. */
    static final String TOPICS = "derwent/prompts/";

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

    enum Kind {
        /** A single measurement out of range wants a second one. */
        MEASURE_AGAIN("measure-again", "Please measure again"),
        /** A red alert. */
        ALERT("alert", "A measurement needs attention");

        private final String code;
        private final String headline;

        Kind(String code, String headline) {
            this.code = code;
            this.headline = headline;
        }
    }

    Notice sent(Instant at) {
        return new Notice(id, alert, kind, patient, device, measuredAt, saidAt, at);
    }

    boolean isSent() {
        return sentAt != null;
    }

    String headline() {
        return kind.headline;
    }

    /** In plain words; nothing that was measured is in them, since whoever passes may read them. */
    String sentence(ZoneId zone) {
        String which = "The measurement of %s with %s".formatted(HOUR.format(measuredAt.atZone(zone)), device);
        return switch (kind) {
            case MEASURE_AGAIN ->
                which + " was outside the usual range. Sit quietly for a few minutes, then measure again.";
            case ALERT -> which + " was far outside the usual range. " + whoKnows(zone);
        };
    }

    private String whoKnows(ZoneId zone) {
        Instant sent = sentAt;
        return sent == null
                ? "The hub has no line, so the care team does not know of it yet: phone them. If nobody answers, phone 111;"
                        + " in an emergency, 999."
                : "It was sent to the care team at %s.".formatted(HOUR.format(sent.atZone(zone)));
    }

    String topic() {
        return TOPICS + patient;
    }

    /** For a screen; {@code over}: it need not be shown any more. */
    JsonObject json(boolean over, ZoneId zone) {
        return new JsonObject()
                .put("id", id)
                .put("kind", kind.code)
                .put("patient", patient)
                .put("device", device)
                .put("measuredAt", measuredAt.toString())
                .put("headline", headline())
                .put("text", sentence(zone))
                .put("sent", isSent())
                .put("over", over);
    }
}
