package io.derwent.gateway;

import io.derwent.registry.CommandSubscriptions.Subscription;
import io.netty.handler.codec.mqtt.MqttQoS;

/**
 * One subscription of an open connection.
 *
 * @param qos          at most which commands come with
 * @param subscription what all gateways know of it
 */
record CommandListener(Connection connection, CommandFilter filter, MqttQoS qos, Subscription subscription) {}
