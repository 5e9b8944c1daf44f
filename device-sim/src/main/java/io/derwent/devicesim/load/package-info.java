/**
 * Load: many MQTT 5 connections from one thread, with the latency of every PUBACK. Against any broker the same bytes and the
 * same code, so that figures can be compared. Paho is too heavy for it: four threads a connection.
 */
@NullMarked
package io.derwent.devicesim.load;

import org.jspecify.annotations.NullMarked;
