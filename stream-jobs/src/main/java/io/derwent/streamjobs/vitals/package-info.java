/**
 * The vitals job: from the bytes a device sent to rows, scores and alerts.
 *
 * <pre>
 *   hono.telemetry|event.T ─ Decode ─ keyed by device ─ AttributeReadings ─ keyed by patient ─ ScoreVitals ─ derwent.alerts
 *                              │                          ▲  │                           ▲  │
 *                    derwent.dead-letters     derwent.assignments  rows      derwent.care-plans  rows
 *                                                                        derwent.alert-actions
 * </pre>
 *
 * <p>{@link io.derwent.streamjobs.vitals.VitalsJob} defines it as a function from streams to streams. The functions keep
 * state and call {@code clinical}; what is decided, and why, is there. Event time is receivedAt; effectiveTime is data, and
 * no watermark ever drops a reading.
 */
@NullMarked
package io.derwent.streamjobs.vitals;

import org.jspecify.annotations.NullMarked;
