/**
 * Devices in: what Eclipse Hono calls a protocol adapter, for MQTT 3.1.1 and 5.
 *
 * <p>Read {@link io.derwent.gateway.MqttAdapter#onPublish} first: it tells the way of a message from a PUBLISH packet to
 * the PUBACK. What is wrong with a message becomes a {@link io.derwent.gateway.Refusal}, and what the device gets to see of
 * it an {@link io.derwent.gateway.Answer}. {@link io.derwent.gateway.Connection} holds what one connection has in flight,
 * {@link io.derwent.gateway.Connections} who is connected; {@link io.derwent.gateway.KafkaSender} owns the producer and its
 * thread. {@link io.derwent.gateway.Gateway} wires it, {@code management} serves health, metrics and Hono's registry API.
 */
@NullMarked
package io.derwent.gateway;

import org.jspecify.annotations.NullMarked;
