/** Tables of GS1's and of ours, and properties that hold for everything in between. */
@NullMarked
package io.derwent.gs1;

import org.jspecify.annotations.NullMarked;
