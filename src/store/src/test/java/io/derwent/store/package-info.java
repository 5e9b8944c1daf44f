@NullMarked
package io.derwent.store;

import org.jspecify.annotations.NullMarked;
