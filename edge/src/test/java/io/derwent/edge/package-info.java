@NullMarked
package io.derwent.edge;

import org.jspecify.annotations.NullMarked;
