/**
 * The hub: devices at home or on a ward publish to it as they would to the gateway; it keeps every message on disk and
 * forwards it, in order per device, whenever there is a line. In Eclipse Hono's language it is a gateway device.
 *
 * <pre>
 *   device ──MQTT──> LocalServer ──> Intake ──> Outbox ──> Forwarder ──MQTT 5──> gateway
 *               PUBACK only when      │      on disk          │  PUBACK: removed
 *               it is on disk         └ the hub's one thread  └─ refused for good: DeadLetters
 * </pre>
 *
 * <p>Read {@link io.derwent.edge.Forwarder} first, then {@link io.derwent.edge.Outbox} and the queue it stands on,
 * {@link io.derwent.edge.queue.DurableQueue}. {@link io.derwent.edge.Hub} wires it. Everything that touches the disk or decides
 * about a message runs on one thread ({@link io.derwent.edge.OneThread}); the event loop only speaks MQTT and HTTP.
 */
@NullMarked
package io.derwent.edge;

import org.jspecify.annotations.NullMarked;
