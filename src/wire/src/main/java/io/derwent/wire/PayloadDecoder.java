package io.derwent.wire;

import java.util.List;

/**
 * Reads one payload format. Pure, and safe to call from any thread. Who only wants to know whether bytes can be read, as the
 * gateway does, decodes them and need not know what is in them.
 *
 * @param <T> what is in such a payload: {@link DecodedReading}, {@link DecodedPing}
 */
public interface PayloadDecoder<T> {
    /** The content type of this format, without parameters, in lower case. */
    String contentType();

    /**
     * What is in these bytes, in the order it stands there.
     *
     * @throws InvalidPayload if the bytes are not this format, or a value in them cannot be what it says
     */
    List<T> decode(byte[] payload);
}
