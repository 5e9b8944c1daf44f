package io.derwent.devicesim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.model.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/** Ways a canonical reading can be unreadable; the gateway refuses each with reason code 0x99. */
public enum Corruption implements Fault.Spoiler {
    /** The second half never made it out of the device. */
    NOT_JSON {
        @Override
        public byte[] spoil(byte[] payload) {
            return Arrays.copyOf(payload, payload.length / 2);
        }
    },
    /** No kind, so nobody knows what the numbers are. */
    FIELD_MISSING {
        @Override
        public byte[] spoil(byte[] payload) {
            ObjectNode message = parse(payload);
            message.remove("kind");
            return CanonicalPayload.bytes(message);
        }
    },
    /** A time of day without a day. */
    TIME_UNREADABLE {
        @Override
        public byte[] spoil(byte[] payload) {
            return CanonicalPayload.bytes(parse(payload).put("effectiveTime", "half past eight"));
        }
    },
    /** A kind nobody has heard of. */
    KIND_UNKNOWN {
        @Override
        public byte[] spoil(byte[] payload) {
            return CanonicalPayload.bytes(parse(payload).put("kind", "aura"));
        }
    },
    /** A lost decimal point: ten times the first value. */
    VALUE_OUT_OF_RANGE {
        @Override
        public byte[] spoil(byte[] payload) {
            ObjectNode message = parse(payload);
            String field = firstQuantity(message).orElseThrow();
            BigDecimal value = message.required(field).decimalValue();
            return CanonicalPayload.bytes(message.put(field, value.multiply(BigDecimal.TEN)));
        }
    },
    /** A blood pressure with its two numbers the same; other kinds have no such rule. */
    DIASTOLIC_NOT_BELOW_SYSTOLIC {
        @Override
        public byte[] spoil(byte[] payload) {
            ObjectNode message = parse(payload);
            return CanonicalPayload.bytes(message.set("diastolic", message.required("systolic")));
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode parse(byte[] payload) {
        try {
            return JSON.readValue(payload, ObjectNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException("only a good payload can be spoiled", e);
        }
    }

    private static Optional<String> firstQuantity(JsonNode message) {
        Kind kind = Kind.ofCode(message.required("kind").textValue()).orElseThrow();
        return kind.fields().stream()
                .filter(Kind.Field.Quantity.class::isInstance)
                .map(Kind.Field::jsonName)
                .filter(message::hasNonNull)
                .findFirst();
    }
}
