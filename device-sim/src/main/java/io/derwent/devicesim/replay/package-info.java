/**
 * Recorded data as one device's canonical readings: {@link io.derwent.devicesim.replay.WithingsFile} reads the vendor's
 * list, {@link io.derwent.devicesim.replay.MonthlyAverages} says what the store must make of it, {@link
 * io.derwent.devicesim.replay.Replay} sends it, shuffled or twice if asked to.
 */
@NullMarked
package io.derwent.devicesim.replay;

import org.jspecify.annotations.NullMarked;
