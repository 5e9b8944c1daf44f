/**
 * Telling people. {@link io.derwent.console.push.Telling} writes one record per person and event in the transaction that folds
 * the event; {@link io.derwent.console.push.DeliveryWorker} takes what is due, one console at a time, and hands it to the
 * {@link io.derwent.console.push.Carrier} of the person's best channel, until one took it or none is left. See ADR 45.
 */
@NullMarked
package io.derwent.console.push;

import org.jspecify.annotations.NullMarked;
