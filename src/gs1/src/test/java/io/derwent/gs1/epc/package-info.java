/** Tags: the standard's worked examples, every header, every partition, and properties of what cannot be listed. */
@NullMarked
package io.derwent.gs1.epc;

import org.jspecify.annotations.NullMarked;
