/**
 * The JSON API under {@code /api/v1}, one class per thing it is about, each listing its endpoints. What the vitals job must
 * know of is written with its message to Kafka in one transaction. {@code openapi.json} describes it; a test compares the two.
 */
@NullMarked
package io.derwent.console.api;

import org.jspecify.annotations.NullMarked;
