package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A document as it stands in the registry.
 *
 * @param etag changes with every change of the document; opaque
 */
public record Stored(String id, JsonNode json, String etag) {}
