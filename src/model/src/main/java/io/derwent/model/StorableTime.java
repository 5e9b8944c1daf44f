package io.derwent.model;

import java.time.Instant;

/** Times that people set lie in the years 1 to 9999, UTC: the tables read no other text as a time. */
final class StorableTime {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private StorableTime() {}

    static void check(String name, Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("%s is %s, a year from 1 to 9999 is expected".formatted(name, time));
        }
    }
}
