/** A real Kafka, and a browser, for the tests of every module that needs one; published as wire's test-jar. */
@NullMarked
package io.derwent.wire.testing;

import org.jspecify.annotations.NullMarked;
