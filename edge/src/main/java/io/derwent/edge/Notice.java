package io.derwent.edge;

import io.derwent.model.Kind;
import io.derwent.model.Reading;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the hub itself says to whoever is beside it, because the care team cannot while there is no line. A persistent format.
 *
 * @param id         of the alert's step it comes from
 * @param alert      id of the alert
 * @param device     the measurement was taken with; empty if it did not come
 * @param measuredAt when it was taken, or expected
 * @param saidAt     when the hub first said so
 * @param sentAt     when the care team's side had everything; null while it has not
 * @param name       what the patient is called; null in notices of before hubs knew names
 * @param expected   code of the kind of measurement that did not come; null if one came
 */
record Notice(
        String id,
        String alert,
        What kind,
        String patient,
        String device,
        Instant measuredAt,
        Instant saidAt,
        @Nullable Instant sentAt,
        @Nullable String name,
        @Nullable String expected) {
    /** Local MQTT topics are this and the patient's id. */
    static final String TOPICS = "derwent/prompts/";

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);
    private static final DateTimeFormatter HOUR_AND_DAY = DateTimeFormatter.ofPattern("HH:mm 'on' EEEE", Locale.UK);

    /** A measurement this long before it was expected is the expected one, taken early. */
    private static final Duration EARLY = Duration.ofHours(6);

    enum What {
        /** An expected measurement did not come, and whoever cares for the patient is asked. */
        LOOK_IN("look-in", "Please look in"),
        /** An expected measurement did not come. */
        MEASURE("measure", "Time to measure"),
        /** A single measurement out of range wants a second one. */
        MEASURE_AGAIN("measure-again", "Please measure again"),
        /** A red alert. */
        ALERT("alert", "A measurement needs attention");

        private final String code;
        private final String headline;

        What(String code, String headline) {
            this.code = code;
            this.headline = headline;
        }
    }

    Notice sent(Instant at) {
        return new Notice(id, alert, kind, patient, device, measuredAt, saidAt, at, name, expected);
    }

    /** Whether it says the same later, so that the other need not be said any more. */
    boolean isInPlaceOf(Notice other) {
        return kind == other.kind
                && (alert.equals(other.alert) || (expected != null && expected.equals(other.expected)));
    }

    /** Whether there is no need of it once this was measured. */
    boolean isAnsweredBy(Reading reading) {
        return switch (kind) {
            case MEASURE, LOOK_IN ->
                reading.kind().code().equals(expected)
                        && reading.effectiveTime().isAfter(measuredAt.minus(EARLY));
            case MEASURE_AGAIN -> device.equals(reading.device()) && measuredAt.isBefore(reading.effectiveTime());
            case ALERT -> false;
        };
    }

    /** Whom it is about, in words. */
    String person() {
        return name == null ? patient : name;
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
            case MEASURE -> missing(zone) + " Please measure now.";
            case LOOK_IN -> missing(zone) + " Please see whether all is well, and help with measuring.";
            case MEASURE_AGAIN ->
                which + " was outside the usual range. Sit quietly for a few minutes, then measure again.";
            case ALERT -> which + " was far outside the usual range. " + whoKnows(zone);
        };
    }

    private String missing(ZoneId zone) {
        return "Expected at %s, and not here yet: %s."
                .formatted(
                        HOUR_AND_DAY.format(measuredAt.atZone(zone)),
                        Optional.ofNullable(expected)
                                .flatMap(Kind::ofCode)
                                .map(Notice::word)
                                .orElse("a measurement"));
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case BP_PANEL -> "blood pressure";
            case SPO2 -> "oxygen";
            case PULSE -> "pulse";
            case WEIGHT -> "weight";
            case TEMPERATURE -> "temperature";
            case GLUCOSE -> "blood glucose";
            case RESPIRATORY_RATE -> "breathing rate";
            case OBSERVATION_SET -> "a set of observations";
            case RESTING_HEART_RATE -> "resting heart rate";
            case STEPS -> "steps";
            case SLEEP -> "sleep";
            case SOFT_SIGNS -> "how the person seems to you";
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
                .put("name", person())
                .put("device", device)
                .put("measuredAt", measuredAt.toString())
                .put("headline", headline())
                .put("text", sentence(zone))
                .put("sent", isSent())
                .put("over", over);
    }
}
