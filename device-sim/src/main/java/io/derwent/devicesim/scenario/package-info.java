/**
 * Scenarios: who measures what and when, what goes wrong on the way ({@link io.derwent.devicesim.scenario.Fault}), and
 * what must come of it. A scenario is a list of {@link io.derwent.devicesim.scenario.Transmission}s, decided by a seed and
 * a start and nothing else; a {@link io.derwent.devicesim.scenario.Performance} plays it over links, sends again what was
 * not acknowledged, and keeps the ledger.
 */
@NullMarked
package io.derwent.devicesim.scenario;

import org.jspecify.annotations.NullMarked;
