package io.derwent.devicesim.cohort;

import io.derwent.model.Kind;

/**
 * Something measured every day.
 *
 * @param hour     about when, by the clock on the wall
 * @param readings how many, two minutes apart
 */
record Session(int hour, Kind kind, int readings) {
    static Session at(int hour, Kind kind) {
        return new Session(hour, kind, 1);
    }
}
