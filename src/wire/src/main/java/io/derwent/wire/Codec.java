package io.derwent.wire;

/** One type to bytes and back. Safe to call from any thread. */
public interface Codec<T> {
    byte[] encode(T value);

    /**
     * The value these bytes say.
     *
     * @throws InvalidPayload if they are not such a value
     */
    T decode(byte[] bytes);
}
