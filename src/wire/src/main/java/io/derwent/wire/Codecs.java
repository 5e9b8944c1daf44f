package io.derwent.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Asset;
import io.derwent.model.AssetMove;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.CarePlan;
import io.derwent.model.Confirm;
import io.derwent.model.DeadLetter;
import io.derwent.model.Escalation;
import io.derwent.model.LastSeen;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Score;
import io.derwent.model.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of our own topics and exports: field names are the records' component names, enums their lower-case codes,
 * instants RFC 3339, durations ISO 8601, decimals as written. Fields unknown to this version are ignored, so that an older
 * process can read a newer one's message. A persistent format.
 */
public final class Codecs {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addMixIn(Rule.class, TypedRule.class)
            .addMixIn(Confirm.class, TypedConfirm.class)
            .addMixIn(Escalation.class, EscalationAsMap.class)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Codecs() {}

    /** Care plans, complete with their rules; the same text the vitals job keeps in its state. */
    public static Codec<CarePlan> carePlans() {
        return new JacksonCodec<>(CarePlan.class);
    }

    public static Codec<AssignmentHistory> assignments() {
        return new JacksonCodec<>(AssignmentHistory.class);
    }

    /** What a hub is sent. */
    public static Codec<HubPlans> hubPlans() {
        return new JacksonCodec<>(HubPlans.class);
    }

    public static Codec<Asset> assets() {
        return new JacksonCodec<>(Asset.class);
    }

    public static Codec<Place> places() {
        return new JacksonCodec<>(Place.class);
    }

    /** Readers, each with its complete history of antennas and places. */
    public static Codec<ReaderPlaces> readers() {
        return new JacksonCodec<>(ReaderPlaces.class);
    }

    public static Codec<AssetMove> assetMoves() {
        return new JacksonCodec<>(AssetMove.class);
    }

    /** Where things were last; what that is worth is worked out when somebody asks. */
    public static Codec<LastSeen> lastSeen() {
        return new JacksonCodec<>(LastSeen.class);
    }

    public static Codec<ReaderStatus> readerStatuses() {
        return new JacksonCodec<>(ReaderStatus.class);
    }

    public static Codec<AlertEvent> alertEvents() {
        return new JacksonCodec<>(AlertEvent.class);
    }

    public static Codec<AlertAction> alertActions() {
        return new JacksonCodec<>(AlertAction.class);
    }

    public static Codec<Beat> beats() {
        return new JacksonCodec<>(Beat.class);
    }

    public static Codec<DeadLetter> deadLetters() {
        return new JacksonCodec<>(DeadLetter.class);
    }

    public static Codec<Reading> readings() {
        return new JacksonCodec<>(Reading.class);
    }

    public static Codec<Score> scores() {
        return new JacksonCodec<>(Score.class);
    }

    private record JacksonCodec<T>(Class<T> type) implements Codec<T> {
        @Override
        public byte[] encode(T value) {
            try {
                return MAPPER.writeValueAsBytes(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a " + type.getSimpleName() + " that cannot be written", e);
            }
        }

        @Override
        public T decode(byte[] bytes) {
            @Nullable T value;
            try {
                value = MAPPER.readValue(bytes, type);
            } catch (IOException e) {
                throw new InvalidPayload("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
            }
            if (value == null) {
                throw new InvalidPayload("not a " + type.getSimpleName() + ": null");
            }
            return value;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Rule.Threshold.class, name = "threshold"),
        @JsonSubTypes.Type(value = Rule.Score.class, name = "score"),
        @JsonSubTypes.Type(value = Rule.Change.class, name = "change"),
        @JsonSubTypes.Type(value = Rule.Average.class, name = "average"),
        @JsonSubTypes.Type(value = Rule.Baseline.class, name = "baseline"),
        @JsonSubTypes.Type(value = Rule.NightSignal.class, name = "night_signal"),
        @JsonSubTypes.Type(value = Rule.Missed.class, name = "missed"),
        @JsonSubTypes.Type(value = Rule.SoftSigns.class, name = "soft_signs"),
        @JsonSubTypes.Type(value = Rule.DeviceFault.class, name = "device_fault"),
        @JsonSubTypes.Type(value = Rule.OutOfCharacter.class, name = "out_of_character")
    })
    private interface TypedRule {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Confirm.None.class, name = "none"),
        @JsonSubTypes.Type(value = Confirm.Repeat.class, name = "repeat")
    })
    private interface TypedConfirm {}

    /** As in a pathway's file: {@code {"red":[{"audience":"lead","after":"PT30M"}]}}. */
    private abstract static class EscalationAsMap {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @SuppressWarnings("UnusedVariable") // it says which constructor is meant, and is never called
        EscalationAsMap(Map<Severity, List<Escalation.Rung>> ladders) {}

        @JsonValue
        abstract Map<Severity, List<Escalation.Rung>> ladders();
    }
}
