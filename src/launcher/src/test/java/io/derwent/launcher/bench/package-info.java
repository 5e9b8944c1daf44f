/** Benches that need no other process. */
@NullMarked
package io.derwent.launcher.bench;

import org.jspecify.annotations.NullMarked;
