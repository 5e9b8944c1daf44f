@NullMarked
package io.derwent.edge.queue;

import org.jspecify.annotations.NullMarked;
