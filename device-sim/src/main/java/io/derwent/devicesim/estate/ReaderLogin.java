package io.derwent.devicesim.estate;

import java.util.List;

/**
 * A reader, its login, and what its antennas cover.
 *
 * @param place     id of the place the reader hangs at, which its first antenna covers
 * @param simulated whether the simulation drives it; the others are for trying by hand
 */
public record ReaderLogin(
        String tenant,
        String authId,
        String password,
        String device,
        String place,
        List<Antenna> antennas,
        boolean simulated) {
    public ReaderLogin {
        antennas = List.copyOf(antennas);
    }

    /** An antenna and the id of the place it covers. */
    public record Antenna(int antenna, String place) {}
}
