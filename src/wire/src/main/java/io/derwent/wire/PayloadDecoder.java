package io.derwent.wire;

import java.util.List;

/** Reads one payload format. Pure, and safe to call from any thread. */
public interface PayloadDecoder {
    /** The content type of this format, without parameters, in lower case. */
    String contentType();

    /**
     * The readings in these bytes, at least one.
     *
     * @throws InvalidPayload if the bytes are not this format, or a value in them cannot be a measurement
     */
    List<DecodedReading> decode(byte[] payload);
}
