package io.derwent.devicesim.scenario;

import io.derwent.model.Ids;
import java.util.Random;

/** Chance that is the same each time: every device and every day draws from a well of its own. */
public final class Seeds {
    private static final int HEX_DIGITS_OF_A_LONG = 16;

    private Seeds() {}

    /** A well for these names. {@link Random} because its algorithm is part of its contract, on every JDK. */
    public static Random of(long seed, String... names) {
        String id = Ids.of(Long.toString(seed), String.join("/", names));
        return new Random(Long.parseUnsignedLong(id.substring(0, HEX_DIGITS_OF_A_LONG), 16));
    }
}
