/** What the tests of the small tools share. */
@NullMarked
package io.derwent.launcher.lines;

import org.jspecify.annotations.NullMarked;
