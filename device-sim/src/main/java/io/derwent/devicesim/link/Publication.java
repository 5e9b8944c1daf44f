package io.derwent.devicesim.link;

/**
 * One PUBLISH.
 *
 * @param topic       topic name: {@code event}, or {@code event//device} when a hub speaks for a device
 * @param contentType MQTT 5 content type property
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are sent; publications are never compared
public record Publication(String topic, String contentType, byte[] payload) {}
