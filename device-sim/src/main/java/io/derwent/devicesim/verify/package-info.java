/**
 * Holds what the product stored against what the ledger says it promised: a reading acknowledged is there, once, with the
 * right person; every score and alert the scenario implies is there, once, and no other; what readers saw is told where it
 * was ({@link io.derwent.devicesim.verify.EquipmentVerdict}). {@link io.derwent.devicesim.verify.Verification} is a pure
 * function of the two; {@link io.derwent.devicesim.verify.Verifier}
 * waits for the pipeline to drain.
 */
@NullMarked
package io.derwent.devicesim.verify;

import org.jspecify.annotations.NullMarked;
