package io.derwent.gs1;

import java.util.List;

/**
 * One trade item, AIs 01 and 21. The EPC standard calls it SGTIN.
 *
 * @param serial up to 20 characters; 007 and 7 are different
 */
public record Sgtin(Gtin gtin, String serial) implements Gs1Key {
    private static final Ai SERIAL = Ai.of("21");

    /**
     * Checks the serial number.
     *
     * @throws InvalidGs1 if it is none
     */
    public Sgtin {
        SERIAL.check(serial);
    }

    @Override
    public List<ElementString> elements() {
        return List.of(new ElementString(Gtin.AI, gtin.value()), new ElementString(SERIAL, serial));
    }

    @Override
    public String fromPrefix() {
        return gtin.fromPrefix();
    }

    @Override
    public String toString() {
        return text();
    }
}
