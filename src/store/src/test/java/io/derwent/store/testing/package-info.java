/**
 * A migrated database for the tests of any module: {@link io.derwent.store.testing.TestDatabase}. In the test-jar of
 * {@code derwent-store}.
 */
@NullMarked
package io.derwent.store.testing;

import org.jspecify.annotations.NullMarked;
