/** A real Kafka for the tests of every module that speaks with one; published as wire's test-jar. */
@NullMarked
package io.derwent.wire.testing;

import org.jspecify.annotations.NullMarked;
