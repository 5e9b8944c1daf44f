package io.derwent.devicesim.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Ways the pings of a reader can be wrong; each spoils the first of them, and the gateway refuses all, with 0x99 or 0x87. */
public enum PingCorruption implements Fault.Spoiler {
    /** The second half never made it out of the reader. */
    NOT_JSON {
        @Override
        public byte[] spoil(byte[] payload) {
            return Arrays.copyOf(payload, payload.length / 2);
        }
    },
    /** Something was read, nobody knows what. */
    EPC_MISSING {
        @Override
        void spoil(ObjectNode ping) {
            ping.remove("epc");
        }
    },
    /** The tag's URN where its bits belong. */
    EPC_NOT_HEXADECIMAL {
        @Override
        void spoil(ObjectNode ping) {
            ping.put("epc", "urn:epc:id:giai:5055123.HD00417");
        }
    },
    /** A time of day without a day. */
    TIME_UNREADABLE {
        @Override
        void spoil(ObjectNode ping) {
            ping.put("time", "half past eight");
        }
    },
    /** Hundredths of dBm where dBm belong. */
    RSSI_OUT_OF_RANGE {
        @Override
        void spoil(ObjectNode ping) {
            ping.put("rssi", -5850);
        }
    },
    /** The reader calls itself by a place that is not its own. */
    NAME_OF_ANOTHER {
        @Override
        void spoil(ObjectNode ping) {
            ping.put("reader", "5055123000029");
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public byte[] spoil(byte[] payload) {
        try {
            ArrayNode message = JSON.readValue(payload, ArrayNode.class);
            spoil((ObjectNode) message.required(0));
            return CanonicalPayload.bytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException("only a good payload can be spoiled", e);
        }
    }

    /** What becomes of one ping; of {@link #NOT_JSON} the whole message is spoiled instead. */
    void spoil(ObjectNode ping) {
        throw new IllegalStateException(this + " spoils no single ping");
    }
}
